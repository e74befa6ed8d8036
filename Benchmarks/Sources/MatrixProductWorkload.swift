// The products of the first layer of the pixels network, and the most that this CPU could do.
import CKernels
import NeuralNetwork
import Numerics
import PeakLoop

/// One matrix product through the kernels.
struct MatrixProductWorkload {
  let name: String
  let rows: Int
  let columns: Int
  let depth: Int
  /// Whether the first factor is read as a transposed matrix, as the gradient by weight does.
  let transposed: Bool

  /// 128 rows through 784 × 256 weights: the product that is compared with the peers'.
  static let forward = MatrixProductWorkload(
    name: "product", rows: 128, columns: 256, depth: 784, transposed: false)
  /// The gradient by weight of the same layer.
  static let byWeight = MatrixProductWorkload(
    name: "product by weight", rows: 784, columns: 256, depth: 128, transposed: true)

  func measure(repetitions: Int, kernels: KernelSet) throws -> Measurement {
    let matrices = try PreparedProduct(self, kernels: kernels)
    let calls = max(1, 2_000_000_000 / operations)
    _ = matrices.rate(calls: calls)
    let samples = (0..<repetitions).map { _ in matrices.rate(calls: calls) }
    try check(matrices)
    return Measurement(
      workload: name, threads: 1, quantity: .rate, samples: samples,
      check: ("first element", Double(matrices.c[0])))
  }

  /// The product's rate as a part of the peak's, each measured a moment after the other, so that
  /// both meet the same clock.
  func measureOfPeak(repetitions: Int, kernels: KernelSet) throws -> Measurement? {
    let matrices = try PreparedProduct(self, kernels: kernels)
    let calls = max(1, 200_000_000 / operations)
    _ = matrices.rate(calls: calls)
    var samples: [Double] = []
    for _ in 0..<repetitions {
      guard let peak = PeakWorkload.rate(kernels: kernels, rounds: 1_000_000) else { return nil }
      samples.append(matrices.rate(calls: calls) / peak)
    }
    try check(matrices)
    return Measurement(
      workload: "\(name) \(kernels.rawValue)", threads: 1, quantity: .ofPeak, samples: samples,
      check: ("first element", Double(matrices.c[0])))
  }

  var operations: Int { 2 * rows * columns * depth }

  /// Recomputes some elements in Double.
  private func check(_ product: PreparedProduct) throws {
    let (a, b, c) = (product.a, product.b, product.c)
    for place in stride(from: 0, to: c.count, by: 997) {
      let (row, column) = place.quotientAndRemainder(dividingBy: columns)
      var sum = 0.0
      for k in 0..<depth {
        let factor = transposed ? a[k * rows + row] : a[row * depth + k]
        sum += Double(factor) * Double(b[k * columns + column])
      }
      guard abs(sum - Double(c[place])) < 1e-3 else {
        throw BenchmarkError("\(name) is wrong at row \(row), column \(column)")
      }
    }
  }
}

/// A product's matrices where they lie, to be multiplied again and again.
private final class PreparedProduct {
  let a: UnsafeMutableBufferPointer<Float>
  let b: UnsafeMutableBufferPointer<Float>
  let c: UnsafeMutableBufferPointer<Float>
  private let bias: UnsafeMutableBufferPointer<Float>
  private var product: descent_matmul
  private let table: descent_kernels
  private let operations: Int

  init(_ workload: MatrixProductWorkload, kernels: KernelSet) throws {
    guard let table = kernels.table else {
      throw BenchmarkError("this CPU cannot run the kernels \(kernels.rawValue)")
    }
    let (rows, columns, depth) = (workload.rows, workload.columns, workload.depth)
    var stream = RandomStream(seed: 1, purpose: .data)
    let filled = { (count: Int, value: () -> Float) in
      let buffer = UnsafeMutableBufferPointer<Float>.allocate(capacity: count)
      for place in 0..<count { buffer.initializeElement(at: place, to: value()) }
      return buffer
    }
    a = filled(rows * depth) { stream.uniformFloat() - 0.5 }
    b = filled(depth * columns) { stream.uniformFloat() - 0.5 }
    bias = filled(columns) { 0 }
    c = filled(rows * columns) { 0 }
    product = descent_matmul(
      rows: rows, columns: columns, depth: depth, a: a.baseAddress,
      a_row_stride: workload.transposed ? 1 : depth,
      a_depth_stride: workload.transposed ? rows : 1, b: b.baseAddress, c: c.baseAddress,
      bias: bias.baseAddress, accumulate: 0, caches: descent_processor_caches())
    self.table = table
    operations = workload.operations
  }

  deinit {
    for buffer in [a, b, c, bias] { buffer.deallocate() }
  }

  /// GF/s over so many calls.
  func rate(calls: Int) -> Double {
    let time = seconds { for _ in 0..<calls { table.matmul(&product) } }
    return Double(operations * calls) / time * 1e-9
  }
}

/// Fused multiply-adds in registers alone, with the instructions of the kernels.
enum PeakWorkload {
  /// Nil for kernels without such instructions.
  static func measure(repetitions: Int, kernels: KernelSet) -> Measurement? {
    guard rate(kernels: kernels, rounds: 2_000_000) != nil else { return nil }
    let samples = (0..<repetitions).compactMap { _ in rate(kernels: kernels, rounds: 20_000_000) }
    return Measurement(
      workload: "peak", threads: 1, quantity: .rate, samples: samples,
      check: ("samples", Double(samples.count)))
  }

  /// GF/s; nil where there are no such instructions.
  static func rate(kernels: KernelSet, rounds: Int64) -> Double? {
    let instructions: Int
    switch kernels {
    case .avx2: instructions = DESCENT_PEAK_AVX2
    case .avx512: instructions = DESCENT_PEAK_AVX512
    case .neon: instructions = DESCENT_PEAK_NEON
    case .reference, .baseline: return nil
    }
    var result: Float = 0
    var operations: Int64 = 0
    let time = seconds {
      operations = descent_peak_loop(Int32(instructions), rounds, &result)
    }
    // The chains tend to 12 together, which also keeps the loop from being left out.
    guard operations > 0, abs(result - 12) < 1 else { return nil }
    return Double(operations) / time * 1e-9
  }
}
