// What a topic has to print, first half: the recorded step by another way.
import Datasets
import DoubleNetwork
import Experiments
import NeuralNetwork
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What each topic has to print in a state. A number that is not said is not expected.
struct Expectation {
  let state: SessionState
  let settings: TrainingSettings
  var rows: Int { state.data?.training.count ?? 0 }

  init(_ state: SessionState) {
    self.state = state
    settings = state.settings.training
  }

  /// Numbers that are said only where a verdict needs them.
  static let conditional: [String: Set<String>] = [
    "overfitting": [
      "least_rise", "needed_epochs", "epochs_since", "near_epoch", "rise_rows", "rise_error",
    ]
  ]

  func values(of topic: String) -> [String: Double] {
    numbers(of: topic).merging(raced(topic)) { $1 }
  }

  private func numbers(of topic: String) -> [String: Double] {
    switch topic {
    case "lr": learningRate
    case "batch": batch
    case "layers": layers
    case "activation": activation
    case "gd": gradientDescent
    case "sgd": stochastic
    case "momentum": momentum
    case "adam": adam
    case "l1": penalty(isL1: true)
    case "l2": penalty(isL1: false)
    case "overfitting": overfitting
    default: courseOrScore(topic) ?? glossary(topic)
    }
  }

  // MARK: The recorded step

  struct Step {
    let record: StepRecord
    let network: DoubleNetwork
    let dataGradient: [Double]
    let gradient: [Double]
    /// What lr multiplies, and the optimizer's memory after the step.
    let direction: [Double]
    let velocity: [Double]
    let m: [Double]
    let v: [Double]
    let corrections: (Double, Double)

    var lr: Double { record.settings.learningRate }
    var penalized: [Bool] { DoubleNetwork.penalized(record.shape, record.settings) }

    /// What the step did to each parameter, proximal L1 included.
    var moves: [Double] {
      let used = record.settings
      let flags = penalized
      return direction.indices.map { i in
        let p = Double(record.before[i])
        let y = p - lr * direction[i]
        let threshold = used.l1Mode == .proximal ? rate(i) * used.l1 : 0
        guard flags[i], threshold > 0 else { return y - p }
        return max(0, abs(y) - threshold) * (y > 0 ? 1 : -1) - p
      }
    }

    /// What a lasting gradient of a parameter is multiplied by; of the optimizers that situations with
    /// proximal L1 have.
    func rate(_ i: Int) -> Double {
      record.settings.optimizer == .adam ? lr / ((v[i] / corrections.1).squareRoot() + 1e-8) : lr
    }

    func mostMoved(_ isEligible: (Int) -> Bool = { _ in true }) -> Int {
      var best = -1
      for i in record.before.indices where isEligible(i) {
        if best < 0
          || abs(record.after[i] - record.before[i]) > abs(record.after[best] - record.before[best])
        {
          best = i
        }
      }
      return best
    }
  }

