// The training loop: the order of rows, interruption, tracing, divergence, and the same bits
// everywhere.

import Datasets
import NeuralNetwork
import SampleNetworks
import Testing

@Suite struct TrainerTests {
  private let examples = makeExamples(.softmaxCrossEntropy, rows: 53, inputs: 4)
  private let shape = NetworkShape(
    inputs: 4, hidden: [HiddenLayer(units: 6, activation: .gelu)], outputs: 3)

  private func trainer(
    _ settings: TrainingSettings, from state: TrainingState? = nil, kernels: KernelSet = .best
  ) -> Trainer {
    Trainer(
      examples: examples, loss: .softmaxCrossEntropy, settings: settings,
      state: state ?? TrainingState(shape: shape, seed: 7), kernels: kernels)
  }

  private func run(_ trainer: Trainer, epochs: Int) {
    for _ in 0..<epochs { #expect(trainer.runEpoch(shouldStop: { false }) == .finished) }
  }

  // MARK: Rows

  @Test func everyRowOnceAnEpoch() throws {
    let trainer = trainer(TrainingSettings(batchSize: .rows(10)))
    var orders: [[Int32]] = []
    for epoch in 1...3 {
      var order: [Int32] = []
      for batch in 1...6 {
        let record = try #require(trainer.step(tracing: false).record)
        #expect(record.epoch == epoch && record.batch == batch && record.batchesInEpoch == 6)
        #expect(record.step == (epoch - 1) * 6 + batch)
        #expect(record.batchSize == (batch == 6 ? 3 : 10))
        order += record.rows
      }
      #expect(order.sorted() == Array(0..<53))
      orders.append(order)
    }
    #expect(orders[0] != orders[1] && orders[1] != orders[2] && orders[0] != Array(0..<53))
    #expect(trainer.state.epoch == 3 && trainer.state.rowsDoneInEpoch == 0)
    #expect(trainer.state.stepCount == 18)
  }

  @Test func unshuffledRowsComeInFileOrder() throws {
    let trainer = trainer(TrainingSettings(batchSize: .rows(20), shuffle: false))
    let rows = try (0..<3).map { _ in try #require(trainer.step(tracing: false).record).rows }
    #expect(rows == [Array(0..<20), Array(20..<40), Array(40..<53)])
  }

  @Test func fullBatchesAreGradientDescent() {
    let gd = trainer(TrainingSettings(optimizer: .gd))
    let full = trainer(TrainingSettings(optimizer: .sgd, batchSize: .full))
    let large = trainer(TrainingSettings(optimizer: .sgd, batchSize: .rows(1000)))
    for trainer in [gd, full, large] { run(trainer, epochs: 4) }
    #expect(gd.state == full.state && gd.state == large.state)
    #expect(gd.state.stepCount == 4 && gd.state.epoch == 4)
  }

  @Test func batchesHaveAtLeastOneRowAndAtMostAll() {
    #expect(BatchSize.rows(10).rows(of: 53) == 10 && BatchSize.rows(100).rows(of: 53) == 53)
    #expect(BatchSize.rows(0).rows(of: 53) == 1 && BatchSize.full.rows(of: 53) == 53)
  }

  @Test func gradientDescentDropsAPartialEpoch() throws {
    let start = trainer(TrainingSettings(batchSize: .rows(10)))
    for _ in 0..<2 { _ = start.step(tracing: false) }
    #expect(start.state.rowsDoneInEpoch == 20)
    let gd = trainer(TrainingSettings(optimizer: .gd), from: start.state)
    let record = try #require(gd.step(tracing: false).record)
    #expect(record.rows.count == 53 && record.batch == 1 && record.batchesInEpoch == 1)
    #expect(gd.state.epoch == 1 && gd.state.rowsDoneInEpoch == 0)
  }

  @Test func batchSizeMayChangeInMidEpoch() throws {
    let small = trainer(TrainingSettings(batchSize: .rows(10)))
    let first = try (0..<2).flatMap { _ in try #require(small.step(tracing: false).record).rows }
    let large = trainer(TrainingSettings(batchSize: .rows(30)), from: small.state)
    let next = try #require(large.step(tracing: false).record)
    #expect(next.batch == 2 && next.batchesInEpoch == 3)
    let last = try #require(large.step(tracing: false).record)
    #expect((first + next.rows + last.rows).sorted() == Array(0..<53))
    #expect(large.state.epoch == 1)
  }

  /// Batches beyond one block of scratch memory are summed in the same order as small ones.
  @Test func largeBatchesEqualTheirRowsAdded() throws {
    let many = makeExamples(.squaredError, rows: 3000, inputs: 2)
    let shape = NetworkShape(inputs: 2, hidden: [], outputs: 1)
    let trainer = Trainer(
      examples: many, loss: .squaredError, settings: TrainingSettings(optimizer: .gd),
      state: TrainingState(shape: shape, parameters: [0.5, -0.25, 0.125]))
    let record = try #require(trainer.step(tracing: true).record)
    guard case .values(let values) = many.targets else { return }
    // 32-bit chains over all rows: the definition, written out.
    var gradient: [Float] = [0, 0, 0]
    for row in 0..<3000 {
      let (x0, x1) = (many.inputs[2 * row], many.inputs[2 * row + 1])
      let z = Float(0.125).addingProduct(x0, 0.5).addingProduct(x1, -0.25)
      let dz = (z - values[row]) * Float(2.0 / 3000)
      gradient[0] = gradient[0].addingProduct(x0, dz)
      gradient[1] = gradient[1].addingProduct(x1, dz)
      gradient[2] += dz
    }
    #expect(record.dataGradient == gradient)
  }

  // MARK: Interruption

  @Test(arguments: OptimizerKind.allCases)
  func interruptedRunsGoOnExactly(_ optimizer: OptimizerKind) {
    let settings = TrainingSettings(
      optimizer: optimizer, learningRate: 0.01, batchSize: .rows(7), l1: 0.001, l2: 0.01)
    let whole = trainer(settings)
    run(whole, epochs: 3)
    var state = TrainingState(shape: shape, seed: 7)
    var stops = 0
    while state.epoch < 3 {
      let part = trainer(settings, from: state)
      var asked = 0
      let outcome = part.runEpoch(shouldStop: {
        asked += 1
        return asked > 3
      })
      if outcome == .interrupted { stops += 1 }
      state = part.state
    }
    #expect(state == whole.state)
    #expect(stops == (optimizer == .gd ? 0 : 6))
  }

  /// A step over many blocks that is stopped in its middle leaves no trace.
  @Test func aStopWithinAStepDropsTheStep() {
    let many = makeExamples(.squaredError, rows: 5000, inputs: 2)
    let shape = NetworkShape(inputs: 2, hidden: [], outputs: 1)
    let start = TrainingState(shape: shape, seed: 1)
    let trainer = Trainer(
      examples: many, loss: .squaredError,
      settings: TrainingSettings(optimizer: .adam, batchSize: .full), state: start)
    var asked = 0
    let outcome = trainer.runEpoch(shouldStop: {
      asked += 1
      return asked == 3
    })
    #expect(outcome == .interrupted && asked == 3 && trainer.state == start)
    #expect(trainer.runEpoch(shouldStop: { false }) == .finished)
    #expect(trainer.state.epoch == 1)
  }

  // MARK: Tracing

  @Test(arguments: OptimizerKind.allCases)
  func tracingChangesNothing(_ optimizer: OptimizerKind) throws {
    let settings = TrainingSettings(optimizer: optimizer, learningRate: 0.01, l1: 0.01, l2: 0.1)
    let plain = trainer(settings)
    run(plain, epochs: 2)
    #expect(plain.lastStep == nil)
    let traced = trainer(settings)
    while traced.state.epoch < 1 { _ = traced.step(tracing: true) }
    #expect(traced.runEpoch(shouldStop: { false }, traceLastStep: true) == .finished)
    #expect(traced.state == plain.state)
    let last = try #require(traced.lastStep)
    #expect(last.step == plain.state.stepCount && last.epoch == 2)
    #expect(last.batch == last.batchesInEpoch)
    #expect(last.after == plain.state.parameters && last.optimizerAfter == plain.state.optimizer)
    run(traced, epochs: 1)
    #expect(traced.lastStep == nil)
  }

  @Test(arguments: OptimizerKind.allCases, Penalized.allCases)
  func tracesRecompute(_ optimizer: OptimizerKind, _ penalize: Penalized) throws {
    let settings = TrainingSettings(
      optimizer: optimizer, learningRate: 0.02, l1: 0.01, l2: 0.1, penalize: penalize)
    let trainer = trainer(settings)
    var before = trainer.state
    for _ in 0..<3 {
      let record = try #require(trainer.step(tracing: true).record)
      #expect(record.before == before.parameters && record.optimizerBefore == before.optimizer)
      before = trainer.state
      #expect(record.after == before.parameters && record.optimizerAfter == before.optimizer)
      for place in 0..<shape.parameterCount {
        let trace = record.trace(place)
        #expect(trace.index == place && trace.name == shape.parameter(at: place))
        #expect(trace.before + trace.update == trace.after)
        #expect((trace.dataGradient + trace.l1Gradient) + trace.l2Gradient == trace.gradient)
        let reached = settings.penalize == .all || place < 24 || (30..<48).contains(place)
        #expect((trace.l2Gradient == 0) == (!reached || trace.before == 0))
        #expect(abs(trace.l1Gradient) == (reached && trace.before != 0 ? Float(0.01) : 0))
        check(trace, optimizer)
      }
    }
  }

  /// Lion has no rate by which to draw; where it is refused is for others to test.
  @Test(arguments: OptimizerKind.allCases.filter { $0 != .lion }, Penalized.allCases)
  func proximalStepsRecompute(_ optimizer: OptimizerKind, _ penalize: Penalized) throws {
    let settings = TrainingSettings(
      optimizer: optimizer, learningRate: 0.02, l1: 0.5, l2: 0.1, l1Mode: .proximal,
      penalize: penalize)
    let trainer = trainer(settings)
    var zeros = 0
    var unitVelocity = 0.0
    for _ in 0..<12 {
      let record = try #require(trainer.step(tracing: true).record)
      #expect(record.l1Penalty > 0 || zeros > 0)
      unitVelocity = 0.9 * unitVelocity + 1
      for place in 0..<shape.parameterCount {
        let trace = record.trace(place)
        #expect(trace.before + trace.update == trace.after && trace.l1Gradient == 0)
        #expect(trace.dataGradient + trace.l2Gradient == trace.gradient)
        guard settings.penalizes(trace.name) else {
          #expect(trace.proximal == nil)
          continue
        }
        let proximal = try #require(trace.proximal)
        let threshold = threshold(optimizer, trace.optimizer, unitVelocity)
        #expect(abs(Double(proximal.threshold) - threshold) <= 1e-6 * threshold)
        #expect(proximal.stepped == trace.before + trace.optimizerUpdate)
        let size = Double(proximal.stepped.magnitude) - Double(proximal.threshold)
        let expected = max(0, size) * (proximal.stepped > 0 ? 1 : -1)
        #expect(abs(Double(trace.after) - expected) <= 1e-7 * (1 + abs(Double(trace.before))))
        #expect((trace.after == 0) == (proximal.shrinkage == -proximal.stepped))
        if trace.after == 0 { zeros += 1 }
      }
    }
    #expect(zeros > 0)
  }

  /// 0.5 times the rate of a step.
  private func threshold(
    _ optimizer: OptimizerKind, _ trace: OptimizerTrace, _ unitVelocity: Double
  ) -> Double {
    switch optimizer {
    case .gd, .sgd, .lion: return 0.01
    case .momentum: return 0.01 * unitVelocity
    case .nesterov: return 0.01 * (1 + 0.9 * unitVelocity)
    case .adagrad, .rmsprop: return 0.01 / (trace["denominator"] ?? .nan)
    case .adam, .amsgrad, .adamw:
      return 0.01 / ((trace["v_hat"] ?? .nan).squareRoot() + (trace["eps"] ?? .nan))
    }
  }

  /// The optimizer's formula in 32 bits, from what it says it remembered.
  private func check(_ trace: ParameterTrace, _ optimizer: OptimizerKind) {
    let (g, lr) = (trace.gradient, Float(0.02))
    func value(_ name: String) -> Float { trace.optimizer[name].map { Float($0) } ?? .nan }
    var decayed: Float = 0
    #expect(trace.optimizer.quantities.map(\.name) == optimizer.rule.quantities.map(\.name))
    switch optimizer {
    case .gd, .sgd: #expect(trace.update == -lr * g && trace.optimizer.quantities.isEmpty)
    case .momentum, .nesterov:
      let mu: Float = 0.9
      let velocity = mu * value("velocity_before") + g
      #expect(value("velocity") == velocity && value("momentum") == mu)
      if optimizer == .nesterov { #expect(value("ahead") == g + mu * velocity) }
      #expect(trace.update == -lr * (optimizer == .nesterov ? value("ahead") : velocity))
    case .adagrad, .rmsprop:
      let squares =
        optimizer == .adagrad
        ? value("square_sum_before") + g * g
        : value("square_mean_before") * value("rho") + (g * Float(1 - 0.99)) * g
      #expect(value(optimizer == .adagrad ? "square_sum" : "square_mean") == squares)
      #expect(value("eps") == (optimizer == .adagrad ? 1e-10 : 1e-8))
      #expect(value("denominator") == squares.squareRoot() + value("eps"))
      #expect(trace.update == (-lr * g) / value("denominator"))
    case .adam, .amsgrad: checkMoments(trace, g)
    case .lion:
      let (before, beta1, beta2) = (value("m_before"), Float(0.9), Float(0.99))
      #expect(value("c") == before * beta1 + g * Float(1 - 0.9))
      #expect(value("m") == before * beta2 + g * Float(1 - 0.99))
      #expect(value("sign_update") == (value("c") > 0 ? -lr : value("c") < 0 ? lr : 0))
      decayed = trace.before * -Float(0.02 * (trace.optimizer["decay"] ?? .nan))
    case .adamw:
      checkMoments(trace, g)
      // The decay reaches what the penalties reach.
      if trace.before != 0 { #expect(value("decay") == (trace.l2Gradient != 0 ? 0.01 : 0)) }
      decayed = trace.before * -Float(0.02 * (trace.optimizer["decay"] ?? .nan))
      #expect(value("decay_update") == decayed)
    }
    #expect(trace.optimizer.gradientUpdate + decayed == trace.update)
    let moved = -0.02 * trace.optimizer.direction
    #expect(abs(Double(trace.update) - moved) <= 1e-5 * abs(moved) + 1e-9)
    let lines = trace.optimizer.lines
    #expect(lines.last?.name == "step" && lines.last?.value == Double(trace.update))
  }

  private func checkMoments(_ trace: ParameterTrace, _ g: Float) {
    let o = trace.optimizer
    func value(_ name: String) -> Float { o[name].map { Float($0) } ?? .nan }
    let (m, v) = (value("m"), value("v"))
    #expect(m == value("m_before") + (g - value("m_before")) * Float(1 - 0.9))
    #expect(v == value("v_before") * Float(0.999) + (g * Float(1 - 0.999)) * g)
    let scalars = AdamScalars(
      settings: TrainingSettings(optimizer: .adam, learningRate: 0.02), step: Int(value("t")))
    #expect(o["m_hat"] == Double(m) / scalars.biasCorrection1)
    // AMSGrad's largest so far stands in v's place.
    let root = o["v_max"].map { Float($0) } ?? v
    #expect(o["v_max"] == nil || root == max(value("v_max_before"), v))
    #expect(o["v_hat"] == Double(root) / scalars.biasCorrection2)
    let denominator =
      root.squareRoot() * Float(1 / scalars.biasCorrection2.squareRoot()) + value("eps")
    let update = (-Float(0.02 / scalars.biasCorrection1) * m) / denominator
    #expect(o.gradientUpdate == update)
    if let part = o["adam_update"] { #expect(part == Double(update)) }
  }

  // MARK: Divergence

  /// Of many parameters, steps write over the old ones where they cannot diverge.
  @Test(arguments: OptimizerKind.allCases, [3, 9000])
  func divergenceKeepsTheLastFiniteState(_ optimizer: OptimizerKind, units: Int) throws {
    let many = makeExamples(.squaredError, rows: 20, inputs: 2)
    let shape = NetworkShape(
      inputs: 2, hidden: [HiddenLayer(units: units, activation: .relu)], outputs: 1)
    let isScaled = optimizer.rule.isNormalized
    let rate = isScaled ? 1e15 : 1e4
    let trainer = Trainer(
      examples: many, loss: .squaredError,
      settings: TrainingSettings(optimizer: optimizer, learningRate: rate),
      state: TrainingState(shape: shape, seed: 1))
    var state = trainer.state
    var divergence: Divergence?
    for _ in 0..<1000 {
      if case .diverged(let found) = trainer.step(tracing: false) {
        divergence = found
        break
      }
      state = trainer.state
    }
    let found = try #require(divergence)
    #expect(trainer.state == state)
    #expect(found.step == state.stepCount + 1 && found.epoch == state.epoch + 1)
    #expect(found.lastFiniteLoss?.isFinite == true)
    let numbers = [state.parameters] + state.optimizer[optimizer].slots
    #expect(numbers.allSatisfy { $0.allSatisfy(\.isFinite) })
    // It does not recover by trying again, and says the same.
    if case .diverged(let again) = trainer.runEpoch(shouldStop: { false }) {
      #expect(again.kind == found.kind && again.step == found.step)
    } else {
      Issue.record("trained on from where it diverged")
    }
    #expect(trainer.state == state)
  }

  @Test func divergenceNamesWhatBroke() {
    let shape = NetworkShape(inputs: 1, hidden: [], outputs: 1)
    func outcome(
      _ optimizer: OptimizerKind, rate: Double, inputs: [Float], targets: [Float],
      parameters: [Float]
    ) -> Divergence? {
      let trainer = Trainer(
        examples: Examples(inputs: inputs, inputCount: 1, targets: .values(targets)),
        loss: .squaredError, settings: TrainingSettings(optimizer: optimizer, learningRate: rate),
        state: TrainingState(shape: shape, parameters: parameters))
      if case .diverged(let found) = trainer.step(tracing: true) { return found }
      return nil
    }
    // 1e30 · 1e30 overflows the output.
    let loss = outcome(.sgd, rate: 0.1, inputs: [1e30], targets: [0], parameters: [1e30, 0])
    #expect(loss?.kind == .loss && loss?.lastFiniteLoss == nil && loss?.gradientNorm == nil)
    // The output fits, its product with the input does not.
    let gradient = outcome(.sgd, rate: 0.1, inputs: [1e20], targets: [0], parameters: [1, 0])
    #expect(gradient?.kind == .gradient && gradient?.gradientNorm == nil)
    #expect(gradient?.lastFiniteLoss?.isFinite == true)
    // A gradient of 2e22 fits, its square in Adam's memory does not.
    let square = outcome(.adam, rate: 0.1, inputs: [1e11], targets: [0], parameters: [1, 0])
    #expect(square?.kind == .gradient && square?.gradientNorm?.isFinite == true)
    // The gradient fits, the step does not.
    let parameter = outcome(.sgd, rate: 1e30, inputs: [1e10], targets: [0], parameters: [1, 0])
    #expect(parameter?.kind == .parameter && parameter?.gradientNorm?.isFinite == true)
  }

  @Test func notANumberDoesNotHideBehindRelu() {
    let shape = NetworkShape(
      inputs: 1, hidden: [HiddenLayer(units: 1, activation: .relu)], outputs: 1)
    let trainer = Trainer(
      examples: Examples(inputs: [.nan], inputCount: 1, targets: .values([0])),
      loss: .squaredError, settings: TrainingSettings(),
      state: TrainingState(shape: shape, seed: 1))
    if case .diverged(let found) = trainer.step(tracing: false) {
      #expect(found.kind == .loss)
    } else {
      Issue.record("an input that is not a number went unnoticed")
    }
  }
}
