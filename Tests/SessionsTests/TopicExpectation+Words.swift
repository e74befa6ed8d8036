// What a topic has to print, last part: words for what many numbers come to, and others of the texts.
import DoubleNetwork
import Events
import Experiments
import NeuralNetwork
import SessionSupport

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Expectation {
  func words(_ topic: String) -> [String: Double] {
    switch topic {
    case "median": median
    case "quartile": quartile
    case "deviation": deviation
    case "standard-error": standardError
    case "fingerprint": state.training.map { ["epoch": Double($0.epoch)] } ?? [:]
    case "log-scale":
      [
        "lr": settings.learningRate, "lower": settings.learningRate / 10,
        "higher": settings.learningRate * 10, "log_middle": pow(10, -1.5), "middle": 0.5005,
      ]
    case "softmax": softmax
    case "cosine": rowCosine
    case "fanova": fanova
    case "why": promise
    case "features": state.data.map { ["inputs": Double($0.training.inputCount)] } ?? [:]
    default: [:]
    }
  }

  /// Of the parameter that the recorded step moved most.
  private var promise: [String: Double] {
    guard let step else { return [:] }
    let place = step.mostMoved()
    let move = Double(step.record.after[place]) - Double(step.record.before[place])
    let slope = step.dataGradient[place]
    return stepNumbers(step).merging(["move": move, "slope": slope, "promise": slope * move]) { $1 }
  }

  /// The losses of the only race in these sessions: sgd, momentum, nesterov and adam train three epochs each.
  func raced(_ topic: String) -> [String: Double] {
    guard state.race != nil, ["momentum", "nesterov", "adam"].contains(topic) else { return [:] }
    func loss(_ optimizer: String) -> Double? {
      let session = RecordedSession()
      session.run(
        "data xor n=60", "layer 4 tanh", "set optimizer \(optimizer)", "train 3")
      return session.state.epochs.last?.training.dataLoss
    }
    let others = ["sgd", "momentum", "nesterov", "adam"].filter { $0 != topic }
    return ["race_loss": loss(topic) ?? 0, "other_race_loss": others.compactMap(loss).min() ?? 0]
  }

  /// The first input of all training rows, where there are five.
  private var column: [Double]? {
    guard let training = state.data?.training, rows >= 5 else { return nil }
    return (0..<rows).map { Double(training.inputs[$0 * training.inputCount]) }
  }

  private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

  /// By Σx² instead of the distances from the mean.
  private func sd(_ values: [Double]) -> Double {
    let center = mean(values)
    return sqrt(max(0, mean(values.map { $0 * $0 }) - center * center))
  }

  private func five(_ column: [Double]) -> [String: Double] {
    var values: [String: Double] = [:]
    for (place, value) in column.prefix(5).sorted().enumerated() {
      values["number_\(place + 1)"] = value
    }
    return values
  }

  private var median: [String: Double] {
    guard let column else { return [:] }
    let all = column.sorted()
    return five(column).merging([
      "median": column.prefix(5).sorted()[2], "mean": mean(Array(column.prefix(5))),
      "rows": Double(rows), "median_of_all": (all[(rows - 1) / 2] + all[rows / 2]) / 2,
      "mean_of_all": mean(column),
    ]) { $1 }
  }

  private var quartile: [String: Double] {
    guard let column else { return [:] }
    let five = column.prefix(5).sorted()
    return self.five(column).merging([
      "first_quartile": five[1], "third_quartile": five[3],
    ]) { $1 }
  }

  private var deviation: [String: Double] {
    guard let column else { return [:] }
    let (center, width) = (mean(column), sd(column))
    let five = Array(column.prefix(5))
    return self.five(column).merging([
      "mean": mean(five), "sd": sd(five), "rows": Double(rows), "sd_of_all": width,
      "mean_of_all": center,
      "near_rows": Double(column.count { abs($0 - center) <= width * (1 + 1e-12) }),
    ]) { $1 }
  }

  private var standardError: [String: Double] {
    guard let column else { return [:] }
    let five = Array(column.prefix(5))
    return [
      "mean": mean(five), "standard_error": sd(five) / 2, "rows": Double(rows),
      "mean_of_all": mean(column), "standard_error_of_all": sd(column) / sqrt(Double(rows - 1)),
    ]
  }

  private var softmax: [String: Double] {
    guard let training = state.training, let data = state.data, data.classNames.count > 2 else {
      return [:]
    }
    let network = DoubleNetwork(
      training.shape, training.parameters, data.loss(settings), data.training)
    let scores = network.forward(0).sums[training.shape.layers.count - 1]
    let sum = scores.reduce(0) { $0 + exp($1) }
    var values: [String: Double] = [:]
    for (place, score) in scores.prefix(5).enumerated() {
      values["share_\(place + 1)"] = exp(score) / sum
    }
    return values
  }

  private var rowCosine: [String: Double] {
    guard let training = state.data?.training, rows > 1 else { return [:] }
    let width = training.inputCount
    let one = training.inputs[0..<width].map(Double.init)
    let other = training.inputs[width..<2 * width].map(Double.init)
    let product = zip(one, other).reduce(0) { $0 + $1.0 * $1.1 }
    return ["row_cosine": product / (length(one) * length(other))]
  }

  /// The shares themselves are tested where they are computed.
  private var fanova: [String: Double] {
    guard let search = state.search, let report = try? ImportanceReport(search),
      !report.isConstant, let first = report.shares.first
    else { return [:] }
    return [
      "trials": Double(search.reports.count), "first_share": first.mean,
      "first_deviation": first.deviation,
    ]
  }
}