  var step: Step? {
    guard let record = state.lastStep, let data = state.data else { return nil }
    let used = record.settings
    let network = DoubleNetwork(
      record.shape, record.before, data.loss(record.settings), data.training)
    let dataGradient = network.gradient(record.rows.map(Int.init))
    let flags = DoubleNetwork.penalized(record.shape, used)
    let whole = network.adding(penaltiesOf: used, to: dataGradient)
    let clipFactor = used.clip.map { min(1, $0 / (length(whole) + 1e-6)) } ?? 1
    let gradient = whole.map { $0 * clipFactor }
    func memory(_ array: [Float], _ i: Int) -> Double { array.isEmpty ? 0 : Double(array[i]) }
    let old = record.optimizerBefore
    let beta2 = used.beta2 ?? 0.999
    let velocity = gradient.indices.map {
      used.momentum * memory(old[.momentum, "velocity"], $0) + gradient[$0]
    }
    let m = gradient.indices.map {
      used.beta1 * memory(old[.adam, "first_moment"], $0) + (1 - used.beta1) * gradient[$0]
    }
    let v = gradient.indices.map {
      beta2 * memory(old[.adam, "second_moment"], $0) + (1 - beta2) * gradient[$0]
        * gradient[$0]
    }
    let t = Double(old[.adam].steps + 1)
    let corrections = (1 - pow(used.beta1, t), 1 - pow(beta2, t))
    let direction: [Double]
    switch used.optimizer {
    case .gd, .sgd: direction = gradient
    case .momentum: direction = velocity
    case .nesterov:
      direction = gradient.indices.map {
        (1 + used.momentum) * gradient[$0]
          + used.momentum * used.momentum * memory(old[.nesterov, "velocity"], $0)
      }
    case .adagrad:
      direction = gradient.indices.map {
        gradient[$0]
          / ((memory(old[.adagrad, "square_sum"], $0) + gradient[$0] * gradient[$0]).squareRoot()
            + 1e-10)
      }
    case .rmsprop:
      direction = gradient.indices.map {
        let mean =
          used.rho * memory(old[.rmsprop, "square_mean"], $0) + (1 - used.rho) * gradient[$0]
          * gradient[$0]
        return gradient[$0] / (mean.squareRoot() + 1e-8)
      }
    case .adam:
      direction = m.indices.map {
        (m[$0] / corrections.0) / ((v[$0] / corrections.1).squareRoot() + 1e-8)
      }
    case .amsgrad:
      let t = Double(old[.amsgrad].steps + 1)
      direction = gradient.indices.map { i in
        let g = gradient[i]
        let m = used.beta1 * memory(old[.amsgrad, "first_moment"], i) + (1 - used.beta1) * g
        let v = beta2 * memory(old[.amsgrad, "second_moment"], i) + (1 - beta2) * g * g
        let largest = max(v, memory(old[.amsgrad, "largest_second_moment"], i))
        return m / (1 - pow(used.beta1, t)) / ((largest / (1 - pow(beta2, t))).squareRoot() + 1e-8)
      }
    case .lion:
      direction = gradient.indices.map { i in
        let m = memory(old[.lion, "first_moment"], i)
        let mixed = used.beta1 * m + (1 - used.beta1) * gradient[i]
        let decayed = flags[i] ? used.decay * Double(record.before[i]) : 0
        return (mixed > 0 ? 1 : mixed < 0 ? -1 : 0) + decayed
      }
    case .adamw:
      let t = Double(old[.adamw].steps + 1)
      direction = gradient.indices.map { i in
        let g = gradient[i]
        let m = used.beta1 * memory(old[.adamw, "first_moment"], i) + (1 - used.beta1) * g
        let v = beta2 * memory(old[.adamw, "second_moment"], i) + (1 - beta2) * g * g
        let usual = (v / (1 - pow(beta2, t))).squareRoot() + 1e-8
        let decayed = flags[i] ? used.decay * Double(record.before[i]) : 0
        return m / (1 - pow(used.beta1, t)) / usual + decayed
      }
    }
    return Step(
      record: record, network: network, dataGradient: dataGradient, gradient: gradient,
      direction: direction, velocity: velocity, m: m, v: v, corrections: corrections)
  }

  func stepNumbers(_ step: Step) -> [String: Double] {
    ["step": Double(step.record.step), "steps": Double(state.training?.stepCount ?? -1)]
  }

  /// "before - lr × gradient = after", or what sgd would have done instead.
  func plainMove(_ step: Step) -> [String: Double] {
    let i = step.mostMoved()
    var values = stepNumbers(step)
    values["step_lr"] = step.lr
    values["gradient"] = step.gradient[i]
    if step.record.settings.optimizer == .gd || step.record.settings.optimizer == .sgd {
      values["before"] = Double(step.record.before[i])
      values["after"] = Double(step.record.before[i]) - step.lr * step.gradient[i]
    } else {
      values["update"] = -step.lr * step.direction[i]
      values["plain_update"] = -step.lr * step.gradient[i]
    }
    return values
  }

  /// Whether the weights are still those of the last report, so that it can be recomputed.
  var isAtReport: Bool {
    guard let training = state.training, let last = state.epochs.last else { return false }
    return training.epoch == last.epoch && training.rowsDoneInEpoch == 0
  }

  func evaluated(_ examples: Examples) -> (loss: Double, accuracy: Double)? {
    guard isAtReport, let training = state.training, let data = state.data else { return nil }
    return DoubleNetwork(training.shape, training.parameters, data.loss(settings), examples)
      .evaluate(Array(0..<examples.count))
  }
}
