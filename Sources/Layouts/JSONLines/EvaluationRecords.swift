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

  init(_ report: EvaluationReport) {
    figures = FiguresFields(report.epoch)
    testRowsTrainedOn = report.testRowsSeenBefore
    rowsDone = report.place.rowsDone
    weightsEpoch = report.place.weightsEpoch
    let isClassification = report.loss.isClassification
    lossIn = isClassification ? nil : lossUnit(report)
    maeIn = isClassification ? nil : "the target's own units"
  }
}

struct PredictionRecord: EventRecord {
  static let type = "prediction"
  let inputs: [String]
  let outputs: Named<Double>
  @Nullable var `class`: String?
  @Flattened var place: PlaceFields

  init(_ report: PredictionReport) {
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
  let rows: String
  @Flattened var place: PlaceFields
  let classes: [String]
  let counts: [[Int]]
  let scores: [Scores]
  @Nullable var macroAverage: Scores?
  @Nullable var accuracy: Double?
}

extension ConfusionRecord {
  init(_ report: ConfusionReport) {
    self.init(
      rows: report.rowsName, place: PlaceFields(report.place), classes: report.classes,
      counts: report.counts, scores: report.scores.map(Scores.init),
      macroAverage: report.macroAverage.map(Scores.init), accuracy: report.accuracy)
  }
}
