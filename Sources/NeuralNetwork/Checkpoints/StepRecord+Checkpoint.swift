// A step's arithmetic in a checkpoint: of its settings only what the step itself changes.

extension CheckpointWriter {
  package mutating func write(_ step: StepRecord) {
    for count in [step.step, step.epoch, step.batch, step.batchesInEpoch] { write(count) }
    write(step.rows)
    for value in [step.dataLoss, step.l1Penalty, step.l2Penalty, step.gradientNorm] { write(value) }
    for values in [step.before, step.dataGradient, step.gradient, step.after] { write(values) }
    write(step.optimizerBefore)
    write(step.optimizerAfter)
    write(step.settings.learningRate)
    write(step.scheduleFactor)
    write(bits: UInt64(step.clipFactor.bitPattern))
  }
}

extension CheckpointReader {
  /// - Parameter settings: those of the run that it belongs to.
  package mutating func stepRecord(
    of shape: NetworkShape, _ settings: TrainingSettings
  ) throws(UnreadableCheckpoint) -> StepRecord {
    let (step, epoch, batch, batches) = (
      try integer(), try integer(), try integer(), try integer()
    )
    let rows: [Int32] = try numbers()
    let (dataLoss, l1, l2, norm) = (try double(), try double(), try double(), try double())
    let (before, dataGradient, gradient, after) = (
      try floats(), try floats(), try floats(), try floats()
    )
    guard
      [before, dataGradient, gradient, after].allSatisfy({
        $0.isEmpty || $0.count == shape.parameterCount
      })
    else { throw UnreadableCheckpoint() }
    let (optimizerBefore, optimizerAfter) = (try optimizer(of: shape), try optimizer(of: shape))
    var settings = settings
    settings.learningRate = try double()
    return StepRecord(
      shape: shape, step: step, epoch: epoch, batch: batch, batchesInEpoch: batches, rows: rows,
      dataLoss: dataLoss, l1Penalty: l1, l2Penalty: l2, gradientNorm: norm, before: before,
      dataGradient: dataGradient, gradient: gradient, after: after,
      optimizerBefore: optimizerBefore, optimizerAfter: optimizerAfter, settings: settings,
      scheduleFactor: try double(),
      clipFactor: Float(bitPattern: UInt32(truncatingIfNeeded: try bits())))
  }
}
