// Every kernel once more, in plain Swift, one element after another: what the C versions must agree
// with bit for bit. It fills the same table of functions, so that whole trainings can run on it.

import CKernels
import Numerics

/// The readable kernels. See CKernels.h for what each does.
enum ReferenceKernels {
  static var table: descent_kernels {
    descent_kernels(
      matmul: { args in
        if let args { ReferenceKernels.matmul(args.pointee) }
      },
      add_rows: { rows, columns, matrix, sums in
        guard let matrix, let sums else { return }
        for j in 0..<columns {
          for i in 0..<rows { sums[j] += matrix[i * columns + j] }
        }
      },
      activate: { code, count, z, slopes in
        guard let z, let activation = Activation(kernelCode: code) else { return }
        for i in 0..<count {
          if activation == .gelu, let slopes { slopes[i] = activation.derivative(z[i]) }
          z[i] = activation.value(z[i])
        }
      },
      activation_gradient: { code, count, a, slopes, gradient in
        guard let a, let gradient, let activation = Activation(kernelCode: code) else { return }
        for i in 0..<count {
          gradient[i] = ReferenceKernels.activationGradient(
            activation, gradient[i], output: a[i], slope: slopes?[i])
        }
      },
      softmax: { rows, classes, logits in
        guard let logits else { return }
        for i in 0..<rows { ReferenceKernels.softmax(classes, logits + i * classes) }
      },
      logistic_loss: { rows, logits, labels, scale, gradient, losses in
        guard let logits, let labels, let losses else { return }
        ReferenceKernels.logisticLoss(rows, logits, labels, scale, gradient, losses)
      },
      softmax_loss: { rows, classes, logits, labels, scale, gradient, losses in
        guard let logits, let labels, let losses else { return }
        ReferenceKernels.softmaxLoss(rows, classes, logits, labels, scale, gradient, losses)
      },
      squared_loss: { rows, outputs, values, twiceScale, gradient, losses in
        guard let outputs, let values, let losses else { return }
        for i in 0..<rows {
          let error = Double(outputs[i]) - Double(values[i])
          losses[i] = error * error
          gradient?[i] = (outputs[i] - values[i]) * twiceScale
        }
      },
      absolute_loss: { rows, outputs, values, scale, gradient, losses in
        guard let outputs, let values, let losses else { return }
        for i in 0..<rows {
          let error = Double(outputs[i]) - Double(values[i])
          losses[i] = error.magnitude
          gradient?[i] = (error > 0 ? 1 : error < 0 ? -1 : 0) * scale
        }
      },
      huber_loss: { rows, outputs, values, scale, gradient, losses in
        guard let outputs, let values, let losses else { return }
        for i in 0..<rows {
          let error = Double(outputs[i]) - Double(values[i])
          let slope = outputs[i] - values[i]
          losses[i] = error.magnitude <= 1 ? 0.5 * (error * error) : error.magnitude - 0.5
          gradient?[i] = (slope > 1 ? 1 : slope < -1 ? -1 : slope) * scale
        }
      },
      add_penalty: { count, p, l1, l2, g in
        guard let p, let g else { return }
        for i in 0..<count {
          let sign: Float = p[i] > 0 ? 1 : p[i] < 0 ? -1 : 0
          g[i] = (g[i] + sign * l1) + p[i] * l2
        }
      },
      plain_step: { count, p, g, lr, pOut in
        guard let p, let g, let pOut else { return 0 }
        var finite = true
        for i in 0..<count {
          pOut[i] = p[i] + g[i] * -lr
          finite = finite && pOut[i].isFinite
        }
        return finite ? 0 : 1
      },
      momentum_step: { count, p, v, g, lr, mu, pOut, vOut in
        guard let p, let v, let g, let pOut, let vOut else { return 0 }
        var finite = true
        for i in 0..<count {
          let velocity = v[i] * mu + g[i]
          vOut[i] = velocity
          pOut[i] = p[i] + velocity * -lr
          finite = finite && pOut[i].isFinite
        }
        return finite ? 0 : 1
      },
      adam_step: { count, p, m, v, g, scalars, pOut, mOut, vOut in
        guard let p, let m, let v, let g, let s = scalars?.pointee, let pOut, let mOut, let vOut
        else { return 0 }
        var finite = true
        for i in 0..<count {
          let first = m[i] + (g[i] - m[i]) * s.weight1
          let second = v[i] * s.beta2 + (g[i] * s.weight2) * g[i]
          let denominator = second.squareRoot() * s.root_scale + s.epsilon
          mOut[i] = first
          vOut[i] = second
          pOut[i] = p[i] + (first * -s.step_size) / denominator
          finite = finite && second.isFinite && pOut[i].isFinite
        }
        return finite ? 0 : 1
      },
      nesterov_step: { count, p, v, g, lr, mu, pOut, vOut in
        guard let p, let v, let g, let pOut, let vOut else { return 0 }
        var finite = true
        for i in 0..<count {
          let velocity = v[i] * mu + g[i]
          vOut[i] = velocity
          pOut[i] = p[i] + (g[i] + velocity * mu) * -lr
          finite = finite && pOut[i].isFinite
        }
        return finite ? 0 : 1
      },
      adagrad_step: { count, p, sum, g, lr, epsilon, pOut, sumOut in
        guard let p, let sum, let g, let pOut, let sumOut else { return 0 }
        var finite = true
        for i in 0..<count {
          let squares = sum[i] + g[i] * g[i]
          sumOut[i] = squares
          pOut[i] = p[i] + (g[i] * -lr) / (squares.squareRoot() + epsilon)
          finite = finite && squares.isFinite && pOut[i].isFinite
        }
        return finite ? 0 : 1
      },
      rmsprop_step: { count, p, mean, g, scalars, pOut, meanOut in
        guard let p, let mean, let g, let s = scalars?.pointee, let pOut, let meanOut
        else { return 0 }
        var finite = true
        for i in 0..<count {
          let squares = mean[i] * s.rho + (g[i] * s.weight) * g[i]
          meanOut[i] = squares
          pOut[i] = p[i] + (g[i] * -s.learning_rate) / (squares.squareRoot() + s.epsilon)
          finite = finite && squares.isFinite && pOut[i].isFinite
        }
        return finite ? 0 : 1
      },
      adamw_step: { count, p, m, v, g, scalars, decay, pOut, mOut, vOut in
        guard let p, let m, let v, let g, let s = scalars?.pointee, let pOut, let mOut, let vOut
        else { return 0 }
        var finite = true
        for i in 0..<count {
          let first = m[i] + (g[i] - m[i]) * s.weight1
          let second = v[i] * s.beta2 + (g[i] * s.weight2) * g[i]
          let denominator = second.squareRoot() * s.root_scale + s.epsilon
          mOut[i] = first
          vOut[i] = second
          pOut[i] = p[i] + ((first * -s.step_size) / denominator + p[i] * -decay)
          finite = finite && second.isFinite && pOut[i].isFinite
        }
        return finite ? 0 : 1
      },
      amsgrad_step: { count, p, m, v, largest, g, scalars, pOut, mOut, vOut, largestOut in
        guard let p, let m, let v, let largest, let g, let s = scalars?.pointee, let pOut, let mOut,
          let vOut, let largestOut
        else { return 0 }
        var finite = true
        for i in 0..<count {
          let first = m[i] + (g[i] - m[i]) * s.weight1
          let second = v[i] * s.beta2 + (g[i] * s.weight2) * g[i]
          let most = second > largest[i] ? second : largest[i]
          let denominator = most.squareRoot() * s.root_scale + s.epsilon
          mOut[i] = first
          vOut[i] = second
          largestOut[i] = most
          pOut[i] = p[i] + (first * -s.step_size) / denominator
          finite = finite && second.isFinite && pOut[i].isFinite
        }
        return finite ? 0 : 1
      },
      lion_step: { count, p, m, g, scalars, decay, pOut, mOut in
        guard let p, let m, let g, let s = scalars?.pointee, let pOut, let mOut else { return 0 }
        var finite = true
        for i in 0..<count {
          let mixed = m[i] * s.beta1 + g[i] * s.weight1
          let move = mixed > 0 ? -s.learning_rate : mixed < 0 ? s.learning_rate : 0
          mOut[i] = m[i] * s.beta2 + g[i] * s.weight2
          pOut[i] = p[i] + (move + p[i] * -decay)
          finite = finite && mOut[i].isFinite && pOut[i].isFinite
        }
        return finite ? 0 : 1
      },
      soft_threshold: { count, p, threshold, pOut in
        guard let p, let pOut else { return }
        for i in 0..<count {
          pOut[i] = ReferenceKernels.softThreshold(pOut[i], from: p[i], by: threshold)
        }
      },
      soft_threshold_rooted: { count, p, squares, scalars, pOut in
        guard let p, let squares, let s = scalars?.pointee, let pOut else { return }
        for i in 0..<count {
          let threshold = s.dividend / (squares[i].squareRoot() * s.root_scale + s.epsilon)
          pOut[i] = ReferenceKernels.softThreshold(pOut[i], from: p[i], by: threshold)
        }
      },
      scale: { count, factor, x in
        guard let x else { return }
        for i in 0..<count { x[i] *= factor }
      },
      sum_of_magnitudes: { count, x in
        guard let x else { return 0 }
        return ReferenceKernels.laneSum(count) { Double(x[$0].magnitude) }
      },
      sum_of_squares: { count, x in
        guard let x else { return 0 }
        return ReferenceKernels.laneSum(count) { Double(x[$0]) * Double(x[$0]) }
      },
      largest_magnitude: { count, x in
        guard let x else { return 0 }
        return Float(bitPattern: (0..<count).reduce(0) { max($0, x[$1].magnitude.bitPattern) })
      })
  }

