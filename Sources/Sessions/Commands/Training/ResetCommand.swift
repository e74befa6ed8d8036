// `reset`: back to epoch 0, with the same initial weights or with new ones.
import CommandLanguage
import Events

struct ResetCommand: Command {
  enum FormID: String { case same, new }

  let signature = CommandSignature(
    "reset", summary: "back to initial weights", area: CommandArea.training,
    forms: [
      Form(FormID.same, "the same initial weights again"),
      Form(
        FormID.new, "new initial weights, from the next seed",
        keywords: [Keyword("new", "new weights, from the next seed")]),
    ],
    details: [
      "`reset` makes the very same start again, so that two runs differ only in what you changed. "
        + "`reset new` adds one to the seed first. Data, layers and settings stay."
    ],
    examples: [
      Example("reset", "the same start again", setup: ["data circle n=60", "train 1"]),
      Example("reset new", "another start", setup: ["data circle n=60", "train 1"]),
    ])

  var isSuggestedUnasked: Bool { false }

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let isNew = try arguments.form(FormID.self) == .new
    let epochs = preparation.state.training?.epoch ?? 0
    return Work { performance in
      performance.update {
        if isNew { $0.settings.training.seed &+= 1 }
        $0.forgetTraining()
      }
      performance.emit(
        .reset(
          ResetReport(
            seed: performance.state.settings.training.seed, isNewStart: isNew,
            epochsDropped: epochs)))
    }
  }
}
