// `eval`: loss and accuracy on the training and test rows as the weights are now.
import CommandLanguage
import Events
import Experiments

struct EvalCommand: Command {
  let signature = CommandSignature(
    "eval", summary: "loss and accuracy now", area: CommandArea.training,
    forms: [Form("eval", "evaluate the network as it is")],
    details: [
      "Accuracy is the share of rows whose most probable class is right; for regression R² is the "
        + "share of the target's variance that the network explains (1 is perfect, 0 no better "
        + "than the mean)."
    ],
    examples: [Example("eval", "how good is it now", setup: ["data iris", "train 5"])])

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let network = try preparation.network(with: .weights, for: arguments)
    let data = preparation.dataOrAssumed()
    let training = try preparation.trainingOrFresh(with: .weights, for: arguments)
    let rows = try preparation.state.rows(of: data, looksAtTest: true, exact: true)
    let (loss, settings) = (
      try preparation.loss(for: data), preparation.state.settings.training
    )
    return Work { performance in
      let report = performance.whole { checkStop throws(Stopped) in
        try rows.figures(
          of: training, loss, settings, kernels: performance.kernels,
          threads: performance.threads, checkStop: checkStop)
      }
      guard let report else { return }
      performance.emit(
        .evaluation(
          EvaluationReport(
            report, loss: loss, data,
            testRowsSeenBefore: network.rowHistory.seenBefore.test,
            place: WeightsPlace(training))))
    }
  }
}
