// What a race showed: who was ahead, by how much and since when, and what in the runs made the
// difference. Only numbers of these runs; what one seed cannot show is said too.
import NeuralNetwork

struct RaceVerdict {
  let plan: RacePlan
  let finishes: [RaceFinish]
  /// Of each racer, in the same order.
  let settings: [SessionSettings]
  let isInterrupted: Bool

  func notes() -> [RaceNote] {
    if !isInterrupted, let same = sameNote { return [same] }
    var notes: [RaceNote] = []
    if isInterrupted { notes.append(RaceNote(kind: .stopped, statement: stoppedStatement)) }
    if let ranking = rankingStatement {
      notes.append(RaceNote(kind: .ranking, statement: ranking))
    }
    if !isInterrupted, let statement = testStatement {
      notes.append(RaceNote(kind: .test, statement: statement))
    }
    notes += finishes.compactMap(endedNote)
    if varies(["optimizer", "lr", "momentum", "schedule", "clip", "eps", "rho"]),
      let statement = firstStepStatement
    {
      notes.append(RaceNote(kind: .firstStep, statement: statement))
    }
    // Of weights at different epochs, sums and counts say nothing.
    if !isInterrupted { notes += wholeRunNotes() }
    if ranked.count > 1 { notes.append(RaceNote(kind: .luck, statement: luckStatement)) }
    return notes
  }

  private func wholeRunNotes() -> [RaceNote] {
    var notes: [RaceNote] = []
    if varies(["batch", "optimizer"]), Set(finite.map(\.steps)).count > 1 {
      notes.append(RaceNote(kind: .steps, statement: stepsStatement))
    }
    if varies(["lr", "batch", "optimizer", "momentum", "schedule", "clip"]),
      finite.contains(where: { $0.rises > 0 })
    {
      notes.append(RaceNote(kind: .ups, statement: upsStatement))
    }
    if varies(["l1", "l2", "decay", "l1mode", "penalize"]), !finite.isEmpty {
      notes.append(RaceNote(kind: .penalty, statement: penaltyStatement))
    }
    if varies(["units", "layers"]), !finite.isEmpty {
      notes.append(RaceNote(kind: .size, statement: sizeStatement))
    }
    return notes
  }

  private func varies(_ names: Set<String>) -> Bool {
    plan.racers.contains { $0.parameters.contains { names.contains($0.name) } }
  }

  private var judgeName: String {
    plan.judge == .validationLoss ? "validation loss" : "training loss"
  }

  /// The finite finishers, best first.
  private var ranked: [RaceFinish] {
    finishes.filter { $0.place != nil }.sorted { ($0.place ?? 0) < ($1.place ?? 0) }
  }

  /// The same by their letters: what diverged has no sums and counts worth telling.
  private var finite: [RaceFinish] { finishes.filter { $0.place != nil } }

  /// In a list: combinations of several settings go by their letters alone.
  private func short(_ finish: RaceFinish) -> String {
    finish.racer.parameters.count > 1 ? finish.racer.letter : finish.title
  }

  private func value(_ finish: RaceFinish) -> Double { plan.judge.value(in: finish.report) ?? .nan }

  private func list(_ statements: [Statement], _ separator: String = "; ") -> Statement {
    var parts: [Statement.Part] = []
    for (index, statement) in statements.enumerated() {
      if index > 0 { parts.append(.text(separator)) }
      parts += statement.parts
    }
    return Statement(parts: parts)
  }

  // MARK: Who was ahead

  private var stoppedStatement: Statement {
    guard let epoch = ranked.map(\.report.epoch).min() else {
      return "Stopped before every racer had finished an epoch, so none is ahead."
    }
    return "Stopped early; the figures are those after epoch \(epoch, "epoch"), which all finished."
  }

  /// When what was changed made no difference at all.
  private var sameNote: RaceNote? {
    guard ranked.count == finishes.count,
      Set(finishes.map(\.fingerprint)).count == 1, Set(finishes.map(\.parameters)).count == 1
    else { return nil }
    return RaceNote(
      kind: .same,
      statement: """
        All ended with the same weights to the last bit: in these \
        \(finishes[0].steps, "steps") steps the change made no difference.
        """)
  }

