// What a topic has to print, last part: the notions of data and of searching.
import HyperparameterSearch

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Expectation {
  func dataOrSearch(_ topic: String) -> [String: Double] {
    switch topic {
    case "generalization": generalization
    case "noise": noise
    case "standardization": standardization
    case "underfitting": underfitting
    case "validation": validation
    case "hyperparameter": hyperparameter
    case "grid": grid
    case "random": random
    case "bayes": bayes
    case "acquisition": acquisition
    case "kernel": kernel
    case "halving": halving
    default: words(topic)
    }
  }

  // MARK: Data

  private var generalization: [String: Double] {
    guard let data = state.data, let test = data.test else { return [:] }
    var values = ["rows": Double(rows), "test_rows": Double(test.count)]
    guard let last = state.epochs.last, let lastTest = last.test else { return values }
    let tested = evaluated(test)
    values["epoch"] = Double(last.epoch)
    values["training_loss"] = evaluated(data.training)?.loss ?? last.training.dataLoss
    values["test_loss"] = tested?.loss ?? lastTest.dataLoss
    guard !data.classNames.isEmpty else { return values }
    let accuracy = tested?.accuracy ?? lastTest.accuracy ?? -1
    let count = Double(test.count)
    values["test_accuracy"] = accuracy
    if accuracy == 0 || accuracy == 1 {
      values["rule_of_three"] = 3 / count
    } else {
      values["standard_error"] = sqrt(accuracy * (1 - accuracy) / count)
      values["clear_difference"] = sqrt(8 * accuracy * (1 - accuracy) / count)
    }
    return values
  }

  private var noise: [String: Double] {
    guard let training = state.data?.training, rows > 1 else { return [:] }
    let (count, width) = (min(200, rows), training.inputCount)
    var values = ["compared_rows": Double(count)]
    var (other, square) = (0, 0.0)
    for row in 0..<count {
      let near = (0..<count).filter { $0 != row }.map { candidate in
        let distance = (0..<width).reduce(0.0) {
          let gap =
            Double(training.inputs[row * width + $1])
            - Double(training.inputs[candidate * width + $1])
          return $0 + gap * gap
        }
        return (distance, candidate)
      }.min { $0 < $1 }?.1
      guard let near else { continue }
      switch training.targets {
      case .classes(let labels, _): other += labels[row] == labels[near] ? 0 : 1
      case .values(let targets): square += pow(Double(targets[row]) - Double(targets[near]), 2)
      }
    }
    if case .classes = training.targets {
      values["other_class"] = Double(other)
      values["other_share"] = Double(other) / Double(count)
    } else {
      values["neighbor_square"] = square / Double(count)
      values["noise_variance"] = square / Double(2 * count)
    }
    return values
  }

  private func meanAndDeviation(_ values: [Double]) -> (mean: Double, sd: Double) {
    let mean = values.reduce(0, +) / Double(values.count)
    return (mean, sqrt(values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)))
  }

  private var standardization: [String: Double] {
    guard let data = state.data else { return [:] }
    let first = (0..<rows).map { Double(data.training.inputs[$0 * data.training.inputCount]) }
    guard let scale = data.standardization else {
      let (mean, sd) = meanAndDeviation(first)
      return ["input_mean": mean, "input_sd": sd]
    }
    var values = ["mean": scale.means[0], "sd": scale.deviations[0], "standardized": first[0]]
    values["value"] = first[0] * scale.deviations[0] + scale.means[0]
    if let target = scale.target {
      (values["target_mean"], values["target_sd"]) = (target.mean, target.deviation)
      values["target_variance"] = target.deviation * target.deviation
    }
    return values
  }

  private var underfitting: [String: Double] {
    guard let data = state.data else { return [:] }
    var values: [String: Double] = [:]
    switch data.training.targets {
    case .classes(let labels, let count):
      let shares = (0..<count).map { label in
        Double(labels.filter { Int($0) == label }.count) / Double(rows)
      }
      values["baseline_loss"] = -shares.reduce(0) { $0 + ($1 == 0 ? 0 : $1 * log($1)) }
    case .values(let targets) where data.loss(settings) == .squaredError:
      values["baseline_loss"] = pow(meanAndDeviation(targets.map(Double.init)).sd, 2)
    case .values: break
    }
    if !values.isEmpty { values["rows"] = Double(rows) }
    guard let last = state.epochs.last else { return values }
    values["epoch"] = Double(last.epoch)
    values["training_loss"] = evaluated(data.training)?.loss ?? last.training.dataLoss
    if data.classNames.isEmpty {
      values["training_r2"] = last.training.r2
    } else {
      values["training_accuracy"] = evaluated(data.training)?.accuracy ?? last.training.accuracy
    }
    return values
  }

  private var validation: [String: Double] {
    guard let data = state.data else { return [:] }
    var values = ["rows": Double(rows)]
    if let test = data.test { values["test_rows"] = Double(test.count) }
    // A row of each class stays for training.
    guard rows > max(1, data.classNames.count) else { return values }
    let kept = max(1, (Double(rows) / 4).rounded())
    values["validation_rows"] = kept
    values["search_rows"] = Double(rows) - kept
    if let best = finished.min() {
      values["trials"] = Double(state.search?.reports.count ?? 0)
      values["best_value"] = best
    }
    return values
  }

  // MARK: Searching

  private var finished: [Double] {
    state.search?.study.trials.filter { $0.state == .done }.compactMap(\.value) ?? []
  }

  private var hyperparameter: [String: Double] {
    var values = ["lr": settings.learningRate, "l1": settings.l1, "l2": settings.l2]
    if case .rows(let rows) = settings.batchSize { values["batch"] = Double(rows) }
    guard let hidden = state.hidden else { return values }
    values["hidden_layers"] = Double(hidden.count)
    guard let data = state.data else { return values }
    let outputs = data.classNames.count > 2 ? data.classNames.count : 1
    let sizes = [data.training.inputCount] + hidden.map(\.units) + [outputs]
    var parameters = 0
    for layer in 1..<sizes.count { parameters += (sizes[layer - 1] + 1) * sizes[layer] }
    values["parameters"] = Double(parameters)
    return values
  }

  /// Where a value lies between the ends of its axis; nil for choices.
  private func place(_ value: ParameterValue, _ domain: Domain) -> Double? {
    guard let number = value.asNumber else { return nil }
    switch domain {
    case .uniform(let range):
      return (number - range.lowerBound) / (range.upperBound - range.lowerBound)
    case .logUniform(let range):
      return log(number / range.lowerBound) / log(range.upperBound / range.lowerBound)
    case .integers(let range):
      return (number - Double(range.lowerBound) + 0.5) / Double(range.count)
    case .levels(let values):
      // The middle of its cell.
      guard let place = values.firstIndex(of: value) else { return nil }
      return (Double(place) + 0.5) / Double(values.count)
    default: return nil
    }
  }

  private func coverage(_ axes: ArraySlice<Axis>) -> [String: (distinct: Int, gap: Double?)] {
    var result: [String: (distinct: Int, gap: Double?)] = [:]
    for axis in axes {
      let tried = state.search?.study.trials.compactMap { $0.param(axis.name) } ?? []
      let places = tried.compactMap { place($0, axis.domain) }.sorted()
      let ends = [0] + places + [1]
      let gap = places.isEmpty ? nil : zip(ends, ends.dropFirst()).map { $1 - $0 }.max()
      result[axis.name] = (Set(tried.map(\.description)).count, gap)
    }
    return result
  }

  private var covered: [String: Double] {
    guard let search = state.search else { return [:] }
    var values = ["trials": Double(search.reports.count)]
    for (name, axis) in coverage(search.study.space.axes.prefix(3)) {
      values["distinct_\(name)"] = Double(axis.distinct)
      values["gap_\(name)"] = axis.gap
    }
    return values
  }

  private var grid: [String: Double] {
    guard let search = state.search else { return [:] }
    var values = covered
    let axes = Double(search.study.space.axes.count)
    guard axes > 1 else { return values }
    values["axes"] = axes
    values["grid_values"] = pow(Double(search.reports.count) + 1e-9, 1 / axes).rounded(.down)
    return values
  }

  private var random: [String: Double] {
    var values = covered
    let draws = state.search == nil ? 20 : Double(state.search?.reports.count ?? 0)
    if state.search == nil || state.search?.study.sampler.name == "random" {
      values["draws"] = draws
      values["chance"] = 1 - pow(0.95, draws)
    }
    guard let best = finished.min() else { return values }
    values["best_value"] = best
    guard finished.count > 1 else { return values }
    values["worst_value"] = finished.max()
    values["finished"] = Double(finished.count)
    return values
  }

  private var bayes: [String: Double] {
    guard let search = state.search else { return [:] }
    var values = ["trials": Double(search.reports.count)]
    let modelled = search.study.trials.filter { $0.prediction != nil }
    if !modelled.isEmpty {
      values["modelled"] = Double(modelled.count)
      let scores = modelled.compactMap { trial in
        trial.prediction.flatMap { model in
          trial.value.map {
            ($0 - model.mean) / (model.sd * model.sd + model.noise * model.noise).squareRoot()
          }
        }
      }
      values["rms_z"] = sqrt(scores.reduce(0) { $0 + $1 * $1 } / Double(scores.count))
      if let last = modelled.last(where: { $0.value != nil }), let guess = last.prediction {
        values["modelled_trial"] = Double(last.number)
        values["guess"] = guess.mean
        values["guess_doubt"] = sqrt(guess.sd * guess.sd + guess.noise * guess.noise)
        values["outcome"] = last.value
      }
      return values.merging(lengthscales) { $1 }
    }
    guard let best = finished.min() else { return values }
    values["best_value"] = best
    values["best_trial"] = Double(search.reports.first { $0.value == best }?.number ?? -1)
    values["largest_gap"] = coverage(search.study.space.axes[...]).values.compactMap(\.gap).max()
    return values
  }

  /// Those of the last model, as it says itself.
  private var lengthscales: [String: Double] {
    guard let study = state.search?.study,
      let model = study.trials.last(where: { $0.prediction != nil })?.prediction?.model
    else { return [:] }
    var values = ["noise": model.noise]
    for (axis, length) in zip(study.space.axes.filter(\.domain.varies), model.lengthscales) {
      values["lengthscale_\(axis.name)"] = length
    }
    return values
  }

  /// The last choice of a model: expected improvement for a normal distribution, by its integral.
  private var modelled: [String: Double]? {
    guard let trial = state.search?.study.trials.last(where: { $0.prediction != nil }),
      let model = trial.prediction
    else { return nil }
    let gain = model.incumbent - model.mean
    // What is shown is wider than what chose.
    let sd = model.sd / model.widening
    let u = gain / sd
    var values = [
      "modelled_trial": Double(trial.number), "mu": model.mean, "sigma": sd,
      "incumbent": model.incumbent,
      "observation_sd": (model.sd * model.sd + model.noise * model.noise).squareRoot(),
      "exploit": gain * erfc(-u / 2.0.squareRoot()) / 2,
      "explore": sd * exp(-u * u / 2) / sqrt(2 * Double.pi),
    ]
    if model.widening > 1 { values["widening"] = model.widening }
    values["ei"] = (values["exploit"] ?? 0) + (values["explore"] ?? 0)
    if let value = trial.value {
      values["outcome"] = value
      values["noise_sd"] = model.noise
      values["z"] =
        (value - model.mean) / (model.sd * model.sd + model.noise * model.noise).squareRoot()
    }
    return values
  }

  private var acquisition: [String: Double] {
    if let modelled { return modelled }
    guard let best = finished.min(), finished.count > 1 else { return [:] }
    let (mean, sd) = meanAndDeviation(finished)
    let u = (best - mean) / sd
    let exploit = (best - mean) * erfc(-u / 2.0.squareRoot()) / 2
    let peak = 1 / sqrt(2 * Double.pi)
    let explore = sd * peak * exp(-u * u / 2)
    return [
      "finished": Double(finished.count), "mu": mean, "sigma": sd, "best_value": best,
      "exploit": exploit, "explore": explore, "ei": exploit + explore, "ei_near": sd / 2 * peak,
    ]
  }

  private var kernel: [String: Double] {
    var values: [String: Double] = [:]
    if let training = state.data?.training, rows > 1 {
      let width = training.inputCount
      let compared = min(100, rows)
      let squares = (1..<compared).map { row in
        (0..<width).reduce(0.0) {
          $0 + pow(Double(training.inputs[$1]) - Double(training.inputs[row * width + $1]), 2)
        }
      }
      let (near, far) = (squares.min() ?? 0, squares.max() ?? 0)
      values["compared_rows"] = Double(compared)
      values["near_row"] = squares.firstIndex(of: near).map { Double($0 + 2) }
      values["near_distance"] = sqrt(near)
      values["gamma"] = 1 / Double(width)
      var likenesses = [
        "near_likeness": exp(-near / Double(width)),
        "narrow_likeness": exp(-10 * near / Double(width)),
      ]
      if near < far {
        values["far_row"] = squares.firstIndex(of: far).map { Double($0 + 2) }
        values["far_distance"] = sqrt(far)
        likenesses["far_likeness"] = exp(-far / Double(width))
      }
      values.merge(likenesses.filter { $0.value >= 0.001 }) { $1 }
    }
    guard let study = state.search?.study, study.trials.count > 1 else { return values }
    var square = 0.0
    for axis in study.space.axes {
      let pair = study.trials.prefix(2).compactMap { $0.param(axis.name) }
      if let from = place(pair[0], axis.domain), let to = place(pair[1], axis.domain) {
        square += (from - to) * (from - to)
      } else {
        square += pair[0] == pair[1] ? 0 : 1
      }
    }
    let reach = sqrt(5) * sqrt(square) / 0.5
    (values["first_trial"], values["second_trial"], values["lengthscale"]) = (0, 1, 0.5)
    values["trial_distance"] = sqrt(square)
    values["trial_likeness"] = (1 + reach + reach * reach / 3) * exp(-reach)
    return values.merging(lengthscales) { $1 }
  }

  private var halving: [String: Double] {
    guard let search = state.search else { return [:] }
    let (trials, epochs) = (search.reports.count, search.epochs)
    if search.study.trials.contains(where: { $0.state == .pruned }) {
      // Nine trials of nine epochs: all to the first, three to the third, one to the ninth.
      return [
        "cut": 8, "trials": 9, "spent_epochs": 6 + 2 * 3 + 9, "search_epochs": 81, "trials_0": 9,
        "epochs_0": 1, "trials_1": 3, "epochs_1": 3, "trials_2": 1, "epochs_2": 9,
      ]
    }
    var values = ["trials": Double(trials), "epochs": Double(epochs)]
    values["search_epochs"] = Double(trials * epochs)
    var last = 0
    while Int(pow(3, Double(last + 1))) <= min(trials, epochs) { last += 1 }
    guard last > 0 else { return values }
    var (cost, before) = (0, 0)
    for rung in 0...last {
      let left = trials / Int(pow(3, Double(rung)))
      let length = epochs / Int(pow(3, Double(last - rung)))
      values["trials_\(rung)"] = Double(left)
      values["epochs_\(rung)"] = Double(length)
      cost += left * (length - before)
      before = length
    }
    values["halving_epochs"] = Double(cost)
    return values
  }
}
