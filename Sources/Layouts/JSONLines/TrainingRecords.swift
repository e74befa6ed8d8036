// A training: its start, its epochs, its end, what it was trained until, and what the coach says of it.
import Events
import JSON

struct TrainingStartedRecord: EventRecord {
  static let type = "training_started"
  let fromEpoch: Int
  let toEpoch: Int
  let rows: Int
  let trainRows: Int
  let inputs: Int
  let hidden: [Int]
  let outputs: Int
  let loss: String
  let optimizer: String
  let lr: Double
  let batch: String
  let validationRows: Int
  let watch: String
  let looksAtTest: Bool
  @Nullable var until: String?
}

extension TrainingStartedRecord {
  init(_ start: TrainingStart) {
    self.init(
      fromEpoch: start.fromEpoch, toEpoch: start.toEpoch, rows: start.rows,
      trainRows: start.figureRows, inputs: start.shape.inputs,
      hidden: start.shape.hidden.map(\.units), outputs: start.shape.outputs,
      loss: start.loss.rawValue, optimizer: start.settings.optimizer.rawValue,
      lr: start.settings.learningRate, batch: start.settings.batchSize.text,
      validationRows: start.validationRows, watch: start.settings.watch.rawValue,
      looksAtTest: start.looksAtTest, until: start.condition)
  }
}

struct EpochRecord: EventRecord {
  static let type = "epoch"
  @Flattened var figures: FiguresFields

  init(_ report: EpochReport) { figures = FiguresFields(report) }
}

struct TrainingEndedRecord: EventRecord {
  static let type = "training_ended"
  struct Fault: RecordPart {
    let what: String
    let atStep: Int
    let inEpoch: Int
    @Nullable var lastFiniteLoss: Double?
    @Nullable var gradientNorm: Double?
  }
  struct Diagnosis: RecordPart {
    let cause: String
    let explanation: StatementFields
    let `try`: String
  }
  struct Course: RecordPart {
    let patience: Int
    @Nullable var bestValidationLoss: Double?
    @Nullable var bestEpoch: Int?
    let epochsSinceBest: Int
    let bestRestored: Bool
  }
  let epoch: Int
  let rowsDoneInEpoch: Int
  let steps: Int
  let fingerprint: String
  let reason: EndReason
  @Flattened var fault: Fault?
  @Flattened var diagnosis: Diagnosis?
  @Flattened var course: Course?
}

extension TrainingEndedRecord {
  init(_ end: TrainingEnd) {
    let fault = end.reason.divergence.map {
      Fault(
        what: $0.kind.rawValue, atStep: $0.step, inEpoch: $0.epoch,
        lastFiniteLoss: $0.lastFiniteLoss, gradientNorm: $0.gradientNorm)
    }
    let diagnosis = end.diagnosis.map {
      Diagnosis(
        cause: $0.causeName, explanation: StatementFields($0.statement), try: $0.remedy)
    }
    let course = end.validation.map {
      Course(
        patience: $0.patience, bestValidationLoss: $0.bestLoss, bestEpoch: $0.bestEpoch,
        epochsSinceBest: $0.epochsSinceBest, bestRestored: $0.isRestored)
    }
    self.init(
      epoch: end.epoch, rowsDoneInEpoch: end.rowsDoneInEpoch, steps: end.steps,
      fingerprint: end.fingerprint.description, reason: EndReason(end.reason), fault: fault,
      diagnosis: fault == nil ? nil : diagnosis, course: course)
  }
}

struct ConditionRecord: EventRecord {
  static let type = "condition"
  struct Part: Codable {
    let quantity: String
    let relation: String
    let number: Double
    @Nullable var value: Double?
  }
  let condition: String
  let reached: Bool
  let epoch: Int
  @Nullable var limit: Int?
  let parts: [Part]
}

extension ConditionRecord {
  init(_ report: ConditionReport) {
    let parts = report.parts.map {
      Part(
        quantity: $0.quantity, relation: $0.relation.rawValue, number: $0.number, value: $0.value)
    }
    self.init(
      condition: report.condition, reached: report.isReached, epoch: report.epoch,
      limit: report.limit, parts: parts)
  }
}

struct CoachRecord: EventRecord {
  static let type = "coach"
  let kind: String
  let epoch: Int
  let warning: Bool
  @Flattened var statement: StatementFields

  init(_ note: CoachNote) {
    kind = note.kind.rawValue
    epoch = note.epoch
    warning = note.kind.isWarning
    statement = StatementFields(note.statement)
  }
}
