// The values of rows as they were read, found again from the inputs made of them, so that the rows can be
// prepared another way without keeping everything twice. A column whose numbers cannot be found again is
// kept as it was read.

/// What it takes to find the values of some rows again: those of the inputs' columns and the target.
/// Data without it have values for inputs, and bytes that are the values.
package struct RawRows: Equatable, Sendable {
  struct Column: Equatable, Sendable {
    /// Nil for a category, which stands in the inputs.
    var numbers: RawNumbers?
    /// The rows that had no value here before it was filled in, ascending.
    var missing: [Int32] = []
  }

  var columns: [Column]
  /// Of a number to be predicted.
  var target: RawNumbers?

  /// The same for the given rows in the given order.
  func subset(_ rows: [Int]) -> RawRows {
    RawRows(
      columns: columns.map { column in
        guard !column.missing.isEmpty else {
          return Column(numbers: column.numbers?.subset(rows))
        }
        let missing = Set(column.missing)
        return Column(
          numbers: column.numbers?.subset(rows),
          missing: rows.indices.filter { missing.contains(Int32(rows[$0])) }.map(Int32.init))
      },
      target: target?.subset(rows))
  }

  /// Numbers that are kept beside the inputs.
  var keptNumbers: [[Double]] {
    (columns.map(\.numbers) + [target]).compactMap {
      if case .kept(let numbers)? = $0 { numbers } else { nil }
    }
  }
}

/// How the numbers of one column are found again.
enum RawNumbers: Equatable, Sendable {
  /// The input is the number.
  case input
  /// The input, back in its column's units, rounded to so many decimals: exact wherever numbers have no
  /// more digits than an input holds, as most that people write down.
  case rounded(decimals: Int)
  /// The numbers themselves, one a row.
  case kept([Double])

  private static let mostDecimals = 15

  /// The way that gives back every one of the numbers to the bit; NaN where there was none.
  /// - Parameter scale: how inputs are made of them.
  init(_ numbers: [Double], scale: Standardization.Scale) {
    if scale == .asIs, numbers.allSatisfy({ $0.isNaN || Double(finiteFloat($0)) == $0 }) {
      self = .input
      return
    }
    var decimals = 0
    func isExact(_ number: Double) -> Bool {
      if number.isNaN { return true }
      let input = finiteFloat(scale.standardized(number))
      return Self.number(input, scale, decimals: decimals).bitPattern == number.bitPattern
    }
    for number in numbers {
      while !isExact(number), decimals <= Self.mostDecimals { decimals += 1 }
    }
    // More decimals than a number has may be too many for it.
    let isFound = decimals <= Self.mostDecimals && numbers.allSatisfy(isExact)
    // Equal to itself, unlike NaN, and never read.
    self =
      isFound ? .rounded(decimals: decimals) : .kept(numbers.map { $0.isNaN ? 0 : $0 })
  }

  /// Of numbers to be predicted; of transformed ones the inputs know too little.
  init(targets: [Double], scale: Standardization.Scale, _ transform: TargetTransform) {
    if transform == .none { self.init(targets, scale: scale) } else { self = .kept(targets) }
  }

  func number(ofRow row: Int, input: Float, _ scale: Standardization.Scale) -> Double {
    switch self {
    case .input: Double(input)
    case .rounded(let decimals): Self.number(input, scale, decimals: decimals)
    case .kept(let numbers): numbers[row]
    }
  }

  private static func number(
    _ input: Float, _ scale: Standardization.Scale, decimals: Int
  ) -> Double {
    let power = powersOfTen[min(decimals, mostDecimals)]
    return (scale.original(Double(input)) * power).rounded() / power
  }

  /// Exact, and so is the quotient of a whole number below 2^53 by one of them to the nearest Double: what
  /// reading the decimal gives.
  private static let powersOfTen: [Double] = (0...mostDecimals).map { exponent in
    (0..<exponent).reduce(1) { power, _ in power * 10 }
  }

  fileprivate func subset(_ rows: [Int]) -> RawNumbers {
    if case .kept(let numbers) = self { .kept(rows.map { numbers[$0] }) } else { self }
  }
}

// MARK: - Reading

/// A value of a row as it was read.
enum RawValue: Equatable {
  case number(Double)
  /// Its place among the column's categories, or of the target among the classes.
  case category(Int)
  case missing
}

