// Every compiled kernel set that this CPU has, against the plain Swift one, bit for bit, on shapes
// with ragged edges and on values from subnormal to infinite.

import CKernels
import NeuralNetwork
import Numerics
import Testing

private let compiledSets = KernelSet.allCases.filter { $0 != .reference && $0.isSupported }

/// Equal bits, or both not a number (whose payload no result depends on).
private func same(_ left: [Float], _ right: [Float]) -> Bool {
  left.count == right.count
    && zip(left, right).allSatisfy {
      $0.bitPattern == $1.bitPattern || ($0.isNaN && $1.isNaN)
    }
}

private func same(_ left: [Double], _ right: [Double]) -> Bool {
  left.count == right.count && zip(left, right).allSatisfy { same($0, $1) }
}

private func same(_ left: Double, _ right: Double) -> Bool {
  left.bitPattern == right.bitPattern || (left.isNaN && right.isNaN)
}

@Suite struct KernelAgreementTests {
  private var stream = RandomStream(seed: 99, purpose: .data)

  private mutating func normals(_ count: Int, scale: Double = 1) -> [Float] {
    (0..<count).map { _ in Float(stream.normal() * scale) }
  }

  /// Lengths around the vectors' ends.
  private static let lengths = [
    1, 2, 3, 4, 5, 7, 8, 9, 12, 15, 16, 17, 23, 31, 32, 33, 47, 48, 63, 100,
  ]

