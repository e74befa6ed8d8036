// What a topic has to print, third part: the notions of training, optimizers and regularization.
import DoubleNetwork
import NeuralNetwork

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Expectation {
  func glossary(_ topic: String) -> [String: Double] {
    switch topic {
    case "gradient": gradient
    case "backpropagation": backpropagation
    case "clipping": clipping
    case "loss": lossNumbers
    case "schedule": schedule
    case "seed": seed
    case "initialization": initialization
    case "relu": units(.relu)
    case "sigmoid": units(.sigmoid)
    case "tanh": units(.tanh)
    case "nesterov": nesterov
    case "adagrad": adagrad
    case "rmsprop": rmsprop
    case "amsgrad": amsgrad
    case "adamw": adamw
    case "lion": lion
    case "regularization": regularization
    case "dropout": dropout
    case "early-stopping": earlyStopping
    default: dataOrSearch(topic)
    }
  }

  // MARK: Training

  /// Without clipping, and the penalties of the step.
  private func whole(_ step: Step) -> (gradient: [Double], l1: Double, l2: Double) {
    let penalties = step.network.penalties(step.record.settings)
    return (
      step.gradient.map { $0 / Double(step.record.clipFactor) }, penalties.l1, penalties.l2
    )
  }

  private var gradient: [String: Double] {
    guard let step else { return [:] }
    var values = stepNumbers(step)
    let (all, l1, l2) = whole(step)
    let largest = all.reduce(0) { abs($1) > abs($0) ? $1 : $0 }
    let batch = step.record.rows.map(Int.init)
    let isProximal = step.record.settings.l1Mode == .proximal
    values["step_rows"] = Double(batch.count)
    values["parameters"] = Double(all.count)
    values["gradient_norm"] = length(all)
    values["largest_gradient"] = largest
    values["expected_change"] = largest / 1000
    values["loss"] = step.network.evaluate(batch).loss + (isProximal ? 0 : l1) + l2
    return values
  }

  private var backpropagation: [String: Double] {
    guard let step else { return [:] }
    var values = stepNumbers(step)
    values["parameters"] = Double(step.dataGradient.count)
    values["passes"] = Double(step.dataGradient.count + 1)
    for layer in step.record.shape.layers.suffix(4) {
      values["gradient_size_\(layer.index + 1)"] =
        length(Array(step.dataGradient[layer.weights])) / Double(layer.weights.count).squareRoot()
    }
    return values
  }

  private var clipping: [String: Double] {
    var values: [String: Double] = [:]
    values["clip"] = settings.clip
    guard let step else { return values }
    values.merge(stepNumbers(step)) { $1 }
    let norm = length(whole(step).gradient)
    values["gradient_norm"] = norm
    if let clip = step.record.settings.clip {
      values["step_clip"] = clip
      if norm > clip { values["factor"] = clip / norm }
    }
    return values
  }

  private var lossNumbers: [String: Double] {
    guard let data = state.data else { return [:] }
    var values: [String: Double] = [:]
    if !data.classNames.isEmpty {
      values["classes"] = Double(data.classNames.count)
      values["even_loss"] = log(Double(data.classNames.count))
    }
    guard let training = state.training else { return values }
    let network = DoubleNetwork(
      training.shape, training.parameters, data.loss(settings), data.training)
    let z = network.forward(0).sums[training.shape.layers.count - 1]
    let cost = network.lossOfRow(0, z).loss
    let isFinite = z.allSatisfy { abs($0) < 1e19 }
    if isFinite { values["row_loss"] = cost }
    switch data.training.targets {
    case .values where !isFinite: break
    case .classes: values["row_probability"] = exp(-cost)
    case .values(let targets):
      (values["row_output"], values["row_target"]) = (z[0], Double(targets[0]))
    }
    if let last = state.epochs.last {
      values["rows"] = Double(rows)
      values["epoch"] = Double(last.epoch)
      values["mean_loss"] = evaluated(data.training)?.loss ?? last.training.dataLoss
    }
    return values
  }

  private var schedule: [String: Double] {
    let lr = settings.learningRate
    var values = ["lr": lr]
    for epochs in [1, 10, 19] {
      let t = Double(epochs) / 20
      values["lr_after_\(epochs)"] =
        switch settings.schedule {
        case .step: lr * (t < 0.5 ? 1 : t < 0.75 ? 0.1 : 0.01)
        case .constant, .cosine: lr * (1 + cos(Double.pi * t)) / 2
        case .warmup: lr * min(1, 10 * t)
        }
    }
    if let step {
      values.merge(stepNumbers(step)) { $1 }
      values["step_lr"] = step.lr
    }
    return values
  }

  private var seed: [String: Double] {
    guard let training = state.training else { return [:] }
    let layer = training.shape.layers[0]
    let bound = bound(layer)
    let first = Double(initialParameters(shape: training.shape, seed: settings.seed)[0])
    return [
      "bound": bound, "first_weight": first,
      "epoch": Double(training.epoch), "first_weight_now": Double(training.parameters[0]),
    ]
  }

  /// What `init auto` draws within.
  private func bound(_ layer: LayerLayout) -> Double {
    let isRectified = [.relu, .leakyrelu, .gelu].contains(layer.activation)
    return (6 / Double(isRectified ? layer.inputs : layer.inputs + layer.units)).squareRoot()
  }

  private var initialization: [String: Double] {
    guard let training = state.training else { return [:] }
    var values = ["epoch": Double(training.epoch)]
    let layers = training.shape.layers
    for layer in layers where layer.index < 3 || layer.index == layers.count - 1 {
      let weights = training.parameters[layer.weights].map(Double.init)
      let number = layer.index + 1
      values["weight_size_\(number)"] = length(weights) / Double(weights.count).squareRoot()
      values["bound_\(number)"] = bound(layer)
      values["start_size_\(number)"] = bound(layer) / sqrt(3)
    }
    return values
  }

  private func units(_ kind: Activation) -> [String: Double] {
    let places = (state.hidden ?? []).enumerated().filter { $0.element.activation == kind }
    guard !places.isEmpty else { return [:] }
    var values: [String: Double] = [:]
    for z in [-2, 0, 2] {
      values["\(kind.rawValue)_at_\(z)"] = DoubleNetwork.value(kind, Double(z))
      values["\(kind.rawValue)_slope_at_\(z)"] = DoubleNetwork.slope(kind, Double(z))
    }
    guard let training = state.training, let data = state.data else { return values }
    let sample = min(100, rows)
    values["sampled_rows"] = Double(sample)
    let network = DoubleNetwork(
      training.shape, training.parameters, data.loss(settings), data.training)
    let sums = (0..<sample).map { network.forward($0).sums }
    let steepest = DoubleNetwork.slope(kind, 1e-9)
    for (place, layer) in places.prefix(3) {
      let slopes = sums.map { $0[place].map { DoubleNetwork.slope(kind, $0) } }
      let flat = slopes.joined().filter { $0 < 0.1 * steepest }.count
      values["flat_share_\(place + 1)"] = Double(flat) / Double(sample * layer.units)
      guard kind == .relu else { continue }
      values["dead_units_\(place + 1)"] = Double(
        (0..<layer.units).filter { unit in slopes.allSatisfy { $0[unit] == 0 } }.count)
      values["units_\(place + 1)"] = Double(layer.units)
    }
    return values
  }

  // MARK: Optimizers

  /// The recorded step, if it is one of this optimizer, and the parameter that it moved most.
  private func step(of kind: OptimizerKind) -> (step: Step, place: Int, values: [String: Double])? {
    guard let step, step.record.settings.optimizer == kind else { return nil }
    let i = step.mostMoved()
    var values = stepNumbers(step)
    values["gradient"] = step.gradient[i]
    values["step_lr"] = step.lr
    values["direction"] = step.direction[i]
    values["update"] = -step.lr * step.direction[i]
    values["plain_update"] = -step.lr * step.gradient[i]
    return (step, i, values)
  }

  private func before(_ memory: [Float], _ place: Int) -> Double {
    memory.isEmpty ? 0 : Double(memory[place])
  }

  private var nesterov: [String: Double] {
    var values = ["momentum": settings.momentum]
    guard let (step, i, numbers) = step(of: .nesterov) else { return values }
    values.merge(numbers) { $1 }
    let mu = step.record.settings.momentum
    let old = before(step.record.optimizerBefore[.nesterov, "velocity"], i)
    values["step_momentum"] = mu
    values["velocity_before"] = old
    values["velocity"] = mu * old + step.gradient[i]
    values["ahead"] = step.gradient[i] + mu * (mu * old + step.gradient[i])
    return values
  }

  private var adagrad: [String: Double] {
    var values = ["lr": settings.learningRate, "eps": settings.epsilon ?? 1e-10]
    guard let (step, i, numbers) = step(of: .adagrad) else { return values }
    values.merge(numbers) { $1 }
    let old = before(step.record.optimizerBefore[.adagrad, "square_sum"], i)
    values["square_sum_before"] = old
    values["square_sum"] = old + step.gradient[i] * step.gradient[i]
    values["root"] = sqrt(old + step.gradient[i] * step.gradient[i])
    return values
  }

  private var rmsprop: [String: Double] {
    var values = [
      "rho": settings.rho, "memory": 1 / (1 - settings.rho), "lr": settings.learningRate,
    ]
    guard let (step, i, numbers) = step(of: .rmsprop) else { return values }
    values.merge(numbers) { $1 }
    let rho = step.record.settings.rho
    let old = before(step.record.optimizerBefore[.rmsprop, "square_mean"], i)
    let mean = rho * old + (1 - rho) * step.gradient[i] * step.gradient[i]
    values["step_rho"] = rho
    values["fresh_share"] = 1 - rho
    values["square_mean_before"] = old
    values["square_mean"] = mean
    values["root"] = sqrt(mean)
    return values
  }

  private var adamw: [String: Double] {
    var values = ["lr": settings.learningRate, "decay": settings.decay]
    values["decay_share"] = settings.learningRate * settings.decay
    guard let (step, i, _) = step(of: .adamw) else { return values }
    values.merge(stepNumbers(step)) { $1 }
    let p = Double(step.record.before[i])
    let decayed = step.penalized[i] ? step.record.settings.decay * p : 0
    values["direction"] = step.direction[i] - decayed
    values["adam_update"] = -step.lr * (step.direction[i] - decayed)
    guard step.penalized[i] else { return values }
    values["decay_update"] = -step.lr * decayed
    values["before"] = p
    return values
  }

  private var amsgrad: [String: Double] {
    let beta2 = settings.beta2 ?? 0.999
    var values = ["beta2": beta2, "v_memory": 1 / (1 - beta2)]
    guard let (step, i, numbers) = step(of: .amsgrad) else { return values }
    values.merge(numbers) { $1 }
    let used = step.record.settings.beta2 ?? 0.999
    let old = step.record.optimizerBefore
    let t = Double(old[.amsgrad].steps + 1)
    let v = step.gradient.indices.map {
      used * before(old[.amsgrad, "second_moment"], $0)
        + (1 - used) * step.gradient[$0] * step.gradient[$0]
    }
    let most = v.indices.map { before(old[.amsgrad, "largest_second_moment"], $0) }
    (values["t"], values["step_beta2"], values["fresh_share"]) = (t, used, 1 - used)
    values["v_before"] = before(old[.amsgrad, "second_moment"], i)
    values["v"] = v[i]
    if v[i] > most[i] { values["v_max_before"] = most[i] }
    values["v_max"] = max(v[i], most[i])
    values["correction2"] = 1 - pow(used, t)
    values["v_hat"] = max(v[i], most[i]) / (1 - pow(used, t))
    values["root_v_hat"] = sqrt(max(v[i], most[i]) / (1 - pow(used, t)))
    values["below"] = Double(v.indices.count { v[$0] < most[$0] })
    values["parameters"] = Double(v.count)
    return values
  }

  private var lion: [String: Double] {
    let beta2 = settings.beta2 ?? 0.99
    var values = ["beta2": beta2, "m_memory": 1 / (1 - beta2), "lr": settings.learningRate]
    values["decay"] = settings.decay
    values["decay_share"] = settings.learningRate * settings.decay
    guard let (step, i, numbers) = step(of: .lion) else { return values }
    for name in ["step", "steps", "gradient", "plain_update"] { values[name] = numbers[name] }
    let used = step.record.settings
    let m = before(step.record.optimizerBefore[.lion, "first_moment"], i)
    let mixed = used.beta1 * m + (1 - used.beta1) * step.gradient[i]
    (values["step_beta1"], values["fresh_share"]) = (used.beta1, 1 - used.beta1)
    (values["m_before"], values["c"]) = (m, mixed)
    values["sign_update"] = mixed > 0 ? -step.lr : mixed < 0 ? step.lr : 0
    guard step.penalized[i] else { return values }
    values["before"] = Double(step.record.before[i])
    values["decay_update"] = -step.lr * used.decay * Double(step.record.before[i])
    return values
  }

  // MARK: Regularization

  private var regularization: [String: Double] {
    var values = ["l1": settings.l1, "l2": settings.l2]
    values["dropout_layers"] = Double((state.hidden ?? []).filter { $0.dropout > 0 }.count)
    guard let last = state.epochs.last, let data = state.data else { return values }
    var (l1, l2) = (last.training.l1Penalty, last.training.l2Penalty)
    let loss = evaluated(data.training)?.loss ?? last.training.dataLoss
    if isAtReport, let training = state.training {
      (l1, l2) = (0, 0)
      let flags = DoubleNetwork.penalized(training.shape, settings)
      for (p, flag) in zip(training.parameters, flags) where flag {
        l1 += last.training.l1Penalty == 0 ? 0 : settings.l1 * Double(abs(p))
        l2 += last.training.l2Penalty == 0 ? 0 : settings.l2 * Double(p) * Double(p) / 2
      }
    }
    values["epoch"] = Double(last.epoch)
    (values["data_loss"], values["l1_penalty"], values["l2_penalty"]) = (loss, l1, l2)
    values["loss"] = loss + l1 + l2
    return values
  }

  private var dropout: [String: Double] {
    var values: [String: Double] = [:]
    let dropped = (state.hidden ?? []).enumerated().filter { $0.element.dropout > 0 }
    for (place, layer) in dropped.prefix(3) {
      values["p_\(place + 1)"] = layer.dropout
      values["units_\(place + 1)"] = Double(layer.units)
      values["mean_units_\(place + 1)"] = Double(layer.units) - layer.dropout * Double(layer.units)
      values["factor_\(place + 1)"] = 1 / (1 - layer.dropout)
    }
    return values
  }

  private var earlyStopping: [String: Double] {
    var values: [String: Double] = [:]
    if let patience = settings.patience { values["patience"] = Double(patience) }
    let kept = state.epochs.compactMap { $0.validation?.dataLoss }
    let losses = kept.isEmpty ? state.epochs.compactMap { $0.test?.dataLoss } : kept
    guard let lowest = losses.min(), let best = losses.firstIndex(of: lowest) else { return values }
    let patience = settings.patience ?? 5
    values["best_loss"] = lowest
    values["tried_patience"] = Double(patience)
    values["best_epoch"] = Double(state.epochs[best].epoch)
    if best < losses.count - 1 { values["epochs_since"] = Double(losses.count - 1 - best) }
    for last in losses.indices.dropFirst(patience) {
      // None of the last ones is below all before them.
      let before = losses[...(last - patience)]
      guard let least = before.min(),
        losses[(last - patience + 1)...last].allSatisfy({ $0 >= least })
      else {
        continue
      }
      values["stop_epoch"] = Double(state.epochs[last].epoch)
      values["kept_epoch"] = Double(state.epochs[before.firstIndex(of: least) ?? 0].epoch)
      break
    }
    return values
  }
}
