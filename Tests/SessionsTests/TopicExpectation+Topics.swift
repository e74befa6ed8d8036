// What a topic has to print, second half: each topic's own numbers.
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

extension Expectation {
  var learningRate: [String: Double] {
    var values = ["lr": settings.learningRate]
    if let divergence = state.divergence {
      values["diverged_step"] = Double(divergence.step)
      values["diverged_epoch"] = Double(divergence.epoch)
      return values
    }
    guard let step else { return values }
    values.merge(stepNumbers(step)) { $1 }
    let i = step.mostMoved()
    values["step_lr"] = step.lr
    values["direction"] = step.direction[i]
    values["update"] = -step.lr * step.direction[i]
    values["move_length"] = length(step.moves)
    values["parameter_length"] = length(step.network.parameters)
    values["move_share"] = length(step.moves) / length(step.network.parameters)
    let losses = state.epochs.map(\.training.loss)
    if losses.count >= 2 {
      values["first_epoch"] = Double(state.epochs[0].epoch)
      values["last_epoch"] = Double(state.epochs[losses.count - 1].epoch)
      values["first_loss"] = losses[0]
      values["last_loss"] = losses[losses.count - 1]
      values["changes"] = Double(losses.count - 1)
      values["rises"] = Double((1..<losses.count).filter { losses[$0] > losses[$0 - 1] }.count)
    }
    return values
  }

  var batch: [String: Double] {
    var values: [String: Double] = [:]
    if case .rows(let size) = settings.batchSize { values["batch"] = Double(size) }
    guard state.data != nil else { return values }
    values["rows"] = Double(rows)
    var size = rows
    if settings.optimizer != .gd, case .rows(let asked) = settings.batchSize, asked < rows {
      size = asked
    }
    if settings.optimizer == .gd { values["batch"] = nil }
    values["steps_per_epoch"] = (Double(rows) / Double(size)).rounded(.up)
    if size < rows { values["batch_rows"] = Double(size) }
    if rows % size != 0 { values["last_batch_rows"] = Double(rows % size) }
    guard let training = state.training else { return values }
    values["steps"] = Double(training.stepCount)
    values["epochs"] = Double(training.epoch)
    if training.rowsDoneInEpoch > 0 { values["rows_done"] = Double(training.rowsDoneInEpoch) }
    guard let step else { return values }
    values.merge(stepNumbers(step)) { $1 }
    values["batch_number"] = Double(step.record.batch)
    values["batches"] = Double(step.record.batchesInEpoch)
    values["epoch"] = Double(step.record.epoch)
    values["step_rows"] = Double(step.record.rows.count)
    values["batch_loss"] = step.network.evaluate(step.record.rows.map(Int.init)).loss
    if let last = state.epochs.last, last.epoch == step.record.epoch, let data = state.data {
      values["epoch_loss"] = evaluated(data.training)?.loss ?? last.training.dataLoss
    }
    return values
  }

  var layers: [String: Double] {
    guard let hidden = state.hidden, let data = state.data else { return [:] }
    let outputs = data.classNames.count > 2 ? data.classNames.count : 1
    let sizes = [data.training.inputCount] + hidden.map(\.units) + [outputs]
    var (values, total): ([String: Double], Int) = ([:], 0)
    for i in 1..<sizes.count {
      total += (sizes[i - 1] + 1) * sizes[i]
      if hidden.count <= 3 {
        values["inputs_\(i)"] = Double(sizes[i - 1])
        values["units_\(i)"] = Double(sizes[i])
      }
    }
    if hidden.count > 3 { values["layers"] = Double(sizes.count - 1) }
    values["parameters"] = Double(total)
    values["rows"] = Double(rows)
    values["rows_per_parameter"] = Double(rows) / Double(total)
    if outputs > 1 { values["classes"] = Double(outputs) }
    return values
  }

