// What a training begins with and what it has left, as bytes: laid on the same beginning they make the state
// after it without training. What the beginning holds already, such as the data, the layers and the epochs of
// earlier runs, is not in them.
import Datasets
import Events
import NeuralNetwork

package struct TrainingBegin {
  /// With everything that was assumed.
  @Boxed private(set) var state: SessionState
  @Boxed private(set) var rows: TrainingRows
  @Boxed private(set) var start: TrainingState
  /// Nil of single steps.
  @Boxed private(set) var goal: TrainingGoal? = nil

  package init(
    _ state: SessionState, rows: TrainingRows, start: TrainingState, goal: TrainingGoal?
  ) {
    self.state = state
    self.rows = rows
    self.start = start
    self.goal = goal
  }

  /// Nil where the model has no weights.
  package func remains(of after: SessionState) -> [UInt8]? {
    var writer = CheckpointWriter()
    guard write(after, to: &writer) else { return nil }
    return writer.bytes
  }

  func write(_ after: SessionState, to writer: inout CheckpointWriter) -> Bool {
    guard let model = after.network, let training = model.training else { return false }
    writer.write(training)
    writer.write(model.interrupted != nil)
    writer.writeEpochs(of: model.epochs, from: state.epochs.count)
    writer.write(model.validationSeed) { $0.write(bits: $1) }
    writer.write(model.earlyStopping) { $0.write($1) }
    writer.write(model.coachMemory)
    writer.write(model.divergence) { $0.write($1) }
    writer.write(model.remedy) {
      $0.write($1.line)
      $0.write($1.isTried)
    }
    // Not one of an earlier run, which may have had other settings.
    writer.write(model.lastStep == state.lastStep ? nil : model.lastStep) { $0.write($1) }
    writer.write(model.lastStepValidationSeed) { $0.write(bits: $1) }
    return true
  }

  /// The state after it.
  package func state(with bytes: [UInt8]) throws(UnreadableCheckpoint) -> SessionState {
    var reader = CheckpointReader(bytes)
    let after = try state(reading: &reader)
    guard reader.isAtEnd else { throw UnreadableCheckpoint() }
    return after
  }

  func state(
    reading reader: inout CheckpointReader
  ) throws(UnreadableCheckpoint) -> SessionState {
    var (after, shape) = (state, start.shape)
    let settings = state.settings.training
    guard var model = state.network else { throw UnreadableCheckpoint() }
    let end = try reader.trainingState(of: shape)
    let isInterrupted = try reader.bool()
    let reports = try reader.each { (reader) throws(UnreadableCheckpoint) in
      try reader.epochReport()
    }
    let plan = goal.map { state.planned(start, to: $0).plan } ?? start.plan
    for report in reports { model.epochs.append(report, trainedWith: settings, plan: plan) }
    model.training = end
    model.interrupted = isInterrupted ? goal : nil
    model.validationSeed = try reader.seed()
    if end.stepCount > start.stepCount { model.rowHistory.noteTraining(on: rows) }
    model.earlyStopping = try reader.optional { (reader) throws(UnreadableCheckpoint) in
      try reader.earlyStopping(of: shape)
    }
    model.coachMemory = try reader.coachMemory()
    model.divergence = try reader.optional { (reader) throws(UnreadableCheckpoint) in
      try reader.divergence()
    }
    model.remedy = try reader.optional { (reader) throws(UnreadableCheckpoint) in
      NetworkModel.Remedy(
        line: try reader.text(), isTried: try reader.bool(), settings: settings)
    }
    let step = try reader.optional { (reader) throws(UnreadableCheckpoint) in
      try reader.stepRecord(of: shape, settings)
    }
    if let step { model.lastStep = step }
    model.lastStepValidationSeed = try reader.seed()
    after.network = model
    if let goal {
      after.lastTrain = LastTrain(
        begin: begin, goal: goal, wasInterrupted: isInterrupted, end: WeightsPlace(end))
    }
    return after
  }

  private var begin: TrainingPosition {
    var begin = state
    begin.network?.training = start
    return TrainingPosition(begin)
  }
}

extension CheckpointWriter {
  /// A loop of its own, since there may be a million of them.
  fileprivate mutating func writeEpochs(of history: EpochHistory, from start: Int) {
    write(history.count - start)
    reserve((history.count - start) * 128)
    for place in start..<history.count { write(history[place]) }
  }

  private mutating func write(_ report: EpochReport) {
    write(report.epoch)
    write(report.training)
    write(report.validation) { $0.write($1) }
    write(report.test) { $0.write($1) }
    write(report.watch.rawValue)
  }

  fileprivate mutating func write(_ memory: CoachMemory) {
    write(each: memory.all) {
      $0.write($1.kind.rawValue)
      $0.write($1.entry.epoch)
      $0.write($1.entry.about)
      $0.write($1.entry.measure)
    }
  }
}

extension CheckpointReader {
  fileprivate mutating func epochReport() throws(UnreadableCheckpoint) -> EpochReport {
    EpochReport(
      epoch: try integer(), training: try evaluation(), validation: try optionalEvaluation(),
      test: try optionalEvaluation(), watch: try named())
  }

  private mutating func optionalEvaluation() throws(UnreadableCheckpoint) -> Evaluation? {
    try optional { (reader) throws(UnreadableCheckpoint) in try reader.evaluation() }
  }

  fileprivate mutating func seed() throws(UnreadableCheckpoint) -> UInt64? {
    try optional { (reader) throws(UnreadableCheckpoint) in try reader.bits() }
  }

  fileprivate mutating func coachMemory() throws(UnreadableCheckpoint) -> CoachMemory {
    CoachMemory(
      try each { (reader) throws(UnreadableCheckpoint) in
        (
          kind: try reader.named(),
          entry: CoachMemory.Entry(
            epoch: try reader.integer(), about: try reader.text(), measure: try reader.double())
        )
      })
  }
}
