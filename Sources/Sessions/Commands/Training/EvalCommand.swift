// `eval`: figures on the training and test rows as the weights are now.
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
        + "than the mean). MAE is the mean of |prediction - target|, RMSE the root of the mean of its "
        + "square, both of each row's value in the target's own units.",
      "Balanced accuracy is the mean of the classes' recalls, macro F1 of their F1. Of two classes, F1, AUC "
        + "and average precision are of the second. AUC is the area under the ROC curve: how often a row of it "
        + "gets a higher probability of it than a row of the first, equal ones counting half. Average "
        + "precision is Σ (R - R before)·P over all thresholds, P and R being precision and recall. `-` "
        + "stands where there is nothing to divide by. All are as scikit-learn defines them.",
      "Log loss is the mean of -ln(probability of the row's class); nothing is clipped, since it is computed "
        + "before probabilities are rounded. Without class_weight it is the data loss, and is shown only with "
        + "it. JSON Lines always have it. Loss is data loss and penalties; where it says valid. loss, as in the "
        + "table of `train`, it is the data loss alone.",
    ],
    examples: [
      Example("eval", "how good is it now", setup: ["data iris", "train 5"]),
      Example("eval", "errors in the target's own units", setup: ["data diabetes", "train 5"]),
    ])

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let network = try preparation.network(with: .weights, for: arguments)
    let data = preparation.dataOrAssumed()
    let training = try preparation.trainingOrFresh(with: .weights, for: arguments)
    let rows = try preparation.state.rows(of: data, looksAtTest: true, exact: true, figures: true)
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
            place: WeightsPlace(training), isWeighted: rows.training.classWeights != nil)))
    }
  }
}
