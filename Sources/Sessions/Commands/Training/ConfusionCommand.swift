// `confusion`: which classes are taken for which.
import CommandLanguage
import Events
import Experiments
import NeuralNetwork

struct ConfusionCommand: Command {
  let signature = CommandSignature(
    "confusion", summary: "classes taken for others", area: CommandArea.training,
    forms: [Form("confusion", "count actual against predicted classes")],
    details: [
      "Rows are the actual classes, columns the predicted ones; what is right stands on the "
        + "diagonal. The test rows are counted, or the training rows when there are no test rows.",
      "Precision is the share of the rows taken for a class that are of it, recall the share of the "
        + "class's rows that were taken for it, F1 their harmonic mean 2·precision·recall / "
        + "(precision + recall). The macro average counts every class alike, however many rows it has; "
        + "`-` is a share of nothing, which counts 0 there.",
    ],
    examples: [Example("confusion", "count the mistakes", setup: ["data iris", "train 5"])])

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let judged = try preparation.judgedClasses(for: arguments)
    return Work { performance in
      let (training, examples) = (judged.training, judged.examples)
      let counts = performance.whole { checkStop throws(Stopped) in
        try Evaluator(
          shape: training.shape, loss: judged.loss, kernels: performance.kernels,
          team: ThreadTeam(
            members: training.shape.usefulThreads(performance.threads, rows: examples.count))
        ).confusionCounts(examples, parameters: training.parameters, checkStop: checkStop)
      }
      guard let counts else { return }
      performance.emit(
        .confusion(
          ConfusionReport(
            classes: judged.data.classNames, counts: counts, rowsName: judged.rowsName,
            place: WeightsPlace(training))))
    }
  }
}
