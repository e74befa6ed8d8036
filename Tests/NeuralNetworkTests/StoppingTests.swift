// Long work that is to be stopped: whatever goes over rows, weights or passes asks often, and what the
// question throws comes out.

import Datasets
import NeuralNetwork
import Numerics
import SampleNetworks
import Testing

@Suite struct StoppingTests {
  struct Halt: Error, Equatable { let call: Int }

  /// Answers the question, and stops at one of its calls.
  final class Questions {
    private(set) var calls = 0
    let last: Int

    init(stoppingAt last: Int = .max) { self.last = last }

    func check() throws(Halt) {
      calls += 1
      if calls == last { throw Halt(call: calls) }
    }
  }

  /// That work asks at least so often, and ends with what is thrown at the first, a middle and the
  /// last of the questions.
  private func expectToStop(
    _ name: String, atLeast asked: Int, _ work: (Questions) throws(Halt) -> Void
  ) throws {
    let whole = Questions()
    try work(whole)
    #expect(whole.calls >= asked, "\(name) asked \(whole.calls) times")
    for call in Set([1, (whole.calls + 1) / 2, whole.calls]) {
      let questions = Questions(stoppingAt: call)
      #expect(throws: Halt(call: call), "\(name)") { try work(questions) }
      #expect(questions.calls == call, "\(name) went on")
    }
  }

  private let shape = NetworkShape(
    inputs: 4, hidden: [HiddenLayer(units: 6, activation: .relu)], outputs: 3)
  private var parameters: [Float] { initialParameters(shape: shape, seed: 3) }
  private let settings = TrainingSettings(batchSize: .rows(10))

  @Test(arguments: [1, 3])
  func evaluationAsksBeforeEachRoundOfBlocks(threads: Int) throws {
    let examples = makeExamples(.softmaxCrossEntropy, rows: 8000, inputs: 4)
    let evaluator = Evaluator(
      shape: shape, loss: .softmaxCrossEntropy, team: ThreadTeam(members: threads))
    // Blocks have at most 1024 rows.
    let rounds = 8000 / 1024 / threads
    let before = evaluator.evaluate(
      examples, parameters: parameters, settings: settings, checkStop: neverStops)
    try expectToStop("evaluate", atLeast: rounds) { questions throws(Halt) in
      _ = try evaluator.evaluate(
        examples, parameters: parameters, settings: settings, checkStop: questions.check)
    }
    try expectToStop("confusion", atLeast: rounds) { questions throws(Halt) in
      _ = try evaluator.confusionCounts(
        examples, parameters: parameters, checkStop: questions.check)
    }
    try expectToStop("outputs", atLeast: rounds) { questions throws(Halt) in
      _ = try evaluator.outputs(
        inputs: examples.inputs, parameters: parameters, checkStop: questions.check)
    }
    let after = evaluator.evaluate(
      examples, parameters: parameters, settings: settings, checkStop: neverStops)
    #expect(after == before)
  }

  @Test func measurementsAsk() throws {
    let examples = makeExamples(.softmaxCrossEntropy, rows: 600, inputs: 4)
    var state = TrainingState(shape: shape, parameters: parameters)
    try expectToStop("curvature", atLeast: 3) { questions throws(Halt) in
      _ = try measureCurvature(
        examples: examples, loss: .softmaxCrossEntropy, shape: shape, parameters: parameters,
        checkStop: questions.check)
    }
    try expectToStop("gradient noise", atLeast: 8) { questions throws(Halt) in
      _ = try measureGradientNoise(
        examples: examples, loss: .softmaxCrossEntropy, settings: settings, state: state,
        checkStop: questions.check)
    }
    try expectToStop("gradient check", atLeast: 20) { questions throws(Halt) in
      _ = try checkGradient(
        examples: examples.subset(Array(0..<5)), loss: .softmaxCrossEntropy, settings: settings,
        state: state, checkStop: questions.check)
    }
    // All units are dead, so every row is looked at.
    state.parameters = [Float](repeating: -1, count: shape.parameterCount)
    let positive = Examples(
      inputs: [Float](repeating: 1, count: 2400), inputCount: 4, targets: examples.targets)
    try expectToStop("quiet units", atLeast: 600 / 128) { questions throws(Halt) in
      _ = try quietUnits(
        examples: positive, shape: shape, parameters: state.parameters,
        checkStop: questions.check)
    }
  }

