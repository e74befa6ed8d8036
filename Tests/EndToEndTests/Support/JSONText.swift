// A small JSON reader of the tests' own, strict, so that what the program writes is not read by what
// wrote it. Numbers stay text: a test decides whether it wants them as 32 or 64 bits.

enum JSONText: Equatable {
  case null
  case bool(Bool)
  case number(String)
  case string(String)
  case array([JSONText])
  case object([String: JSONText])

  struct Malformed: Error, CustomStringConvertible {
    var offset: Int
    var text: String
    var description: String { "not JSON at byte \(offset): \(text.prefix(200))" }
  }

  /// The whole of `text` must be one value.
  init(_ text: some StringProtocol) throws {
    var reader = Reader(bytes: Array(text.utf8))
    self = try reader.value()
    reader.skipBlanks()
    guard reader.index == reader.bytes.count else { throw reader.malformed }
  }

  /// Each line one object; the last line ends too.
  static func lines(_ bytes: [UInt8]) throws -> [JSONText] {
    guard let text = String(validating: bytes, as: UTF8.self), text.isEmpty || text.last == "\n"
    else { throw Malformed(offset: 0, text: String(decoding: bytes.suffix(80), as: UTF8.self)) }
    return try text.dropLast().split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !text.isEmpty || !$0.isEmpty }.map { try JSONText($0) }
  }

  /// What commands put out, without where each begins and ends and which it is.
  static func results(_ bytes: [UInt8]) throws -> [JSONText] {
    try lines(bytes).filter { !["command", "ended"].contains($0.type) }.map { line in
      guard case .object(var members) = line else { return line }
      members["cell"] = nil
      return .object(members)
    }
  }

  subscript(name: String) -> JSONText? {
    if case .object(let members) = self { members[name] } else { nil }
  }

  var string: String? { if case .string(let text) = self { text } else { nil } }
  var double: Double? { if case .number(let text) = self { Double(text) } else { nil } }
  var float: Float? { if case .number(let text) = self { Float(text) } else { nil } }
  var int: Int? { if case .number(let text) = self { Int(text) } else { nil } }
  var array: [JSONText]? { if case .array(let values) = self { values } else { nil } }
  var type: String? { self["type"]?.string }
}

private struct Reader {
  var bytes: [UInt8]
  var index = 0

  var malformed: JSONText.Malformed {
    JSONText.Malformed(offset: index, text: String(decoding: bytes, as: UTF8.self))
  }

  mutating func skipBlanks() {
    while index < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
  }

  mutating func take(_ text: StaticString) throws {
    for offset in 0..<text.utf8CodeUnitCount {
      guard index < bytes.count, bytes[index] == text.utf8Start[offset] else { throw malformed }
      index += 1
    }
  }

  mutating func value() throws -> JSONText {
    skipBlanks()
    guard index < bytes.count else { throw malformed }
    switch bytes[index] {
    case UInt8(ascii: "n"):
      try take("null")
      return .null
    case UInt8(ascii: "t"):
      try take("true")
      return .bool(true)
    case UInt8(ascii: "f"):
      try take("false")
      return .bool(false)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "["): return .array(try items(closing: "]") { try $0.value() })
    case UInt8(ascii: "{"):
      let members = try items(closing: "}") { reader in
        reader.skipBlanks()
        let name = try reader.string()
        reader.skipBlanks()
        try reader.take(":")
        return (name, try reader.value())
      }
      // A name that stands twice would mean different things to different readers.
      guard Set(members.map(\.0)).count == members.count else { throw malformed }
      return .object(Dictionary(uniqueKeysWithValues: members))
    default: return .number(try number())
    }
  }

  private mutating func items<Item>(
    closing: StaticString, _ item: (inout Reader) throws -> Item
  ) throws -> [Item] {
    var items: [Item] = []
    index += 1
    skipBlanks()
    if index < bytes.count, bytes[index] == closing.utf8Start.pointee {
      index += 1
      return items
    }
    while true {
      items.append(try item(&self))
      skipBlanks()
      guard index < bytes.count else { throw malformed }
      if bytes[index] == closing.utf8Start.pointee {
        index += 1
        return items
      }
      try take(",")
    }
  }

  private mutating func number() throws -> String {
    let start = index
    func isDigit(_ index: Int) -> Bool { index < bytes.count && (48...57).contains(bytes[index]) }
    func digits() throws {
      guard isDigit(index) else { throw malformed }
      while isDigit(index) { index += 1 }
    }
    if bytes[index] == UInt8(ascii: "-") { index += 1 }
    if index < bytes.count, bytes[index] == UInt8(ascii: "0") { index += 1 } else { try digits() }
    if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
      index += 1
      try digits()
    }
    if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
      index += 1
      if index < bytes.count, [0x2B, 0x2D].contains(bytes[index]) { index += 1 }
      try digits()
    }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  private mutating func string() throws -> String {
    try take("\"")
    var units: [UInt16] = []
    var plain: [UInt8] = []
    func flush() {
      units += String(decoding: plain, as: UTF8.self).utf16
      plain = []
    }
    while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
      let byte = bytes[index]
      guard byte >= 0x20 else { throw malformed }
      index += 1
      guard byte == UInt8(ascii: "\\") else {
        plain.append(byte)
        continue
      }
      flush()
      units.append(try escape())
    }
    flush()
    try take("\"")
    return String(decoding: units, as: UTF16.self)
  }

  private mutating func escape() throws -> UInt16 {
    guard index < bytes.count else { throw malformed }
    let byte = bytes[index]
    index += 1
    switch byte {
    case UInt8(ascii: "n"): return 0x0A
    case UInt8(ascii: "t"): return 0x09
    case UInt8(ascii: "r"): return 0x0D
    case UInt8(ascii: "b"): return 0x08
    case UInt8(ascii: "f"): return 0x0C
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return UInt16(byte)
    case UInt8(ascii: "u"):
      guard index + 4 <= bytes.count,
        let unit = UInt16(String(decoding: bytes[index..<index + 4], as: UTF8.self), radix: 16)
      else { throw malformed }
      index += 4
      return unit
    default: throw malformed
    }
  }
}
