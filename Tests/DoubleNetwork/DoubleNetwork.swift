// The network once more, in Double, with the C library's functions and by the definition of each layer: what
// the engine's results and the numbers that are printed are held against.
import Datasets
import NeuralNetwork

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

package struct DoubleNetwork {
  package let shape: NetworkShape
  package var parameters: [Double]
  package let loss: Loss
  package let examples: Examples

  package init(
    _ shape: NetworkShape, _ parameters: [Double], _ loss: Loss, _ examples: Examples
  ) {
    self.shape = shape
    self.parameters = parameters
    self.loss = loss
    self.examples = examples
  }

  package init(
    _ shape: NetworkShape, _ parameters: [Float], _ loss: Loss, _ examples: Examples
  ) {
    self.init(shape, parameters.map(Double.init), loss, examples)
  }

  package static func value(_ f: Activation, _ z: Double) -> Double {
    switch f {
    case .relu: max(0, z)
    case .sigmoid: 1 / (1 + exp(-z))
    case .tanh: tanh(z)
    case .leakyrelu: z > 0 ? z : 0.01 * z
    case .gelu: z * (1 + erf(z / 2.0.squareRoot())) / 2
    case .linear: z
    }
  }

  package static func slope(_ f: Activation, _ z: Double) -> Double {
    switch f {
    case .relu: z > 0 ? 1 : 0
    case .sigmoid: value(f, z) * (1 - value(f, z))
    case .tanh: 1 - tanh(z) * tanh(z)
    case .leakyrelu: z > 0 ? 1 : 0.01
    case .gelu:
      (1 + erf(z / 2.0.squareRoot())) / 2 + z * exp(-z * z / 2) / (2 * Double.pi).squareRoot()
    case .linear: 1
    }
  }

  /// Each layer's inputs and sums; the last sums are the logits.
  package func forward(_ row: Int) -> (inputs: [[Double]], sums: [[Double]]) {
    let width = examples.inputCount
    var values = examples.inputs[row * width..<(row + 1) * width].map(Double.init)
    var (inputs, sums): ([[Double]], [[Double]]) = ([], [])
    for layer in shape.layers {
      let z = (0..<layer.units).map { unit in
        values.indices.reduce(parameters[layer.biases.lowerBound + unit]) {
          $0 + values[$1] * parameters[layer.weights.lowerBound + $1 * layer.units + unit]
        }
      }
      inputs.append(values)
      sums.append(z)
      values = z.map { Self.value(layer.activation, $0) }
    }
    return (inputs, sums)
  }

  package func logits(_ row: Int) -> [Double] { forward(row).sums[shape.layers.count - 1] }

  /// A row's loss, its gradient by the logits, and whether the row is classified right.
  package func lossOfRow(
    _ row: Int, _ logits: [Double]
  ) -> (loss: Double, slope: [Double], right: Bool) {
    switch examples.targets {
    case .values(let values):
      let error = logits[0] - Double(values[row])
      let sign: Double = error > 0 ? 1 : error < 0 ? -1 : 0
      if loss == .absoluteError { return (abs(error), [sign], false) }
      if loss == .huber, abs(error) > 1 { return (abs(error) - 0.5, [sign], false) }
      if loss == .huber { return (error * error / 2, [error], false) }
      return (error * error, [2 * error], false)
    case .classes(let labels, _) where loss == .logistic:
      let (z, y) = (logits[0], Double(labels[row]))
      let softplus = max(z, 0) + log1p(exp(-abs(z)))
      return (softplus - y * z, [1 / (1 + exp(-z)) - y], (z > 0) == (y == 1))
    case .classes(let labels, _):
      let label = Int(labels[row])
      let sum = logits.reduce(0) { $0 + exp($1) }
      let slope = logits.indices.map { exp(logits[$0]) / sum - ($0 == label ? 1 : 0) }
      return (log(sum) - logits[label], slope, logits.max() == logits[label])
    }
  }

  package func evaluate(_ rows: [Int]) -> (loss: Double, accuracy: Double) {
    var (total, right) = (0.0, 0)
    for row in rows {
      let result = lossOfRow(row, logits(row))
      total += result.loss
      right += result.right ? 1 : 0
    }
    return (total / Double(rows.count), Double(right) / Double(rows.count))
  }

  // MARK: Gradients

  /// By backpropagation, written once more.
  package func gradient(_ rows: [Int]) -> [Double] {
    var gradient = [Double](repeating: 0, count: parameters.count)
    for row in rows {
      let (inputs, sums) = forward(row)
      var delta = lossOfRow(row, sums[sums.count - 1]).slope.map { $0 / Double(rows.count) }
      for layer in shape.layers.reversed() {
        for unit in 0..<layer.units {
          delta[unit] *= Self.slope(layer.activation, sums[layer.index][unit])
          gradient[layer.biases.lowerBound + unit] += delta[unit]
          for (input, value) in inputs[layer.index].enumerated() {
            gradient[layer.weights.lowerBound + input * layer.units + unit] += value * delta[unit]
          }
        }
        delta = (0..<layer.inputs).map { input in
          (0..<layer.units).reduce(0) {
            $0 + delta[$1] * parameters[layer.weights.lowerBound + input * layer.units + $1]
          }
        }
      }
    }
    return gradient
  }

  /// By central differences, which know nothing of backpropagation.
  package func differences(_ rows: [Int]) -> [Double] {
    let h = 1e-5
    return parameters.indices.map { place in
      var (up, down) = (self, self)
      up.parameters[place] += h
      down.parameters[place] -= h
      return (up.evaluate(rows).loss - down.evaluate(rows).loss) / (2 * h)
    }
  }

  // MARK: Penalties

  /// Which parameters they cover.
  package static func penalized(_ shape: NetworkShape, _ settings: TrainingSettings) -> [Bool] {
    var flags = [Bool](repeating: true, count: shape.parameterCount)
    if settings.penalize == .weights {
      for layer in shape.layers { for bias in layer.biases { flags[bias] = false } }
    }
    return flags
  }

  package func penalties(_ settings: TrainingSettings) -> (l1: Double, l2: Double) {
    let covered = zip(parameters, Self.penalized(shape, settings)).filter(\.1).map(\.0)
    return (
      settings.l1 * covered.reduce(0) { $0 + abs($1) },
      0.5 * settings.l2 * covered.reduce(0) { $0 + $1 * $1 }
    )
  }

  /// A gradient of the data loss with what the penalties add; proximal L1 adds nothing.
  package func adding(penaltiesOf settings: TrainingSettings, to gradient: [Double]) -> [Double] {
    let l1 = settings.l1Mode == .subgradient ? settings.l1 : 0
    let flags = Self.penalized(shape, settings)
    return zip(parameters, gradient).enumerated().map { place, pair in
      let (p, g) = pair
      return flags[place] ? g + (l1 * (p > 0 ? 1 : p < 0 ? -1 : 0) + settings.l2 * p) : g
    }
  }
}

package func length(_ values: [Double]) -> Double {
  values.reduce(0) { $0 + $1 * $1 }.squareRoot()
}
