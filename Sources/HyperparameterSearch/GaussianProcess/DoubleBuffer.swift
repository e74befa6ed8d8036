// Memory that the Gaussian process computes in: a block of doubles at a fixed address, freed with its owner.

/// A block of doubles.
final class DoubleBuffer {
  let start: UnsafeMutablePointer<Double>
  let count: Int

  /// Holds zeros.
  init(count: Int) {
    self.count = count
    start = .allocate(capacity: max(1, count))
    start.initialize(repeating: 0, count: max(1, count))
  }

  convenience init(_ values: [Double]) {
    self.init(count: values.count)
    for (place, value) in values.enumerated() { start[place] = value }
  }

  deinit { start.deallocate() }

  subscript(place: Int) -> Double {
    get { start[place] }
    set { start[place] = newValue }
  }

  var values: [Double] { Array(UnsafeBufferPointer(start: start, count: count)) }
}
