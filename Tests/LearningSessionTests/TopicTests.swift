// Every number that a topic prints, recomputed in Double from the session's state: gradients by a
// second backpropagation, optimizer steps from the memory before them. And every command that a
// topic recommends, run in the very state in which it is recommended.
import LearningSession
import NeuralNetwork
import Synchronization
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

// MARK: Sessions

/// A session brought about by lines; one of them may be stopped after some of its batches.
struct Situation: Sendable, CustomTestStringConvertible {
  var lines: [String]
  /// After how many questions whether to stop the last line is stopped.
  var stopAfter: Int?
  var testDescription: String { lines.joined(separator: "; ") }

  init(_ lines: String..., stopAfter: Int? = nil) {
    self.lines = lines
    self.stopAfter = stopAfter
  }

  func session(receive: @escaping (LearningEvent) -> Void = { _ in }) -> Session {
    let lessons = #filePath.split(separator: "/").dropLast(3).map { "/\($0)" }.joined() + "/lessons"
    let session = Session(
      environment: SessionEnvironment(lessonFolders: [lessons]), receive: receive)
    for (number, line) in lines.enumerated() {
      guard let stopAfter, number == lines.count - 1 else {
        #expect(session.execute(line) == .done, "\(line)")
        continue
      }
      let asked = Countdown(stopAfter)
      session.environment.shouldStop = { asked.isOver() }
      #expect(session.execute(line) == .interrupted, "\(line)")
      session.environment.shouldStop = { false }
    }
    return session
  }

  static let penalized = "set l1 0.003; set l2 0.02"
  static let all: [Situation] = [
    Situation(),
    Situation("set optimizer gd; set lr 100000; set batch full; set l1 1e6"),
    Situation("layers 4 3 tanh; set lr 1e-12; set optimizer adam"),
    Situation("data circle n=60"),
    Situation("data circle n=10 test=0.8"),
    Situation("data xor n=40; layers none", "set optimizer momentum"),
    Situation("data circle n=40; layer 3 tanh; eval"),
    Situation("data circle n=90 noise=0.3", "layers 4 relu 3 tanh", penalized, "train 4"),
    Situation("data xor n=90; layer 5; set penalize weights", penalized, "train 2; step 2"),
    // One row moves the output's bias most, which the penalties leave alone; biases are still small.
    Situation(
      "data sine n=40; layer 3 sigmoid; set batch 1; set penalize weights",
      "set l1 0.1; set l2 0.2; set lr 0.1", "step; set l1 1"),
    Situation("data moons n=62; layer 5 gelu; set optimizer gd; set l2 0.01", "train 6"),
    Situation("data moons n=60; layer 5 gelu; set optimizer gd; set lr 30", "train 3; step"),
    Situation(
      "data gauss n=66; set batch 7; set optimizer momentum; set momentum 0.8", penalized,
      "set penalize weights; layer 4 sigmoid", "train 3"),
    Situation("data xor n=60; layer 4 relu; set optimizer adam; set l1 0.01", "train 3"),
    Situation("data iris; layer 6 tanh; set optimizer adam; set lr 0.01", "train 2"),
    Situation("data hills n=80; layer 6 sigmoid; set batch full", "train 5"),
    Situation("data sine n=50 test=0; layers 6 leakyrelu 4 linear; set batch 1", "step 3"),
    Situation("data diabetes; layers none; set optimizer adam", "train 2"),
    Situation("data plane n=40; layers 5 4 3 2 3 tanh", "train 2; set optimizer momentum"),
    Situation("data circle n=80; layer 3 tanh", "train 1", "train 8", stopAfter: 6),
    Situation("data circle n=80; layer 3 tanh", "train 8", stopAfter: 2),
    Situation("data circle n=80; set optimizer momentum", "train 3", "train 2", "undo"),
    Situation("data circle n=80; layer 3", "train 2", "undo"),
    Situation("data circle n=80; layer 3", "train 2", "undo", "redo"),
    Situation("data xor n=60; set optimizer adam; train 2", "set optimizer sgd; set lr 0.5"),
    Situation("data xor n=60; set optimizer momentum; train 2", "set optimizer adam; set l2 1"),
    Situation("data xor n=60; set optimizer momentum; train 2", "set optimizer gd"),
    Situation(
      "data moons n=40 noise=0.6; layers 12 relu", "set optimizer adam; set lr 0.03", "train 60"),
    Situation("set optimizer gd; set lr 0.001", "data xor n=60; layer 3", "train 2"),
    Situation("data xor n=60; layer 3; search random trials=2 epochs=1 lr=0.01..1", "use best"),
    Situation("data plane n=60; layer 4 linear; set lr 1e30", "train 5"),
    Situation("data circle n=60; layer 3 tanh; train 2", "reset"),
  ]
}

