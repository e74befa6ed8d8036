// Values as bytes, for a program that reads them again itself: the same version of it, or none. So there are
// no names and no optional parts; whoever keeps the bytes adds a checksum.

package struct CheckpointWriter {
  package private(set) var bytes: [UInt8] = []
  /// Weights stand in a checkpoint several times, as those there are and as those of a step.
  private var arrays: [[Float]] = []

  package init() {}

  /// Makes room for so many bytes more.
  package mutating func reserve(_ count: Int) { bytes.reserveCapacity(bytes.count + count) }

  package mutating func write(_ value: Int) { write(bits: UInt64(bitPattern: Int64(value))) }
  package mutating func write(_ value: Double) { write(bits: value.bitPattern) }
  package mutating func write(bits: UInt64) {
    withUnsafeBytes(of: bits.littleEndian) { bytes.append(contentsOf: $0) }
  }

  package mutating func write(_ value: Bool) { bytes.append(value ? 1 : 0) }

  package mutating func write(_ text: String) {
    write(text.utf8.count)
    bytes.append(contentsOf: text.utf8)
  }

  package mutating func write<Value>(
    _ value: Value?, _ writeValue: (inout CheckpointWriter, Value) -> Void
  ) {
    write(value != nil)
    if let value { writeValue(&self, value) }
  }

  package mutating func write<Values: Collection>(
    each values: Values, _ writeValue: (inout CheckpointWriter, Values.Element) -> Void
  ) {
    write(values.count)
    for value in values { writeValue(&self, value) }
  }

  /// Numbers that stand there already are not written again.
  package mutating func write(_ values: [Float]) {
    if let place = arrays.firstIndex(where: { $0.hasSameBits(as: values) }) { return write(place) }
    write(arrays.count)
    arrays.append(values)
    write(values.count)
    values.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }

  package mutating func write(_ values: [Int32]) {
    write(values.count)
    values.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }
}

extension [Float] {
  fileprivate func hasSameBits(as other: [Float]) -> Bool {
    guard count == other.count else { return false }
    return withUnsafeBufferPointer { own in
      other.withUnsafeBufferPointer { other in
        own.baseAddress == other.baseAddress
          || own.indices.allSatisfy { own[$0].bitPattern == other[$0].bitPattern }
      }
    }
  }
}
