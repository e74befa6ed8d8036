// An independent network in double precision with the C library's functions: losses as the
// textbooks state them, gradients by central differences, optimizers as their papers print them.
// What the engine's results are held against.

import Datasets
import NeuralNetwork

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

struct DoubleNetwork {
  let shape: NetworkShape
  let loss: Loss

  func activate(_ activation: Activation, _ z: Double) -> Double {
    switch activation {
    case .relu: max(0, z)
    case .sigmoid: 1 / (1 + exp(-z))
    case .tanh: tanh(z)
    case .leakyrelu: z > 0 ? z : 0.01 * z
    case .gelu: 0.5 * z * (1 + erf(z / 2.0.squareRoot()))
    case .linear: z
    }
  }

  func logits(_ inputs: ArraySlice<Float>, _ parameters: [Double]) -> [Double] {
    var values = inputs.map(Double.init)
    for layer in shape.layers {
      values = (0..<layer.units).map { unit in
        var z = parameters[layer.biases.lowerBound + unit]
        for input in 0..<layer.inputs {
          guard
            let place = shape.index(of: .weight(layer: layer.index, input: input, unit: unit))
          else { return .nan }
          z += values[input] * parameters[place]
        }
        return activate(layer.activation, z)
      }
    }
    return values
  }

  func dataLoss(_ examples: Examples, rows: [Int], _ parameters: [Double]) -> Double {
    let losses = rows.map { row in
      let inputs = examples.inputs[row * examples.inputCount..<(row + 1) * examples.inputCount]
      let z = logits(inputs, parameters)
      switch examples.targets {
      case .classes(let labels, _):
        let label = Int(labels[row])
        if loss == .logistic {
          let p = 1 / (1 + exp(-z[0]))
          return -log(label == 1 ? p : 1 - p)
        }
        return -log(exp(z[label]) / z.reduce(0) { $0 + exp($1) })
      case .values(let values):
        let error = z[0] - Double(values[row])
        if loss == .absoluteError { return abs(error) }
        if loss == .huber { return abs(error) < 1 ? error * error / 2 : abs(error) - 0.5 }
        return error * error
      }
    }
    return losses.reduce(0, +) / Double(rows.count)
  }

  func penalized(_ settings: TrainingSettings, _ place: Int) -> Bool {
    if settings.penalize == .all { return true }
    if case .weight = shape.parameter(at: place) { return true }
    return false
  }

  func penalties(_ settings: TrainingSettings, _ parameters: [Double]) -> (l1: Double, l2: Double) {
    let covered = parameters.indices.filter { penalized(settings, $0) }
    return (
      settings.l1 * covered.reduce(0) { $0 + abs(parameters[$1]) },
      0.5 * settings.l2 * covered.reduce(0) { $0 + parameters[$1] * parameters[$1] }
    )
  }

  /// The gradient of the data loss by central differences.
  func dataGradient(_ examples: Examples, rows: [Int], _ parameters: [Double]) -> [Double] {
    let h = 1e-5
    return parameters.indices.map { place in
      var (up, down) = (parameters, parameters)
      up[place] += h
      down[place] -= h
      return (dataLoss(examples, rows: rows, up) - dataLoss(examples, rows: rows, down)) / (2 * h)
    }
  }

  func gradient(
    _ examples: Examples, rows: [Int], _ settings: TrainingSettings, _ parameters: [Double]
  ) -> [Double] {
    let data = dataGradient(examples, rows: rows, parameters)
    return parameters.indices.map { place in
      guard penalized(settings, place) else { return data[place] }
      let p = parameters[place]
      return data[place] + settings.l1 * (p > 0 ? 1 : p < 0 ? -1 : 0) + settings.l2 * p
    }
  }
}

/// FNV-1a over the bits of the parameters: two trainings agree to the bit or differ in it.
func fingerprint(_ values: [Float]) -> UInt64 {
  values.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1.bitPattern)) &* 0x100_0000_01b3 }
}

extension StepOutcome {
  /// The record, unless the step diverged.
  var record: StepRecord? {
    if case .done(let record) = self { record } else { nil }
  }
}

extension DoubleNetwork {
  /// log(1 + e^-s): what the logistic loss of a margin s adds to its straight part.
  static func softTail(_ s: Double) -> Double { log1p(exp(-s)) }
}
