// One column of a file while it is read. Whether it holds numbers or text is known only at its end,
// so fields are kept as codes of the distinct texts seen, two bytes a row; a column with many
// distinct numbers changes over to the numbers themselves, and one with many distinct texts keeps none.

/// Collects the fields of a column, row by row.
final class ColumnBuilder {
  /// What stands where a field was missing.
  static let missingCode = UInt16.max

  let name: String
  /// Which field of a record it is, from 0.
  let position: Int
  /// How its numbers are written.
  private(set) var format: NumberFormat
  /// Whether it becomes categories; else what is no number in it is a missing value.
  private(set) var isCategories = false

  private(set) var rowCount = 0
  /// Rows without a value.
  private(set) var missingRows = 0
  /// The first row whose field is no number in this format.
  private(set) var firstTextRow: Int?
  var hasText: Bool { firstTextRow != nil }
  private var codes: [UInt16] = []
  /// The rows' numbers, NaN where there is none, once there are too many distinct ones; else nil.
  private(set) var numbers: [Double]?
  /// Whether there were too many distinct texts and none that could be a number: no field is kept.
  private(set) var isGivenUp = false

  /// The distinct texts: what they say, their number (NaN for text) and the code they are kept
  /// under (another's when Unicode holds the two to be equal).
  private struct Entry {
    var text: String
    var number: Double
    var hash: UInt64
    var code: UInt16
  }

  private var entries: [Entry] = []
  private var table: [Int32]
  private let mostEntries: Int

  /// - Parameter mostEntries: the number of distinct texts from which on only numbers are kept.
  init(name: String, position: Int = 0, mostEntries: Int, format: NumberFormat = .plain) {
    self.name = name
    self.position = position
    self.format = format
    self.mostEntries = min(mostEntries, Int(Self.missingCode) - 1)
    table = [Int32](repeating: -1, count: 16)
  }

  enum Outcome { case number, text, outOfRange }

  /// Whether it has more distinct texts than this; never of a column that keeps its numbers.
  func hasMoreTexts(than limit: Int) -> Bool {
    isGivenUp || (hasText && (numbers != nil || entries.count > limit))
  }

  func appendMissing() {
    missingRows += 1
    rowCount += 1
    if isGivenUp { return }
    if numbers != nil { numbers?.append(.nan) } else { codes.append(Self.missingCode) }
  }

  /// Appends a field that is not missing.
  func append(_ bytes: UnsafeBufferPointer<UInt8>) -> Outcome {
    if numbers != nil {
      let parsed = format.read(bytes)
      if parsed == .outOfRange { return .outOfRange }
      rowCount += 1
      guard case .number(let value) = parsed else {
        if firstTextRow == nil { firstTextRow = rowCount - 1 }
        numbers?.append(.nan)
        return .text
      }
      numbers?.append(value)
      return .number
    }
    if isGivenUp {
      rowCount += 1
      return .text
    }
    let hash = Self.hash(bytes)
    guard let index = find(bytes, hash) else { return appendNew(bytes, hash: hash) }
    codes.append(entries[index].code)
    rowCount += 1
    return entries[index].number.isNaN ? .text : .number
  }

  private func appendNew(_ bytes: UnsafeBufferPointer<UInt8>, hash: UInt64) -> Outcome {
    let text = String(decoding: bytes, as: UTF8.self)
    var number = Double.nan
    switch format.read(bytes) {
    case .number(let value): number = value
    case .outOfRange: return .outOfRange
    case .notANumber: if firstTextRow == nil { firstTextRow = rowCount }
    }
    rowCount += 1
    let outcome: Outcome = number.isNaN ? .text : .number
    if entries.count == mostEntries {
      changeOver()
      if !isGivenUp { numbers?.append(number) }
      return outcome
    }
    var code = UInt16(entries.count)
    if bytes.contains(where: { $0 >= 0x80 }), let same = entries.first(where: { $0.text == text }) {
      code = same.code
    }
    entries.append(Entry(text: text, number: number, hash: hash, code: code))
    insert(entries.count - 1)
    codes.append(code)
    return outcome
  }

  /// From codes to numbers, or to nothing where no text was a number in any way of writing.
  private func changeOver() {
    isGivenUp = hasText && entries.allSatisfy { $0.number.isNaN && !Self.isNumber($0.text) }
    if !isGivenUp { numbers = allNumbers() }
    codes = []
    entries = []
    table = []
  }

  private static func isNumber(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { WrittenNumber($0)?.formats ?? 0 } != 0
  }
}

// MARK: - What the column holds

