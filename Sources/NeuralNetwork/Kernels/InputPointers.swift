// The kernels' view of stored inputs: where they lie, and rows of them gathered into a batch as numbers.
import CKernels
import Datasets

extension InputStorage {
  /// Calls `body` with the inputs where they lie.
  func withPointers<Result, Failure: Error>(
    _ body: (InputPointers) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    switch self {
    case .numbers(let numbers):
      try numbers.withUnsafeBufferPointer { numbers throws(Failure) in
        try body(InputPointers(numbers: numbers.baseAddress))
      }
    case .bytes(let bytes, let scale):
      try bytes.withUnsafeBufferPointer { bytes throws(Failure) in
        try scale.values.withUnsafeBufferPointer { values throws(Failure) in
          try body(InputPointers(bytes: bytes.baseAddress, scale: values.baseAddress))
        }
      }
    }
  }
}

/// Inputs where they lie: numbers, or bytes and what they stand for.
struct InputPointers {
  var numbers: UnsafePointer<Float>?
  var bytes: UnsafePointer<UInt8>?
  var scale: UnsafePointer<Float>?

  /// Row `first` and the rows behind it, if they are numbers already.
  func inPlace(_ first: Int, width: Int) -> UnsafePointer<Float>? {
    numbers.map { $0 + first * width }
  }

  /// Writes as numbers `count` rows of this width: row `first` and on; or, with an order, the rows
  /// it names from its place `first` on.
  func gather(
    _ first: Int, count: Int, width: Int, order: UnsafePointer<Int32>?,
    to target: UnsafeMutablePointer<Float>
  ) {
    let indices = order.map { $0 + first }
    // Without indices the rows lie one after the other.
    let skipped = order == nil ? first * width : 0
    if let numbers {
      guard let indices else {
        return target.update(from: numbers + skipped, count: count * width)
      }
      descent_gather_rows(count, width, numbers, indices, target)
    } else if let bytes, let scale {
      descent_gather_bytes(count, width, bytes + skipped, indices, scale, target)
    }
  }
}
