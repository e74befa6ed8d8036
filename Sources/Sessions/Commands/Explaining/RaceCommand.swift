// `race`: networks trained side by side from the same weights, differing in what was named. The session
// stays as it was; `use` takes one of them.
import CommandLanguage
import Course
import Events
import Experiments
import NeuralNetwork

struct RaceCommand: Command {
  /// The racer without any of the changes.
  private static let unchanged = "none"

  static let optimizers = Argument.repeated(
    "OPTIMIZER",
    ValueType<OptimizerKind?>.choice(
      OptimizerKind.allCases.map { Choice($0.rawValue, $0, $0.summary) }
        + [Choice(unchanged, nil, "as it is, beside one racer for each change")]),
    "optimizers to race", isOptional: true)
  static let epochs = Argument.option(
    "epochs", .integer(1...TrainingLimits.mostEpochs), "how long each is trained; 20 unless said")
  static let stop = Argument.option(
    "stop", .integer(0...TrainingLimits.mostEpochs, placeholder: "EPOCH"),
    "the epoch at which to end as Ctrl-C does")
  static let values = Argument.open(
    "NAME", RaceAxis.valueType, "a setting and the values to race; one value is for all",
    names: "race-setting", isOptional: true, mayComeAgain: true)

  let signature = CommandSignature(
    "race", summary: "settings side by side", area: CommandArea.explaining,
    forms: [
      Form(
        "race", "race optimizers, or the values of a setting", positionals: [optimizers],
        options: [epochs, stop], openOption: values)
    ],
    details: [
      "Every racer starts at epoch 0 from the weights that `reset` would give and draws its batches "
        + "by the same seed, so that only what you named differs. Any setting can be raced but "
        + "`loss`, `patience`, `watch`, `threads`, `explain`, `pager`, `pictures`, "
        + "`prompt`, `screenreader`, `rerun` and `keep`, and "
        + "`units`, `layers` and `activation` too. With several settings all combinations run, \(Entrant.most) at most; with `none` among "
        + "the racers one stays unchanged, and each of the others has one change.",
      "They are ranked by data loss, on the validation rows where `watch` or `patience` keeps some, else on "
        + "the training rows. Test rows, where they are watched, are shown and choose nothing; but "
        + "where they clearly tell another story, no racer is recommended. Ctrl-C ends the race with "
        + "what there is, all racers at the last epoch for which they waited for each other.",
      "Raced with several seeds each, as in `race lr=0.1,1 seed=1,2,3`, settings are compared by their means "
        + "over the seeds, and the setting is recommended instead of a racer.",
      "Your own network stays as it is. `use winner`, `use B` or `use adam` takes a racer over with "
        + "its settings, weights and epochs; `undo` gives yours back.",
    ],
    examples: [
      Example(
        "race sgd momentum adam epochs=30", "three optimizers",
        setup: ["data circle n=100", "layer 4 tanh"]),
      Example(
        "race lr=0.01,0.1,1", "three learning rates", setup: ["data circle n=60", "layer 4 tanh"]),
      Example(
        "race batch=1,10,full epochs=5", "three batch sizes",
        setup: ["data circle n=60", "layer 4 tanh"]),
      Example(
        "race activation=relu,tanh lr=0.1", "two activations, both at lr 0.1",
        setup: ["data circle n=60", "layer 4 tanh"]),
      Example(
        "race none l1=0.01 l2=0.01 epochs=5", "no penalty, L1 alone and L2 alone",
        setup: ["data circle n=60", "layer 4 tanh"]),
    ])

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    try preparation.network(with: .epochs, for: arguments)
    let axes = try axes(arguments, &preparation)
    let range = arguments.syntax.range
    let hasUnchanged = arguments.words(of: Self.optimizers).contains(where: Self.isUnchanged)
    let isAlone = hasUnchanged ? axes.isEmpty : try Entrant.count(axes, range: range) < 2
    guard !isAlone else {
      throw Diagnostic(
        id: "one-racer", message: "a race needs at least two",
        range: range, suggestion: suggestion(axes, hasUnchanged: hasUnchanged))
    }
    let data = preparation.dataOrAssumed()
    try preparation.layersForRace(axes, arguments)
    var base = preparation.state
    base.forgetTraining()
    // All are judged by the same rows, whatever their seeds.
    let divisionSeed = preparation.state.divisionSeed
    if base.keepsValidation { base.network?.validationSeed = divisionSeed }
    let entrants =
      hasUnchanged
      ? try Entrant.variants(
        axes: axes, base: base, unchanged: Self.unchanged, range: range, preparation.settings)
      : try Entrant.all(axes: axes, base: base, range: range, preparation.settings)
    let race = try PreparedRace(
      .race, of: entrants, on: data,
      to: TrainingGoal(target: arguments[Self.epochs, default: 20]),
      stop: arguments[Self.stop], in: preparation.context)
    return race.work(arguments)
  }

  private func axes(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> [RaceAxis] {
    var axes: [RaceAxis] = []
    let named = arguments.words(of: Self.optimizers)
    let optimizers = named.filter { !Self.isUnchanged($0) }
    if !optimizers.isEmpty {
      let axis = RaceAxis(.setting(.optimizer), values: optimizers)
      try axis.checkDifferent(preparation.settings)
      axes.append(axis)
    }
    axes += try RaceAxis.all(
      arguments.openOptions(Self.values), after: axes,
      merges: named.contains(where: Self.isUnchanged),
      preparation.settings)
    guard axes.isEmpty, named.isEmpty else { return axes }
    let words = [OptimizerKind.sgd, .momentum, .adam].map(\.rawValue)
    preparation.assume(
      Assumption(
        subject: .racers, command: "race " + words.joined(separator: " "),
        why: "Nothing to race was named"))
    return [
      RaceAxis(
        .setting(.optimizer), values: words.map { Word($0, range: arguments.syntax.range) })
    ]
  }

  private static func isUnchanged(_ word: Word) -> Bool { word.lowercased == unchanged }

  private func suggestion(_ axes: [RaceAxis], hasUnchanged: Bool) -> String {
    if hasUnchanged { return "`race none l1=0.01 l2=0.01`" }
    if axes.count > 1 {
      // Each has one value: they were meant to run beside the network without them.
      let changes = axes.flatMap { axis in
        axis.values.map { axis.isNamedByValue ? $0.text : "\(axis.name)=\($0.text)" }
      }
      return "`race none \(changes.joined(separator: " "))`"
    }
    guard let axis = axes.first, let value = axis.values.first else { return "`race sgd adam`" }
    if axis.isNamedByValue {
      return "`race \(value.lowercased) \(value.lowercased == "adam" ? "sgd" : "adam")`"
    }
    return "several values, as in `race lr=0.01,0.1`"
  }
}

