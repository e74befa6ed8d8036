// What becomes of the columns: the task, missing fields, one-hot inputs, scales from the training rows
// alone, and examples typed by hand.

import Datasets
import TestSupport
import Testing

@Suite struct DataPreparationTests {
  // MARK: The task

  @Test func textTargetsAreClassesInByteOrder() throws {
    let data = try load("x,y\n1,pear\n2,apple\n3,fig\n4,apple\n")
    #expect(data.task == .classification(classes: ["apple", "fig", "pear"]))
    #expect(data.training.targets == .classes([2, 0, 1, 0], count: 3))
  }

  @Test func fewIntegersAreClassesInNumericOrder() throws {
    let data = try load("x,y\n1,10\n2,9\n3,-1\n4,10.0\n5,9\n6,9\n")
    #expect(data.task == .classification(classes: ["-1", "9", "10"]))
    #expect(data.training.classes == [2, 1, 0, 2, 1, 1])
    #expect(try load("x,y\n1,10\n2,9\n", task: .regress).task == .regression)
  }

  /// Sixteen different whole numbers in sixteen rows are measured, not named; half as many may be names.
  @Test func wholeNumbersThatHardlyRepeatAreNumbers() throws {
    func load(_ distinct: Int) throws -> PreparedData {
      try NeuralNetworkTests.load(
        "x,y\n" + (0..<16).map { "\($0).5,\($0 % distinct)\n" }.joined())
    }
    let data = try load(16)
    #expect(data.task == .regression)
    #expect(data.notes == [.wholeNumbersPredicted(column: "y", distinct: 16, rows: 16)])
    #expect(try load(9).task == .regression)
    #expect(try load(8).task == .classification(classes: (0..<8).map(String.init)))
  }