  var activation: [String: Double] {
    guard let hidden = state.hidden, !hidden.isEmpty else { return [:] }
    var values: [String: Double] = [:]
    var kinds: [Activation] = []
    for layer in hidden where !kinds.contains(layer.activation) { kinds.append(layer.activation) }
    for kind in kinds.prefix(2) {
      for z in [-2, 0, 2] {
        values["\(kind.rawValue)_at_\(z)"] = DoubleNetwork.value(kind, Double(z))
        values["\(kind.rawValue)_slope_at_\(z)"] = DoubleNetwork.slope(kind, Double(z))
      }
    }
    guard let training = state.training, let data = state.data else { return values }
    values["epoch"] = Double(training.epoch)
    let sample = min(100, rows)
    values["sampled_rows"] = Double(sample)
    let network = DoubleNetwork(
      training.shape, training.parameters, data.loss(settings), data.training)
    let sums = (0..<sample).map { network.forward($0).sums }
    for (place, layer) in hidden.enumerated().prefix(3) {
      let slopes = sums.map { row in row[place].map { DoubleNetwork.slope(layer.activation, $0) } }
      let total = slopes.reduce(0) { $0 + $1.reduce(0, +) }
      values["mean_slope_\(place + 1)"] = total / Double(sample * layer.units)
      if layer.activation == .relu {
        let dead = (0..<layer.units).filter { unit in slopes.allSatisfy { $0[unit] == 0 } }
        values["dead_units_\(place + 1)"] = Double(dead.count)
        values["units_\(place + 1)"] = Double(layer.units)
      }
    }
    return values
  }

  var gradientDescent: [String: Double] {
    var values = ["lr": settings.learningRate]
    if settings.optimizer == .gd, state.data != nil { values["rows"] = Double(rows) }
    guard let step else { return values }
    values.merge(plainMove(step)) { $1 }
    if values["after"] != nil { values["step_rows"] = Double(step.record.rows.count) }
    guard step.record.settings.optimizer == .gd, step.record.clipFactor == 1 else { return values }
    let square = step.gradient.reduce(0) { $0 + $1 * $1 }
    values["squared_gradient"] = square
    values["expected_fall"] = step.lr * square
    let before = loss(of: step, at: step.network.parameters)
    values["loss_before"] = before
    if state.epochs.last?.epoch == step.record.epoch {
      let after = loss(of: step, at: step.record.after.map(Double.init))
      values["loss_after"] = after
      values["actual_change"] = abs(after - before)
    }
    return values
  }

  /// Over all rows, penalties included, with the settings of the step.
  func loss(of step: Step, at parameters: [Double]) -> Double {
    let network = DoubleNetwork(
      step.record.shape, parameters, step.network.loss, step.network.examples)
    let penalties = network.penalties(step.record.settings)
    return network.evaluate(Array(0..<rows)).loss + penalties.l1 + penalties.l2
  }

  var stochastic: [String: Double] {
    var values = ["lr": settings.learningRate]
    if state.data != nil {
      let size = settings.optimizer == .gd ? rows : settings.batchSize.rows(of: rows)
      values["steps_per_epoch"] = (Double(rows) / Double(size)).rounded(.up)
      values["batch_rows"] = Double(size)
    }
    guard let step else { return values }
    values.merge(plainMove(step)) { $1 }
    guard step.record.rows.count < rows else { return values }
    let full = step.network.gradient(Array(0..<rows))
    let product = zip(full, step.dataGradient).reduce(0) { $0 + $1.0 * $1.1 }
    values["step_rows"] = Double(step.record.rows.count)
    values["rows"] = Double(rows)
    values["cosine"] = product / (length(full) * length(step.dataGradient))
    return values
  }

  var momentum: [String: Double] {
    let gain = 1 / (1 - settings.momentum)
    var values = [
      "momentum": settings.momentum, "gain": gain, "longest_rate": gain * settings.learningRate,
      "lr": settings.learningRate,
    ]
    if let all = state.training?.optimizer[.momentum, "velocity"], !all.isEmpty {
      values["velocity_length"] = length(all.map(Double.init))
    }
    guard let step, step.record.settings.optimizer == .momentum else { return values }
    let i = step.mostMoved()
    let old = step.record.optimizerBefore[.momentum, "velocity"]
    values.merge(stepNumbers(step)) { $1 }
    values["step_momentum"] = step.record.settings.momentum
    values["step_lr"] = step.lr
    values["velocity_before"] = old.isEmpty ? 0 : Double(old[i])
    values["gradient"] = step.gradient[i]
    values["velocity"] = step.velocity[i]
    values["update"] = -step.lr * step.velocity[i]
    values["plain_update"] = -step.lr * step.gradient[i]
    return values
  }