  private func tables(_ set: KernelSet) throws -> (descent_kernels, descent_kernels) {
    (try #require(set.table), try #require(KernelSet.reference.table))
  }

  @Test func thereIsAlwaysABaseline() {
    #expect(KernelSet.baseline.isSupported && KernelSet.reference.isSupported)
    #expect(KernelSet.best.isSupported && KernelSet.best != .reference)
    #expect(KernelSet(rawValue: "avx2") == .avx2 && KernelSet(rawValue: "sse9") == nil)
    #if arch(x86_64)
      #expect(!KernelSet.neon.isSupported)
    #else
      #expect(!KernelSet.avx2.isSupported && !KernelSet.avx512.isSupported)
    #endif
  }

  @Test(arguments: compiledSets)
  mutating func columnSums(_ set: KernelSet) throws {
    let (compiled, reference) = try tables(set)
    for columns in Self.lengths {
      let matrix = normals(7 * columns)
      var (left, right) = (normals(columns), [Float]())
      right = left
      compiled.add_rows(7, columns, matrix, &left)
      reference.add_rows(7, columns, matrix, &right)
      #expect(same(left, right))
    }
  }

  /// Inputs where functions change their tune, besides ordinary ones.
  private mutating func trickyValues(_ count: Int) -> [Float] {
    let special: [Float] = [
      0, -0, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, -.leastNormalMagnitude, 0.625,
      0.6249999, -0.625, 14.5, -14.5, 14.6, 88.7, 88.8, 89.1, -87.4, -100, -103.9, -104.1, 1e30,
      -1e30,
    ]
    return (0..<count).map { i in
      switch i % 4 {
      case 0: special[stream.below(special.count)]
      case 1: Float(bitPattern: stream.next())
      case 2: Float(stream.normal() * 20)
      default: Float(stream.normal())
      }
    }
  }

  @Test(arguments: compiledSets, Activation.allCases)
  mutating func activations(_ set: KernelSet, _ activation: Activation) throws {
    let (compiled, reference) = try tables(set)
    let code = try #require(Activation.allCases.firstIndex(of: activation))
    for count in Self.lengths + [1000] {
      let z = trickyValues(count)
      let arriving = normals(count)
      var results: [[Float]] = []
      for kernels in [compiled, reference] {
        var (a, slopes, gradient) = (z, [Float](repeating: 0, count: count), arriving)
        kernels.activate(Int32(code), count, &a, &slopes)
        kernels.activation_gradient(Int32(code), count, a, slopes, &gradient)
        var withoutSlopes = z
        kernels.activate(Int32(code), count, &withoutSlopes, nil)
        #expect(same(a, withoutSlopes))
        #expect(same(a, z.map { activation.value($0) }))
        results += [a, slopes, gradient]
      }
      for part in 0..<3 { #expect(same(results[part], results[part + 3]), "\(count)") }
      let ordinary = normals(count)
      var (a, slopes, gradient) = (ordinary, ordinary, [Float](repeating: 1, count: count))
      compiled.activate(Int32(code), count, &a, &slopes)
      compiled.activation_gradient(Int32(code), count, a, slopes, &gradient)
      #expect(same(gradient, ordinary.map { activation.derivative($0) }))
    }
  }

  @Test(arguments: compiledSets)
  mutating func losses(_ set: KernelSet) throws {
    let (compiled, reference) = try tables(set)
    for classes in Self.lengths where classes > 1 {
      let rows = 1 + stream.below(20)
      var logits = normals(rows * classes, scale: 3)
      if classes % 5 == 0 { logits[stream.below(logits.count)] = 200 }
      if classes == 33 { logits[0] = .nan }
      let labels = (0..<rows).map { _ in Int32(stream.below(classes)) }
      let binary = labels.map { $0 & 1 }
      let values = normals(rows)
      var softmax: [[Float]] = []
      for kernels in [compiled, reference] {
        var probabilities = logits
        kernels.softmax(rows, classes, &probabilities)
        softmax.append(probabilities)
      }
      #expect(same(softmax[0], softmax[1]), "\(rows) × \(classes)")
      typealias Kernel = (
        descent_kernels, UnsafeMutablePointer<Float>?, UnsafeMutablePointer<Double>
      ) -> Void
      let kernelCalls: [(values: Int, call: Kernel)] = [
        (rows * classes, { $0.softmax_loss(rows, classes, logits, labels, 0.125, $1, $2) }),
        (rows, { $0.logistic_loss(rows, logits, binary, 0.3, $1, $2) }),
        (rows, { $0.squared_loss(rows, logits, values, 0.3, $1, $2) }),
        (rows, { $0.absolute_loss(rows, logits, values, 0.3, $1, $2) }),
        (rows, { $0.huber_loss(rows, logits, values, 0.3, $1, $2) }),
      ]
      for (part, kernel) in kernelCalls.enumerated() {
        var gradients: [[Float]] = []
        var losses: [[Double]] = []
        for kernels in [compiled, reference] {
          var gradient = [Float](repeating: 0, count: kernel.values)
          var beside = [Double](repeating: 0, count: rows)
          kernel.call(kernels, &gradient, &beside)
          var alone = [Double](repeating: 0, count: rows)
          kernel.call(kernels, nil, &alone)
          gradients.append(gradient)
          losses += [beside, alone]
        }
        #expect(same(gradients[0], gradients[1]), "\(rows) × \(classes), part \(part)")
        for other in losses.dropFirst() { #expect(same(losses[0], other), "part \(part)") }
      }
      // The gradient may take the place of the logits.
      var inPlace = logits
      var beside = [Float](repeating: 0, count: logits.count)
      var losses = [Double](repeating: 0, count: rows)
      inPlace.withUnsafeMutableBufferPointer { buffer in
        compiled.softmax_loss(
          rows, classes, buffer.baseAddress, labels, 0.125, buffer.baseAddress, &losses)
      }
      compiled.softmax_loss(rows, classes, logits, labels, 0.125, &beside, &losses)
      #expect(same(inPlace, beside))
    }
  }

  /// Products of such slopes would be subnormal, which costs many processors a hundred times as much.
  @Test(arguments: compiledSets)
  func slopesTooSmallToMatterAreZero(_ set: KernelSet) throws {
    let (compiled, reference) = try tables(set)
    for kernels in [compiled, reference] {
      for classes in [2, 20] {
        // e^-60 is about 2^-87, and e^-40 about 2^-58.
        let logits = [0, -60] + [Float](repeating: -40, count: classes - 2)
        var gradient = [Float](repeating: .nan, count: classes)
        var losses = [0.0]
        kernels.softmax_loss(1, classes, logits, [0], 1, &gradient, &losses)
        #expect(gradient[1] == 0)
        #expect(gradient.dropFirst(2).allSatisfy { $0 > 0 })
      }
      var gradient = [Float](repeating: .nan, count: 2)
      var losses = [0.0, 0]
      kernels.logistic_loss(2, [-60, -40], [0, 0], 1, &gradient, &losses)
      #expect(gradient[0] == 0 && gradient[1] > 0)
      #expect(losses.allSatisfy { $0 > 0 })
    }
  }

  @Test(arguments: compiledSets)
  mutating func optimizers(_ set: KernelSet) throws {
    let (compiled, reference) = try tables(set)
    for count in Self.lengths + [515] {
      for breaking in [false, true] {
        let (p, m) = (normals(count), normals(count, scale: 0.1))
        let v = m.map { $0 * $0 }
        let most = v.map { stream.below(2) == 0 ? $0 : 2 * $0 }
        var g = normals(count, scale: 0.1)
        if breaking { g[stream.below(count)] = stream.below(2) == 0 ? .infinity : .nan }
        // With epsilon 0 the lanes beyond the end divide 0 by 0, which must not count as broken.
        var scalars = descent_adam_scalars(
          step_size: 0.01, root_scale: 1.4, epsilon: 0, weight1: 0.1, beta2: 0.999,
          weight2: 0.001)
        var rmsprop = descent_rmsprop_scalars(
          learning_rate: 0.01, rho: 0.99, weight: 0.01, epsilon: 0)
        // Where the gradient cancels the moment, nothing moves.
        var lionScalars = descent_lion_scalars(
          learning_rate: 0.01, beta1: 0.5, weight1: 0.5, beta2: 0.99, weight2: 0.01)
        let still = zip(g, m).map { $0.isFinite && stream.below(4) == 0 ? -$1 : $0 }
        var results: [[Float]] = []
        for kernels in [compiled, reference] {
          var (lion, firstL) = ([Float](repeating: 0, count: count), m)
          var penalized = g
          kernels.add_penalty(count, p, 0.01, 0.02, &penalized)
          let zeros = [Float](repeating: 0, count: count)
          var (plain, momentum, velocity, adam, first, second) = (
            zeros, zeros, zeros, zeros, zeros, zeros
          )
          let flags = [
            kernels.plain_step(count, p, g, 0.1, &plain),
            kernels.momentum_step(count, p, m, g, 0.1, 0.9, &momentum, &velocity),
            kernels.adam_step(count, p, m, v, g, &scalars, &adam, &first, &second),
          ]
          var (nesterov, ahead, adagrad, sum) = (zeros, zeros, zeros, zeros)
          var (rms, mean, adamw, firstW, secondW) = (zeros, zeros, zeros, zeros, zeros)
          var (amsgrad, firstA, secondA, mostA) = (zeros, zeros, zeros, zeros)
          let more = [
            kernels.nesterov_step(count, p, m, g, 0.1, 0.9, &nesterov, &ahead),
            kernels.adagrad_step(count, p, v, g, 0.1, 0, &adagrad, &sum),
            kernels.rmsprop_step(count, p, v, g, &rmsprop, &rms, &mean),
            kernels.adamw_step(count, p, m, v, g, &scalars, 0.01, &adamw, &firstW, &secondW),
            kernels.amsgrad_step(
              count, p, m, v, most, g, &scalars, &amsgrad, &firstA, &secondA, &mostA),
            kernels.lion_step(count, p, m, still, &lionScalars, 0.01, &lion, &firstL),
          ]
          #expect(flags + more == [Int32](repeating: breaking ? 1 : 0, count: 9), "\(count)")
          var (drawn, scaled, rooted) = (plain, p, plain)
          var root = descent_rooted_scalars(dividend: 0.02, root_scale: 1.4, epsilon: 0)
          kernels.soft_threshold_rooted(count, p, v, &root, &rooted)
          kernels.soft_threshold(count, p, 0.3, &drawn)
          kernels.scale(count, 0.7, &scaled)
          results += [
            drawn, rooted, scaled, penalized, plain, momentum, velocity, adam, first, second,
            nesterov,
            ahead, adagrad,
            sum, rms, mean, adamw, firstW, secondW, amsgrad, firstA, secondA, mostA,
            lion, firstL,
          ]
        }
        let half = results.count / 2
        for part in 0..<half {
          #expect(same(results[part], results[part + half]), "\(count), \(part)")
        }
      }
    }
  }

  /// Adam's moments of units that are silent, with what else may come beside them.
  @Test(arguments: compiledSets)
  mutating func fadingMoments(_ set: KernelSet) throws {
    let (compiled, reference) = try tables(set)
    for round in 0..<120 {
      let count = Self.lengths[round % Self.lengths.count]
      let m = (0..<count).map { _ in
        let size = Float(bitPattern: UInt32(stream.below(1 << (1 + stream.below(26)))))
        return stream.below(2) == 0 ? size : -size
      }
      let g = (0..<count).map { _ -> Float in
        [0, 0, -0, 0, Float(stream.normal()), .leastNonzeroMagnitude][stream.below(6)]
      }
      let p = (0..<count).map { _ -> Float in
        let subnormal = 714 * Float.leastNonzeroMagnitude
        return [Float(stream.normal()), Float(stream.normal()), 0, 1e-19, subnormal][
          stream.below(5)]
      }
      let v = (0..<count).map { _ in
        [Float(stream.uniformFloat()), 0, 1e-12, 71362 * Float.leastNonzeroMagnitude][
          stream.below(4)]
      }
      var scalars = descent_adam_scalars(
        step_size: [0.001, 0.9, 1e30][round % 3], root_scale: 1.4, epsilon: [0, 1e-8][round % 2],
        weight1: [0.1, 0.5, 0.75, 0.003][round % 4], beta2: 0.999, weight2: 0.001)
      let decay: Float = [0, 0.3, 1e-18][stream.below(3)]
      let most = Array(v.reversed())
      var results: [[Float]] = []
      for kernels in [compiled, reference] {
        let zeros = [Float](repeating: 0, count: count)
        var (next, first, second) = (zeros, zeros, zeros)
        _ = kernels.adam_step(count, p, m, v, g, &scalars, &next, &first, &second)
        results += [next, first, second]
        _ = kernels.adamw_step(count, p, m, v, g, &scalars, decay, &next, &first, &second)
        results += [next, first, second]
        var nextMost = zeros
        _ = kernels.amsgrad_step(
          count, p, m, v, most, g, &scalars, &next, &first, &second, &nextMost)
        results += [next, first, second, nextMost]
      }
      for part in 0..<10 {
        #expect(same(results[part], results[part + 10]), "\(round), \(part)")
      }
    }
  }

  @Test(arguments: compiledSets)
  mutating func sums(_ set: KernelSet) throws {
    let (compiled, reference) = try tables(set)
    for count in Self.lengths + [0, 1001] {
      let x = normals(count)
      #expect(same(compiled.sum_of_magnitudes(count, x), reference.sum_of_magnitudes(count, x)))
      #expect(same(compiled.sum_of_squares(count, x), reference.sum_of_squares(count, x)))
      for values in [x, trickyValues(count)] {
        let largest = [compiled, reference].map { $0.largest_magnitude(count, values) }
        #expect(same([largest[0]], [largest[1]]), "\(count)")
        #expect(largest[0].isNaN == values.contains { $0.isNaN })
      }
      let plain = x.reduce(0.0) { $0 + Double($1) * Double($1) }
      #expect(abs(compiled.sum_of_squares(count, x) - plain) <= 1e-12 * plain)
    }
  }

  @Test mutating func movesTakeEveryElement() {
    for (rows, columns) in [(1, 1), (3, 17), (16, 16), (33, 5), (20, 40)] {
      let matrix = normals(rows * columns)
      var turned = matrix
      descent_transpose(rows, columns, matrix, &turned, rows)
      for i in 0..<rows {
        for j in 0..<columns { #expect(turned[j * rows + i] == matrix[i * columns + j]) }
      }
      let indices = (0..<7).map { _ in Int32(stream.below(rows)) }
      var gathered = [Float](repeating: 0, count: 7 * columns)
      descent_gather_rows(7, columns, matrix, indices, &gathered)
      #expect(
        gathered == indices.flatMap { matrix[Int($0) * columns..<(Int($0) + 1) * columns] })
    }
  }
}
