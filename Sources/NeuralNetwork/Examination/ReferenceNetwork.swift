// A second forward pass in Double, written for reading rather than speed and sharing nothing with the
// kernels: what gradients are checked against.
import Datasets
import Numerics

/// The loss of a network as a function of its parameters.
struct ReferenceNetwork {
  let shape: NetworkShape
  private let examples: Examples
  private let loss: Loss
  private let settings: TrainingSettings
  private var parameters: [Double]
  /// One a layer, rows × units; empty where nothing is dropped.
  private let masks: [[Float]]

  init(examples: Examples, loss: Loss, settings: TrainingSettings, state: TrainingState) {
    shape = state.shape
    self.examples = examples
    self.loss = loss
    self.settings = settings
    parameters = state.parameters.map(Double.init)
    let key = DropoutKey(seed: settings.seed, step: state.stepCount)
    masks = state.shape.layers.map {
      $0.dropout > 0 ? key.mask(layer: $0, firstRow: 0, rows: examples.count) : []
    }
  }

  /// The slope of the loss along one parameter by central differences; nil where the loss has a corner
  /// in between.
  mutating func slope(at place: Int) -> Double? {
    let value = parameters[place]
    let reach = 1e-5 * max(1, abs(value))
    let isPenalized = settings.l1 != 0 && settings.penalizes(shape.parameter(at: place))
    if isPenalized, value != 0, abs(value) <= reach { return nil }
    defer { parameters[place] = value }
    parameters[place] = value + reach
    let up = evaluate()
    parameters[place] = value - reach
    let down = evaluate()
    guard up.sides == down.sides else { return nil }
    return (up.loss - down.loss) / (2 * reach)
  }

  /// Data loss and penalties, and a hash of which side of their corners all units and errors are on.
  private func evaluate() -> (loss: Double, sides: UInt64) {
    var sides: UInt64 = 0xcbf2_9ce4_8422_2325
    func note(_ isAbove: Bool) { sides = (sides ^ (isAbove ? 1 : 2)) &* 0x100_0000_01b3 }
    var sum = 0.0
    for row in 0..<examples.count {
      let logits = forward(row, note)
      sum += lossOfRow(row, logits, note) * weight(ofRow: row)
    }
    var (magnitudes, squares) = (0.0, 0.0)
    for range in settings.penalizedRanges(shape) {
      for value in parameters[range] {
        magnitudes += abs(value)
        squares += value * value
      }
    }
    let penalty = settings.l1 * magnitudes + 0.5 * settings.l2 * squares
    return (sum / Double(examples.count) + penalty, sides)
  }

  private func weight(ofRow row: Int) -> Double {
    guard let weights = examples.classWeights, case .classes(let labels, _) = examples.targets
    else { return 1 }
    return Double(weights[Int(labels[row])])
  }

  private func forward(_ row: Int, _ note: (Bool) -> Void) -> [Double] {
    let width = examples.inputCount
    var values = examples.inputs[row * width..<(row + 1) * width].map(Double.init)
    for layer in shape.layers {
      let mask = masks[layer.index]
      var next = Array(parameters[layer.biases])
      for (input, value) in values.enumerated() {
        let start = layer.weights.lowerBound + input * layer.units
        for unit in 0..<layer.units { next[unit] += value * parameters[start + unit] }
      }
      for unit in 0..<layer.units {
        if layer.activation == .relu || layer.activation == .leakyrelu { note(next[unit] > 0) }
        next[unit] = layer.activation.value(next[unit])
        if !mask.isEmpty { next[unit] *= Double(mask[row * layer.units + unit]) }
      }
      values = next
    }
    return values
  }

  private func lossOfRow(_ row: Int, _ logits: [Double], _ note: (Bool) -> Void) -> Double {
    switch examples.targets {
    case .classes(let labels, _):
      let label = Int(labels[row])
      // Two classes with one output are a softmax over 0 and that output.
      let all = loss == .logistic ? [0, logits[0]] : logits
      let largest = all.reduce(all[0]) { max($0, $1) }
      let sum = all.reduce(0) { $0 + PortableMath.exp($1 - largest) }
      return PortableMath.log(sum) + largest - all[label]
    case .values(let values):
      let error = logits[0] - Double(values[row])
      switch loss {
      case .absoluteError:
        note(error > 0)
        return abs(error)
      case .huber:
        return abs(error) <= 1 ? error * error / 2 : abs(error) - 0.5
      case .squaredError, .logistic, .softmaxCrossEntropy:
        return error * error
      }
    }
  }
}

extension Activation {
  /// f(z) in Double.
  fileprivate func value(_ z: Double) -> Double {
    switch self {
    case .relu: return max(0, z)
    case .leakyrelu: return z > 0 ? z : 0.01 * z
    case .sigmoid: return 1 / (1 + PortableMath.exp(-z))
    case .tanh: return 1 - 2 / (1 + PortableMath.exp(2 * z))
    case .gelu: return z * PortableMath.normalCumulative(z)
    case .linear: return z
    }
  }
}

extension PortableMath {
  /// Φ(x) = ½ + φ(x)·(x + x³/3 + x⁵/(3·5) + …) (Marsaglia, "Evaluating the normal distribution",
  /// Journal of Statistical Software 11, 2004); the absolute error stays below 1e-15.
  static func normalCumulative(_ x: Double) -> Double {
    if x > 8.5 { return 1 }
    if x < -8.5 { return 0 }
    var (term, sum, divisor) = (x, x, 1.0)
    while sum + term != sum {
      divisor += 2
      term *= x * x / divisor
      sum += term
    }
    return 0.5 + sum * exp(-0.5 * x * x) * 0x1.9884533d43651p-2
  }
}
