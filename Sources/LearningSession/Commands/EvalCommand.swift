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
    let evaluator = Evaluator(
      shape: training.shape, loss: try session.loss(for: data),
      kernels: session.environment.kernels,
      team: ThreadTeam(
        members: training.shape.usefulThreads(session.threads, rows: data.training.count)))
    let evaluate = { (examples: Examples) in
      evaluator.evaluate(
        examples, parameters: training.parameters, settings: session.state.settings.training)
    }
    session.emit(
      .evaluation(
        EpochReport(
          epoch: training.epoch,
          training: evaluate(data.training), test: data.test.map(evaluate),
          isMilestone: true)))
  }
}
