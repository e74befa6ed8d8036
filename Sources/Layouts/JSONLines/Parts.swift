// Parts that several records have: a sentence with its numbers, the figures of an epoch, how far weights
// have come.
import Events
import JSON
import Presentation

struct StatementFields: RecordPart {
  let text: String
  let values: Named<Double>

  init(_ statement: Statement) {
    text = statement.text
    var seen: Set<String> = []
    values = Named(statement.values.filter { seen.insert($0.name).inserted }.map { ($0, $1) })
  }
}

struct FiguresFields: RecordPart {
  let epoch: Int
  let loss: Double
  let dataLoss: Double
  let l1Penalty: Double
  let l2Penalty: Double
  let trainAccuracy: Double?
  let trainR2: Double?
  let trainMae: Double?
  let validationLoss: Double?
  let validationAccuracy: Double?
  let validationR2: Double?
  let validationMae: Double?
  let testLoss: Double?
  let testDataLoss: Double?
  let testAccuracy: Double?
  let testR2: Double?
  let testMae: Double?
  let trainRows: Int
  @Flattened var others: QualityFields

  init(_ report: EpochReport) {
    func figure(_ quantity: Quantity) -> Double? { quantity.value(in: report) }
    epoch = report.epoch
    loss = report.training.loss
    dataLoss = report.training.dataLoss
    l1Penalty = report.training.l1Penalty
    l2Penalty = report.training.l2Penalty
    trainAccuracy = figure(.trainAccuracy)
    trainR2 = figure(.trainR2)
    trainMae = figure(.trainMAE)
    validationLoss = figure(.validationLoss)
    validationAccuracy = figure(.validationAccuracy)
    validationR2 = figure(.validationR2)
    validationMae = figure(.validationMAE)
    testLoss = figure(.testLoss)
    testDataLoss = figure(.testDataLoss)
    testAccuracy = figure(.testAccuracy)
    testR2 = figure(.testR2)
    testMae = figure(.testMAE)
    trainRows = report.training.rows
    others = QualityFields(report)
  }
}

/// The figures that are there where they were asked for, each by its name.
struct QualityFields: RecordPart {
  private let values: [(name: String, value: Double)]

  private static var names: [Quantity] { Quantity.allCases.filter { $0.figure != nil } }

  init(_ report: EpochReport) {
    values = Self.names.compactMap { name in
      name.value(in: report).map { (name.rawValue, $0) }
    }
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: MemberName.self)
    values = try Self.names.compactMap { name in
      try container.decodeIfPresent(Double.self, forKey: MemberName(name.rawValue))
        .map { (name.rawValue, $0) }
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: MemberName.self)
    for (name, value) in values { try container.encode(value, forKey: MemberName(name)) }
  }
}

struct PlaceFields: RecordPart {
  let epoch: Int
  let step: Int
  let rowsDone: Int
  @Nullable var weightsEpoch: Int?

  init(_ place: WeightsPlace) {
    epoch = place.epoch
    step = place.step
    rowsDone = place.rowsDone
    weightsEpoch = place.weightsEpoch
  }
}

/// How a training or a racer ended.
enum EndReason: String, Codable {
  case finished, condition, patience, interrupted, diverged

  init(_ reason: TrainingEnd.Reason) {
    self =
      switch reason {
      case .finished: .finished
      case .conditionReached: .condition
      case .patienceSpent: .patience
      case .interrupted: .interrupted
      case .diverged: .diverged
      }
  }
}
