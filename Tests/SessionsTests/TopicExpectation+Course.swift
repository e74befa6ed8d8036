// What a topic has to print, fourth part: how runs go and how they are scored.
import DoubleNetwork
import NeuralNetwork
import Numerics

extension Expectation {
  /// Nil where the topic is none of these.
  func courseOrScore(_ topic: String) -> [String: Double]? {
    switch topic {
    case "curvature": curvature
    case "oscillation": oscillation
    case "divergence": divergence
    case "plateau": plateau
    case "noise-scale": noiseScale
    case "accuracy": accuracy
    case "class-weights": classWeights
    case "f1": f1
    case "r2": r2
    case "race": ["lr": settings.learningRate]
    default: nil
    }
  }

  // MARK: How runs go

  /// The measurement itself is held against closed forms where it is tested.
  private var curvature: [String: Double] {
    guard let training = state.training, let data = state.data,
      let measured = measureCurvature(
        examples: data.training, loss: data.loss(settings), shape: training.shape,
        parameters: training.parameters, checkStop: neverStops), let largest = measured.largest
    else { return [:] }
    var values = [
      "steps": Double(training.stepCount), "measured_rows": Double(min(256, rows)),
      "curvature": largest,
    ]
    let mu = settings.momentum
    switch settings.optimizer {
    case .gd, .sgd: values["bound"] = 2
    case .momentum: values["bound"] = 2 + 2 * mu
    case .nesterov: values["bound"] = (2 + 2 * mu) / (1 + 2 * mu)
    default: values["sgd_bound"] = 2 / largest
    }
    if values["bound"] != nil {
      values["lr"] = settings.learningRate
      values["product"] = settings.learningRate * largest
    }
    return values
  }

  private var oscillation: [String: Double] {
    let losses = state.epochs.suffix(9).map(\.training.loss)
    guard losses.count > 1, let lowest = losses.min(), let highest = losses.max() else {
      return [:]
    }
    return [
      "reported_epochs": Double(losses.count), "changes": Double(losses.count - 1),
      "lowest": lowest, "highest": highest,
      "rises": Double((1..<losses.count).count { losses[$0] > losses[$0 - 1] }),
    ]
  }

  private var divergence: [String: Double] {
    if let found = state.divergence {
      var values = [
        "diverged_epoch": Double(found.epoch), "diverged_step": Double(found.step),
      ]
      values["last_loss"] = found.lastFiniteLoss
      return values
    }
    guard let training = state.training, let data = state.data else { return [:] }
    let initial = initialParameters(shape: training.shape, seed: settings.seed)
    func largest(_ parameters: [Float]) -> Double { parameters.map { abs(Double($0)) }.max() ?? -1 }
    func loss(_ parameters: [Float]) -> Double {
      DoubleNetwork(training.shape, parameters, data.loss(settings), data.training)
        .evaluate(Array(0..<rows)).loss
    }
    if largest(training.parameters) > 10 * max(1, largest(initial)),
      !(loss(training.parameters) <= 100 * loss(initial))
    {
      return ["largest_weight": largest(training.parameters), "largest_initial": largest(initial)]
    }
    return [
      "parameters": Double(training.shape.parameterCount),
      "largest": training.parameters.map { abs(Double($0)) }.max() ?? -1,
    ]
  }

  private var plateau: [String: Double] {
    let losses = state.epochs.map(\.training.loss)
    let window = min(20, losses.count / 2)
    guard window > 0, let now = losses.suffix(window).min(),
      let before = losses.dropLast(window).suffix(window).min()
    else { return [:] }
    return [
      "window": Double(window), "lowest": now, "lowest_before": before,
      now > before ? "rise" : "fall": abs(1 - now / before),
    ]
  }

  /// Of the data loss at the present weights without dropout, over batches of the next epoch.
  func batchGradients(_ count: Int = .max) -> [(rows: Int, gradient: [Double])]? {
    guard let training = state.training, let data = state.data else { return nil }
    var still = TrainingSettings(
      optimizer: settings.optimizer == .gd ? .gd : .sgd, learningRate: 0,
      batchSize: settings.batchSize, seed: settings.seed)
    still.shuffle = settings.shuffle
    var start = TrainingState(shape: training.shape, parameters: training.parameters)
    start.epoch = training.epoch
    let trainer = Trainer(
      examples: data.training, loss: data.loss(settings), settings: still, state: start)
    let network = DoubleNetwork(
      TrainingState(shape: training.shape, parameters: training.parameters).shape,
      training.parameters, data.loss(settings), data.training)
    var gradients: [(rows: Int, gradient: [Double])] = []
    while gradients.count < count, trainer.epoch == training.epoch {
      guard case .done(let record) = trainer.step(tracing: true) else { return nil }
      gradients.append((record.rows.count, network.gradient(record.rows.map(Int.init))))
    }
    return gradients
  }

