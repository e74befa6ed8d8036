// `confusion`: which classes are taken for which.
import CommandLanguage
import Events
import Experiments
import NeuralNetwork

struct ConfusionCommand: Command {
  static let threshold = Argument.option(
    "threshold", .fraction(),
    "of two classes: the probability from which on the second is predicted")

  let signature = CommandSignature(
    "confusion", summary: "classes taken for others", area: CommandArea.training,
    forms: [Form("confusion", "count actual against predicted classes", options: [threshold])],
    details: [
      "Rows are the actual classes, columns the predicted ones; what is right stands on the "
        + "diagonal. The test rows are counted, or the training rows when there are no test rows.",
      "Precision is the share of the rows taken for a class that are of it, recall the share of the "
        + "class's rows that were taken for it, F1 their harmonic mean 2·precision·recall / "
        + "(precision + recall). The macro average counts every class alike, however many rows it has; "
        + "`-` is a share of nothing: it counts 0 there, but a class without rows that nothing was taken for is "
        + "left out.",
      "A row is taken for its likeliest class: of two, for the second where its probability is above 0.5. With "
        + "`threshold=P` that is where it is P or more. Below stands what other thresholds would give the "
        + "second class: a lower one finds more of its rows and takes more others for it.",
    ],
    examples: [
      Example("confusion", "count the mistakes", setup: ["data iris", "train 5"]),
      Example(
        "confusion threshold=0.3", "rather too many of the second class than too few",
        setup: ["data cancer", "train 5"]),
    ])

  /// Those that are always shown.
  private static let usualThresholds = [0.1, 0.3, 0.5, 0.7, 0.9]

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let judged = try preparation.judgedClasses(for: arguments)
    let classes = judged.data.classNames
    let threshold = try Self.threshold(in: arguments, of: classes)
    return Work { performance in
      let (training, examples) = (judged.training, judged.examples)
      let found = performance.whole { checkStop throws(Stopped) in
        let evaluator = judged.evaluator(performance)
        let ranked = try evaluator.rankedRows(
          examples, parameters: training.parameters, checkStop: checkStop)
        guard let threshold else {
          let counts = try evaluator.confusionCounts(
            examples, parameters: training.parameters, checkStop: checkStop)
          return (ranked: ranked, counts: counts)
        }
        return (ranked: ranked, counts: ranked.counts(threshold: threshold))
      }
      guard let found else { return }
      let thresholds = Set(Self.usualThresholds + (threshold.map { [$0] } ?? [])).sorted()
      performance.emit(
        .confusion(
          ConfusionReport(
            classes: classes, counts: found.counts, rowsName: judged.rowsName,
            place: WeightsPlace(training), threshold: threshold,
            thresholds: classes.count == 2
              ? thresholds.map { .init($0, found.ranked) } : [])))
    }
  }
}

extension ConfusionCommand {
  /// From which probability on a row is taken for the second class; nil for the likelier one. Error:
  /// `threshold-needs-two-classes`.
  static func threshold(
    in arguments: Arguments, of classes: [String]
  ) throws(Diagnostic) -> Double? {
    guard let threshold = arguments[threshold] else { return nil }
    guard classes.count == 2 else {
      throw Diagnostic(
        id: "threshold-needs-two-classes",
        message: classes.isEmpty
          ? "a threshold divides two classes, and a number is predicted here"
          : "a threshold divides two classes, and there are \(classes.count): the likeliest is taken",
        range: arguments.range(of: Self.threshold), suggestion: "leave it out")
    }
    return threshold
  }
}

extension JudgedClasses {
  func evaluator(_ performance: Performance) -> Evaluator {
    Evaluator(
      shape: training.shape, loss: loss, kernels: performance.kernels,
      team: ThreadTeam(
        members: training.shape.usefulThreads(performance.threads, rows: examples.count)))
  }
}