  /// The value after a step from `before` to `y`, drawn toward 0 by the threshold.
  static func softThreshold(_ y: Float, from before: Float, by threshold: Float) -> Float {
    let x = before + ((y - before) - (y > 0 ? threshold : -threshold))
    return y.magnitude > threshold && (y > 0) == (x > 0) ? x : 0
  }

  static func matmul(_ m: descent_matmul) {
    for i in 0..<m.rows {
      for j in 0..<m.columns {
        var sum = m.bias.map { $0[j] } ?? (m.accumulate != 0 ? m.c[i * m.columns + j] : 0)
        for k in 0..<m.depth {
          let a = m.a[i * m.a_row_stride + k * m.a_depth_stride]
          sum = FloatFunctions.fma(a, m.b[k * m.columns + j], sum)
        }
        m.c[i * m.columns + j] = sum
      }
    }
  }

  /// The gradient before the activation, from the one behind it.
  static func activationGradient(
    _ activation: Activation, _ gradient: Float, output a: Float, slope: Float?
  ) -> Float {
    switch activation {
    case .relu: a > 0 ? gradient : 0
    case .sigmoid: gradient * (a * (1 - a))
    case .tanh: gradient * ((1 - a) * (1 + a))
    case .leakyrelu: a > 0 ? gradient : gradient * Activation.leakySlope
    case .gelu: gradient * (slope ?? .nan)
    case .linear: gradient
    }
  }