  var adam: [String: Double] {
    let beta2 = settings.beta2 ?? 0.999
    var values = [
      "beta1": settings.beta1, "beta2": beta2, "m_memory": 1 / (1 - settings.beta1),
      "v_memory": 1 / (1 - beta2), "lr": settings.learningRate,
      "eps": settings.epsilon ?? 1e-8,
    ]
    guard let step, step.record.settings.optimizer == .adam else {
      let steps = state.training?.optimizer[.adam].steps ?? 0
      if settings.optimizer != .adam, steps > 0 { values["adam_steps"] = Double(steps) }
      return values
    }
    let i = step.mostMoved()
    values.merge(stepNumbers(step)) { $1 }
    values["t"] = Double(step.record.optimizerBefore[.adam].steps + 1)
    values["gradient"] = step.gradient[i]
    values["m"] = step.m[i]
    values["v"] = step.v[i]
    (values["correction1"], values["correction2"]) = (step.corrections.0, step.corrections.1)
    values["m_hat"] = step.m[i] / step.corrections.0
    values["v_hat"] = step.v[i] / step.corrections.1
    values["root_v_hat"] = (step.v[i] / step.corrections.1).squareRoot()
    values["step_lr"] = step.lr
    values["direction"] = step.direction[i]
    values["update"] = -step.lr * step.direction[i]
    values["plain_update"] = -step.lr * step.gradient[i]
    return values
  }

  func penalty(isL1: Bool) -> [String: Double] {
    let name = isL1 ? "l1" : "l2"
    let factor = isL1 ? settings.l1 : settings.l2
    var values = [name: factor]
    guard let training = state.training else { return values }
    let flags = DoubleNetwork.penalized(training.shape, settings)
    if isL1 { values.merge(dataPulls(flags)) { $1 } }
    let counted = zip(training.parameters, flags).filter(\.1).map { Double($0.0) }
    values["count"] = Double(counted.count)
    values["epoch"] = Double(training.epoch)
    if isL1 {
      let sum = counted.reduce(0) { $0 + abs($1) }
      values["sum_of_magnitudes"] = sum
      values["l1_penalty"] = factor * sum
      values["zeros"] = Double(counted.count { $0 == 0 })
      let reach = factor * settings.learningRate
      let isPlain = settings.optimizer == .gd || settings.optimizer == .sgd
      if settings.l1Mode == .subgradient, reach > 0, isPlain {
        values["reach"] = reach
        values["within_reach"] = Double(counted.count { abs($0) <= reach })
      }
    } else {
      let squares = counted.reduce(0) { $0 + $1 * $1 }
      values["sum_of_squares"] = squares
      values["half"] = 0.5
      values["l2_penalty"] = (factor == 0 ? 0.01 : factor) * squares / 2
      if factor == 0 {
        values["trial_l2"] = 0.01
        return values
      }
      let largest = counted.max { abs($0) < abs($1) } ?? 0
      values["largest"] = largest
      values["largest_l2_gradient"] = factor * largest
    }
    guard let step else { return values }
    values.merge(stepNumbers(step)) { $1 }
    let used = isL1 ? step.record.settings.l1 : step.record.settings.l2
    guard used > 0 else { return values }
    let stepFlags = step.penalized
    let i = step.mostMoved { stepFlags[$0] }
    let p = Double(step.record.before[i])
    let pull = isL1 ? used * (p > 0 ? 1 : p < 0 ? -1 : 0) : used * p
    values["before"] = p
    if isL1, step.record.settings.l1Mode == .proximal {
      let threshold = step.rate(i) * used
      let stepped = p - step.lr * step.direction[i]
      values["stepped"] = stepped
      values["l1_threshold"] = threshold
      if abs(stepped) > threshold {
        values["l1_after"] = stepped - (stepped > 0 ? threshold : -threshold)
      }
      return values
    }
    values["\(name)_gradient"] = pull
    values["data_gradient"] = step.dataGradient[i]
    if step.record.settings.optimizer == .gd || step.record.settings.optimizer == .sgd {
      values["\(name)_move"] = -step.lr * pull * Double(step.record.clipFactor)
    }
    return values
  }

