// JSON from outside, read by the letter of RFC 8259: no trailing commas, no comments, no name twice,
// bounded depth. Other people's files and programs come through here.

/// A JSON value. Names of an object keep the order they were written in.
package enum StrictJSON: Equatable, Sendable {
  case null
  case bool(Bool)
  /// A whole number without fraction or exponent that fits.
  case integer(Int)
  /// One that fits only without a sign, as seeds may.
  case unsigned(UInt64)
  /// Any other number; infinite when it is too large for a Double.
  case number(Double)
  case string(String)
  case array([StrictJSON])
  case object([Member])

  package struct Member: Equatable, Sendable {
    package var name: String
    package var value: StrictJSON

    package init(name: String, value: StrictJSON) {
      self.name = name
      self.value = value
    }
  }

  /// Of any number.
  package var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .unsigned(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  /// The reason why bytes are not JSON, and where, counted from 0.
  package struct Failure: Error, Equatable, Sendable {
    package var reason: String
    package var place: Int
  }

  /// Deeper nesting is refused, so that a hostile file cannot exhaust the stack.
  static let deepest = 16

  /// One value; blanks may stand before and after it.
  package init(parsing bytes: [UInt8]) throws(Failure) {
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw Failure(reason: "it is not UTF-8", place: 0)
    }
    var parser = StrictJSONParser(bytes: bytes)
    self = try parser.document()
  }
}

private struct StrictJSONParser {
  let bytes: [UInt8]
  var index = 0

  mutating func document() throws(StrictJSON.Failure) -> StrictJSON {
    let value = try value(depth: 0)
    skipBlanks()
    guard index == bytes.count else { throw failure("there is more after the end") }
    return value
  }

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  private func failure(_ reason: String) -> StrictJSON.Failure {
    StrictJSON.Failure(reason: reason, place: index)
  }

  private mutating func skipBlanks() {
    while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { index += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    index += 1
    return true
  }

  private mutating func value(depth: Int) throws(StrictJSON.Failure) -> StrictJSON {
    guard depth < StrictJSON.deepest else { throw failure("it is nested too deeply") }
    skipBlanks()
    guard let byte = next else { throw failure("a value is missing") }
    switch byte {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default: throw failure("no value begins like this")
    }
  }

  private mutating func word(
    _ text: StaticString, _ value: StrictJSON
  ) throws(StrictJSON.Failure) -> StrictJSON {
    for place in 0..<text.utf8CodeUnitCount where !take(text.utf8Start[place]) {
      throw failure("no value begins like this")
    }
    return value
  }

  private mutating func object(depth: Int) throws(StrictJSON.Failure) -> StrictJSON {
    index += 1
    var members: [StrictJSON.Member] = []
    var names: Set<String> = []
    skipBlanks()
    if take(UInt8(ascii: "}")) { return .object(members) }
    while true {
      skipBlanks()
      guard next == UInt8(ascii: "\"") else { throw failure("a name is missing") }
      let name = try string()
      guard names.insert(name).inserted else {
        throw failure("the name \(JSONValue.string(String(name.prefix(40))).text) stands twice")
      }
      skipBlanks()
      guard take(UInt8(ascii: ":")) else { throw failure("a colon is missing") }
      members.append(StrictJSON.Member(name: name, value: try value(depth: depth + 1)))
      skipBlanks()
      if take(UInt8(ascii: "}")) { return .object(members) }
      guard take(UInt8(ascii: ",")) else { throw failure("a comma is missing") }
    }
  }

  private mutating func array(depth: Int) throws(StrictJSON.Failure) -> StrictJSON {
    index += 1
    var values: [StrictJSON] = []
    skipBlanks()
    if take(UInt8(ascii: "]")) { return .array(values) }
    while true {
      values.append(try value(depth: depth + 1))
      skipBlanks()
      if take(UInt8(ascii: "]")) { return .array(values) }
      guard take(UInt8(ascii: ",")) else { throw failure("a comma is missing") }
    }
  }

  private mutating func number() throws(StrictJSON.Failure) -> StrictJSON {
    let start = index
    _ = take(UInt8(ascii: "-"))
    let first = next
    let digits = skipDigits()
    guard digits > 0 else { throw failure("a digit is missing") }
    if first == UInt8(ascii: "0"), digits > 1 { throw failure("a number begins with 0") }
    var isWhole = true
    if take(UInt8(ascii: ".")) {
      isWhole = false
      guard skipDigits() > 0 else { throw failure("a digit is missing") }
    }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      isWhole = false
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      guard skipDigits() > 0 else { throw failure("a digit is missing") }
    }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    if isWhole, let value = Int(text) { return .integer(value) }
    if isWhole, let value = UInt64(text) { return .unsigned(value) }
    guard let value = Double(text) else { throw failure("this is no number") }
    return .number(value)
  }

  private mutating func skipDigits() -> Int {
    let start = index
    while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
    return index - start
  }

  private mutating func string() throws(StrictJSON.Failure) -> String {
    index += 1
    var text: [UInt8] = []
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        index += 1
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        index += 1
        try escape(into: &text)
      case ..<0x20: throw failure("a control character stands in a text")
      default:
        text.append(byte)
        index += 1
      }
    }
    throw failure("a text does not end")
  }

  private mutating func escape(into text: inout [UInt8]) throws(StrictJSON.Failure) {
    guard let byte = next else { throw failure("a text does not end") }
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      var code = try hexadecimal()
      // Beyond the first 65,536 scalars two halves stand together.
      if (0xD800..<0xDC00).contains(code) {
        guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
          throw failure("half a character stands alone")
        }
        let low = try hexadecimal()
        guard (0xDC00..<0xE000).contains(low) else {
          throw failure("half a character stands alone")
        }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else {
        throw failure("half a character stands alone")
      }
      text += Array(String(Character(scalar)).utf8)
    default: throw failure("there is no such escape")
    }
  }

  private mutating func hexadecimal() throws(StrictJSON.Failure) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw failure("an escape needs four hexadecimal digits")
      }
      code = code << 4 | UInt32(digit)
      index += 1
    }
    return code
  }
}
