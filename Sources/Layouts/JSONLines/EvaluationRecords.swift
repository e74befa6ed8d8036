// How good the weights are: figures, answers, tables of confusion.
import Events
import JSON
import NeuralNetwork
import Presentation

struct EvaluationRecord: EventRecord {
  static let type = "evaluation"
  @Flattened var figures: FiguresFields
  let testRowsTrainedOn: Int
  let rowsDone: Int
  @Nullable var weightsEpoch: Int?
  let lossIn: String?
  let maeIn: String?
  let weighted: Bool?

  init(_ report: EvaluationReport) {
    figures = FiguresFields(report.epoch)
    testRowsTrainedOn = report.testRowsSeenBefore
    rowsDone = report.place.rowsDone
    weightsEpoch = report.place.weightsEpoch
    let isClassification = report.loss.isClassification
    lossIn = isClassification ? nil : lossUnit(report)
    maeIn = isClassification ? nil : "the target's own units"
    weighted = isClassification ? report.isWeighted : nil
  }
}

struct PredictionRecord: EventRecord {
  static let type = "prediction"
  let inputs: [String]
  let outputs: Named<Double>
  @Nullable var `class`: String?
  let beyond: [String]
  @Flattened var place: PlaceFields

  init(_ report: PredictionReport) {
    beyond = report.beyond
    inputs = report.inputs
    outputs = Named(report.outputs.map { ($0.name, $0.value) })
    `class` = report.predictedClass
    place = PlaceFields(report.place)
  }
}

struct ConfusionRecord: EventRecord {
  static let type = "confusion"
  struct Scores: Codable {
    @Nullable var precision: Double?
    @Nullable var recall: Double?
    @Nullable var f1: Double?
    let support: Int

    init(_ scores: ClassScores) {
      precision = scores.precision
      recall = scores.recall
      f1 = scores.f1
      support = scores.support
    }
  }
  struct Threshold: Codable {
    let threshold: Double
    let predicted: Int
    @Nullable var precision: Double?
    @Nullable var recall: Double?
    @Nullable var f1: Double?

    init(_ report: ConfusionReport.Threshold) {
      threshold = report.threshold
      predicted = report.predicted
      precision = report.scores.precision
      recall = report.scores.recall
      f1 = report.scores.f1
    }
  }
  let rows: String
  @Flattened var place: PlaceFields
  let threshold: Double?
  let classes: [String]
  let counts: [[Int]]
  let scores: [Scores]
  @Nullable var macroAverage: Scores?
  @Nullable var accuracy: Double?
  let thresholds: [Threshold]?
}

extension ConfusionRecord {
  init(_ report: ConfusionReport) {
    self.init(
      rows: report.rowsName, place: PlaceFields(report.place), threshold: report.threshold,
      classes: report.classes,
      counts: report.counts, scores: report.scores.map(Scores.init),
      macroAverage: report.macroAverage.map(Scores.init), accuracy: report.accuracy,
      thresholds: report.thresholds.isEmpty ? nil : report.thresholds.map(Threshold.init))
  }
}

struct CalibrationRecord: EventRecord {
  static let type = "calibration"
  struct Bin: Codable {
    let low: Double
    let high: Double
    let rows: Int
    @Nullable var predicted: Double?
    @Nullable var observed: Double?
    @Nullable var standardError: Double?

    init(_ bin: Calibration.Bin) {
      (low, high, rows) = (bin.low, bin.high, bin.rows)
      predicted = rows > 0 ? bin.predicted : nil
      observed = rows > 0 ? bin.observed : nil
      standardError = bin.standardError
    }
  }
  let rows: String
  @Flattened var place: PlaceFields
  @Nullable var `class`: String?
  let bins: [Bin]
  let expectedCalibrationError: Double

  init(_ report: CalibrationReport) {
    rows = report.rowsName
    place = PlaceFields(report.place)
    `class` = report.secondClass
    bins = report.calibration.bins.map(Bin.init)
    expectedCalibrationError = report.calibration.error
  }
}
