// The shipped files are what their README says, and the made sets have the shapes they are known for.

import Datasets
import Numerics
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct DataShippedFilesTests {
  @Test(arguments: [
    (NamedDataset.iris, 150, 4, [50, 50, 50]), (.wine, 178, 13, [59, 71, 48]),
    (.cancer, 569, 30, [357, 212]), (.diabetes, 442, 10, []),
    (.digits, 1797, 64, [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]),
    (.penguins, 333, 10, [146, 68, 119]),
  ])
  func sizes(_ set: NamedDataset, _ rows: Int, _ inputs: Int, _ classes: [Int]) throws {
    let data = try set.load(
      folder: shippedDataFolder, split: SplitOptions(testFraction: 0, seed: 1, standardize: false))
    #expect(data.name == set.rawValue && data.title == set.title && data.source == set.source)
    #expect(!data.title.isEmpty && !data.source.isEmpty)
    #expect(data.training.count == rows)
    #expect(data.training.inputCount == inputs)
    #expect(data.inputNames.count == inputs)
    #expect(data.test == nil)
    #expect(classes.indices.map { label in data.training.classes.count { $0 == label } } == classes)
    #expect(data.classNames.count == classes.count)
    #expect(
      set == .diabetes ? data.task == .regression : data.classNames == data.classNames.sorted())
  }

  @Test func irisAsItIsUsuallyLoaded() throws {
    let data = try NamedDataset.iris.load(folder: shippedDataFolder, split: SplitOptions(seed: 1))
    let test = try #require(data.test)
    #expect(data.training.count == 112 && test.count == 38)
    #expect(data.task == .classification(classes: ["setosa", "versicolor", "virginica"]))
    for input in 0..<4 {
      let values = (0..<112).map { Double(data.training.row($0)[input]) }
      let mean = values.reduce(0, +) / 112
      #expect(abs(mean) < 1e-6)
      #expect(abs(values.map { $0 * $0 }.reduce(0, +) / 112 - 1) < 1e-5)
    }
    #expect(try data.encode(["5.1", "3.5", "1.4", "0.2"]).count == 4)
  }

  /// Figures of the published table (Gorman, Williams and Fraser 2014).
  @Test func penguinsHaveGaps() throws {
    let split = SplitOptions(testFraction: 0, seed: 1, standardize: false)
    let data = try NamedDataset.penguins.load(folder: shippedDataFolder, split: split)
    let measured = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]
    let gaps = measured.map { DataNote.MissingFields(column: $0, rows: 2) }
    #expect(
      data.notes.first == .rowsDropped(count: 11, columns: gaps + [.init(column: "sex", rows: 11)]))
    #expect(data.columns.map(\.name) == ["island"] + measured + ["sex", "year"])
    #expect(data.columns[0].kind == .category(["Biscoe", "Dream", "Torgersen"]))
    #expect(data.columns[5].kind == .category(["female", "male"]))
    let filled = try NamedDataset.penguins.load(
      folder: shippedDataFolder, split: split, missing: .mean)
    #expect(filled.training.count == 344 && filled.training.inputCount == 10)
    let error = #expect(throws: DataError.self) {
      try NamedDataset.penguins.load(folder: shippedDataFolder, split: split, missing: .refuse)
    }
    #expect(error?.id == "csv-missing-values" && error?.line == 5 && error?.column == 18)
  }

  @Test func aFolderWithoutTheFile() {
    let error = #expect(throws: DataError.self) {
      try NamedDataset.wine.load(folder: "/nowhere", split: SplitOptions(seed: 1))
    }
    #expect(error?.id == "csv-no-such-file")
  }
}

@Suite struct DataSyntheticTests {
  private func points(
    _ set: SyntheticSet, count: Int = 400, noise: Double = 0, seed: UInt64 = 5
  ) -> [(x1: Double, x2: Double, label: Double)] {
    let data = makeSynthetic(
      set, count: count, noise: noise, testFraction: 0, seed: seed, checkStop: neverStops)
    let labels =
      set.isClassification
      ? data.training.classes.map(Double.init) : data.training.values.map(Double.init)
    return (0..<data.training.count).map { index in
      let row = data.training.row(index)
      return (Double(row[0]), row.count > 1 ? Double(row[1]) : 0, labels[index])
    }
  }

  @Test func circleIsDecidedByTheRadius() {
    for point in points(.circle) {
      let radius = (point.x1 * point.x1 + point.x2 * point.x2).squareRoot()
      #expect(point.label == 1 ? radius < 2.5 : radius >= 3.499 && radius <= 5.001)
    }
  }

  @Test func xorIsDecidedByTheQuadrant() {
    for point in points(.xor) {
      #expect((point.label == 1) == (point.x1 * point.x2 > 0))
      #expect(min(abs(point.x1), abs(point.x2)) >= 0.3)
      #expect(max(abs(point.x1), abs(point.x2)) <= 5.31)
    }
  }

  @Test func gaussCloudsHaveTheirCentersAndVariance() {
    for (noise, variance) in [(0.0, 0.5), (0.5, 4.0)] {
      for (label, center) in [(1.0, 2.0), (0.0, -2.0)] {
        let cloud = points(.gauss, count: 4000, noise: noise).filter { $0.label == label }
        #expect(cloud.count == 2000)
        for values in [cloud.map(\.x1), cloud.map(\.x2)] {
          let mean = values.reduce(0, +) / 2000
          let found = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 2000
          #expect(abs(mean - center) < 0.2)
          #expect(abs(found / variance - 1) < 0.15)
        }
      }
    }
  }

