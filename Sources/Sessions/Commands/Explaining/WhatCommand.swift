// `what if`: the last `train` again from where it began, as it was and with something changed, side by
// side. The session stays as it was.
import CommandLanguage
import Events
import Experiments

struct WhatCommand: Command {
  static let changes = Argument.open(
    "NAME", RaceAxis.valueType, "a setting and what it might have been", names: "race-setting")

  let signature = CommandSignature(
    "what", summary: "the last `train`, changed",
    area: CommandArea.explaining,
    forms: [
      Form(
        "if", "the last `train` with other settings",
        keywords: [Keyword("if", "what might have been otherwise")],
        options: [RaceCommand.stop], openOption: changes)
    ],
    details: [
      "Both runs begin with the weights, optimizer state and settings with which the last `train` "
        + "began. One is as it was, to the bit; the other has what you changed. Afterwards all is "
        + "as before; `use B` takes the other run over, and `undo` gives yours back.",
      "`units`, `layers`, `activation` and `init` are about initial weights, so they need a `train` "
        + "that began with these.",
    ],
    examples: [
      Example(
        "what if lr=0.3", "had the learning rate been 0.3",
        setup: ["data circle n=60", "layer 4 tanh", "train 10"]),
      Example(
        "what if l2=0.01 optimizer=adam", "two changes at once",
        setup: ["data circle n=60", "layer 4 tanh", "train 10"]),
    ])

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    try preparation.network(with: .epochs, for: arguments)
    let axes = try RaceAxis.all(arguments.openOptions(Self.changes), preparation.settings)
    guard let last = preparation.state.lastTrain, let data = preparation.state.data else {
      throw Diagnostic(
        id: "no-train-yet", message: "there has been no `train` from the present weights yet",
        range: arguments.syntax.name.range,
        suggestion: "`train 20` first")
    }
    _ = try Entrant.count(axes, beside: 1, range: arguments.syntax.range)
    var base = preparation.state
    last.begin.restore(in: &base)
    if let stop = arguments[RaceCommand.stop], let epoch = base.training?.epoch, stop < epoch {
      throw Diagnostic(
        id: "stop-is-past", message: "the last `train` began at epoch \(epoch)",
        range: arguments.range(of: RaceCommand.stop), suggestion: "`stop=\(epoch + 1)`")
    }
    let isFresh = base.training?.stepCount == 0
    try checkStart(axes, arguments, isFresh: isFresh, epoch: base.training?.epoch ?? 0)
    let divisionSeed = base.divisionSeed
    if base.keepsValidation { base.network?.validationSeed = divisionSeed }
    var entrants = try Entrant.all(
      axes: axes, base: base, unchanged: "as it was", range: arguments.syntax.range,
      preparation.settings)
    if isFresh, axes.contains(where: \.changesInitialWeights) {
      // What `set` or `layers` would have done before that `train`.
      for index in entrants.indices.dropFirst() {
        entrants[index].state.network?.training = nil
      }
    }
    var notes: [RaceNote] = []
    if last.wasInterrupted {
      notes.append(
        RaceNote(
          kind: .interruptedTrain,
          statement: """
            That `train` was interrupted; here it runs to its end, epoch \
            \(last.goal.target, "end_epoch").
            """))
    }
    let race = try PreparedRace(
      .whatIf, of: entrants, on: data, to: last.goal, notes: notes,
      stop: arguments[RaceCommand.stop], in: preparation.context)
    return race.work(arguments)
  }

  private func checkStart(
    _ axes: [RaceAxis], _ arguments: Arguments, isFresh: Bool, epoch: Int
  ) throws(Diagnostic) {
    let changes = arguments.openOptions(Self.changes)
    guard !isFresh,
      let index = axes.firstIndex(where: { $0.changesInitialWeights && !$0.changesMore })
    else { return }
    throw Diagnostic(
      id: "not-from-the-start",
      message: "the last `train` began at epoch \(epoch), with weights that `\(axes[index].name)` "
        + "no longer changes",
      range: changes[index].name.range,
      suggestion: "`race \(axes[index].name)=\(changes[index].word.text)`, from epoch 0")
  }
}

extension RaceAxis {
  fileprivate var changesInitialWeights: Bool {
    part != nil || setting.map(\.traits.consequence.changesInitialWeights) ?? false
  }

  /// Whether it is of use to weights that are trained already: batches are drawn anew.
  fileprivate var changesMore: Bool { setting?.traits.consequence == .randomNumbers }
}
