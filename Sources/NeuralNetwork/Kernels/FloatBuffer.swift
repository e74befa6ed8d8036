// Memory that the kernels work in: fixed size, allocated once, freed with its owner.

/// A block of floats at a fixed address.
final class FloatBuffer {
  let start: UnsafeMutablePointer<Float>
  let count: Int

  /// Holds zeros.
  init(count: Int) {
    self.count = count
    start = .allocate(capacity: max(1, count))
    start.initialize(repeating: 0, count: max(1, count))
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

  func fillWithZeros() {
    start.update(repeating: 0, count: count)
  }

  var values: [Float] {
    Array(UnsafeBufferPointer(start: start, count: count))
  }
}