extension ColumnBuilder {
  /// The rows' numbers, NaN where there is none.
  func allNumbers() -> [Double] {
    if let numbers { return numbers }
    let values = entries.map(\.number)
    return codes.map { $0 == Self.missingCode ? .nan : values[Int($0)] }
  }

  /// Whether any of its numbers is not whole.
  var hasFraction: Bool {
    func isFraction(_ number: Double) -> Bool { !number.isNaN && number != number.rounded() }
    return numbers?.contains(where: isFraction) ?? entries.contains { isFraction($0.number) }
  }

  /// Reads the texts once more as numbers written in another way. For a column that keeps its texts.
  func use(_ format: NumberFormat) {
    self.format = format
    for index in entries.indices {
      guard case .number(let value) = format.read(entries[index].text) else {
        entries[index].number = .nan
        continue
      }
      entries[index].number = value
    }
  }

  /// The distinct texts in the order of their first rows, with that row and how many have it; nil for a
  /// column that keeps none.
  func allTexts() -> [(text: String, firstRow: Int, count: Int)]? {
    guard numbers == nil, !isGivenUp else { return nil }
    var counts = [Int](repeating: 0, count: entries.count)
    var first = counts
    for (row, code) in codes.enumerated() where code != Self.missingCode {
      if counts[Int(code)] == 0 { first[Int(code)] = row }
      counts[Int(code)] += 1
    }
    return entries.indices.filter { counts[$0] > 0 }.map {
      (entries[$0].text, first[$0], counts[$0])
    }
  }

  /// Says what the column is, which only all of its fields show, and counts what is missing in it.
  func settle(isCategories: Bool) {
    self.isCategories = isCategories
    if hasText { countMissing() }
  }

  private func countMissing() {
    missingRows = 0
    forEachMissingRow { _ in missingRows += 1 }
  }

  /// Which rows have no value: none at all, or one that is no number in a column of numbers.
  func forEachMissingRow(_ body: (Int) -> Void) {
    if let numbers {
      for row in numbers.indices where numbers[row].isNaN { body(row) }
      return
    }
    let isMissing = entries.map { !isCategories && $0.number.isNaN }
    for (row, code) in codes.enumerated()
    where code == Self.missingCode || isMissing[Int(code)] { body(row) }
  }

  /// Leaves some rows out, and texts that only they had.
  func keep(_ isKept: [Bool]) {
    rowCount = isKept.count { $0 }
    if let all = numbers {
      numbers = all.indices.filter { isKept[$0] }.map { all[$0] }
    } else {
      codes = codes.indices.filter { isKept[$0] }.map { codes[$0] }
    }
    countMissing()
  }

  /// The number of categories of a text column.
  var categoryCount: Int { usedEntries.count }

  /// The categories in byte order, and for each row the number of its own (−1 where missing).
  func allCategories() -> (names: [String], rows: [Int32]) {
    let sorted = usedEntries.sorted {
      entries[$0].text.utf8.lexicographicallyPrecedes(entries[$1].text.utf8)
    }
    var place = [Int32](repeating: -1, count: entries.count)
    for (rank, index) in sorted.enumerated() { place[index] = Int32(rank) }
    let rows = codes.map { $0 == Self.missingCode ? -1 : place[Int($0)] }
    return (sorted.map { entries[$0].text }, rows)
  }

  private var usedEntries: [Int] {
    var isUsed = [Bool](repeating: false, count: entries.count)
    for code in codes where code != Self.missingCode { isUsed[Int(code)] = true }
    return entries.indices.filter { isUsed[$0] }
  }
}

// MARK: - The table of distinct texts

extension ColumnBuilder {
  private func find(_ bytes: UnsafeBufferPointer<UInt8>, _ hash: UInt64) -> Int? {
    let mask = table.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while table[slot] >= 0 {
      let index = Int(table[slot])
      if entries[index].hash == hash, isEqual(entries[index].text, bytes) { return index }
      slot = (slot + 1) & mask
    }
    return nil
  }

  private func insert(_ index: Int) {
    if entries.count * 2 > table.count {
      table = [Int32](repeating: -1, count: table.count * 2)
      for other in entries.indices { place(other) }
    } else {
      place(index)
    }
  }

  private func place(_ index: Int) {
    let mask = table.count - 1
    var slot = Int(truncatingIfNeeded: entries[index].hash) & mask
    while table[slot] >= 0 { slot = (slot + 1) & mask }
    table[slot] = Int32(index)
  }

  private func isEqual(_ text: String, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    text.utf8.count == bytes.count && text.utf8.elementsEqual(bytes)
  }

  /// FNV-1a (Fowler, Noll and Vo), its high half folded in for the table's few bits.
  private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hash ^ hash >> 32
  }
}
