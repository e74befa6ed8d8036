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

  /// The inputs of `count` rows as numbers: of rows `first` and on, in place where they are numbers
  /// already; or, with an order, of those rows it names from its place `first` on.
  ///
  /// - Parameter scratch: holds `count` × `width` numbers where they are not read in place.
  func withRows(
    _ first: Int, count: Int, width: Int, order: UnsafePointer<Int32>?,
    scratch: @autoclosure () -> UnsafeMutablePointer<Float>, _ body: (UnsafePointer<Float>) -> Void
  ) {
    switch self {
    case .numbers(let numbers):
      numbers.withUnsafeBufferPointer { numbers in
        guard let start = numbers.baseAddress else { return }
        guard let order else { return body(start + first * width) }
        let gathered = scratch()
        descent_gather_rows(count, width, start, order + first, gathered)
        body(gathered)
      }
    case .bytes(let bytes, let scale):
      bytes.withUnsafeBufferPointer { bytes in
        scale.values.withUnsafeBufferPointer { values in
          guard let start = bytes.baseAddress, let values = values.baseAddress else { return }
          let gathered = scratch()
          descent_gather_bytes(
            count, width, order == nil ? start + first * width : start,
            order.map { $0 + first }, values, gathered)
          body(gathered)
        }
      }
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
