// `why`: what the last `train` changed the loss by, and what of. The session stays as it was.
import CommandLanguage
import Course
import Events
import Experiments

struct WhyCommand: Command {
  static let epoch = Argument.optional(
    "EPOCH", .integer(1...Int.max, placeholder: "EPOCH"), "one epoch of it; all of it unless said")

  let signature = CommandSignature(
    "why", summary: "what changed the loss",
    area: CommandArea.explaining,
    forms: [
      Form("why", "what the change of the loss came from", positionals: [epoch])
    ],
    details: [
      "The last `train` runs again, to the bit. Each step moves every weight a little; how steep the loss "
        + "is where the step begins, its slope, says what that move promises. These promises are summed "
        + "for each layer and each penalty. A slope changes on the way, so a step ends otherwise than it "
        + "promised: that is the last part, curvature. A step along a batch of few rows goes partly aside, which "
        + "costs loss too and counts there. All parts add up to the change of the loss.",
      "Below stand the training rows whose own loss fell and rose most, and the first thing of that run "
        + "that is worth a look. `set explain full` shows the parts through the epochs. After very many "
        + "steps the loss and its slopes are taken on fewer training rows, evenly spread.",
    ],
    examples: [
      Example(
        "why", "all of the last `train`",
        setup: ["data circle n=60", "layer 4 tanh", "train 10"]),
      Example(
        "why 3", "its epoch 3", setup: ["data circle n=60", "layer 4 tanh", "train 10"]),
    ])

  /// Parts that a screen has room for.
  private static let shownParts = 8

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    try preparation.network(with: .gradients, for: arguments)
    let ledger: LossLedger?
    do throws(Diagnostic) {
      ledger = try LossLedger(of: preparation.state, epoch: arguments[Self.epoch])
    } catch {
      var error = error
      let isGiven = arguments[Self.epoch] != nil
      error.range = isGiven ? arguments.range(of: Self.epoch) : arguments.syntax.name.range
      throw error
    }
    guard let ledger else {
      throw Diagnostic(
        id: "no-train-yet", message: "there has been no `train` from the present weights yet",
        range: arguments.syntax.name.range,
        suggestion: "`train 20` first")
    }
    return Work { performance in
      let outcome = performance.whole { _ throws(Stopped) in
        try ledger.run(in: performance.context)
      }
      guard let outcome else { return }
      guard let outcome else {
        return performance.emit(
          .hint("The loss was not a finite number there, so its change has no parts."))
      }
      performance.emit(.why(Self.report(outcome, ledger, performance.state.settings.explain)))
    }
  }

  private static func report(
    _ outcome: LossLedger.Outcome, _ ledger: LossLedger, _ level: ExplainLevel
  ) -> WhyReport {
    var report = outcome.report
    report.surprise = WhyReport.Surprise(outcome, ledger.settings)
    report.parts = parts(outcome.epochs)
    report.showsParts = level == .full && outcome.epochs.count > 1
    return report
  }

  /// The epochs, several as one where there are many.
  private static func parts(_ epochs: [WhyReport.Stretch]) -> [WhyReport.Stretch] {
    let spacing = EpochSpacing.parts(shownParts, of: epochs.count)
    var (parts, open): ([WhyReport.Stretch], WhyReport.Stretch?) = ([], nil)
    for (place, epoch) in epochs.enumerated() {
      let part = open?.followed(by: epoch) ?? epoch
      let ends = spacing.contains(place + 1)
      if ends { parts.append(part) }
      open = ends ? nil : part
    }
    return parts
  }
}
