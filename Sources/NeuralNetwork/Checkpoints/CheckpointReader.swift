// Values out of the bytes of a checkpoint. Whatever they are, nothing is allocated that they do not hold.

/// Bytes that are not what this program wrote.
package struct UnreadableCheckpoint: Error, Equatable, Sendable {
  package init() {}
}

package struct CheckpointReader {
  private let bytes: [UInt8]
  private var place = 0
  private var arrays: [[Float]] = []

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  package var isAtEnd: Bool { place == bytes.count }

  private mutating func take(_ count: Int, of size: Int = 1) throws(UnreadableCheckpoint) -> Range<
    Int
  > {
    guard count >= 0, count <= (bytes.count - place) / size else { throw UnreadableCheckpoint() }
    defer { place += count * size }
    return place..<place + count * size
  }

  package mutating func bits() throws(UnreadableCheckpoint) -> UInt64 {
    bytes[try take(8)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  package mutating func integer() throws(UnreadableCheckpoint) -> Int {
    Int(Int64(bitPattern: try bits()))
  }

  package mutating func double() throws(UnreadableCheckpoint) -> Double {
    Double(bitPattern: try bits())
  }

  package mutating func bool() throws(UnreadableCheckpoint) -> Bool {
    bytes[try take(1).lowerBound] != 0
  }

  package mutating func text() throws(UnreadableCheckpoint) -> String {
    let count = try integer()
    return String(decoding: bytes[try take(count)], as: UTF8.self)
  }

  package mutating func named<Value: RawRepresentable<String>>() throws(UnreadableCheckpoint)
    -> Value
  {
    guard let value = Value(rawValue: try text()) else { throw UnreadableCheckpoint() }
    return value
  }

  package mutating func optional<Value>(
    _ read: (inout CheckpointReader) throws(UnreadableCheckpoint) -> Value
  ) throws(UnreadableCheckpoint) -> Value? {
    try bool() ? try read(&self) : nil
  }

  package mutating func each<Value>(
    _ read: (inout CheckpointReader) throws(UnreadableCheckpoint) -> Value
  ) throws(UnreadableCheckpoint) -> [Value] {
    let count = try integer()
    guard count >= 0, count <= bytes.count - place else { throw UnreadableCheckpoint() }
    var values: [Value] = []
    for _ in 0..<count { values.append(try read(&self)) }
    return values
  }

  package mutating func floats() throws(UnreadableCheckpoint) -> [Float] {
    let number = try integer()
    if arrays.indices.contains(number) { return arrays[number] }
    guard number == arrays.count else { throw UnreadableCheckpoint() }
    let values: [Float] = try numbers()
    arrays.append(values)
    return values
  }

  package mutating func numbers<Number: Numeric>() throws(UnreadableCheckpoint) -> [Number] {
    let count = try integer()
    let range = try take(count, of: MemoryLayout<Number>.stride)
    return [Number](unsafeUninitializedCapacity: count) { target, filled in
      bytes.withUnsafeBytes {
        UnsafeMutableRawBufferPointer(target).copyMemory(
          from: UnsafeRawBufferPointer(rebasing: $0[range]))
      }
      filled = count
    }
  }
}
