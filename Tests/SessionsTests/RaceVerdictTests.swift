import Datasets
import DoubleNetwork
import Events
import Experiments
import NeuralNetwork
import SessionSupport
import Testing

/// Every number of every verdict, recomputed: losses, gradients and first steps in Double by their
/// definitions, counts by counting.
@Suite struct RaceVerdictTests {
  struct Task: Sendable {
    var setup: [String]
    var race: String
    var kinds: Set<RaceNote.Kind>
  }

  static let tasks = [
    Task(
      setup: ["data circle n=60", "layer 4 tanh", "set l2 0.01", "set lr 0.02"],
      race: "race gd sgd momentum nesterov adagrad rmsprop adam adamw epochs=4",
      kinds: [.ranking, .firstStep, .steps, .luck]),
    Task(
      setup: ["data circle n=60", "layer 4 tanh", "set lr 0.02"],
      race: "race adam amsgrad lion epochs=4", kinds: [.ranking, .firstStep, .luck]),
    Task(
      setup: ["data circle n=60", "layer 4 tanh", "set eps 0.1", "set schedule warmup"],
      race: "race sgd adagrad rmsprop adam amsgrad adamw lion epochs=4",
      kinds: [.ranking, .firstStep, .luck]),
    Task(
      setup: [
        "data iris", "layer 4 tanh", "set l1 0.02", "set penalize weights", "set clip 0.1",
        "set schedule warmup", "set batch 200",
      ], race: "race lr=0.01,0.5,2 epochs=6", kinds: [.ranking, .firstStep, .luck]),
    Task(
      setup: ["data sine n=60", "layer 4 tanh", "set penalize weights"],
      race: "race l2=0,0.1 l1=0,0.02 epochs=3", kinds: [.ranking, .penalty, .luck]),
    Task(
      setup: ["data sine n=60", "layer 4 tanh", "set l1mode proximal"],
      race: "race l1=0,0.1,0.3 epochs=8", kinds: [.ranking, .penalty, .luck]),
    Task(
      setup: ["data circle n=60 test=0", "layer 3 tanh", "set lr 1"],
      race: "race batch=1,7,full epochs=5", kinds: [.ranking, .steps, .ups, .luck]),
    Task(
      setup: ["data xor n=50", "layers none"], race: "race seed=1,2,3 epochs=2",
      kinds: [.ranking, .luck]),
    Task(
      setup: ["data xor n=50"], race: "race units=2,5 layers=1,2 epochs=2",
      kinds: [.ranking, .size, .luck]),
    Task(
      setup: ["data diabetes", "layers none"], race: "race lr=0.01,100 epochs=30",
      kinds: [.diverged, .firstStep]),
    Task(
      setup: ["data sine n=60", "layers none"], race: "race l2=0,0.1 lr=0.1,1e30 epochs=4",
      kinds: [.diverged, .ranking, .firstStep, .penalty, .luck]),
    Task(
      setup: ["data sine n=80 noise=0.5", "layer 6 tanh", "set patience 2"],
      race: "race lr=0.05,0.5 epochs=60", kinds: [.ranking, .ended, .firstStep, .ups, .luck]),
    Task(
      setup: ["data circle n=40 noise=0.9", "layer 12 tanh", "set lr 0.1"],
      race: "race sgd adam epochs=60", kinds: [.ranking, .test, .firstStep, .luck]),
    Task(
      setup: ["data circle n=30", "layer 2 tanh"], race: "race momentum=0.5,0.9 epochs=2",
      kinds: [.same]),
  ]

  @Test(arguments: tasks.indices, [ExplainLevel.brief, .full])
  func everyNumber(index: Int, level: ExplainLevel) throws {
    let task = Self.tasks[index]
    let session = RecordedSession(explain: level)
    session.run(task.setup)
    session.run(task.race)
    let end = try #require(session.raceEnd)
    let kinds = Set(end.verdict.map(\.kind))
    // In brief at most three are told, and how the numbers came about only where there is room.
    let reasons: Set<RaceNote.Kind> = [.firstStep, .steps, .ups, .penalty, .size]
    let hasRoom = task.kinds.count <= 3 || level == .full
    let wanted = hasRoom ? task.kinds : task.kinds.subtracting(reasons)
    #expect(wanted.isSubset(of: kinds), "\(task.race): \(kinds)")
    if level == .brief { #expect(kinds.count == end.verdict.count && kinds.count <= 3) }
    let expected = try RaceExpectation(session, end).values()
    for note in end.verdict {
      for (name, value) in note.statement.values {
        let want = try #require(expected[name], "\(name) of \(note.kind)")
        #expect(
          abs(value - want) <= 1e-4 * abs(want) + 1e-7,
          "\(task.race): \(name) \(value), not \(want)")
      }
    }
    // The ranking is by those values, and the outcome's own figures are the same.
    let ranked = end.finishes.filter { $0.place != nil }.sorted { $0.place ?? 0 < $1.place ?? 0 }
    let losses = ranked.compactMap { expected["\($0.racer.letter)_judged"] }
    #expect(losses == losses.sorted())
    for finish in end.finishes {
      let key = finish.racer.letter.lowercased()
      #expect(Double(finish.rises) == expected["\(key)_rises"])
      #expect(Double(finish.steps) == expected["\(key)_steps"])
      #expect(Double(finish.parameters) == expected["\(key)_parameters"])
      #expect(Double(finish.zeros) == expected["\(key)_zeros"])
    }
  }