  @Test func gradientPartsAsk() throws {
    let examples = makeExamples(.softmaxCrossEntropy, rows: 3000, inputs: 4)
    let trainer = Trainer(
      examples: examples, loss: .softmaxCrossEntropy, settings: TrainingSettings(optimizer: .gd),
      state: TrainingState(shape: shape, parameters: parameters))
    guard case .done(let record) = trainer.step() else { throw Halt(call: 0) }
    try expectToStop("gradient parts", atLeast: 3) { questions throws(Halt) in
      _ = try record.gradientParts(
        of: 0, examples: examples, loss: .softmaxCrossEntropy, checkStop: questions.check)
    }
  }

  @Test func makingWeightsAndDataAsks() throws {
    let wide = NetworkShape(
      inputs: 600, hidden: [HiddenLayer(units: 600, activation: .tanh)], outputs: 1)
    try expectToStop("initial weights", atLeast: 5) { questions throws(Halt) in
      _ = try initialParameters(
        shape: wide, seed: 1, initializer: .auto, checkStop: questions.check)
    }
    for set in SyntheticSet.allCases {
      try expectToStop(set.rawValue, atLeast: 7) { questions throws(Halt) in
        _ = try makeSynthetic(set, count: 40_000, seed: 1, checkStop: questions.check)
      }
    }
    let data = makeSynthetic(.circle, count: 40_000, seed: 1, checkStop: neverStops)
    let stop = DataError(id: DataError.stoppedID, message: "stopped")
    #expect(throws: stop) {
      try data.seen(through: [.product]) { () throws(DataError) in throw stop }
    }
  }

  // MARK: Steps

  @Test func aStepIsAbandonedInTheMiddle() throws {
    let examples = makeExamples(.softmaxCrossEntropy, rows: 5000, inputs: 4)
    let trainer = Trainer(
      examples: examples, loss: .softmaxCrossEntropy,
      settings: TrainingSettings(optimizer: .adam, batchSize: .full),
      state: TrainingState(shape: shape, parameters: parameters))
    _ = trainer.step()
    let before = trainer.state
    for call in 1...5 {
      let questions = Questions(stoppingAt: call)
      #expect(throws: Halt(call: call)) {
        try trainer.step(tracing: false, checkStop: questions.check)
      }
      #expect(trainer.state == before)
    }
    let other = Trainer(
      examples: examples, loss: .softmaxCrossEntropy,
      settings: TrainingSettings(optimizer: .adam, batchSize: .full), state: before)
    _ = (trainer.step(), other.step())
    #expect(trainer.state == other.state)
  }

  /// With 9000 units the steps within an epoch write over the values before them. Every step of `gd`
  /// ends an epoch.
  @Test(arguments: OptimizerKind.allCases.filter { $0 != .gd }, [6, 9000])
  func theEndOfAnEpochTakenBackHasNotBeen(_ optimizer: OptimizerKind, units: Int) throws {
    let examples = makeExamples(.softmaxCrossEntropy, rows: 53, inputs: 4)
    let shape = NetworkShape(
      inputs: 4, hidden: [HiddenLayer(units: units, activation: .relu)], outputs: 3)
    let settings = TrainingSettings(
      optimizer: optimizer, learningRate: 1e-4, batchSize: .rows(10), l1: 0.01)
    let trainer = Trainer(
      examples: examples, loss: .softmaxCrossEntropy, settings: settings,
      state: TrainingState(shape: shape, seed: 3))
    for _ in 0..<2 {
      for _ in 0..<5 { _ = trainer.step(tracing: false) }
      #expect(trainer.steppedInPlace == (units == 9000))
      let within = trainer.state
      trainer.takeBackEndOfEpoch()
      #expect(trainer.state == within, "the last step ended no epoch")
      guard case .done(let step) = trainer.step() else { throw Halt(call: 0) }
      trainer.takeBackEndOfEpoch()
      #expect(trainer.state == within && trainer.lastStep == nil)
      trainer.takeBackEndOfEpoch()
      #expect(trainer.state == within, "a second time does nothing")
      #expect(trainer.step() == .done(step), "and it can be taken again")
    }
  }

  // MARK: The sample of rows for figures

  @Test func manyRowsAreSampled() {
    func rows(_ count: Int) -> Examples {
      Examples(
        inputs: (0..<count).map(Float.init), inputCount: 1,
        targets: .values([Float](repeating: 0, count: count)))
    }
    #expect(rows(20_000).sampledForFigures == rows(20_000))
    let sample = rows(20_001).sampledForFigures.inputs
    #expect(sample.count == 10_000)
    #expect(zip(sample, sample.dropFirst()).allSatisfy { $0 < $1 }, "in order, none twice")
    #expect(rows(20_001).sampledForFigures.inputs == sample)
    // About as many from the first half as from the second.
    #expect(abs(sample.count { $0 < 10_000 } - 5000) < 250)
  }
}