  /// In Double, on the batches that training would take next.
  private var noiseScale: [String: Double] {
    guard state.training != nil, settings.optimizer != .gd else { return [:] }
    let batchRows = settings.batchSize.rows(of: rows)
    if batchRows == rows { return ["rows": Double(rows)] }
    let count = min(8, rows / batchRows)
    guard count >= 4 else { return [:] }
    guard let gradients = batchGradients(count)?.map(\.gradient) else { return [:] }
    let mean = gradients[0].indices.map { i in
      gradients.reduce(0) { $0 + $1[i] } / Double(count)
    }
    let noise =
      gradients.reduce(0) { sum, gradient in
        sum + zip(gradient, mean).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      } / Double(count - 1)
    let square = length(mean) * length(mean)
    let chance = noise / Double(count)
    var values = [
      "batches": Double(count), "batch_rows": Double(batchRows), "mean_square": square,
      "noise": noise, "chance": chance,
    ]
    if square - chance > chance / 4 {
      values["signal"] = square - chance
      values["noise_scale"] = Double(batchRows) * noise / (square - chance)
      values["noise_ratio"] = noise / (square - chance)
    } else if square > 0 {
      values["chance_ratio"] = chance / square
      values["measured_rows"] = Double(count * batchRows)
    }
    return values
  }

  // MARK: Scores

  private var accuracy: [String: Double] {
    guard let data = state.data, case .classes(let labels, let classes) = data.training.targets
    else { return [:] }
    let commonest = (0..<classes).map { label in labels.count { Int($0) == label } }.max() ?? 0
    var values = [
      "commonest": Double(commonest), "rows": Double(rows),
      "base": Double(commonest) / Double(rows),
    ]
    guard let last = state.epochs.last else { return values }
    let training = evaluated(data.training)?.accuracy ?? last.training.accuracy ?? -1
    values["epoch"] = Double(last.epoch)
    values["training_accuracy"] = training
    values["right"] = (training * Double(rows)).rounded()
    guard let test = data.test, let lastTest = last.test else { return values }
    let tested = evaluated(test)?.accuracy ?? lastTest.accuracy ?? -1
    values["test_accuracy"] = tested
    values["test_rows"] = Double(test.count)
    values["test_right"] = (tested * Double(test.count)).rounded()
    return values
  }

  /// Of the class with the fewest rows; balanced unless weights are set, which no session here does.
  private var classWeights: [String: Double] {
    guard let data = state.data, case .classes(let labels, let classes) = data.training.targets
    else { return [:] }
    let counts = (0..<classes).map { label in labels.count { Int($0) == label } }.filter { $0 > 0 }
    guard let fewest = counts.min() else { return [:] }
    var values = ["rows": Double(rows), "class_rows": Double(fewest)]
    if Set(counts).count > 1 {
      values["weight"] = Double(Float(Double(rows) / Double(counts.count * fewest)))
    }
    return values
  }

  private var f1: [String: Double] {
    guard let data = state.data, let training = state.training else { return [:] }
    let examples = data.test ?? data.training
    guard case .classes(let labels, let classes) = examples.targets else { return [:] }
    let network = DoubleNetwork(
      training.shape, training.parameters, data.loss(settings), examples)
    var counts = (0..<classes).map { _ in (found: 0, wrong: 0, missed: 0) }
    for row in 0..<examples.count {
      let z = network.forward(row).sums[training.shape.layers.count - 1]
      let answer = z.count == 1 ? (z[0] > 0 ? 1 : 0) : z.indices.max { z[$0] < z[$1] } ?? 0
      let label = Int(labels[row])
      if answer == label {
        counts[label].found += 1
      } else {
        counts[answer].wrong += 1
        counts[label].missed += 1
      }
    }
    let scores = counts.map { 2.0 * Double($0.found) / Double(2 * $0.found + $0.wrong + $0.missed) }
    guard
      let lowest = scores.indices.filter({ !scores[$0].isNaN }).min(by: { scores[$0] < scores[$1] })
    else { return [:] }
    return [
      "found": Double(counts[lowest].found), "f1": scores[lowest],
      "taken_rows": Double(counts[lowest].found + counts[lowest].wrong),
      "own_rows": Double(counts[lowest].found + counts[lowest].missed),
    ]
  }

  private var r2: [String: Double] {
    guard let data = state.data, case .values(let targets) = data.training.targets,
      let last = state.epochs.last, let training = last.training.r2
    else { return [:] }
    var values = ["epoch": Double(last.epoch), "training_r2": training]
    values["test_r2"] = last.test?.r2
    guard data.loss(settings) == .squaredError else { return values }
    let mean = targets.reduce(0) { $0 + Double($1) } / Double(rows)
    let variance =
      targets.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(rows)
    let error = evaluated(data.training)?.loss ?? last.training.dataLoss
    values["squared_error"] = error
    values["variance"] = variance
    values["training_r2"] = 1 - error / variance
    return values
  }
}
