// The objects of a race: `race_started`, a `race` for each racer and epoch, a `race_stage` wherever all wait,
// `race_ended` with the outcome of each and the verdict, and the racer that is taken over.
import Events
import JSON

struct RaceStartedRecord: EventRecord {
  static let type = "race_started"
  let kind: RacePlan.Kind
  let fromEpoch: Int
  let toEpoch: Int
  @Nullable var condition: String?
  let trainingRows: Int
  let trainRows: Int
  let validationRows: Int
  let watch: String
  let seed: UInt64
  let sameStart: Bool
  let rankedBy: Quantity
  let racers: [RacerFields]
}

extension RaceStartedRecord {
  init(_ plan: RacePlan) {
    self.init(
      kind: plan.kind, fromEpoch: plan.fromEpoch, toEpoch: plan.toEpoch, condition: plan.condition,
      trainingRows: plan.rows, trainRows: plan.figureRows, validationRows: plan.validationRows,
      watch: plan.watch.rawValue, seed: plan.seed, sameStart: plan.hasSameStart,
      rankedBy: plan.judge,
      racers: plan.racers.map(RacerFields.init))
  }
}

/// The part *racer* of the page.
struct RacerFields: RecordPart {
  let racer: String
  let name: String
  let params: Named<String>

  init(_ racer: Racer) {
    self.racer = racer.letter
    name = racer.name
    params = Named(racer.parameters.map { ($0.name, $0.value) })
  }
}

struct RaceRecord: EventRecord {
  static let type = "race"
  @Flattened var racer: RacerFields
  @Flattened var figures: FiguresFields

  init(_ epoch: RaceEpoch) {
    racer = RacerFields(epoch.racer)
    figures = FiguresFields(epoch.report)
  }
}

struct RaceStageRecord: EventRecord {
  static let type = "race_stage"
  let epoch: Int
  let standings: [Standing]

  init(_ stage: RaceStage) {
    epoch = stage.epoch
    standings = stage.standings.map {
      Standing(racer: $0.racer, loss: $0.loss, state: $0.state)
    }
  }

  struct Standing: Codable, Sendable {
    let racer: String
    @Nullable var loss: Double?
    let state: RaceStage.State
  }
}

struct RaceEndedRecord: EventRecord {
  static let type = "race_ended"
  let kind: RacePlan.Kind
  let interrupted: Bool
  let rankedBy: Quantity
  @Nullable var winner: String?
  @Nullable var recommended: String?
  let racers: [Finish]
  let verdict: [Note]

  init(_ end: RaceEnd) {
    kind = end.plan.kind
    interrupted = end.isInterrupted
    rankedBy = end.plan.judge
    winner = end.winner?.racer.letter
    recommended = end.recommended?.racer.letter
    racers = end.finishes.map(Finish.init)
    verdict = end.verdict.map { Note(kind: $0.kind, statement: StatementFields($0.statement)) }
  }

  struct Finish: Codable, Sendable {
    @Flattened var racer: RacerFields
    @Nullable var place: Int?
    let state: EndReason
    let atStep: Int?
    let inEpoch: Int?
    @Flattened var figures: FiguresFields
    let steps: Int
    let parameters: Int
    let rises: Int
    let sumOfSquares: Double
    let sumOfMagnitudes: Double
    let zeros: Int
    @Nullable var firstStepMeanGradient: Double?
    @Nullable var firstStepMeanMove: Double?
    let fingerprint: String
  }

  struct Note: Codable, Sendable {
    let kind: RaceNote.Kind
    @Flattened var statement: StatementFields
  }
}

extension RaceEndedRecord.Finish {
  init(_ finish: RaceFinish) {
    self.init(
      racer: RacerFields(finish.racer), place: finish.place, state: EndReason(finish.reason),
      atStep: finish.reason.divergence?.step, inEpoch: finish.reason.divergence?.epoch,
      figures: FiguresFields(finish.report), steps: finish.steps, parameters: finish.parameters,
      rises: finish.rises, sumOfSquares: finish.squares, sumOfMagnitudes: finish.magnitudes,
      zeros: finish.zeros, firstStepMeanGradient: finish.firstStep?.gradient,
      firstStepMeanMove: finish.firstStep?.move, fingerprint: finish.fingerprint.description)
  }
}

struct RacerTakenRecord: EventRecord {
  static let type = "racer_taken"
  @Flattened var racer: RacerFields
  let epoch: Int
  let rowsDoneInEpoch: Int
  let weightsEpoch: Int
  let commands: [String]
  let fingerprint: String

  init(_ taken: RacerTaken) {
    racer = RacerFields(taken.racer)
    epoch = taken.epoch
    rowsDoneInEpoch = taken.rowsDoneInEpoch
    weightsEpoch = taken.weightsEpoch
    commands = taken.commands
    fingerprint = taken.fingerprint.description
  }
}