extension PreparedRace {
  /// Of each racer whose penalty alone makes its weights grow.
  private var warnings: [Statement] {
    entrants.compactMap { entrant in
      entrant.state.settings.training.penaltyOvershoot.map {
        "\(entrant.racer.letter), \(entrant.racer.name): \($0.warningWithChange)"
      }
    }
  }

  /// - Parameter arguments: of a command that takes `stop=`.
  func work(_ arguments: Arguments) -> Work {
    Work(
      takingUp: { (performance, bytes) throws(UnreadableCheckpoint) in
        let race = try self.race(with: bytes)
        performance.update { $0.race = race }
      },
      { perform(performance: $0, arguments) })
  }

  private func perform(performance: Performance, _ arguments: Arguments) {
    let run = performance.whole { _ throws(Stopped) in
      try RaceRun(self, in: performance.context)
    }
    for warning in self.warnings { performance.emit(.hint(warning)) }
    guard let outcome = run?.run() else { return }
    performance.update { $0.race = outcome.race }
    performance.leave { self.remains(of: outcome.race) }
    let verdict = RaceVerdict(
      plan: outcome.plan, finishes: outcome.finishes, settings: outcome.settings,
      isInterrupted: outcome.isInterrupted, testLead: outcome.testLead,
      lead: outcome.lead, isFull: performance.state.settings.explain == .full)
    performance.emit(
      .raceEnded(
        RaceEnd(
          plan: outcome.plan, finishes: outcome.finishes, isInterrupted: outcome.isInterrupted,
          testLead: outcome.testLead, verdict: outcome.notes + verdict.notes())))
    if let epoch = outcome.stoppedAtEpoch {
      performance.noteInterruption(
        again: arguments.syntax.with(option: RaceCommand.stop.name, String(epoch)))
    }
  }
}

extension Preparation {
  /// Hidden layers to race with, taken for granted where nothing was said about them yet.
  /// Error: `no-layers` where the race is about layers that there are none of.
  mutating func layersForRace(_ axes: [RaceAxis], _ arguments: Arguments) throws(Diagnostic) {
    if layersOrAssumed().isEmpty, !axes.contains(where: { $0.part == .layers }),
      let axis = axes.first(where: { $0.part == .units || $0.part == .activation })
    {
      throw Diagnostic(
        id: "no-layers", message: "there are no hidden layers whose \(axis.name) could differ",
        range: arguments.syntax.range, suggestion: "`layer 8 tanh` first")
    }
  }

  /// Takes over a racer as it ended: the named one, or without a name the best.
  /// Errors: `no-race-yet`, `unknown-racer`, `no-winner`.
  func takingRacer(_ word: Word?, _ arguments: Arguments) throws(Diagnostic) -> Work {
    guard let race = state.race else {
      // Whoever mistypes `best` or `trial` is told so.
      let near = word.map { suggestions(for: $0.text, among: ["best", "trial", "winner"]) }
      if let word, let first = near?.first {
        throw Diagnostic(
          id: "unknown-keyword", message: "`use` has no \(shown(word.text))", range: word.range,
          suggestion: "`use \(first)`")
      }
      throw Diagnostic(
        id: "no-race-yet", message: "there has been no race yet",
        range: word?.range ?? arguments.syntax.name.range,
        suggestion: "`race sgd momentum adam`, or `use best` after a search")
    }
    let result = try race.result(word, range: arguments.syntax.range)
    var after = state
    result.end.restore(in: &after)
    after.lastTrain = result.lastTrain
    let changed = settings.all.filter { $0.read(after.settings) != $0.read(state.settings) }
    let layers =
      (after.hidden ?? []) == (state.hidden ?? []) ? [] : [LayerText.command(after.hidden ?? [])]
    let commands = layers + changed.map { "set \($0.name) \($0.read(after.settings))" }
    return Work { [after] performance in
      performance.update { $0 = after }
      guard let training = after.training else { return }
      performance.emit(
        .racerTaken(
          RacerTaken(
            racer: result.racer, epoch: training.epoch, rowsDoneInEpoch: training.rowsDoneInEpoch,
            weightsEpoch: result.weightsEpoch, commands: commands,
            fingerprint: training.fingerprint)))
    }
  }
}