  @Test func rareClassesAreNamed() throws {
    let rows = (0..<24).map { "\($0).5,\($0 < 20 ? "a" : $0 < 22 ? "b" : $0 < 23 ? "c" : "d")\n" }
    let data = try load("x,y\n" + rows.joined(), testFraction: 0.25)
    #expect(data.notes == [.rareClasses(single: ["c", "d"], untested: [])])
    let untested = try load("x,y\n" + rows.joined(), testFraction: 0.05)
    #expect(untested.notes == [.rareClasses(single: ["c", "d"], untested: ["b"])])
    #expect(
      try load("x,y\n" + rows.joined()).notes == [.rareClasses(single: ["c", "d"], untested: [])])
    #expect(try load("x,y\n" + rows[..<20].joined() + "1,b\n2,b\n").notes.isEmpty)
  }

  @Test func automaticTaskTurnsAtTwentyOneIntegers() throws {
    func task(_ count: Int) throws -> LearningTask {
      try load("x,y\n" + (0..<count * 2).map { "1,\($0 % count)\n" }.joined()).task
    }
    #expect(try task(20) == .classification(classes: (0..<20).map(String.init)))
    #expect(try task(21) == .regression)
    #expect(try load("x,y\n1,1\n2,0.5\n").task == .regression)
  }

  @Test func numbersCanBeClassesWhenAsked() throws {
    let data = try load("x,y\n1,0.5\n2,-2\n3,0.5\n", task: .classify)
    #expect(data.classNames == ["-2", "0.5"])
    #expect(data.training.classes == [1, 0, 1])
  }

  // MARK: Missing fields

  static let gaps = """
    n,c,y
    1,red,0.5
    ,red,1.5
    3,NA,2.5
    5,blue,n/a
    8,Null,4.5
    nan,?,5.5
    4,red,3.5

    """

  @Test func droppingRows() throws {
    let data = try load(Self.gaps, missing: .drop)
    #expect(data.training.inputs == [1, 1, 4, 1])
    #expect(data.training.values == [0.5, 3.5])
    #expect(
      data.notes.contains(
        .rowsDropped(
          count: 5,
          columns: [
            .init(column: "n", rows: 2), .init(column: "c", rows: 3), .init(column: "y", rows: 1),
          ])))
  }

  @Test func fillingFields() throws {
    let data = try load(Self.gaps, missing: .mean)
    // The row without a target is gone, and with it the only blue.
    #expect(data.columns[1].kind == .category(["red"]))
    #expect(data.training.inputs == [1, 1, 4, 1, 3, 1, 8, 1, 4, 1, 4, 1])
    #expect(data.notes.contains(.rowsDropped(count: 1, columns: [.init(column: "y", rows: 1)])))
    #expect(data.notes.contains(.filledWithMean(column: "n", rows: 2, mean: 4)))
    #expect(data.notes.contains(.filledWithMostFrequent(column: "c", rows: 3, category: "red")))
  }

  /// With rows set aside, the filling knows nothing of them.
  @Test(arguments: 0..<12 as Range<UInt64>) func fillingUsesTrainingRowsOnly(_ seed: UInt64) throws
  {
    var random = SeededGenerator(seed: seed)
    var file = "id,n,c,y\n"
    var numbers: [Double?] = []
    var words: [String?] = []
    for row in 0..<60 {
      numbers.append(random.below(3) == 0 && row > 0 ? nil : random.unit() * 10)
      words.append(random.below(3) == 0 ? nil : ["a", "b", "c"][random.below(3)])
      file += "\(row),\(numbers[row].map { "\($0)" } ?? ""),\(words[row] ?? ""),\(row % 7).5\n"
    }
    let data = try load(file, missing: .mean, testFraction: 0.5, seed: seed)
    let test = try #require(data.test)
    let trainingRows = (0..<data.training.count).map { Int(data.training.row($0)[0]) }
    let testRows = (0..<test.count).map { Int(test.row($0)[0]) }
    #expect((trainingRows + testRows).sorted() == Array(0..<60))
    let present = trainingRows.compactMap { numbers[$0] }
    let mean = present.reduce(0, +) / Double(present.count)
    let names = ["a", "b", "c"]
    let counts = names.map { name in trainingRows.count { words[$0] == name } }
    let frequent = try #require(
      names.indices.max { counts[$0] < counts[$1] || (counts[$0] == counts[$1] && $0 > $1) })
    for (rows, examples) in [(trainingRows, data.training), (testRows, test)] {
      for (place, row) in rows.enumerated() {
        let inputs = examples.row(place)
        #expect(abs(Double(inputs[1]) - (numbers[row] ?? mean)) < 1e-6)
        let category = words[row].flatMap { names.firstIndex(of: $0) } ?? frequent
        #expect(Array(inputs[2...]) == names.indices.map { $0 == category ? 1 : 0 })
      }
    }
  }

  @Test func columnsWithoutAnyValue() {
    let file = "x,e,y\n1,,0.5\n2,NA,1.5\n"
    #expect(throws: DataError.self) { try load(file, missing: .drop) }
    let error = #expect(throws: DataError.self) { try load(file, missing: .mean) }
    #expect(error?.id == "csv-empty-column")
    #expect(error?.message.contains("`e`") == true)
  }

  // MARK: Scales

  @Test(arguments: 0..<8 as Range<UInt64>) func scalesComeFromTheTrainingRows(_ seed: UInt64) throws
  {
    var random = SeededGenerator(seed: seed)
    let columns = 3
    var table: [[Double]] = []
    var file = "id,a,b,k,y\n"
    for row in 0..<90 {
      // One column far from zero, where a one-pass variance would lose every digit.
      let values = [random.unit(), 1e7 + random.unit(), random.unit() * 1e-20, random.unit() * 50]
      table.append(values)
      file += "\(row)," + values.map { "\($0)" }.joined(separator: ",") + "\n"
    }
    let raw = try load(file, testFraction: 0.3, seed: seed)
    let data = try load(file, testFraction: 0.3, standardize: true, seed: seed)
    let scale = try #require(data.standardization)
    let rows = (0..<raw.training.count).map { Int(raw.training.row($0)[0]) }
    let testRows = try (0..<#require(raw.test).count).map { Int(try #require(raw.test).row($0)[0]) }
    #expect(data.training.count == rows.count)
    func moments(_ values: [Double]) -> (mean: Double, deviation: Double) {
      let mean = values.reduce(0, +) / Double(values.count)
      let squares = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
      return (mean, (squares / Double(values.count)).squareRoot())
    }
    for column in 0..<columns {
      let (mean, deviation) = moments(rows.map { table[$0][column] })
      #expect(abs(scale.means[column + 1] - mean) <= abs(mean) * 1e-14)
      #expect(abs(scale.deviations[column + 1] - deviation) <= deviation * 1e-7)
      for (examples, rows) in [(data.training, rows), (try #require(data.test), testRows)] {
        for (place, row) in rows.enumerated() {
          let expected = (table[row][column] - mean) / deviation
          #expect(abs(Double(examples.row(place)[column + 1]) - expected) < 1e-5)
        }
      }
    }
    let (mean, deviation) = moments(rows.map { table[$0][3] })
    let target = try #require(scale.target)
    #expect(abs(target.mean - mean) < 1e-12 && abs(target.deviation - deviation) < 1e-12)
    for (place, row) in rows.enumerated() {
      let value = data.training.values[place]
      #expect(abs(Double(value) - (table[row][3] - mean) / deviation) < 1e-6)
      #expect(abs(data.originalTarget(value) - table[row][3]) < 1e-5)
      #expect(abs(data.originalInput(data.training.row(place)[1], at: 1) - table[row][0]) < 1e-6)
    }
    // Without scaling the numbers are as they were.
    #expect(raw.standardization == nil)
    #expect(raw.originalTarget(2.5) == 2.5)
  }

  @Test func constantColumnsStayFiniteAndAreNamed() throws {
    let rows = (0..<50).map { "0.1,\($0),same,\($0).5" }.joined(separator: "\n")
    let data = try load("k,x,w,y\n" + rows, standardize: true)
    #expect(data.standardization?.means[0] == 0.1)
    #expect(data.standardization?.deviations[0] == 1)
    #expect((0..<50).allSatisfy { data.training.row($0)[0] == 0 && data.training.row($0)[2] == 1 })
    #expect(data.notes.contains(.constantColumns(["k", "w"])))
  }

  @Test func categoriesAreNotScaled() throws {
    let data = try load("c,x,y\nred,1,0.5\nblue,2,1.5\nred,3,2.5\n", standardize: true)
    #expect(data.inputNames == ["c=blue", "c=red", "x"])
    #expect((0..<3).map { Array(data.training.row($0)[..<2]) } == [[0, 1], [1, 0], [0, 1]])
    #expect(data.standardization?.means == [0, 0, 2])
    #expect(data.standardization?.deviations[..<2] == [1, 1])
    #expect(data.notes.contains(.oneHot(column: "c", inputs: 2)))
  }

  @Test func classificationTargetsHaveNoScale() throws {
    let data = try load("x,y\n1,a\n2,b\n", standardize: true)
    #expect(data.standardization != nil && data.standardization?.target == nil)
  }

  // MARK: Examples typed by hand

  @Test func encodingEqualsTheTrainingRows() throws {
    let rows = [["1.5", "red", "-2"], ["2.5", "Blue", "7e1"], ["9", "red", "0.125"]]
    let file =
      "a,c,b,y\n" + rows.enumerated().map { "\($1.joined(separator: ",")),\($0).5\n" }.joined()
    for standardize in [true, false] {
      let data = try load(file, standardize: standardize)
      for (index, row) in rows.enumerated() {
        #expect(try data.encode(row) == data.training.row(index))
      }
      #expect(try data.encode([" 1.5 ", "RED", "-2"]) == data.training.row(0))
    }
  }

  @Test(
    arguments: [
      (["1", "red"], "example-field-count", nil), (["x", "red", "2"], "example-not-a-number", 1),
      (["1", "rde", "2"], "example-unknown-category", 2),
      (["1", "red", ""], "example-missing-value", 3),
      (["1", "NA", "2"], "example-missing-value", 2),
      (["1", "red", "1e39"], "example-out-of-range", 3),
    ] as [([String], String, Int?)])
  func examplesThatDoNotFit(_ fields: [String], _ id: String, _ column: Int?) throws {
    let data = try load("a,c,b,y\n1,red,2,0.5\n2,blue,3,1.5\n")
    let error = #expect(throws: DataError.self) { try data.encode(fields) }
    #expect(error?.id == id)
    #expect(error?.column == column)
    #expect(error?.line == nil && error?.file == nil)
    #expect(error?.suggestion?.isEmpty == false)
    if id == "example-unknown-category" { #expect(error?.suggestion == "did you mean `red`?") }
  }

  @Test func subsetsRepeatAndReorderRows() {
    let examples = Examples(
      inputs: [1, 2, 3, 4, 5, 6], inputCount: 2, targets: .classes([0, 1, 2], count: 4))
    let part = examples.subset([2, 0, 2])
    #expect(part.inputs == [5, 6, 1, 2, 5, 6])
    #expect(part.targets == .classes([2, 0, 2], count: 4))
    #expect(examples.subset([]).count == 0)
  }
}
