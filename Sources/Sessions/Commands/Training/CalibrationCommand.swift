// `calibration`: whether what the network calls so many percent comes true so often.
import CommandLanguage
import Events
import Experiments
import NeuralNetwork

struct CalibrationCommand: Command {
  let signature = CommandSignature(
    "calibration", summary: "are probabilities true", area: CommandArea.training,
    forms: [Form("calibration", "compare predicted probabilities with what came true")],
    details: [
      "Rows are grouped by predicted probability, in ten steps of 10%: of two classes by that of the "
        + "second, of more by that of the class a row is taken for. Of each group stand the mean "
        + "probability, the share of which it came true, and how far chance takes a share of so many rows, "
        + "√(share·(1 - share) / rows); `-` where all or none came true, which gives 0 and no certainty. "
        + "Groups without rows are left out. The test rows are taken, or the training rows when there are no "
        + "test rows.",
      "The expected calibration error is the mean of |mean probability - share| over the groups, each "
        + "counting by its rows. `plot calibration` draws the same groups.",
    ],
    examples: [
      Example(
        "calibration", "whether 90% means 90%",
        setup: ["data moons n=200 noise=0.3", "layers 4", "train 20"])
    ])

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let judged = try preparation.judgedClasses(for: arguments)
    return Work { performance in
      let (training, examples) = (judged.training, judged.examples)
      let calibration = performance.whole { checkStop throws(Stopped) in
        try judged.evaluator(performance).calibration(
          examples, parameters: training.parameters, checkStop: checkStop)
      }
      guard let calibration else { return }
      let classes = judged.data.classNames
      performance.emit(
        .calibration(
          CalibrationReport(
            calibration: calibration, secondClass: classes.count == 2 ? classes[1] : nil,
            rowsName: judged.rowsName, place: WeightsPlace(training))))
    }
  }
}
