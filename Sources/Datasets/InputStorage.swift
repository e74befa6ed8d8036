// How the inputs of many rows are kept. Pictures stay bytes, a quarter of the memory, until a batch
// needs them; what a network sees is the same 32-bit numbers either way.

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
}

/// The numbers that the bytes 0 to 255 stand for.
package struct ByteScale: Equatable, Sendable {
  /// There are 256.
  package let values: [Float]

  /// - Parameter number: what a byte stands for; rounded to 32 bits once.
  package init(_ number: (Double) -> Double) {
    values = (0..<256).map { finiteFloat(number(Double($0))) }
  }

  /// The mean and population deviation of the bytes of some rows, from how often each occurs: sums of whole
  /// numbers, exact in any order.
  static func measured(_ bytes: [UInt8], rows: some Sequence<Int>, width: Int)
    -> Standardization.Scale
  {
    var counts = [Int](repeating: 0, count: 256)
    for row in rows {
      for place in row * width..<(row + 1) * width { counts[Int(bytes[place])] += 1 }
    }
    let total = Double(counts.reduce(0, +))
    let mean = Double(counts.indices.reduce(0) { $0 + $1 * counts[$1] }) / total
    let squares = counts.indices.reduce(0.0) { sum, byte in
      sum + Double(counts[byte]) * (Double(byte) - mean) * (Double(byte) - mean)
    }
    let deviation = (squares / total).squareRoot()
    return Standardization.Scale(mean: mean, deviation: deviation > 0 ? deviation : 1)
  }
}
