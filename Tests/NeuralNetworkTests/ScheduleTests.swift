// Learning rates over a run, clipping, early stopping and initial weights.

import NeuralNetwork
import SampleNetworks
import Testing

@Suite struct ScheduleTests {
  private let examples = makeExamples(.squaredError, rows: 20, inputs: 2)
  private let shape = NetworkShape(
    inputs: 2, hidden: [HiddenLayer(units: 4, activation: .tanh)], outputs: 1)

  private func trainer(_ settings: TrainingSettings, from state: TrainingState) -> Trainer {
    Trainer(examples: examples, loss: .squaredError, settings: settings, state: state)
  }

  /// The learning rates of a run of epochs of two steps each, and the state after it.
  private func rates(
    _ schedule: Schedule, epochs: Int, from state: TrainingState? = nil
  ) throws -> (rates: [Double], end: TrainingState) {
    var state = state ?? TrainingState(shape: shape, seed: 1)
    state.plan = TrainingPlan(start: state.epoch, end: state.epoch + epochs)
    let trainer = trainer(
      TrainingSettings(learningRate: 0.5, batchSize: .rows(10), schedule: schedule), from: state)
    let rates = try (0..<2 * epochs).map { _ in
      let record = try #require(trainer.step().record)
      // What is recorded is what was used.
      let trace = record.trace(3)
      #expect(trace.update == -Float(record.settings.learningRate) * trace.gradient)
      return record.settings.learningRate
    }
    return (rates, trainer.state)
  }