  /// With an eps that is not small beside the gradients, steps depend on their size.
  @Test(arguments: [ExplainLevel.brief, .full])
  func aLargeEpsilonIsNamed(level: ExplainLevel) throws {
    for (eps, isLarge) in [("1", true), ("auto", false)] {
      let session = RecordedSession(explain: level)
      session.run("data circle n=60", "layer 4 tanh", "set eps \(eps)")
      session.run("race adam rmsprop epochs=2")
      let verdict = try #require(session.raceEnd).verdict
      let step = try #require(verdict.first { $0.kind == .firstStep }).statement
      #expect(step.values.contains { $0.name == "a_eps" } == isLarge)
      #expect(step.values.contains { $0.name == "b_eps" } == isLarge)
      let saysWhatever = step.parts.contains {
        guard case .text(let text) = $0 else { return false }
        return text.contains("however small") || text.contains("large or small")
      }
      #expect(saysWhatever != isLarge)
    }
  }

  /// A racer that came to its own end is not said to stand where the others were stopped.
  @Test(arguments: [
    // The condition holds for B after an epoch or two, for A late or never.
    (["data circle n=60", "layer 4 tanh", "train until loss < 0.4"], "what if lr=3"),
    (["data diabetes", "layers none"], "race lr=0.0001,100 epochs=200"),
    (
      ["data sine n=60 noise=0.5", "layer 6 tanh", "set patience 1"],
      "race lr=0.0001,0.5 epochs=400"
    ),
  ])
  func stoppedAfterOneCameToItsEnd(setup: [String], race: String) throws {
    let session = RecordedSession()
    session.run(setup)
    #expect(session.run(race, stoppingAfter: 400) == .interrupted)
    let end = try #require(session.raceEnd)
    let (slow, fast) = (end.finishes[0], end.finishes[1])
    #expect(slow.reason == .interrupted && fast.reason != .interrupted)
    #expect(slow.curve.count > fast.curve.count)
    let stopped = try #require(end.verdict.first)
    #expect(stopped.kind == .stopped && stopped.statement.values.count == 1)
    #expect(stopped.statement.values.first?.value == Double(slow.report.epoch))
    #expect(slow.report.epoch == slow.curve.count - 1)
    let saysAll = stopped.statement.parts.contains {
      if case .text(let text) = $0 { text.contains("all finished") } else { false }
    }
    #expect(!saysAll)
    // The one that ended is ranked by its own end.
    if case .diverged = fast.reason { return }
    #expect(fast.report == session.reports(of: "B").first { $0.epoch == fast.report.epoch })
    #expect(fast.report.epoch < slow.report.epoch && fast.place != nil)
  }

  @Test func stoppedBeforeAnythingWasLearned() throws {
    let session = try #require(
      stopped("race sgd adam", after: ["data circle n=60", "layer 4 tanh"]) { $0.raceEnd != nil })
    let end = try #require(session.raceEnd)
    #expect(end.verdict.map(\.kind) == [.stopped, .firstStep])
    #expect(end.winner == nil && end.finishes.allSatisfy { $0.place == nil })
    #expect(session.run("use winner") == .failed)
    #expect(session.diagnostic?.id == "no-winner")
    #expect(session.diagnostic?.message.contains("stopped before") == true)
    #expect(session.diagnostic?.suggestion?.contains("`use A`") == true)
    #expect(session.run("use A") == .done)
  }
}

/// The numbers that a verdict may name, from the racers' weights, rows and settings.
struct RaceExpectation {
  let session: RecordedSession
  let end: RaceEnd
  let reports: [[EpochReport]]

  init(_ session: RecordedSession, _ end: RaceEnd) {
    self.session = session
    self.end = end
    reports = end.finishes.map { session.reports(of: $0.racer.letter) }
  }

