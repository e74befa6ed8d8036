// `train`: epochs of training, from wherever the weights are, as many as asked for or until a condition
// holds.
import CommandLanguage
import Course
import Datasets
import Events
import Experiments
import NeuralNetwork

struct TrainCommand: Command {
  enum FormID: String {
    case epochs, until, live
    case liveUntil = "live until"

    var isLive: Bool { self == .live || self == .liveUntil }
  }

  static let epochs = Argument.optional(
    "EPOCHS", .integer(1...TrainingLimits.mostEpochs),
    "how many epochs; 20 unless said, after `use best` the trial's")
  static let most = Argument.optional(
    "EPOCHS", .integer(1...TrainingLimits.mostEpochs), "how many epochs at most")
  static let condition = Argument.rest(
    "EXPR", .condition(example: "test_accuracy > 95%", of: "quantity"),
    "when to stop, such as `test_accuracy > 95%`")

  static let live = Keyword("live", "draw the loss and the boundary while it trains")

  static let stop = Argument.option(
    "stop", .integer(0...Int.max, placeholder: "STEP"),
    "the step after which to stop as Ctrl-C does, counted as `step` counts them")

  let signature = CommandSignature(
    "train", summary: "train for some epochs",
    area: CommandArea.training,
    forms: [
      Form(FormID.epochs, "train for some epochs", positionals: [epochs], options: [stop]),
      Form(
        FormID.until, "train until a condition holds", positionals: [most],
        then: (Keyword("until", "stop when a condition holds"), [condition]), options: [stop]),
      Form(
        FormID.live, "the same, and watch the loss and the boundary", keywords: [live],
        positionals: [epochs], options: [stop]),
      Form(
        FormID.liveUntil, "watch it train until a condition holds", keywords: [live],
        positionals: [most],
        then: (Keyword("until", "stop when a condition holds"), [condition]), options: [stop]),
    ],
    details: [
      "An epoch takes every training row once, a batch at a time. Training goes on from where it "
        + "is; `reset` goes back to the initial weights. Whatever the number of epochs, about ten "
        + "lines are shown. Ctrl-C stops at the next batch and keeps what was learned; `train` "
        + "alone then finishes the run.",
      "Loss is the mean loss over all training rows after the epoch, plus the penalties. Of more than "
        + "\(Examples.mostRowsForFigures) training rows, an epoch's figures on them are of a fixed "
        + "sample of \(Examples.sampledRows), and `until` goes by these; `eval` takes all rows.",
      "EXPR compares figures of an epoch with numbers: `loss < 0.1`, `epoch = 500`, joined by "
        + "`and`, `or` and parentheses. It is checked before the first epoch and after each, with "
        + "unrounded values; epoch counts from the last reset. Figures: "
        + Quantity.allCases.filter { $0.figure == nil }.map(\.rawValue).joined(separator: ", ")
        + "; and after `train_`, `validation_` or `test_` "
        + QualityFigure.allCases.map(\.rawValue).joined(separator: ", ")
        + ", which cost a little time in each epoch. `help eval` says what these are.",
      "Without EPOCHS and where no epoch is named that must end it, `until` gives up after "
        + "\(TrainingLimits.mostOpenEpochs) epochs. A schedule runs over all epochs that there can be.",
      "`train live` draws the loss and, where there are two inputs, what the network says of each place "
        + "while it trains: on a terminal, at most ten times a second and for less than a twentieth "
        + "of the time. What it trains and says is the same to the bit.",
      "`help watch` says which rows are shown beside those trained on, `help patience` how training ends "
        + "by itself.",
    ],
    examples: [
      Example("train", "20 epochs", setup: ["data circle n=100", "layer 4 tanh"]),
      Example("train 50", "50 epochs", setup: ["data iris", "layer 8 relu"]),
      Example(
        "train until test_accuracy > 0.9 or epoch = 30", "until it is good, or 30 epochs are done",
        setup: ["data iris", "layer 8 relu"]),
      Example(
        "train live 100", "watch it learn", setup: ["data moons n=60", "layer 4 tanh"]),
      Example(
        "train 40 until loss < 0.2", "at most 40 epochs", setup: ["data iris", "layer 8 relu"]),
    ])

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let before = preparation.state
    let network = try preparation.network(with: .epochs, for: arguments)
    let resumed = resumed(arguments, network)
    try checkNames(arguments, resumed, before)
    let data = preparation.dataOrAssumed()
    let start = try preparation.trainingOrFresh(with: .epochs, for: arguments)
    let settings = preparation.state.settings.training
    try preparation.checkSize(of: start.shape)
    try Self.checkStop(arguments, from: start)
    let goal = resumed ?? goal(arguments, from: start.epoch, network)
    let rows = try preparation.state.rows(
      of: data, looksAtTest: goal.condition?.looksAtTest ?? false,
      figures: goal.condition?.wantsFigures ?? false)
    if resumed == nil, let condition = goal.condition,
      condition.firstEpoch(after: start.epoch, others: true) == nil
    {
      // No epoch to come can make it hold, so that it must hold already.
      let (kernels, threads) = (preparation.kernels, preparation.threads)
      let report = try preparation.whole { checkStop throws(Stopped) in
        try rows.figures(
          of: start, data.loss(settings), settings, kernels: kernels, threads: threads,
          checkStop: checkStop)
      }
      guard condition.reasons(in: report) != nil else {
        throw neverHolds(arguments, after: start.epoch)
      }
      return .say(.condition(ConditionReport(condition, in: report, limit: nil)))
    }
    let isFirstSteps = before.data == nil || network.hidden == nil
    let begin = TrainingBegin(preparation.state, rows: rows, start: start, goal: goal)
    return Work(takingUp: begin.takeUp) { performance in
      let outcome = perform(
        goal, arguments, data, rows, from: start, isResumed: resumed != nil, performance)
      // Whoever stops it, or says where it is to stop, wants no more to be said.
      guard let outcome, arguments[Self.stop] == nil, outcome.stoppedAtStep == nil,
        !performance.state.isBroken
      else { return }
      do throws(Stopped) {
        let steps =
          isFirstSteps
          ? try performance.state.nextSteps(performance.checkStop)
          : try performance.state.nextLine(since: start.epoch, performance.checkStop)
        if let steps { performance.emit(.hint(steps)) }
      } catch {
        // All but that is said where it is to stop at a step that is not taken any more.
        noteInterruption(at: outcome.lastStep + 1, arguments, performance)
      }
    }
  }

  func plannedEpochs(_ arguments: Arguments) -> Int? {
    // Without a number it may also finish a run that was interrupted.
    arguments.isGiven(Self.condition) || arguments.isGiven(Self.stop) ? nil : arguments[Self.epochs]
  }

  private func noteInterruption(at step: Int, _ arguments: Arguments, _ performance: Performance) {
    performance.noteInterruption(again: Self.again(to: step, arguments))
  }

  /// The same until a step.
  private static func again(to step: Int, _ arguments: Arguments) -> String {
    let until = arguments.syntax.words.first { $0.lowercased == FormID.until.rawValue }
    return arguments.syntax.with(option: stop.name, String(step), before: until)
  }

  /// Nil if there was nothing to train, since the condition holds already.
  private func perform(
    _ goal: TrainingGoal, _ arguments: Arguments, _ data: PreparedData, _ rows: TrainingRows,
    from start: TrainingState, isResumed: Bool, _ performance: Performance
  ) -> TrainingOutcome? {
    let settings = performance.state.settings.training
    var isStopped = false
    // What goes on in the middle of an epoch was not asked there the first time either.
    if let condition = goal.condition, !isResumed || start.rowsDoneInEpoch == 0,
      arguments[Self.stop] != start.stepCount
    {
      do throws(Stopped) {
        let report = try rows.figures(
          of: start, data.loss(settings), settings, kernels: performance.kernels,
          threads: performance.threads, checkStop: performance.checkStop)
        if condition.reasons(in: report) != nil {
          if isResumed { performance.update { $0.network?.interrupted = nil } }
          performance.emit(.condition(ConditionReport(condition, in: report, limit: nil)))
          return nil
        }
      } catch {
        // As if stopped before the first step, so that `train` alone goes on to the same goal.
        isStopped = true
      }
    }
    return train(goal, arguments, data, rows, from: start, isStopped: isStopped, performance)
  }

  private func train(
    _ goal: TrainingGoal, _ arguments: Arguments, _ data: PreparedData, _ rows: TrainingRows,
    from start: TrainingState, isStopped: Bool, _ performance: Performance
  ) -> TrainingOutcome {
    if isCapped(goal, arguments), performance.state.settings.training.schedule != .constant {
      performance.emit(
        .hint(
          """
          The schedule runs over all \(goal.target - start.epoch, "epochs") epochs that there can \
          be; `train N until …` makes them fewer.
          """))
    }
    var context = performance.context(keepingAs: { Self.again(to: $0, arguments) })
    if (try? arguments.form(FormID.self))?.isLive == true {
      context.picture = performance.environment.picture
    }
    var run = TrainingRun(
      performance.state, data: data, rows: rows, from: start, to: goal,
      stop: arguments[Self.stop], in: context)
    let begin = run.begin
    let outcome = run.run(isStopped: isStopped)
    performance.update { $0 = outcome.state }
    performance.leave { begin.remains(of: outcome.state) }
    if let step = outcome.stoppedAtStep {
      noteInterruption(at: step, arguments, performance)
    } else if let stop = arguments[Self.stop], let end = performance.state.training,
      end.weightsEpoch == nil, end.stepCount + 1 < stop
    {
      performance.emit(
        .hint("The run ended at step \(end.stepCount, "step"), before stop=\(stop, "stop")."))
    }
    return outcome
  }

  /// Error: `stop-is-past`.
  static func checkStop(_ arguments: Arguments, from start: TrainingState) throws(Diagnostic) {
    guard let step = arguments[Self.stop], step < start.stepCount else { return }
    throw Diagnostic(
      id: "stop-is-past",
      message: "step \(step) is past: these weights have been trained for \(start.stepCount) steps",
      range: arguments.range(of: Self.stop),
      suggestion: "`reset` first, which begins at step 0, or a later step")
  }

  /// The goal of an interrupted run when nothing else is asked for, or the same again.
  private func resumed(_ arguments: Arguments, _ network: NetworkModel) -> TrainingGoal? {
    guard arguments[Self.epochs] == nil, let goal = network.interrupted,
      let training = network.training, goal.target > training.epoch
    else { return nil }
    let condition = arguments[Self.condition]
    return condition == nil || condition?.text == goal.condition?.text ? goal : nil
  }

  private func checkNames(
    _ arguments: Arguments, _ resumed: TrainingGoal?, _ state: SessionState
  ) throws(Diagnostic) {
    let kind = RunKind(state)
    if let condition = arguments[Self.condition] { return try condition.check(kind) }
    guard let condition = resumed?.condition else { return }
    do {
      try condition.check(kind)
    } catch {
      // It was typed in another line, so there is nothing here to point at.
      var error = error.with(
        note: "the run that was interrupted was to train until \(shown(condition.text)); "
          + "`train 20` begins another")
      error.range = nil
      throw error
    }
  }

  private func goal(
    _ arguments: Arguments, from epoch: Int, _ network: NetworkModel
  ) -> TrainingGoal {
    let epochs = arguments[Self.epochs]
    guard let condition = arguments[Self.condition] else {
      // A trial taken over is trained as long as the trial was.
      let usual = epoch == 0 ? network.trialEpochs : nil
      return TrainingGoal(target: epoch + (epochs ?? usual ?? 20))
    }
    let bound = condition.firstEpoch(after: epoch, others: false)
    let most = epochs.map { epoch + $0 }
    let target =
      if let bound, let most { min(bound, most) } else {
        bound ?? most ?? epoch + TrainingLimits.mostOpenEpochs
      }
    return TrainingGoal(target: target, condition: condition)
  }

  private func neverHolds(_ arguments: Arguments, after epoch: Int) -> Diagnostic {
    Diagnostic(
      id: "never-holds", message: "no epoch after \(epoch) can make that hold",
      range: arguments.range(of: Self.condition),
      suggestion: "`train until epoch = \(epoch + 20)`")
  }

  /// Whether nothing but the cap ends a run whose condition never holds.
  private func isCapped(_ goal: TrainingGoal, _ arguments: Arguments) -> Bool {
    guard arguments[Self.epochs] == nil, let condition = arguments[Self.condition] else {
      return false
    }
    return condition.firstEpoch(after: goal.target - 1, others: false) != goal.target
  }
}