  private var rankingStatement: Statement? {
    guard let best = ranked.first, let worst = ranked.last, value(best) < value(worst) else {
      return nil
    }
    let head: Statement = """
      \(best.title) has the lowest \(judgeName): \(value(best), "best_loss") after epoch \
      \(best.report.epoch, "best_epoch"); \(worst.title) has the highest, \
      \(value(worst), "worst_loss").
      """
    // What the last one reached is a mark that the others have passed, if it is below the start.
    let reached: [Statement] = ranked.dropLast().compactMap { finish in
      guard let index = finish.curve.firstIndex(where: { $0 <= value(worst) }), index > 0 else {
        return nil
      }
      return "\(finish.title) in epoch \(plan.fromEpoch + index, "\(finish.key)_reached")"
    }
    guard value(worst) < worst.curve[0], !reached.isEmpty else { return head }
    return """
      \(head) As low as that for the first time: \(list(reached, ", ")).
      """
  }

  /// Where rows not trained on tell another story than the training rows.
  private var testStatement: Statement? {
    let tested = ranked.compactMap { finish in
      finish.report.test.map { (finish: finish, loss: $0.dataLoss) }
    }
    guard plan.judge == .dataLoss, let winner = tested.first,
      let best = tested.min(by: { $0.loss < $1.loss }), best.loss < winner.loss
    else { return nil }
    return """
      But on the test rows \(best.finish.title) has the lowest loss, \(best.loss, "best_test_loss"); \
      \(winner.finish.title) has \(winner.loss, "winner_test_loss"). A low training loss can be \
      learned by heart. To choose by rows not trained on, keep some for validation: \
      `set patience 10`, and race again.
      """
  }

  /// Of a racer that ended before its last epoch.
  private func endedNote(_ finish: RaceFinish) -> RaceNote? {
    let ran: Statement =
      "\(finish.title) ended after epoch \(plan.fromEpoch + finish.curve.count - 1, "\(finish.key)_ended")"
    switch finish.reason {
    case .finished, .interrupted: return nil
    case .conditionReached:
      return RaceNote(kind: .ended, statement: "\(ran), when what it trained until held.")
    case .patienceSpent:
      return RaceNote(
        kind: .ended,
        statement: """
          \(ran), when its patience was spent; the weights of epoch \
          \(finish.report.epoch, "\(finish.key)_best_epoch") are back.
          """)
    case .diverged(let divergence):
      return RaceNote(
        kind: .diverged,
        statement: """
          \(finish.title) diverged in epoch \(divergence.epoch, "\(finish.key)_epoch"), at step \
          \(divergence.step, "\(finish.key)_step"): its numbers grew until they were no longer \
          finite.
          """)
    }
  }

  // MARK: Why

  private var firstStepStatement: Statement? {
    let parts: [Statement] = finishes.indices.compactMap { index in
      let finish = finishes[index]
      guard let step = finish.firstStep else { return nil }
      let training = settings[index].training
      return """
        \(short(finish)) by \(step.move, "\(finish.key)_move")\
        \(rule(training, step, finish.key))\(pull(training))
        """
    }
    guard !parts.isEmpty else { return nil }
    let why: Statement = "The first step moved a parameter, on average: \(list(parts))."
    guard let momentum = momentum else { return why }
    return """
      \(why) Velocity builds up: along a gradient that stays the same, steps grow to \
      1 / (1 - momentum) = \(1 / (1 - momentum), "momentum_growth") times that of sgd.
      """
  }

