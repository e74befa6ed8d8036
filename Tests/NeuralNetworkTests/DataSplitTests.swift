// Setting rows aside: how many of each class, which, and in what order.

import Datasets
import TestSupport
import Testing

@Suite struct DataSplitTests {
  private func examples(_ classes: [Int32], count: Int) -> Examples {
    Examples(
      inputs: classes.indices.map(Float.init), inputCount: 1,
      targets: .classes(classes, count: count))
  }

  private func rows(_ examples: Examples) -> [Int] { examples.inputs.map { Int($0) } }

  @Test(arguments: 0..<200 as Range<UInt64>) func everyClassKeepsItsShare(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let count = 1 + random.below(6)
    let size = 2 + random.below(seed < 100 ? 12 : 300)
    let classes = (0..<size).map { _ in Int32(min(random.below(count), random.below(count))) }
    let fraction = random.unit()
    let whole = examples(classes, count: count)
    let (training, validation) = splitTraining(
      validationFraction: fraction, seed: seed, of: whole)
    #expect((rows(training) + rows(validation)).sorted() == Array(0..<size))
    #expect(rows(training) == rows(training).sorted())
    #expect(rows(validation) == rows(validation).sorted())
    #expect(training.classes == rows(training).map { Int(classes[$0]) })
    if fraction > 1 / Double(size) { #expect(validation.count > 0 || count > size / 2) }
    for label in 0..<count {
      let all = classes.count { $0 == label }
      let aside = validation.classes.count { $0 == label }
      #expect(abs(Double(aside) - Double(all) * fraction) < 1)
      if all > 0 { #expect(training.classes.contains(label)) }
    }
  }

  @Test func totalsAreExactForLargeClasses() {
    let classes = (0..<150).map { Int32($0 / 50) }
    let parts = splitTraining(validationFraction: 0.25, seed: 3, of: examples(classes, count: 3))
    #expect(parts.validation.count == 38)
    #expect(
      (0..<3).map { label in parts.validation.classes.count { $0 == label } } == [13, 13, 12])
  }

  @Test func regressionIsOneStratum() {
    let values = Examples(
      inputs: (0..<101).map(Float.init), inputCount: 1,
      targets: .values((0..<101).map { Float($0) }))
    let parts = splitTraining(validationFraction: 0.2, seed: 1, of: values)
    #expect(parts.validation.count == 20)
    #expect(parts.training.values == parts.training.inputs)
    #expect(parts.validation.values == parts.validation.inputs)
    let least = splitTraining(validationFraction: 1e-9, seed: 1, of: values)
    #expect(least.validation.count == 1)
    let most = splitTraining(validationFraction: 1, seed: 1, of: values)
    #expect(most.training.count == 1)
    let none = splitTraining(validationFraction: 0, seed: 1, of: values)
    #expect(none.training == values && none.validation.count == 0)
  }

  @Test func theSeedDecidesWhichRows() {
    let whole = examples((0..<60).map { Int32($0 % 2) }, count: 2)
    let first = splitTraining(validationFraction: 0.5, seed: 1, of: whole)
    let again = splitTraining(validationFraction: 0.5, seed: 1, of: whole)
    let other = splitTraining(validationFraction: 0.5, seed: 2, of: whole)
    #expect(first.training == again.training && first.validation == again.validation)
    #expect(first.training != other.training)
  }

  /// Each row is as likely as the next: over 400 seeds a share of 1/4 takes each about 100 times, with a
  /// deviation of 8.7.
  @Test func rowsAreSetAsideEvenly() {
    let whole = examples((0..<40).map { Int32($0 / 20) }, count: 2)
    var times = [Int](repeating: 0, count: 40)
    for seed in 0..<400 as Range<UInt64> {
      for row in rows(splitTraining(validationFraction: 0.25, seed: seed, of: whole).validation) {
        times[row] += 1
      }
    }
    #expect(times.allSatisfy { abs($0 - 100) < 45 })
    #expect(Set(times).count > 5)
  }

  @Test func loadingKeepsTheOrderOfTheFile() throws {
    let file = "x,y\n" + (0..<100).map { "\($0),\($0 % 3 == 0 ? "a" : "b")\n" }.joined()
    let data = try load(file, testFraction: 0.25)
    let test = try #require(data.test)
    #expect(rows(data.training) == rows(data.training).sorted())
    #expect(rows(test) == rows(test).sorted())
    #expect((rows(data.training) + rows(test)).sorted() == Array(0..<100))
    #expect(test.count == 25)
    // Testing and validation draw from different streams.
    let validation = splitTraining(
      validationFraction: 0.25, seed: 1, of: try load(file).training
    ).validation
    #expect(rows(validation) != rows(test))
  }
}