private final class Countdown: Sendable {
  private let left: Mutex<Int>
  init(_ count: Int) { left = Mutex(count) }
  func isOver() -> Bool {
    left.withLock {
      $0 -= 1
      return $0 < 0
    }
  }
}

/// What `explain NAME` says in a session.
private func report(on topic: String, in situation: Situation) -> (TopicReport?, SessionState) {
  var reports: [TopicReport] = []
  let session = situation.session { if case .topic(let report) = $0 { reports.append(report) } }
  let outcome = session.execute("explain \(topic)")
  #expect(outcome == .done)
  return (reports.first, session.state)
}

extension Statement {
  /// With every number as wide as most are.
  fileprivate var roughText: String {
    parts.map {
      switch $0 {
      case .text(let text): text
      case .number(let value, _, let format):
        format == .exact || format == .integer || value == 0 ? exactText(value) : "0.01234"
      }
    }.joined()
  }
}

@Suite struct TopicTests {
  static let names = TopicCatalog().all.map(\.name)

  @Test func catalogIsConsistent() {
    let topics = TopicCatalog().all
    #expect(
      Set(Self.names) == [
        "lr", "batch", "layers", "activation", "gd", "sgd", "momentum", "adam", "l1", "l2",
        "overfitting",
      ])
    let words = topics.flatMap { [$0.name] + $0.aliases }
    #expect(words.count == Set(words).count)
    for activation in Activation.allCases { #expect(words.contains(activation.rawValue)) }
    for setting in SettingCatalog().all {
      if let topic = setting.topic { #expect(Self.names.contains(topic), "\(setting.name)") }
    }
    for topic in topics {
      #expect(!topic.seeAlso.isEmpty && !topic.seeAlso.contains(topic.name))
      for other in topic.seeAlso { #expect(Self.names.contains(other), "\(topic.name): \(other)") }
      for word in [topic.name] + topic.aliases {
        #expect(report(on: word, in: Situation()).0?.name == topic.name, "\(word)")
      }
    }
  }

  @Test(arguments: Situation.all) func everyNumberIsRight(_ situation: Situation) throws {
    for topic in Self.names {
      let (found, state) = report(on: topic, in: situation)
      let report = try #require(found)
      let expected = Expectation(state).values(of: topic)
      var seen: Set<String> = []
      for (name, value) in report.now.flatMap(\.values) {
        seen.insert(name)
        guard let right = expected[name] else {
          Issue.record("\(topic): \(name) = \(value) is not expected")
          continue
        }
        let isNear = abs(value - right) <= 2e-4 * abs(right) + 1e-6
        #expect(isNear, "\(topic): \(name) is \(value), not \(right)")
      }
      #expect(Set(expected.keys) == seen, "\(topic)")
      #expect(!report.now.isEmpty)
    }
  }

  @Test(arguments: Situation.all) func everythingToTypeRuns(_ situation: Situation) throws {
    var tried: Set<[String]> = []
    func run(_ commands: [String], _ topic: String) {
      guard tried.insert(commands).inserted else { return }
      let session = situation.session()
      for command in commands {
        #expect(session.execute(command) == .done, "\(topic): \(commands)")
      }
    }
    for topic in Self.names {
      let report = try #require(report(on: topic, in: situation).0)
      #expect((2...3).contains(report.tryNext.count), "\(topic)")
      #expect(Set(report.tryNext.map(\.command)).count == report.tryNext.count)
      // What follows a command in its reason is typed after it.
      for trial in report.tryNext { run([trial.command] + quoted(trial.why), topic) }
      for text in (report.now + report.idea).map(\.roughText) {
        for command in quoted(text) { run([command], topic) }
      }
    }
  }

  @Test(arguments: Situation.all) func everyTopicIsAScreen(_ situation: Situation) throws {
    for topic in Self.names {
      let report = try #require(report(on: topic, in: situation).0)
      let texts = (report.idea + report.now).map(\.roughText)
      var lines = 5 + report.formulas.count
      for text in texts { lines += wrappedLines(text, width: 78) }
      let names = min(24, report.tryNext.map(\.command.count).max() ?? 0)
      for trial in report.tryNext {
        lines += wrappedLines(trial.why, width: 76 - names) + (trial.command.count > names ? 1 : 0)
      }
      #expect(lines <= 24, "\(topic)")
      for formula in report.formulas { #expect(formula.count <= 76, "\(topic)") }
      for text in texts { #expect(!text.contains("!") && !text.contains("  "), "\(text)") }
    }
  }

  /// What stands between backticks.
  private func quoted(_ text: String) -> [String] {
    text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
  }

  private func wrappedLines(_ text: String, width: Int) -> Int {
    var lines = 1
    var column = 0
    for word in text.split(separator: " ") {
      if column > 0, column + 1 + word.count > width {
        lines += 1
        column = 2
      }
      column += (column > 0 ? 1 : 0) + word.count
    }
    return lines
  }
}

// MARK: The same numbers by another way

/// A network in Double, with its gradient by backpropagation written once more.
private struct DoubleNetwork {
  let shape: NetworkShape
  let parameters: [Double]
  let loss: Loss
  let examples: Examples

  init(_ shape: NetworkShape, _ parameters: [Float], _ loss: Loss, _ examples: Examples) {
    self.shape = shape
    self.parameters = parameters.map(Double.init)
    self.loss = loss
    self.examples = examples
  }

  static func value(_ f: Activation, _ z: Double) -> Double {
    switch f {
    case .relu: max(0, z)
    case .sigmoid: 1 / (1 + exp(-z))
    case .tanh: tanh(z)
    case .leakyrelu: z > 0 ? z : 0.01 * z
    case .gelu: z * (1 + erf(z / 2.0.squareRoot())) / 2
    case .linear: z
    }
  }

  static func slope(_ f: Activation, _ z: Double) -> Double {
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
  func forward(_ row: Int) -> (inputs: [[Double]], sums: [[Double]]) {
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

  /// A row's loss, its gradient by the logits, and whether the row is classified right.
  func lossOfRow(_ row: Int, _ logits: [Double]) -> (loss: Double, slope: [Double], right: Bool) {
    switch examples.targets {
    case .values(let values):
      let error = logits[0] - Double(values[row])
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

  func evaluate(_ rows: [Int]) -> (loss: Double, accuracy: Double) {
    var (total, right) = (0.0, 0)
    for row in rows {
      let result = lossOfRow(row, forward(row).sums[shape.layers.count - 1])
      total += result.loss
      right += result.right ? 1 : 0
    }
    return (total / Double(rows.count), Double(right) / Double(rows.count))
  }

  func gradient(_ rows: [Int]) -> [Double] {
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
}

private func length(_ values: [Double]) -> Double {
  values.reduce(0) { $0 + $1 * $1 }.squareRoot()
}

/// What each topic has to print in a state. A number that is not said is not expected.
private struct Expectation {
  let state: SessionState
  let settings: TrainingSettings
  var rows: Int { state.data?.training.count ?? 0 }

  init(_ state: SessionState) {
    self.state = state
    settings = state.settings.training
  }

  func values(of topic: String) -> [String: Double] {
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
    default: overfitting
    }
  }

  // MARK: The recorded step

  private struct Step {
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
    var penalized: [Bool] { Expectation.penalized(record.shape, record.settings) }

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

  private static func penalized(_ shape: NetworkShape, _ settings: TrainingSettings) -> [Bool] {
    var flags = [Bool](repeating: true, count: shape.parameterCount)
    if settings.penalize == .weights {
      for layer in shape.layers { for bias in layer.biases { flags[bias] = false } }
    }
    return flags
  }

  private var step: Step? {
    guard let record = state.lastStep, let data = state.data else { return nil }
    let used = record.settings
    let network = DoubleNetwork(record.shape, record.before, data.loss, data.training)
    let dataGradient = network.gradient(record.rows.map(Int.init))
    let flags = Self.penalized(record.shape, used)
    let gradient = dataGradient.indices.map { i in
      let p = Double(record.before[i])
      let pull = used.l1 * (p > 0 ? 1 : p < 0 ? -1 : 0) + used.l2 * p
      return dataGradient[i] + (flags[i] ? pull : 0)
    }
    func memory(_ array: [Float], _ i: Int) -> Double { array.isEmpty ? 0 : Double(array[i]) }
    let old = record.optimizerBefore
    let velocity = gradient.indices.map { used.momentum * memory(old.velocity, $0) + gradient[$0] }
    let m = gradient.indices.map {
      used.beta1 * memory(old.firstMoment, $0) + (1 - used.beta1) * gradient[$0]
    }
    let v = gradient.indices.map {
      used.beta2 * memory(old.secondMoment, $0) + (1 - used.beta2) * gradient[$0] * gradient[$0]
    }
    let t = Double(old.adamSteps + 1)
    let corrections = (1 - pow(used.beta1, t), 1 - pow(used.beta2, t))
    let direction: [Double]
    switch used.optimizer {
    case .gd, .sgd: direction = gradient
    case .momentum: direction = velocity
    case .adam:
      direction = m.indices.map {
        (m[$0] / corrections.0) / ((v[$0] / corrections.1).squareRoot() + used.epsilon)
      }
    }
    return Step(
      record: record, network: network, dataGradient: dataGradient, gradient: gradient,
      direction: direction, velocity: velocity, m: m, v: v, corrections: corrections)
  }

  private func stepNumbers(_ step: Step) -> [String: Double] {
    ["step": Double(step.record.step), "steps": Double(state.training?.stepCount ?? -1)]
  }

  /// "before - lr × gradient = after", or what sgd would have done instead.
  private func plainMove(_ step: Step) -> [String: Double] {
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
  private var isAtReport: Bool {
    guard let training = state.training, let last = state.epochs.last else { return false }
    return training.epoch == last.epoch && training.rowsDoneInEpoch == 0
  }

  private func evaluated(_ examples: Examples) -> (loss: Double, accuracy: Double)? {
    guard isAtReport, let training = state.training, let data = state.data else { return nil }
    return DoubleNetwork(training.shape, training.parameters, data.loss, examples)
      .evaluate(Array(0..<examples.count))
  }

  // MARK: Topics

  private var learningRate: [String: Double] {
    var values = ["lr": settings.learningRate]
    guard let step else { return values }
    values.merge(stepNumbers(step)) { $1 }
    let i = step.mostMoved()
    values["step_lr"] = step.lr
    values["direction"] = step.direction[i]
    values["update"] = -step.lr * step.direction[i]
    values["move_length"] = step.lr * length(step.direction)
    values["parameter_length"] = length(step.network.parameters)
    values["move_share"] = step.lr * length(step.direction) / length(step.network.parameters)
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

  private var batch: [String: Double] {
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

  private var layers: [String: Double] {
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
    guard let training = state.training else { return values }
    values["epoch"] = Double(training.epoch)
    var start = 0
    for i in 1..<sizes.count {
      let weights = training.parameters[start..<start + sizes[i - 1] * sizes[i]].map(Double.init)
      start += (sizes[i - 1] + 1) * sizes[i]
      guard i <= 3 || i == sizes.count - 1 else { continue }
      values["weight_size_\(i)"] = length(weights) / Double(weights.count).squareRoot()
      let isRectified =
        i <= hidden.count && [.relu, .leakyrelu, .gelu].contains(hidden[i - 1].activation)
      let fan = Double(isRectified ? sizes[i - 1] : sizes[i - 1] + sizes[i])
      values["bound_\(i)"] = (6 / fan).squareRoot()
      // Weights that have not moved yet lie within the bound.
      if training.stepCount == 0 {
        #expect(weights.allSatisfy { abs($0) <= (6 / fan).squareRoot() * 1.000001 })
      }
    }
    return values
  }

  private var activation: [String: Double] {
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
    let network = DoubleNetwork(training.shape, training.parameters, data.loss, data.training)
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

  private var gradientDescent: [String: Double] {
    var values = ["lr": settings.learningRate]
    if settings.optimizer == .gd, state.data != nil { values["rows"] = Double(rows) }
    guard let step else { return values }
    values.merge(plainMove(step)) { $1 }
    if values["after"] != nil { values["step_rows"] = Double(step.record.rows.count) }
    guard step.record.settings.optimizer == .gd else { return values }
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
  private func loss(of step: Step, at parameters: [Double]) -> Double {
    let used = step.record.settings
    let network = DoubleNetwork(
      step.record.shape, parameters.map { Float($0) }, step.network.loss, step.network.examples)
    let penalty = zip(parameters, step.penalized).reduce(0.0) { sum, p in
      p.1 ? sum + used.l1 * abs(p.0) + 0.5 * used.l2 * p.0 * p.0 : sum
    }
    return network.evaluate(Array(0..<rows)).loss + penalty
  }

  private var stochastic: [String: Double] {
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
    values["batch_gradient"] = length(step.dataGradient)
    values["full_gradient"] = length(full)
    values["cosine"] = product / (length(full) * length(step.dataGradient))
    return values
  }

  private var momentum: [String: Double] {
    let gain = 1 / (1 - settings.momentum)
    var values = [
      "momentum": settings.momentum, "gain": gain, "longest_rate": gain * settings.learningRate,
    ]
    if let all = state.training?.optimizer.velocity, !all.isEmpty {
      values["velocity_length"] = length(all.map(Double.init))
    }
    guard let step, step.record.settings.optimizer == .momentum else { return values }
    let i = step.mostMoved()
    let old = step.record.optimizerBefore.velocity
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

  private var adam: [String: Double] {
    var values = [
      "beta1": settings.beta1, "beta2": settings.beta2, "m_memory": 1 / (1 - settings.beta1),
      "v_memory": 1 / (1 - settings.beta2), "lr": settings.learningRate, "eps": settings.epsilon,
    ]
    guard let step, step.record.settings.optimizer == .adam else {
      let steps = state.training?.optimizer.adamSteps ?? 0
      if settings.optimizer != .adam, steps > 0 { values["adam_steps"] = Double(steps) }
      return values
    }
    let i = step.mostMoved()
    values.merge(stepNumbers(step)) { $1 }
    values["t"] = Double(step.record.optimizerBefore.adamSteps + 1)
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

  private func penalty(isL1: Bool) -> [String: Double] {
    let name = isL1 ? "l1" : "l2"
    let factor = isL1 ? settings.l1 : settings.l2
    var values = [name: factor]
    guard let training = state.training else { return values }
    let flags = Self.penalized(training.shape, settings)
    let counted = zip(training.parameters, flags).filter(\.1).map { Double($0.0) }
    values["count"] = Double(counted.count)
    values["epoch"] = Double(training.epoch)
    if isL1 {
      let sum = counted.reduce(0) { $0 + abs($1) }
      values["sum_of_magnitudes"] = sum
      values["l1_penalty"] = factor * sum
      values["zeros"] = Double(counted.count { $0 == 0 })
      let reach = factor * settings.learningRate
      if reach > 0, settings.optimizer == .gd || settings.optimizer == .sgd {
        values["reach"] = reach
        values["within_reach"] = Double(counted.count { abs($0) <= reach })
      }
    } else {
      let squares = counted.reduce(0) { $0 + $1 * $1 }
      values["sum_of_squares"] = squares
      values["l2_penalty"] = factor * squares / 2
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
    values["\(name)_gradient"] = pull
    values["data_gradient"] = step.dataGradient[i]
    if step.record.settings.optimizer == .gd || step.record.settings.optimizer == .sgd {
      values["\(name)_move"] = -step.lr * pull
    }
    return values
  }

  private var overfitting: [String: Double] {
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
    return values
  }
}
