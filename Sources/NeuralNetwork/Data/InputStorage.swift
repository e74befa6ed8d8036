// How the inputs of many rows are kept. Pictures stay bytes, a quarter of the memory, until a batch
// needs them; what a network sees is the same 32-bit numbers either way.

import CKernels

/// Inputs, row-major, as numbers or as bytes that stand for numbers.
package enum InputStorage: Equatable, Sendable {
  case numbers([Float])
  /// Each byte stands for the number at its place in the scale.
  case bytes([UInt8], scale: ByteScale)

  /// How many inputs there are in all rows.
  package var count: Int {
    switch self {
    case .numbers(let numbers): numbers.count
    case .bytes(let bytes, _): bytes.count
    }
  }

  /// The inputs as numbers: for bytes a new array four times their size.
  package var numbers: [Float] { numbers(in: 0..<count) }

  package func numbers(in range: Range<Int>) -> [Float] {
    switch self {
    case .numbers(let numbers): range.count == numbers.count ? numbers : Array(numbers[range])
    case .bytes(let bytes, let scale): bytes[range].map { scale.values[Int($0)] }
    }
  }

  /// The rows of this width in the given order.
  func subset(_ rows: [Int], width: Int) -> InputStorage {
    func chosen<Element>(_ elements: [Element]) -> [Element] {
      var chosen: [Element] = []
      chosen.reserveCapacity(rows.count * width)
      for row in rows { chosen.append(contentsOf: elements[row * width..<(row + 1) * width]) }
      return chosen
    }
    return switch self {
    case .numbers(let numbers): .numbers(chosen(numbers))
    case .bytes(let bytes, let scale): .bytes(chosen(bytes), scale: scale)
    }
  }

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

/// The numbers that the bytes 0 to 255 stand for.
package struct ByteScale: Equatable, Sendable {
  /// There are 256.
  package let values: [Float]

  /// - Parameter number: what a byte stands for; rounded to 32 bits once.
  package init(_ number: (Double) -> Double) {
    values = (0..<256).map { finiteFloat(number(Double($0))) }
  }
}