  func values() throws -> [String: Double] {
    var values: [String: Double] = ["momentum_growth": 1 / (1 - 0.9)]
    var judged: [(loss: Double, epoch: Int, letter: String)] = []
    for (index, finish) in end.finishes.enumerated() {
      let key = finish.racer.letter.lowercased()
      #expect(session.run("use \(finish.racer.letter)") == .done)
      let state = session.state
      session.run("undo")
      let curve = curve(index)
      values["\(key)_rises"] = Double((1..<curve.count).count { curve[$0] > curve[$0 - 1] })
      values["\(key)_epochs"] = Double(curve.count - 1)
      values["\(key)_ended"] = Double(curve.count - 1)
      values["\(key)_training_loss"] = state.network?.epochs.last?.training.dataLoss
      let training = try #require(state.training)
      values["\(key)_parameters"] = Double(training.parameters.count)
      values["\(key)_steps"] = Double(training.stepCount)
      if let divergence = state.divergence {
        values["\(key)_epoch"] = Double(curve.count)
        values["\(key)_step"] = Double(training.stepCount + 1)
        #expect(divergence.epoch == curve.count)
      } else {
        let best = end.plan.judge == .dataLoss ? curve.count - 1 : argmin(curve, finish)
        judged.append((curve[best], best, finish.racer.letter))
        values["\(key)_best_epoch"] = Double(best)
      }
      try addSizes(of: state, key, to: &values)
      try addFirstStep(of: state.settings.training, key, letter: finish.racer.letter, to: &values)
    }
    addRanking(judged, to: &values)
    for entry in judged { values["\(entry.letter)_judged"] = entry.loss }
    let tested = judged.sorted { $0.loss < $1.loss }
      .compactMap { values["\($0.letter.lowercased())_test_loss"] }
    values["winner_test_loss"] = tested.first
    values["best_test_loss"] = tested.min()
    try addTestLead(judged.sorted { $0.loss < $1.loss }.map(\.letter), to: &values)
    try addLead(judged.sorted { $0.loss < $1.loss }.map(\.letter), to: &values)
    if end.verdict.contains(where: { $0.kind == .same }) { values["steps"] = values["a_steps"] }
    return values
  }

  /// The first of the ranking beside the best on test rows, row by row.
  private func addTestLead(_ ranked: [String], to values: inout [String: Double]) throws {
    func testLoss(_ letter: String) -> Double? { values["\(letter.lowercased())_test_loss"] }
    guard let first = ranked.first, let least = ranked.compactMap(testLoss).min(),
      let best = ranked.first(where: { testLoss($0) == least }), best != first
    else { return }
    try addDifference("test_lead", rowLosses(first), rowLosses(best), to: &values)
  }

  /// The first of the ranking beside the second on the validation rows that judged them.
  private func addLead(_ ranked: [String], to values: inout [String: Double]) throws {
    guard end.plan.judge == .validationLoss, ranked.count > 1 else { return }
    try addDifference(
      "lead", rowLosses(ranked[1], ofValidation: true), rowLosses(ranked[0], ofValidation: true),
      to: &values)
  }

  private func addDifference(
    _ name: String, _ one: [Double], _ other: [Double], to values: inout [String: Double]
  ) throws {
    let differences = zip(one, other).map { $0 - $1 }
    let rows = Double(differences.count)
    let mean = differences.reduce(0, +) / rows
    let variance = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (rows - 1)
    values["\(name)_rows"] = rows
    values[name] = mean
    values["\(name)_error"] = (variance / rows).squareRoot()
  }