  /// How many parameters the data pull more weakly than L1, over all rows and in every batch.
  private func dataPulls(_ flags: [Bool]) -> [String: Double] {
    guard settings.l1 > 0, let gradients = batchGradients() else { return [:] }
    let places = flags.indices.filter { flags[$0] }
    let weak = places.filter { place in
      let sum = gradients.reduce(0) { $0 + Double($1.rows) * $1.gradient[place] }
      return abs(sum) / Double(rows) < settings.l1
    }
    var values = ["weak": Double(weak.count), "of_count": Double(places.count)]
    guard gradients.count > 1, !weak.isEmpty else { return values }
    values["batches"] = Double(gradients.count)
    values["pushed"] = Double(
      weak.count { place in gradients.contains { abs($0.gradient[place]) > settings.l1 } })
    return values
  }

  var overfitting: [String: Double] {
    guard let data = state.data, let test = data.test else { return [:] }
    var values = ["rows": Double(rows), "test_rows": Double(test.count)]
    guard let last = state.epochs.last, let lastTest = last.test else { return values }
    let training = evaluated(data.training)
    let tested = evaluated(test)
    values["last_epoch"] = Double(last.epoch)
    values["training_loss"] = training?.loss ?? last.training.dataLoss
    values["test_loss"] = tested?.loss ?? lastTest.dataLoss
    values["gap"] = (tested?.loss ?? lastTest.dataLoss) - (training?.loss ?? last.training.dataLoss)
    if data.classNames.isEmpty {
      values["training_r2"] = last.training.r2
      values["test_r2"] = lastTest.r2
    } else {
      values["training_accuracy"] = training?.accuracy ?? last.training.accuracy
      values["test_accuracy"] = tested?.accuracy ?? lastTest.accuracy
    }
    let losses = state.epochs.compactMap { $0.test?.dataLoss }
    let best = losses.indices.reduce(0) { losses[$1] < losses[$0] ? $1 : $0 }
    guard best < losses.count - 1 else {
      values["reported_epochs"] = Double(losses.count)
      return values
    }
    values["best_epoch"] = Double(state.epochs[best].epoch)
    values["best_test_loss"] = losses[best]
    values["test_rise"] = losses[losses.count - 1] - losses[best]
    values["training_change"] = last.training.dataLoss - state.epochs[best].training.dataLoss
    values["rise_share"] = (losses[losses.count - 1] - losses[best]) / losses[best]
    values["least_rise"] = 0.05
    values["needed_epochs"] = Double(max(5, losses.count / 5))
    values["epochs_since"] = Double(losses.count - 1 - best)
    if let near = losses.indices.last(where: { $0 > best && losses[$0] <= 1.02 * losses[best] }) {
      values["near_epoch"] = Double(state.epochs[near].epoch)
    }
    values["rise_rows"] = Double(test.count)
    values["rise_error"] = riseError(since: state.epochs[best].epoch, test)
    return values
  }

  /// From the losses of each row, by a second network, at weights that are trained again.
  private func riseError(since best: Int, _ test: Examples) -> Double? {
    guard isAtReport, let last = state.lastTrain, let data = state.data, let end = state.training
    else { return nil }
    var base = state
    last.begin.restore(in: &base)
    guard var start = base.training else { return nil }
    start.plan = TrainingPlan(start: start.epoch, end: last.goal.target)
    let trainer = Trainer(
      examples: data.training, loss: data.loss(base.settings.training),
      settings: base.settings.training, state: start)
    while trainer.epoch < best {
      guard trainer.runEpoch(shouldStop: { false }) == .finished else { return nil }
    }
    func losses(_ parameters: [Float]) -> [Double] {
      let network = DoubleNetwork(end.shape, parameters, data.loss(settings), test)
      return (0..<test.count).map { network.evaluate([$0]).loss }
    }
    let rises = zip(losses(end.parameters), losses(trainer.parameters)).map { $0 - $1 }
    let count = Double(rises.count)
    let mean = rises.reduce(0, +) / count
    return (rises.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1) / count).squareRoot()
  }
}
