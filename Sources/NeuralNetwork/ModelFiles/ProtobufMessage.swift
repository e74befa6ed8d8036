// The wire format of protocol buffers (protobuf.dev/programming-guides/encoding), as far as an ONNX file needs
// it: a message is a row of fields, each a key with its number and kind, then a number, or a length and so
// many bytes. Weights are called for when they are written, so that they are not kept twice.
import Files

struct ProtobufMessage {
  enum Field {
    case integer(Int, Int)
    case float(Int, Float)
    case text(Int, String)
    case message(Int, ProtobufMessage)
    /// So many numbers, as their bytes.
    case floats(Int, count: Int, () -> [Float])
  }

  private enum Part {
    case bytes([UInt8])
    case floats(() -> [Float])
  }

  private var parts: [Part] = []
  /// In bytes.
  private(set) var count = 0

  init(_ fields: [Field]) {
    for field in fields { add(field) }
  }

  private mutating func add(_ field: Field) {
    switch field {
    case .integer(let number, let value):
      add(key(number, .varint) + varint(UInt64(bitPattern: Int64(value))))
    case .float(let number, let value):
      let bits = value.bitPattern
      add(key(number, .fixed32) + (0..<4).map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) })
    case .text(let number, let text):
      let bytes = Array(text.utf8)
      add(key(number, .bytes) + varint(UInt64(bytes.count)) + bytes)
    case .message(let number, let message):
      add(key(number, .bytes) + varint(UInt64(message.count)))
      parts += message.parts
      count += message.count
    case .floats(let number, let floatCount, let values):
      let byteCount = floatCount * MemoryLayout<Float>.size
      add(key(number, .bytes) + varint(UInt64(byteCount)))
      parts.append(.floats(values))
      count += byteCount
    }
  }

  private mutating func add(_ bytes: [UInt8]) {
    parts.append(.bytes(bytes))
    count += bytes.count
  }

  func write(to file: ReplacingFile) throws(FileError) {
    var waiting: [UInt8] = []
    for part in parts {
      switch part {
      case .bytes(let bytes): waiting += bytes
      case .floats(let values):
        try file.write(waiting)
        waiting = []
        try file.write(values())
      }
    }
    try file.write(waiting)
  }
}

/// What follows a key.
private enum WireType: Int {
  case varint = 0
  case bytes = 2
  case fixed32 = 5
}

private func key(_ number: Int, _ type: WireType) -> [UInt8] {
  varint(UInt64(number << 3 | type.rawValue))
}

/// Seven bits a byte, the lowest first; the eighth says that more follow.
private func varint(_ value: UInt64) -> [UInt8] {
  var bytes: [UInt8] = []
  var rest = value
  while rest >= 0x80 {
    bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
    rest >>= 7
  }
  return bytes + [UInt8(rest)]
}