/// Gives the values of one part's rows as they were read.
struct RawRowReader {
  private let examples: Examples
  private let raw: RawRows?
  private let columns: [Column]
  private let target: Standardization.Scale
  /// The columns without a value, by row.
  private var missing: [Int: Set<Int>] = [:]
  /// One of these two holds the inputs.
  private var numbers: [Float] = []
  private var bytes: [UInt8] = []

  private struct Column {
    /// Its first input.
    var input: Int
    /// How many categories there are; nil for numbers.
    var categories: Int?
    var scale: Standardization.Scale
  }

  /// - Parameter examples: the part's rows as they are without features.
  init(_ examples: Examples, _ raw: RawRows?, of data: PreparedData) {
    self.examples = examples
    self.raw = raw
    var input = 0
    columns = data.columns.map { column in
      defer { input += column.inputNames.count }
      return Column(
        input: input, categories: column.categories?.count, scale: data.scale(ofInput: input))
    }
    target = data.standardization?.target ?? .asIs
    switch examples.storage {
    case .numbers(let numbers): self.numbers = numbers
    case .bytes(let bytes, _): self.bytes = bytes
    }
    for (place, column) in (raw?.columns ?? []).enumerated() {
      for row in column.missing { missing[Int(row), default: []].insert(place) }
    }
  }

  var count: Int { examples.count }

  func value(ofRow row: Int, column place: Int) -> RawValue {
    if !missing.isEmpty, missing[row]?.contains(place) == true { return .missing }
    let column = columns[place]
    let index = row * examples.inputCount + column.input
    if let categories = column.categories {
      return .category((0..<categories).first { numbers[index + $0] != 0 } ?? 0)
    }
    guard bytes.isEmpty else { return .number(Double(bytes[index])) }
    guard let way = raw?.columns[place].numbers else { return .number(Double(numbers[index])) }
    return .number(way.number(ofRow: row, input: numbers[index], column.scale))
  }

  /// The numbers of all rows; NaN where there is none.
  func numbers(ofColumn place: Int) -> [Double] {
    let (column, way) = (columns[place], raw?.columns[place].numbers)
    var values = (0..<count).map { row -> Double in
      let index = row * examples.inputCount + column.input
      if !bytes.isEmpty { return Double(bytes[index]) }
      return way?.number(ofRow: row, input: numbers[index], column.scale) ?? Double(numbers[index])
    }
    for row in raw?.columns[place].missing ?? [] { values[Int(row)] = .nan }
    return values
  }

  /// The categories of all rows; -1 where there is none.
  func categories(ofColumn place: Int) -> [Int32] {
    let (column, width) = (columns[place], examples.inputCount)
    let count = column.categories ?? 0
    var values = (0..<examples.count).map { row -> Int32 in
      let start = row * width + column.input
      return Int32((0..<count).first { numbers[start + $0] != 0 } ?? 0)
    }
    for row in raw?.columns[place].missing ?? [] { values[Int(row)] = -1 }
    return values
  }

  /// The numbers to be predicted.
  var targetNumbers: [Double] { (0..<count).map { target(ofRow: $0).number } }

  func target(ofRow row: Int) -> RawValue {
    switch examples.targets {
    case .classes(let classes, _): .category(Int(classes[row]))
    case .values(let values):
      .number(raw?.target?.number(ofRow: row, input: values[row], target) ?? Double(values[row]))
    }
  }
}

extension PreparedData {
  /// The rows of a part with the way back to what was read.
  func rawRows(of part: Part) -> RawRowReader? {
    switch part {
    case .training: RawRowReader(plainTraining, rawTraining, of: self)
    case .test: plainTest.map { RawRowReader($0, rawTest, of: self) }
    }
  }

  /// Arrays that are kept so that rows can be prepared anew.
  package var keptNumbers: [[Double]] {
    (rawTraining?.keptNumbers ?? []) + (rawTest?.keptNumbers ?? [])
  }

  /// How an input that is no category is made of its column's number.
  func scale(ofInput input: Int) -> Standardization.Scale {
    standardization.map { .init(mean: $0.means[input], deviation: $0.deviations[input]) } ?? .asIs
  }
}

extension Standardization.Scale {
  /// Leaves numbers as they are.
  static let asIs = Standardization.Scale(mean: 0, deviation: 1)
}