  /// exp(logits - largest) in place, and their sum in ascending order.
  private static func exponentials(
    _ classes: Int, _ logits: UnsafePointer<Float>, _ out: UnsafeMutablePointer<Float>
  ) -> (sum: Double, largest: Float) {
    var largest = logits[0]
    for j in 1..<max(1, classes) where logits[j] > largest { largest = logits[j] }
    var sum = 0.0
    for j in 0..<classes {
      out[j] = FloatFunctions.exp(logits[j] - largest)
      sum += Double(out[j])
    }
    return (sum, largest)
  }

  static func softmax(_ classes: Int, _ logits: UnsafeMutablePointer<Float>) {
    let inverse = Float(1 / exponentials(classes, logits, logits).sum)
    for j in 0..<classes { logits[j] *= inverse }
  }

  static func softmaxLoss(
    _ rows: Int, _ classes: Int, _ logits: UnsafePointer<Float>, _ labels: UnsafePointer<Int32>,
    _ scale: Float, _ gradient: UnsafeMutablePointer<Float>?, _ losses: UnsafeMutablePointer<Double>
  ) {
    let exps = UnsafeMutablePointer<Float>.allocate(capacity: classes)
    defer { exps.deallocate() }
    for i in 0..<rows {
      let label = Int(labels[i])
      let target = Double(logits[i * classes + label])
      let (expSum, largest) = exponentials(classes, logits + i * classes, exps)
      losses[i] = PortableMath.log(expSum) - (target - Double(largest))
      guard let gradient else { continue }
      let inverse = Float(1 / expSum)
      for j in 0..<classes {
        let probability = exps[j] * inverse
        gradient[i * classes + j] = withoutTiny(
          (j == label ? probability - 1 : probability) * scale)
      }
    }
  }

  /// A class's slope, or 0 where it is below 2^-64.
  private static func withoutTiny(_ slope: Float) -> Float {
    slope.magnitude < 0x1p-64 ? 0 : slope
  }

  static func logisticLoss(
    _ rows: Int, _ logits: UnsafePointer<Float>, _ labels: UnsafePointer<Int32>,
    _ scale: Float, _ gradient: UnsafeMutablePointer<Float>?, _ losses: UnsafeMutablePointer<Double>
  ) {
    for i in 0..<rows {
      let z = logits[i]
      let second = labels[i] != 0
      let e = FloatFunctions.exp(-z.magnitude)
      let rising = (z > 0 ? Double(z) : 0) - (second ? Double(z) : 0)
      losses[i] = rising + PortableMath.log1p(Double(e))
      gradient?[i] = withoutTiny((FloatFunctions.sigmoid(z) - (second ? 1 : 0)) * scale)
    }
  }

  /// Sixteen lanes, then halves onto halves.
  static func laneSum(_ count: Int, _ term: (Int) -> Double) -> Double {
    var lanes = [Double](repeating: 0, count: 16)
    for i in 0..<count { lanes[i % 16] += term(i) }
    for half in [8, 4, 2, 1] {
      for l in 0..<half { lanes[l] += lanes[l + half] }
    }
    return lanes[0]
  }
}
