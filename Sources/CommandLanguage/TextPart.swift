// A piece of a word with its place in it, so that an error can point at the piece alone.

struct TextPart {
  var text: String
  /// UTF-8 offsets into the text it was cut from.
  var range: Range<Int>

  /// Cuts at every occurrence of an ASCII character; empty parts are kept.
  static func split(_ text: String, at separator: Unicode.Scalar, from offset: Int = 0)
    -> [TextPart]
  {
    var parts: [TextPart] = []
    var bytes: [UInt8] = []
    var start = offset
    for byte in text.utf8 {
      if UInt32(byte) == separator.value {
        parts.append(TextPart(bytes, at: start))
        start += bytes.count + 1
        bytes = []
      } else {
        bytes.append(byte)
      }
    }
    parts.append(TextPart(bytes, at: start))
    return parts
  }

  private init(_ bytes: [UInt8], at start: Int) {
    text = String(decoding: bytes, as: UTF8.self)
    range = start..<(start + bytes.count)
  }

  init(_ text: String, at start: Int) {
    self.text = text
    range = start..<(start + text.utf8.count)
  }

  /// The first `..` outside of a number's own point, as offsets before and after it.
  static func splitRange(_ text: String) -> (low: TextPart, high: TextPart)? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 2 else { return nil }
    for index in 0..<(bytes.count - 1)
    where bytes[index] == UInt8(ascii: ".") && bytes[index + 1] == UInt8(ascii: ".") {
      return (
        TextPart(Array(bytes[..<index]), at: 0),
        TextPart(Array(bytes[(index + 2)...]), at: index + 2)
      )
    }
    return nil
  }
}
