// The products of the first layer of the pixels network, and the most that this CPU could do.
import CKernels
import NeuralNetwork
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
    guard let table = kernels.table else {
      throw BenchmarkError("this CPU cannot run the kernels \(kernels.rawValue)")
    }
    var stream = RandomStream(seed: 1, purpose: .data)
    let a = (0..<rows * depth).map { _ in stream.uniformFloat() - 0.5 }
    let b = (0..<depth * columns).map { _ in stream.uniformFloat() - 0.5 }
    let bias = [Float](repeating: 0, count: columns)
    var c = [Float](repeating: 0, count: rows * columns)
    let operations = 2 * rows * columns * depth
    let calls = max(1, 2_000_000_000 / operations)
    var samples: [Double] = []
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        bias.withUnsafeBufferPointer { bias in
          c.withUnsafeMutableBufferPointer { c in
            var product = descent_matmul(
              rows: rows, columns: columns, depth: depth, a: a.baseAddress,
              a_row_stride: transposed ? 1 : depth, a_depth_stride: transposed ? rows : 1,
              b: b.baseAddress, c: c.baseAddress, bias: bias.baseAddress, accumulate: 0,
              caches: descent_processor_caches())
            for _ in 0..<calls { table.matmul(&product) }
            for _ in 0..<repetitions {
              let time = seconds { for _ in 0..<calls { table.matmul(&product) } }
              samples.append(Double(operations * calls) / time * 1e-9)
            }
          }
        }
      }
    }
    try check(c, a, b)
    return Measurement(
      workload: name, threads: 1, quantity: .rate, samples: samples,
      check: ("first element", Double(c[0])))
  }

  /// Recomputes some elements in Double.
  private func check(_ c: [Float], _ a: [Float], _ b: [Float]) throws {
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

/// Fused multiply-adds in registers alone, with the instructions of the kernels.
struct PeakWorkload {
  /// Nil for kernels without such instructions.
  func measure(repetitions: Int, kernels: KernelSet) -> Measurement? {
    let instructions: Int
    switch kernels {
    case .avx2: instructions = DESCENT_PEAK_AVX2
    case .avx512: instructions = DESCENT_PEAK_AVX512
    case .neon: instructions = DESCENT_PEAK_NEON
    case .reference, .baseline: return nil
    }
    let rounds: Int64 = 20_000_000
    var result: Float = 0
    guard descent_peak_loop(Int32(instructions), rounds / 10, &result) > 0 else { return nil }
    var samples: [Double] = []
    for _ in 0..<repetitions {
      var operations: Int64 = 0
      let time = seconds {
        operations = descent_peak_loop(Int32(instructions), rounds, &result)
      }
      samples.append(Double(operations) / time * 1e-9)
    }
    return Measurement(
      workload: "peak", threads: 1, quantity: .rate, samples: samples,
      check: ("sum", Double(result)))
  }
}
