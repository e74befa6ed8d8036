// What training changes, in a checkpoint. The network's shape is not in it: the commands before make it
// again, and weights that do not fit it are refused.

extension CheckpointWriter {
  package mutating func write(_ state: TrainingState) {
    write(state.parameters)
    write(state.optimizer)
    for count in [state.stepCount, state.epoch, state.rowsDoneInEpoch] { write(count) }
    write(state.weightsEpoch) { $0.write($1) }
    write(state.plan) {
      $0.write($1.start)
      $0.write($1.end)
    }
  }

  mutating func write(_ state: OptimizerState) {
    for optimizer in OptimizerKind.allCases {
      let memory = state[optimizer]
      write(each: memory.slots) { $0.write($1) }
      write(memory.steps)
      write(memory.unitVelocity)
    }
  }

  package mutating func write(_ watch: EarlyStopping) {
    write(watch.patience)
    write(watch.epochsSinceBest)
    write(watch.best) {
      $0.write($1.loss)
      $0.write($1.epoch)
      $0.write($1.parameters)
      $0.write($1.optimizer)
    }
  }

  package mutating func write(_ divergence: Divergence) {
    write(divergence.kind.rawValue)
    write(divergence.step)
    write(divergence.epoch)
    write(divergence.lastFiniteLoss) { $0.write($1) }
    write(divergence.gradientNorm) { $0.write($1) }
  }

  package mutating func write(_ figures: Evaluation) {
    write(figures.rows)
    write(figures.dataLoss)
    write(figures.l1Penalty)
    write(figures.l2Penalty)
    write(figures.correct) { $0.write($1) }
    write(figures.r2) { $0.write($1) }
    write(figures.meanAbsoluteError) { $0.write($1) }
    write(figures.figures) { writer, figures in
      for figure in QualityFigure.allCases { writer.write(figures[figure]) { $0.write($1) } }
    }
  }
}

extension CheckpointReader {
  /// Weights of no network of this shape are refused.
  package mutating func trainingState(
    of shape: NetworkShape
  ) throws(UnreadableCheckpoint) -> TrainingState {
    let parameters = try parameters(of: shape)
    var state = TrainingState(shape: shape, parameters: parameters)
    state.optimizer = try optimizer(of: shape)
    (state.stepCount, state.epoch, state.rowsDoneInEpoch) = (
      try integer(), try integer(), try integer()
    )
    state.weightsEpoch = try optional { (reader) throws(UnreadableCheckpoint) in
      try reader.integer()
    }
    state.plan = try optional { (reader) throws(UnreadableCheckpoint) in
      TrainingPlan(start: try reader.integer(), end: try reader.integer())
    }
    return state
  }

  private mutating func parameters(
    of shape: NetworkShape
  ) throws(UnreadableCheckpoint) -> [Float] {
    let values = try floats()
    guard values.count == shape.parameterCount else { throw UnreadableCheckpoint() }
    return values
  }

  mutating func optimizer(
    of shape: NetworkShape
  ) throws(UnreadableCheckpoint) -> OptimizerState {
    var state = OptimizerState()
    for optimizer in OptimizerKind.allCases {
      var memory = state[optimizer]
      let slots = try each { (reader) throws(UnreadableCheckpoint) in try reader.floats() }
      guard slots.count == memory.slots.count,
        slots.allSatisfy({ $0.isEmpty || $0.count == shape.parameterCount })
      else { throw UnreadableCheckpoint() }
      memory.slots = slots
      memory.steps = try integer()
      memory.unitVelocity = try double()
      state[optimizer] = memory
    }
    return state
  }

  package mutating func earlyStopping(
    of shape: NetworkShape
  ) throws(UnreadableCheckpoint) -> EarlyStopping {
    let (patience, since) = (try integer(), try integer())
    guard patience > 0 else { throw UnreadableCheckpoint() }
    let best = try optional { (reader) throws(UnreadableCheckpoint) in
      EarlyStopping.Best(
        loss: try reader.double(), epoch: try reader.integer(),
        parameters: try reader.parameters(of: shape), optimizer: try reader.optimizer(of: shape))
    }
    return EarlyStopping(patience: patience, best: best, epochsSinceBest: since)
  }

  package mutating func divergence() throws(UnreadableCheckpoint) -> Divergence {
    Divergence(
      kind: try named(), step: try integer(), epoch: try integer(),
      lastFiniteLoss: try optionalDouble(), gradientNorm: try optionalDouble())
  }

  package mutating func evaluation() throws(UnreadableCheckpoint) -> Evaluation {
    Evaluation(
      rows: try integer(), dataLoss: try double(), l1Penalty: try double(),
      l2Penalty: try double(),
      correct: try optional { (reader) throws(UnreadableCheckpoint) in try reader.integer() },
      r2: try optionalDouble(), meanAbsoluteError: try optionalDouble(),
      figures: try optional { (reader) throws(UnreadableCheckpoint) in
        var figures = QualityFigures()
        for figure in QualityFigure.allCases { figures[figure] = try reader.optionalDouble() }
        return figures
      })
  }

  private mutating func optionalDouble() throws(UnreadableCheckpoint) -> Double? {
    try optional { (reader) throws(UnreadableCheckpoint) in try reader.double() }
  }
}
