// One column of a file while it is read. Whether it holds numbers or text is known only at its end,
// so fields are kept as codes of the distinct texts seen, two bytes a row; a column with many
// distinct numbers changes over to the numbers themselves.

/// Collects the fields of a column, row by row.
final class ColumnBuilder {
  /// What stands where a field was missing.
  static let missingCode = UInt16.max

  /// A field that is no number, remembered to be named in an error.
  struct TextField: Equatable {
    var text: String
    var place: CSVPlace
  }

  let name: String
  private(set) var codes: [UInt16] = []
  /// The rows' numbers, NaN where missing, once there are too many distinct ones; else nil.
  private(set) var numbers: [Double]?
  private(set) var firstText: TextField?
  private(set) var missingRows = 0

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
  init(name: String, mostEntries: Int) {
    self.name = name
    self.mostEntries = min(mostEntries, Int(Self.missingCode) - 1)
    table = [Int32](repeating: -1, count: 16)
  }

  enum Outcome { case kept, outOfRange, textAmongManyValues }

  var isText: Bool { firstText != nil }
  var rowCount: Int { numbers?.count ?? codes.count }
  var distinctTexts: Int { entries.count }

  func appendMissing() {
    missingRows += 1
    if numbers != nil { numbers?.append(.nan) } else { codes.append(Self.missingCode) }
  }

  /// Appends a field that is not missing. `place` is asked only when it is needed.
  func append(_ bytes: UnsafeBufferPointer<UInt8>, place: () -> CSVPlace) -> Outcome {
    if numbers != nil {
      switch DecimalNumber.parse(bytes) {
      case .number(let value): numbers?.append(value)
      case .outOfRange: return .outOfRange
      case .notANumber:
        firstText = TextField(text: String(decoding: bytes, as: UTF8.self), place: place())
        return .textAmongManyValues
      }
      return .kept
    }
    let hash = Self.hash(bytes)
    if let index = find(bytes, hash) {
      codes.append(entries[index].code)
      return .kept
    }
    return appendNew(bytes, hash: hash, place: place)
  }

  private func appendNew(
    _ bytes: UnsafeBufferPointer<UInt8>, hash: UInt64, place: () -> CSVPlace
  ) -> Outcome {
    let text = String(decoding: bytes, as: UTF8.self)
    var number = Double.nan
    switch DecimalNumber.parse(bytes) {
    case .number(let value): number = value
    case .outOfRange: return .outOfRange
    case .notANumber:
      if firstText == nil { firstText = TextField(text: text, place: place()) }
    }
    if entries.count == mostEntries {
      if isText { return .textAmongManyValues }
      changeToNumbers()
      numbers?.append(number)
      return .kept
    }
    var code = UInt16(entries.count)
    if bytes.contains(where: { $0 >= 0x80 }), let same = entries.first(where: { $0.text == text }) {
      code = same.code
    }
    entries.append(Entry(text: text, number: number, hash: hash, code: code))
    insert(entries.count - 1)
    codes.append(code)
    return .kept
  }

  /// The rows' numbers, NaN where missing. For a column without text.
  func allNumbers() -> [Double] {
    if let numbers { return numbers }
    let values = entries.map(\.number)
    return codes.map { $0 == Self.missingCode ? .nan : values[Int($0)] }
  }

  /// The number of categories of a text column.
  var categoryCount: Int { entries.indices.count { entries[$0].code == UInt16($0) } }

  /// The categories in byte order, and for each row the number of its own (−1 where missing).
  func allCategories() -> (names: [String], rows: [Int32]) {
    let kept = entries.indices.filter { entries[$0].code == UInt16($0) }
    let sorted = kept.sorted {
      entries[$0].text.utf8.lexicographicallyPrecedes(entries[$1].text.utf8)
    }
    var place = [Int32](repeating: -1, count: entries.count)
    for (rank, index) in sorted.enumerated() { place[index] = Int32(rank) }
    let rows = codes.map { $0 == Self.missingCode ? -1 : place[Int($0)] }
    return (sorted.map { entries[$0].text }, rows)
  }

  private func changeToNumbers() {
    numbers = allNumbers()
    codes = []
    entries = []
    table = []
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

/// Whether a field means that there is no value: empty, NA, N/A, NaN, null or ?, in any case.
func isMissing(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
  switch bytes.count {
  case 0: return true
  case 1: return bytes[0] == 0x3F
  case 2: return isWord(bytes, "na")
  case 3: return isWord(bytes, "nan") || isWord(bytes, "n/a")
  case 4: return isWord(bytes, "null")
  default: return false
  }
}

private func isWord(_ bytes: UnsafeBufferPointer<UInt8>, _ word: StaticString) -> Bool {
  guard bytes.count == word.utf8CodeUnitCount else { return false }
  for index in 0..<bytes.count {
    let byte = bytes[index]
    let isUpper = byte >= 0x41 && byte <= 0x5A
    if (isUpper ? byte | 0x20 : byte) != word.utf8Start[index] { return false }
  }
  return true
}
