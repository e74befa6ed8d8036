// `train`: epochs of training, from wherever the weights are.
import CommandLanguage
import NeuralNetwork

struct TrainCommand: Command {
  static let epochs = Argument.optional(
    "EPOCHS", .integer(1...10_000_000), "how many epochs; 20 unless said")

  let signature = CommandSignature(
    "train", summary: "train for some epochs", area: CommandArea.training,
    forms: [Form("train", "train for some epochs", positionals: [epochs])],
    details: [
      "An epoch takes every training row once, a batch at a time. Training goes on from where it "
        + "is; `reset` goes back to the initial weights. Whatever the number of epochs, about ten "
        + "lines are shown. Ctrl-C stops at the next batch and keeps what was learned; `train` "
        + "alone then finishes the run.",
      "Loss is the mean loss over all training rows after the epoch, plus the penalties.",
    ],
    examples: [
      Example("train", "20 epochs", setup: ["data circle n=100", "layer 4 tanh"]),
      Example("train 50", "50 epochs", setup: ["data iris", "layer 8 relu"]),
    ])

  func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) {
    let isFirstSteps = session.state.data == nil || session.state.hidden == nil
    let data = try session.dataOrAssumed()
    let training = try session.trainingOrFresh()
    try session.checkSize(of: training.shape)
    let target = try target(arguments, session.state, from: training.epoch)
    TrainingRun(session: session, data: data, from: training, to: target).run()
    if isFirstSteps, session.state.divergence == nil {
      session.emit(
        .hint(
          """
          Try next: `set lr 0.1` and `train` again, `explain lr`, `layers 8 8 tanh`, `data spiral`, \
          or `help`.
          """))
    }
  }

  /// The epoch to stop at: that of an interrupted run when nothing else is asked for.
  private func target(
    _ arguments: Arguments, _ state: SessionState, from epoch: Int
  ) throws(Diagnostic) -> Int {
    if arguments[Self.epochs] == nil, let target = state.interruptedTarget, target > epoch {
      return target
    }
    return epoch + arguments[Self.epochs, default: 20]
  }
}