  /// The rule by which the optimizer makes a first step of a gradient.
  private func rule(
    _ settings: TrainingSettings, _ step: RaceFinish.FirstStep, _ key: String
  ) -> Statement {
    let gradient: Statement = "mean |gradient| \(step.gradient, "\(key)_gradient")"
    let rate: Statement = "lr \(step.learningRate, "\(key)_lr", .exact)"
    guard !step.hasMemory else {
      return " with \(rate) and \(gradient), as its optimizer remembers the steps before"
    }
    let whatever: Statement = "wherever there is a gradient, large or small (\(gradient))"
    switch settings.optimizer {
    case .gd, .sgd: return " = \(rate) × \(gradient)"
    case .momentum: return " = \(rate) × \(gradient), as sgd at first"
    case .nesterov:
      return
        " = \(rate) × (1 + momentum \(settings.momentum, "\(key)_momentum", .exact)) × \(gradient)"
    case .adagrad, .adam: return ", about \(rate) \(whatever)"
    case .adamw: return ", about \(rate) \(whatever), and its decay"
    case .rmsprop:
      return """
        , about \(rate) / √(1 - rho \(settings.rho, "\(key)_rho", .exact)) \(whatever)
        """
    }
  }

  private func pull(_ settings: TrainingSettings) -> String {
    settings.l1 > 0 && settings.l1Mode == .proximal ? ", and the pull of proximal L1" : ""
  }

  /// The one momentum of all racers that have a velocity.
  private var momentum: Double? {
    let values = settings.map(\.training)
      .filter { $0.optimizer == .momentum || $0.optimizer == .nesterov }.map(\.momentum)
    guard varies(["optimizer"]), let first = values.first, first > 0, Set(values).count == 1 else {
      return nil
    }
    return first
  }

  private var stepsStatement: Statement {
    let parts: [Statement] = finite.map {
      "\(short($0)) \($0.steps, "\($0.key)_steps")"
    }
    return """
      Steps taken: \(list(parts, ", ")). Fewer rows a step make more steps of an epoch, each from \
      a gradient that chance moves more.
      """
  }

  private var upsStatement: Statement {
    let parts: [Statement] = finite.map {
      """
      \(short($0)) in \($0.rises, "\($0.key)_rises") of \($0.curve.count - 1, "\($0.key)_epochs")
      """
    }
    return """
      Epochs after which the \(judgeName) was higher than before: \(list(parts, ", ")). Steps that \
      overshoot do that, and so does the chance in small batches.
      """
  }

  private var penaltyStatement: Statement {
    let parts: [Statement] = finite.map { finish in
      let report = finish.report
      let sizes: Statement = """
        \(short(finish)) ended with Σp² = \(finish.squares, "\(finish.key)_squares"), Σ|p| = \
        \(finish.magnitudes, "\(finish.key)_magnitudes"), training loss \
        \(report.training.dataLoss, "\(finish.key)_train_loss")
        """
      guard let test = report.test else { return sizes }
      return """
        \(sizes), test loss \(test.dataLoss, "\(finish.key)_test_loss") \
        (gap \(test.dataLoss - report.training.dataLoss, "\(finish.key)_gap", .signed))
        """
    }
    return """
      \(list(parts)). Losses here are without penalties. A penalty pulls weights toward 0; whether \
      that helps, rows not trained on must show.
      """
  }

  private var sizeStatement: Statement {
    let parts: [Statement] = finite.map {
      "\(short($0)) has \($0.parameters, "\($0.key)_parameters") parameters"
    }
    return "\(list(parts, ", "))."
  }

  private var luckStatement: Statement {
    guard varies(["seed"]) else {
      return """
        Each ran once, from one seed: a difference that another seed would turn around is luck. \
        `race seed=1,2,3` shows how much seeds differ.
        """
    }
    guard let best = ranked.first, let worst = ranked.last, plan.racers[0].parameters.count == 1
    else { return "Where only the seed differs, the difference is luck." }
    return """
      They differ in nothing but the seed, so the \(value(worst) - value(best), "spread") between \
      the lowest and the highest loss is luck. Settings that differ by less are not told apart by \
      one run each.
      """
  }
}

extension RaceFinish {
  /// "B (momentum)"
  package var title: String { "\(racer.letter) (\(racer.name))" }
  /// What its numbers' names begin with.
  var key: String { racer.letter.lowercased() }
}
