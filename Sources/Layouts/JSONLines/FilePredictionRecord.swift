// What the network says of the rows of a file.
import Events
import JSON
import NeuralNetwork
import Presentation

struct FilePredictionRecord: EventRecord {
  static let type = "file_prediction"
  struct Answer: Codable {
    let row: Int
    @Nullable var `class`: String?
    let probability: Double?
    let value: Double?
    let actual: String?

    init(_ answer: FilePredictionReport.Answer) {
      row = answer.row
      `class` = answer.text
      (probability, value, actual) = (answer.probability, answer.value, answer.actual)
    }
  }

  let file: String
  let output: String?
  let rows: Int
  let unanswered: Int
  let filled: Int
  let unknown: Int
  let beyond: Named<Int>
  let unused: [String]
  let decimalCommas: [String]
  let threshold: Double?
  let first: [Answer]
  let classes: Named<Int>?
  let lowest: Double?
  let mean: Double?
  let highest: Double?
  let judgedRows: Int?
  let judgedRowsTrainedOn: Int?
  let figures: Named<Double>?
  @Flattened var place: PlaceFields

  init(_ report: FilePredictionReport) {
    (file, output, rows) = (report.file, report.output, report.rows)
    (unanswered, filled, unknown) = (report.unanswered, report.filled, report.unknown)
    beyond = Named(report.beyond.map { ($0.name, $0.rows) })
    unused = report.unused
    decimalCommas = report.commas
    threshold = report.threshold
    first = report.first.map(Answer.init)
    classes =
      report.classes.isEmpty ? nil : Named(report.classes.map { ($0.name, $0.rows) })
    (lowest, mean, highest) = (
      report.spread?.lowest, report.spread?.mean, report.spread?.highest
    )
    judgedRows = report.figures?.rows
    judgedRowsTrainedOn = report.trainedOn
    figures = report.figures.map { Named(Self.figures($0)) }
    place = PlaceFields(report.place)
  }

  private static func figures(_ figures: Evaluation) -> [(String, Double)] {
    let named: [(String, Double?)] =
      [("accuracy", figures.accuracy), ("r2", figures.r2), ("mae", figures.meanAbsoluteError)]
      + QualityFigure.allCases.map { ($0.rawValue, figures.figures?[$0]) }
    return named.compactMap { name, value in value.map { (name, $0) } }
  }
}