  /// On an arm, the radius tells the angle: 1.75 turns over a radius of 5.
  @Test func spiralArmsWindAroundEachOther() {
    for point in points(.spiral) {
      let radius = (point.x1 * point.x1 + point.x2 * point.x2).squareRoot()
      let angle = 1.75 * radius / 5 * 2 * Double.pi + (point.label == 1 ? 0 : Double.pi)
      #expect(abs(point.x1 - radius * sin(angle)) < 1e-5)
      #expect(abs(point.x2 - radius * cos(angle)) < 1e-5)
    }
  }

  @Test func moonsAreHalfCircles() {
    for point in points(.moons) {
      let side = point.label == 0 ? 1.0 : -1.0
      let (x1, x2) = (point.x1 * side + 1.5, point.x2 * side + 0.75)
      #expect(abs(x1 * x1 + x2 * x2 - 9) < 1e-4)
      #expect(x2 > -1e-5)
    }
  }

  @Test func surfacesAreFunctionsOfThePoint() {
    for point in points(.plane) { #expect(abs(point.label - (point.x1 + point.x2) / 10) < 1e-6) }
    for point in points(.sine) { #expect(abs(point.label - sin(point.x1)) < 1e-6) }
    let hills = points(.hills, count: 3000)
    #expect(hills.allSatisfy { abs($0.label) <= 1 })
    for (center, sign) in [((-4.0, 2.5), 1.0), ((0, 2.5), -1), ((0, -2.5), 1), ((4, -2.5), -1)] {
      for point in hills {
        let distance =
          ((point.x1 - center.0) * (point.x1 - center.0)
          + (point.x2 - center.1) * (point.x2 - center.1)).squareRoot()
        if distance < 1.9 { #expect(abs(point.label - sign * (1 - distance / 2)) < 1e-5) }
      }
    }
    #expect(hills.contains { $0.label == 0 })
  }

  @Test func noiseMovesLabelsNotPoints() {
    let mixed = points(.circle, count: 2000, noise: 0.3).count { point in
      let inside = point.x1 * point.x1 + point.x2 * point.x2 < 9
      return inside != (point.label == 1)
    }
    #expect(mixed > 100 && mixed < 800)
    let wave = points(.sine, count: 4000, noise: 0.2)
    let rest = wave.map { $0.label - sin($0.x1) }
    let deviation = (rest.map { $0 * $0 }.reduce(0, +) / 4000).squareRoot()
    #expect(abs(deviation - 0.2) < 0.02)
  }

  @Test(arguments: SyntheticSet.allCases) func theSeedDecidesEverything(_ set: SyntheticSet) throws
  {
    let first = makeSynthetic(set, seed: 11, checkStop: neverStops)
    #expect(first == makeSynthetic(set, seed: 11, checkStop: neverStops))
    #expect(first.training != makeSynthetic(set, seed: 12, checkStop: neverStops).training)
    #expect(first.training.count == 250)
    #expect(first.test?.count == 250)
    #expect(first.name == set.rawValue && first.source == "" && first.standardization == nil)
    #expect(first.inputNames == (set == .sine ? ["x"] : ["x1", "x2"]))
    #expect(first.training.inputs.allSatisfy { abs($0) < 9 })
    for count in [2, 3, 7, 101] {
      let data = makeSynthetic(set, count: count, testFraction: 0, seed: 1, checkStop: neverStops)
      #expect(data.training.count == count && data.test == nil)
    }
    if set.isClassification {
      #expect(first.task == .classification(classes: ["0", "1"]))
      // Both classes come early, though they are made one after the other.
      #expect(Set(first.training.classes.prefix(40)) == [0, 1])
      #expect(try first.encode(["1", "-2"]) == [1, -2])
    } else {
      #expect(first.task == .regression)
    }
  }

  /// Committed once, so that another machine, compiler or optimization level that differs is noticed.
  @Test func bitsAreTheSameEverywhere() {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for set in SyntheticSet.allCases {
      let data = makeSynthetic(set, count: 64, noise: 0.25, seed: 2024, checkStop: neverStops)
      for value in data.training.inputs + data.training.values {
        hash = (hash ^ UInt64(value.bitPattern)) &* 0x100_0000_01B3
      }
    }
    #expect(hash == 3_603_446_883_640_466_072)
  }

  @Test func sinesAreNearTheLibrarys() {
    var random = SeededGenerator(seed: 1)
    for range in [1.0, 10, 1000, 1e6] {
      for _ in 0..<5000 {
        let x = (random.unit() * 2 - 1) * range
        #expect(abs(PortableMath.sin(x) - sin(x)) <= 2.3e-16)
        #expect(abs(PortableMath.cos(x) - cos(x)) <= 2.3e-16)
      }
    }
    #expect(PortableMath.sin(0) == 0 && PortableMath.cos(0) == 1)
    #expect(abs(PortableMath.sin(1e300)) <= 1)
    #expect(PortableMath.sin(.infinity).isNaN && PortableMath.cos(.nan).isNaN)
  }
}
