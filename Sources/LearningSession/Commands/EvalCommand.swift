// `eval`: loss and accuracy on the training and test rows as the weights are now.
import CommandLanguage
import NeuralNetwork

struct EvalCommand: Command {
  let signature = CommandSignature(
    "eval", summary: "loss and accuracy now, on training and test rows", area: CommandArea.training,
    forms: [Form("eval", "evaluate the network as it is")],
    details: [
      "Accuracy is the share of rows whose most probable class is right; for regression R² is the "
        + "share of the target's variance that the network explains (1 is perfect, 0 no better "
        + "than the mean)."
    ],
    examples: [Example("eval", "how good is it now", setup: ["data iris", "train 5"])])

  func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) {
    let data = try session.dataOrAssumed()
    let training = try session.trainingOrFresh()
    let rows = try session.state.rows(of: data)
    session.emit(.evaluation(try session.figures(of: training, rows, data)))
  }
}

extension Session {
  /// The figures of weights as they are. Error: `loss-mismatch`.
  func figures(
    of training: TrainingState, _ rows: TrainingRows, _ data: PreparedData
  ) throws(Diagnostic) -> EpochReport {
    let evaluator = Evaluator(
      shape: training.shape, loss: try loss(for: data), kernels: environment.kernels,
      team: ThreadTeam(
        members: training.shape.usefulThreads(threads, rows: rows.training.count)))
    return rows.report(epoch: training.epoch, isMilestone: true) {
      evaluator.evaluate(
        $0, parameters: training.parameters, settings: state.settings.training)
    }
  }
}
