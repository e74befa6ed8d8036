// The objects of trials: one that ended or is shown, the reason for it, all of a search, and one that is
// used.
import Events
import HyperparameterSearch
import JSON

struct TrialRecord: EventRecord {
  static let type = "trial"
  @Flattened var trial: TrialFields
  @Flattened var details: Details?

  init(_ report: TrialReport) {
    trial = TrialFields(report)
    details = nil
  }

  init(_ details: TrialDetails) {
    trial = TrialFields(details.trial)
    self.details = Details(details)
  }

  /// What `trial N` tells besides.
  struct Details: RecordPart {
    let commands: [String]
    let script: [String]
    let runs: Int
    let statements: [StatementFields]

    init(_ details: TrialDetails) {
      commands = details.commands
      script = details.script
      runs = details.runs
      statements = details.statements.map(StatementFields.init)
    }
  }
}

/// The part *trial* of the page.
struct TrialFields: RecordPart {
  let trial: Int
  let params: Named<ParameterValue>
  @Nullable var value: Double?
  let state: TrialState
  let standardError: Double?
  let validationLoss: Double?
  let validationAccuracy: Double?
  let validationR2: Double?
  /// Where the value is not of the last epoch.
  let bestEpoch: Int?
  let bestSoFar: Bool
  let origin: TrialOrigin
  let curve: [Point]?
  @Flattened var prediction: PredictionFields?

  struct Point: Codable, Sendable {
    let epoch: Int
    let value: Double
  }
}

extension TrialFields {
  init(_ report: TrialReport) {
    let trial = report.trial
    let points = trial.curve.map { Point(epoch: $0.epoch, value: $0.value) }
    self.init(
      trial: trial.number, params: Named(trial.params.map { ($0.name, $0.value) }),
      value: trial.value, state: trial.state, standardError: trial.standardError,
      validationLoss: report.metric(.loss), validationAccuracy: report.metric(.accuracy),
      validationR2: report.metric(.r2),
      bestEpoch: report.bestEpoch, bestSoFar: report.isBestSoFar, origin: trial.origin,
      curve: points.isEmpty ? nil : points,
      prediction: trial.prediction.map { PredictionFields($0, zScore: report.zScore) })
  }
}

/// What the model of `bayes` expected of a trial that it chose.
struct PredictionFields: RecordPart {
  let predicted: Double
  let sd: Double
  let noiseSd: Double
  let logEi: Double
  let exploit: Double
  let explore: Double
  let incumbent: Double
  @Nullable var nearestTrial: Int?
  @Nullable var nearestDistance: Double?
  let lengthscales: [Double]
  let outputScale: Double
  let noise: Double
  let widening: Double
  @Nullable var z: Double?
}

extension PredictionFields {
  init(_ prediction: Prediction, zScore: Double?) {
    self.init(
      predicted: prediction.mean, sd: prediction.sd, noiseSd: prediction.noise,
      logEi: prediction.logEI, exploit: prediction.exploit, explore: prediction.explore,
      incumbent: prediction.incumbent, nearestTrial: prediction.nearestTrial,
      nearestDistance: prediction.nearestDistance, lengthscales: prediction.model.lengthscales,
      outputScale: prediction.model.outputScale, noise: prediction.model.noise,
      widening: prediction.widening, z: zScore)
  }
}

struct TrialReasonRecord: EventRecord {
  static let type = "trial_reason"
  let trial: Int
  let statements: [StatementFields]

  init(_ reason: TrialReason) {
    trial = reason.number
    statements = reason.statements.map(StatementFields.init)
  }
}

struct TrialsRecord: EventRecord {
  static let type = "trials"
  let method: String
  let total: Int
  let trials: [TrialFields]

  init(_ table: TrialTable) {
    method = table.method
    total = table.total
    trials = table.trials.map(TrialFields.init)
  }
}

struct TrialAppliedRecord: EventRecord {
  static let type = "trial_applied"
  let trial: Int
  let commands: [String]
  @Nullable var epochs: Int?
  let keepsValidationRows: Bool

  init(_ applied: TrialApplied) {
    trial = applied.trial.number
    commands = applied.commands
    epochs = applied.epochs
    keepsValidationRows = !applied.freeing.isEmpty
  }
}
