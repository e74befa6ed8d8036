// Some rows of a file as a network's inputs, with what the file says of their target.
import Text

/// Rows one after another, up to so many.
package struct RowBlock: ~Copyable {
  package static let mostRows = 4096
  /// Text of rows that is copied.
  private static let mostBytes = 4 << 20

  /// One row after another, those without an answer too.
  package private(set) var inputs: [Float] = []
  /// Whether nothing is missing that nothing stands for.
  package private(set) var isAnswerable: [Bool] = []
  /// The rows' classes, -1 where the file has none; empty for numbers and without the column.
  package private(set) var classes: [Int32] = []
  /// The rows' targets in the file's own units, NaN where the file has none; empty for classes and without
  /// the column.
  package private(set) var values: [Double] = []
  /// What rows with a known target would be named by `RowDigests`.
  package private(set) var digests: [Int64] = []
  /// The rows' fields, separated by commas, where they are to be kept.
  package private(set) var lines: [[UInt8]] = []
  private var lineBytes = 0
  private(set) var counts = RowFile.Counts()

  private let plan: RowColumns
  private let data: PreparedData
  private let formats: [NumberFormat]
  private let ranges: [ClosedRange<Float>?]
  private let keepsText: Bool
  /// The fields that are copied into `lines`.
  private let copied: [Int]
  /// The digests of each column's categories and of the classes; empty where the file has no target.
  private let categoryDigests: [[UInt64]]
  private let classDigests: [UInt64]
  private var hash = RowHash()

  init(_ plan: RowColumns, _ data: PreparedData, _ formats: [NumberFormat], copying copied: [Int]?)
  {
    (self.plan, self.data, self.formats) = (plan, data, formats)
    ranges = data.trainedRanges
    counts.beyond = ranges.map { _ in 0 }
    keepsText = copied != nil
    self.copied = copied ?? []
    let columns = plan.target == nil ? [] : data.columns
    categoryDigests = columns.map { ($0.categories ?? []).map(RowHash.digest) }
    classDigests = plan.target == nil ? [] : data.classNames.map(RowHash.digest)
  }

  package var count: Int { isAnswerable.count }
  var isFull: Bool { count == Self.mostRows || lineBytes >= Self.mostBytes }

  mutating func clear() {
    inputs.removeAll(keepingCapacity: true)
    isAnswerable.removeAll(keepingCapacity: true)
    classes.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
    digests.removeAll(keepingCapacity: true)
    lines.removeAll(keepingCapacity: true)
    lineBytes = 0
  }

  /// Takes the record that the reader stands at.
  mutating func take(_ reader: CSVReader) throws(DataError) {
    counts.rows += 1
    let start = inputs.count
    var isWhole = true
    hash = RowHash()
    for (index, column) in data.columns.enumerated() {
      if try !take(column, index, input: inputs.count - start, reader) { isWhole = false }
    }
    if let features = data.features {
      let plain = Array(inputs[start...])
      inputs.removeSubrange(start...)
      inputs += features.features.inputs(plain)
    }
    isAnswerable.append(isWhole)
    if !isWhole { counts.unanswered += 1 }
    if let target = plan.target { try takeTarget(target, reader) }
    guard keepsText else { return }
    lines.append(try line(reader))
    lineBytes += lines[lines.count - 1].count
  }

  // MARK: Inputs

  /// Appends the inputs of a column; whether there was a value or one that stands for it.
  private mutating func take(
    _ column: InputColumn, _ index: Int, input: Int, _ reader: CSVReader
  ) throws(DataError) -> Bool {
    let place = plan.places[index]
    switch column.kind {
    case .number:
      let (format, isPlainMissing) = (formats[index], isMissingNumber)
      let read = try reader.withField(place) { (bytes) throws(DataError) -> DecimalNumber? in
        isMissing(bytes) || isPlainMissing(bytes) ? nil : format.read(bytes)
      }
      switch read {
      case .number(let value)?:
        let seen = data.standardizedInput(value, at: input)
        if ranges[index].map({ !$0.contains(seen) }) == true { counts.beyond[index] += 1 }
        inputs.append(seen)
        hash.add(.number(value))
        return true
      case nil:
        hash.add(.missing)
        guard case .number(let fill)? = try fill(column, place, reader) else {
          inputs.append(0)
          return false
        }
        counts.filled += 1
        inputs.append(data.standardizedInput(fill, at: input))
        return true
      case .outOfRange?, .notANumber?:
        throw noNumber(try reader.text(place), column.name, format, place, reader)
      }
    case .category(let categories):
      let text = try reader.withField(place) { (bytes) throws(DataError) -> String? in
        isMissing(bytes) ? nil : String(decoding: bytes, as: UTF8.self)
      }
      var (chosen, isWhole): (Int?, Bool) = (nil, true)
      if let text {
        chosen = try category(text, index, column, place, reader)
      } else if case .category(let fill)? = try fill(column, place, reader) {
        (chosen, counts.filled) = (fill, counts.filled + 1)
      } else {
        isWhole = false
      }
      for category in categories.indices { inputs.append(category == chosen ? 1 : 0) }
      if let known = text == nil ? nil : chosen, !categoryDigests.isEmpty {
        hash.add(categoryDigests[index][known])
      } else {
        hash.add(.missing)
      }
      return isWhole
    }
  }

  /// What stands for a missing value by the rule with which the data were loaded; nil where nothing does.
  private func fill(
    _ column: InputColumn, _ place: Int, _ reader: CSVReader
  ) throws(DataError) -> InputColumn.Fill? {
    switch data.missing {
    case .mean? where column.fill != nil: return column.fill
    case .drop?: return nil
    default:
      throw reader.error(
        "csv-missing-values",
        "row \(counts.rows) has no \(quotedForMessage(column.name))",
        at: reader.place(ofField: place),
        suggestion:
          "fill it in; with data loaded by `missing=mean` the training rows' mean stands for "
          + "it, by `missing=drop` such rows get no prediction")
    }
  }

  /// Nil for one that is unknown and may be.
  private mutating func category(
    _ text: String, _ index: Int, _ column: InputColumn, _ place: Int, _ reader: CSVReader
  ) throws(DataError) -> Int? {
    if let known = plan.categories[index][text] { return known }
    if let alike = plan.categoriesInSmallLetters[index][text.lowercased()] { return alike }
    if plan.unknown == .base {
      counts.unknown += 1
      return nil
    }
    let names = (column.categories ?? []).filter { plan.categories[index][$0] != nil }
    throw reader.error(
      "csv-unknown-category",
      "row \(counts.rows): `\(column.name)` had no category \(quotedForMessage(text)) in training",
      at: reader.place(ofField: place),
      suggestion: suggestedName(
        for: text, among: names, otherwise: "one of \(listedForMessage(names))")
        + "; `unknown=base` takes unknown ones for none of them")
  }

  private func noNumber(
    _ text: String, _ column: String, _ format: NumberFormat, _ place: Int, _ reader: CSVReader
  ) -> DataError {
    let isLarge = DecimalNumber.parse(text) == .outOfRange
    return reader.error(
      isLarge ? "csv-number-out-of-range" : "csv-not-a-number",
      "row \(counts.rows): \(quotedForMessage(text)) for `\(column)` "
        + (isLarge
          ? "is too large"
          : format.decimal == .comma
            ? "is no number with a decimal comma, as others of the column are" : "is not a number"),
      at: reader.place(ofField: place),
      suggestion: isLarge
        ? "numbers must lie within ±3.4e38"
        : format.decimal == .comma ? "write it as 3 or 0,03" : "write it as 3, 0.03 or 3e-2")
  }

  // MARK: Target

  private mutating func takeTarget(_ place: Int, _ reader: CSVReader) throws(DataError) {
    let text = try reader.withField(place) { (bytes) throws(DataError) -> String? in
      isMissing(bytes) ? nil : String(decoding: bytes, as: UTF8.self)
    }
    guard case .classification(let names) = data.task else {
      guard let text else { return values.append(.nan) }
      let number = try value(text, place, reader)
      values.append(number)
      hash.add(.number(number))
      return digests.append(Int64(bitPattern: hash.digest))
    }
    guard let text else { return classes.append(-1) }
    let label = try label(text, names, place, reader)
    classes.append(Int32(label))
    hash.add(classDigests[label])
    digests.append(Int64(bitPattern: hash.digest))
  }

  private func label(
    _ text: String, _ names: [String], _ place: Int, _ reader: CSVReader
  ) throws(DataError) -> Int {
    if let known = plan.classes[text] { return Int(known) }
    // Classes that are numbers may be written in another way.
    if case .number(let number) = DecimalNumber.parse(text),
      let same = names.firstIndex(where: { DecimalNumber.parse($0) == .number(number) })
    {
      return same
    }
    throw reader.error(
      "csv-unknown-class",
      "row \(counts.rows): `\(data.targetName)` had no class \(quotedForMessage(text)) in training",
      at: reader.place(ofField: place),
      suggestion: suggestedName(
        for: text, among: names, otherwise: "one of \(listedForMessage(names))")
        + ", or leave the field empty")
  }

  private func value(
    _ text: String, _ place: Int, _ reader: CSVReader
  ) throws(DataError) -> Double {
    let format = formats.last ?? .plain
    if case .number(let number) = format.read(text) { return number }
    throw noNumber(text, data.targetName, format, place, reader)
  }

  // MARK: Text

  private func line(_ reader: CSVReader) throws(DataError) -> [UInt8] {
    var line: [UInt8] = []
    for (count, place) in copied.enumerated() {
      if count > 0 { line.append(0x2C) }
      try reader.withField(place) { (bytes) throws(DataError) in line += csvField(bytes) }
    }
    return line
  }
}