  @Test func ratesByHand() throws {
    #expect(try rates(.constant, epochs: 2).rates == [0.5, 0.5, 0.5, 0.5])
    #expect(
      try rates(.step, epochs: 4).rates == [0.5, 0.5, 0.5, 0.5, 0.05, 0.05, 0.005, 0.005])
    let root = 2.0.squareRoot() / 2
    let cosine = try rates(.cosine, epochs: 2).rates
    for (rate, factor) in zip(cosine, [1, (1 + root) / 2, 0.5, (1 - root) / 2]) {
      #expect(abs(rate - 0.5 * factor) < 1e-15)
    }
    let warm = try rates(.warmup, epochs: 20).rates
    for (rate, factor) in zip(warm, [0.25, 0.5, 0.75, 1, 1, 1]) {
      #expect(abs(rate - 0.5 * factor) < 1e-15)
    }
    #expect(warm[4...].allSatisfy { $0 == 0.5 })
  }

  /// A second run begins its schedule again; outside any run the rate is the one set.
  @Test(arguments: Schedule.allCases)
  func everyRunHasItsOwnPlan(_ schedule: Schedule) throws {
    let first = try rates(schedule, epochs: 5)
    #expect(first.end.plan == nil)
    let second = try rates(schedule, epochs: 5, from: first.end)
    #expect(first.rates == second.rates)
    let after = trainer(
      TrainingSettings(learningRate: 0.5, schedule: schedule), from: second.end)
    #expect(try #require(after.step(tracing: false).record).settings.learningRate == 0.5)
  }

  @Test(arguments: Schedule.allCases)
  func interruptionChangesNothing(_ schedule: Schedule) {
    let settings = TrainingSettings(
      optimizer: .adam, learningRate: 0.1, batchSize: .rows(3), schedule: schedule, clip: 0.5)
    var state = TrainingState(shape: shape, seed: 1)
    state.plan = TrainingPlan(start: 0, end: 6)
    let whole = trainer(settings, from: state)
    for _ in 0..<6 { _ = whole.runEpoch(shouldStop: { false }) }
    while state.epoch < 6 {
      let part = trainer(settings, from: state)
      var asked = 0
      _ = part.runEpoch(shouldStop: {
        asked += 1
        return asked > 2
      })
      state = part.state
    }
    #expect(state == whole.state)
  }

  @Test func longGradientsAreShortened() throws {
    let state = TrainingState(shape: shape, seed: 1)
    let free = try #require(
      trainer(TrainingSettings(l2: 0.1), from: state).step().record)
    for share in [0.25, 4] {
      let clip = free.gradientNorm * share
      let record = try #require(
        trainer(TrainingSettings(l2: 0.1, clip: clip), from: state).step().record)
      #expect(record.gradient == free.gradient && record.gradientNorm == free.gradientNorm)
      guard share < 1 else {
        #expect(record.clipFactor == 1 && record.after == free.after)
        continue
      }
      #expect(record.clipFactor == Float(clip / (free.gradientNorm + 1e-6)))
      var square = 0.0
      for place in 0..<shape.parameterCount {
        let trace = record.trace(place)
        #expect(trace.usedGradient == trace.gradient * record.clipFactor)
        #expect(trace.update == -Float(0.03) * trace.usedGradient)
        #expect(trace.before + trace.update == trace.after)
        square += Double(trace.usedGradient) * Double(trace.usedGradient)
      }
      #expect(abs(square.squareRoot() - clip) < 1e-5 * clip)
    }
  }

  @Test func stoppingEarlyBringsBackTheBest() throws {
    let run = trainer(
      TrainingSettings(optimizer: .momentum), from: TrainingState(shape: shape, seed: 1))
    var watch = EarlyStopping(patience: 3)
    let losses = [5, 3, 4, 3, .nan, 2, 2.5, 2, 2.5]
    var best = run.state
    var stopped: Int?
    for (epoch, loss) in losses.enumerated() where stopped == nil {
      #expect(run.runEpoch(shouldStop: { false }) == .finished)
      if watch.shouldStop(after: run.state, loss: loss) { stopped = epoch }
      if loss == 3, epoch == 1 { best = run.state }
    }
    // Epochs 3 (equal), 4 and 5 bring nothing lower than 3: equal is not better.
    #expect(stopped == 4 && watch.best?.loss == 3 && watch.best?.epoch == 2)
    let restored = watch.restoringBest(in: run.state)
    #expect(restored.parameters == best.parameters && restored.optimizer == best.optimizer)
    #expect(restored.parameters != run.state.parameters)
    #expect(restored.epoch == 5 && restored.stepCount == run.state.stepCount)
    #expect(EarlyStopping(patience: 2).restoringBest(in: run.state) == run.state)
  }

  @Test func aLossThatIsNoNumberIsNeverTheBest() {
    let state = TrainingState(shape: shape, seed: 1)
    var watch = EarlyStopping(patience: 2)
    let answers = [Double.nan, 3, .infinity, .nan].map { loss in
      watch.shouldStop(after: state, loss: loss)
    }
    #expect(answers == [false, false, false, true] && watch.best?.loss == 3)
    watch.startAnew()
    let again = watch.shouldStop(after: state, loss: 3)
    #expect(!again && watch.epochsSinceBest == 1 && watch.best?.loss == 3)
  }

  @Test(arguments: ParameterInitializer.allCases)
  func initialWeightsKeepTheirBounds(_ initializer: ParameterInitializer) {
    let shape = NetworkShape(
      inputs: 30, hidden: [HiddenLayer(units: 50, activation: .relu)], outputs: 20)
    let state = TrainingState(shape: shape, seed: 5, initializer: initializer)
    for layer in shape.layers {
      let (inputs, units) = (Double(layer.inputs), Double(layer.units))
      let glorot = (6 / (inputs + units)).squareRoot()
      let he = (6 / inputs).squareRoot()
      let bound =
        switch initializer {
        case .auto: layer.index == 0 ? he : glorot
        case .glorot: glorot
        case .he: he
        case .lecun: (3 / inputs).squareRoot()
        case .uniform: 0.5
        case .zeros: 0.0
        }
      let weights = state.parameters[layer.weights].map(Double.init)
      #expect(weights.allSatisfy { abs($0) <= bound })
      // Of 1000 and more uniform draws some come within a fiftieth of the bound.
      #expect((weights.map(abs).max() ?? 0) >= 0.98 * bound)
      let variance = weights.reduce(0) { $0 + $1 * $1 } / Double(weights.count)
      #expect(abs(variance - bound * bound / 3) <= 0.1 * bound * bound)
      #expect(state.parameters[layer.biases].allSatisfy { $0 == 0 })
    }
  }
}