  private func rowLosses(_ letter: String, ofValidation: Bool = false) throws -> [Double] {
    session.run("use \(letter)")
    let state = session.state
    session.run("undo")
    let (training, data) = (try #require(state.training), try #require(state.data))
    let settings = state.settings.training
    let rows =
      ofValidation
      ? data.validating(seed: settings.seed).validation
      : try #require(data.test)
    let network = DoubleNetwork(training.shape, training.parameters, data.loss(settings), rows)
    return (0..<rows.count).map { network.evaluate([$0]).loss }
  }

  /// The last weights' epoch, or with patience spent that of the lowest loss.
  private func argmin(_ curve: [Double], _ finish: RaceFinish) -> Int {
    guard finish.reason == .patienceSpent else { return curve.count - 1 }
    return (1..<curve.count).min { curve[$0] < curve[$1] } ?? 0
  }

  private func curve(_ index: Int) -> [Double] {
    reports[index].map {
      end.plan.judge == .dataLoss ? $0.training.dataLoss : $0.validation?.dataLoss ?? -1
    }
  }

  private func addRanking(
    _ judged: [(loss: Double, epoch: Int, letter: String)], to values: inout [String: Double]
  ) {
    guard let best = judged.min(by: { $0.loss < $1.loss }),
      let worst = judged.max(by: { $0.loss < $1.loss })
    else { return }
    values["best_loss"] = best.loss
    values["best_epoch"] = Double(best.epoch)
    values["worst_loss"] = worst.loss
    values["spread"] = worst.loss - best.loss
    for (index, finish) in end.finishes.enumerated() {
      let first = curve(index).firstIndex { $0 <= worst.loss }
      values["\(finish.racer.letter.lowercased())_reached"] = first.map(Double.init)
    }
  }

  /// Sums over the weights, and the losses of all rows.
  private func addSizes(
    of state: SessionState, _ key: String, to values: inout [String: Double]
  ) throws {
    let training = try #require(state.training)
    var (squares, magnitudes, zeros) = (0.0, 0.0, 0.0)
    for layer in training.shape.layers {
      let biases = state.settings.training.penalize == .all ? Array(layer.biases) : []
      for index in Array(layer.weights) + biases {
        squares += Double(training.parameters[index]) * Double(training.parameters[index])
        magnitudes += abs(Double(training.parameters[index]))
        if training.parameters[index] == 0 { zeros += 1 }
      }
    }
    values["\(key)_zeros"] = zeros
    values["\(key)_squares"] = squares
    values["\(key)_magnitudes"] = magnitudes
    let data = try #require(state.data)
    guard state.divergence == nil, end.plan.validationRows == 0 else { return }
    func loss(_ examples: Examples) -> Double {
      DoubleNetwork(
        training.shape, training.parameters, data.loss(state.settings.training), examples
      ).evaluate(Array(0..<examples.count)).loss
    }
    values["\(key)_train_loss"] = loss(data.training)
    guard let test = data.test else { return }
    values["\(key)_test_loss"] = loss(test)
    values["\(key)_gap"] = loss(test) - loss(data.training)
  }

  /// The first step by the optimizer's formula. Only the batch's rows are taken from the engine.
  private func addFirstStep(
    of settings: TrainingSettings, _ key: String, letter: String, to values: inout [String: Double]
  ) throws {
    let fresh = RecordedSession(explain: .off)
    fresh.session.update {
      $0.data = session.state.data
      $0.network?.hidden = session.state.hidden
      $0.settings.training = settings
    }
    session.run("use \(letter)")
    fresh.session.update { $0.network?.hidden = session.state.hidden }
    session.run("undo")
    #expect(fresh.run("step") == .done)
    let step = try #require(fresh.state.lastStep)
    let data = try #require(fresh.state.data)
    let examples =
      settings.patience == nil
      ? data.training
      : data.validating(seed: settings.seed).training
    let network = DoubleNetwork(step.shape, step.before, data.loss(settings), examples)
    var gradient = network.adding(
      penaltiesOf: settings, to: network.gradient(step.rows.map(Int.init)))
    if let clip = settings.clip, length(gradient) > clip {
      let factor = clip / length(gradient)
      gradient = gradient.map { $0 * factor }
    }
    var rate = settings.learningRate
    if settings.schedule == .warmup {
      let share = Double(step.rows.count) / Double(examples.count) / Double(end.plan.toEpoch)
      rate *= min(1, 10 * share)
    }
    let count = Double(gradient.count)
    values["\(key)_lr"] = rate
    values["\(key)_momentum"] = settings.momentum
    values["\(key)_rho"] = settings.rho
    values["\(key)_eps"] = settings.epsilon
    values["\(key)_gradient"] = gradient.reduce(0) { $0 + abs($1) } / count
    values["\(key)_move"] =
      gradient.indices.reduce(0) {
        $0 + abs(rate * direction(gradient[$1], Double(step.before[$1]), settings))
      } / count
  }

  private func direction(_ g: Double, _ p: Double, _ settings: TrainingSettings) -> Double {
    let epsilon = settings.epsilon ?? (settings.optimizer == .adagrad ? 1e-10 : 1e-8)
    return switch settings.optimizer {
    case .gd, .sgd, .momentum: g
    case .nesterov: g + settings.momentum * g
    case .adagrad, .adam, .amsgrad: g / ((g * g).squareRoot() + epsilon)
    case .rmsprop: g / (((1 - settings.rho) * g * g).squareRoot() + epsilon)
    case .lion: (g > 0 ? 1 : g < 0 ? -1 : 0) + settings.decay * p
    case .adamw: g / ((g * g).squareRoot() + epsilon) + settings.decay * p
    }
  }
}
