// A journal's records as bytes: length, number, kind, content, checksum. The checksum goes on from that of
// the record before, so that what is read is always a beginning of what was written.

struct JournalRecord: Equatable, Sendable {
  /// What it is, one byte; a reader passes over kinds that it does not know.
  var kind: UInt8
  var content: [UInt8]

  /// More than any line that the shell takes.
  static let largest = 64 << 20
  private static let headLength = 13

  /// - Parameters:
  ///   - number: counted from 0 in its file.
  ///   - checksum: that of the record before; becomes this one's.
  func bytes(number: UInt64, checksum: inout UInt32) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.headLength + content.count + 4)
    bytes.append(little: UInt32(content.count))
    bytes.append(little: number)
    bytes.append(kind)
    bytes += content
    var sum = Checksum(after: checksum)
    sum.add(bytes[...])
    checksum = sum.value
    bytes.append(little: sum.value)
    return bytes
  }

  /// The records that a journal begins with, up to the first that is not whole, and how many bytes they are.
  ///
  /// - Parameter most: the most that are read.
  static func reading(_ bytes: ArraySlice<UInt8>, atMost most: Int = .max) -> (
    records: [JournalRecord], length: Int, checksum: UInt32
  ) {
    var (records, checksum): ([JournalRecord], UInt32) = ([], 0)
    var rest = bytes
    while records.count < most, rest.count >= headLength + 4 {
      let length = Int(UInt32(littleEndian: rest))
      guard length <= largest, rest.count >= headLength + length + 4,
        UInt64(littleEndian: rest.dropFirst(4)) == UInt64(records.count)
      else { break }
      let body = rest.prefix(headLength + length)
      var sum = Checksum(after: checksum)
      sum.add(body)
      guard sum.value == UInt32(littleEndian: rest.dropFirst(headLength + length)) else { break }
      checksum = sum.value
      records.append(
        JournalRecord(kind: body[body.startIndex + 12], content: Array(body.dropFirst(headLength))))
      rest = rest.dropFirst(headLength + length + 4)
    }
    return (records, bytes.count - rest.count, checksum)
  }
}

extension [UInt8] {
  mutating func append(little value: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
  }
}

extension FixedWidthInteger {
  /// From the first bytes, the lowest first.
  init(littleEndian bytes: ArraySlice<UInt8>) {
    self = bytes.prefix(Self.bitWidth / 8).reversed().reduce(0) { $0 << 8 | Self($1) }
  }
}
