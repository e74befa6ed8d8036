// The optimizers' trajectories against the same formulas in double precision, fed by differences of
// the loss.

import Datasets
import DoubleNetwork
import NeuralNetwork
import SampleNetworks
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct OptimizerTests {
  private let examples = makeExamples(.squaredError, rows: 11, inputs: 2)
  private let shape = NetworkShape(
    inputs: 2, hidden: [HiddenLayer(units: 3, activation: .tanh)], outputs: 1)

  /// The textbook's optimizers.
  private struct Textbook {
    var p: [Double]
    var v: [Double]
    var m: [Double]
    /// The largest v so far.
    var most: [Double]
    var t = 0
    /// What AdamW's decay reaches.
    let decays: [Bool]

    init(_ parameters: [Float], decays: [Bool]) {
      self.decays = decays
      p = parameters.map(Double.init)
      v = p.map { _ in 0 }
      m = v
      most = v
    }

    mutating func step(_ s: TrainingSettings, _ g: [Double]) {
      t += 1
      for i in p.indices {
        switch s.optimizer {
        case .gd, .sgd:
          p[i] -= s.learningRate * g[i]
        case .momentum:
          v[i] = s.momentum * v[i] + g[i]
          p[i] -= s.learningRate * v[i]
        case .nesterov:
          v[i] = s.momentum * v[i] + g[i]
          p[i] -= s.learningRate * (g[i] + s.momentum * v[i])
        case .adagrad:
          v[i] += g[i] * g[i]
          p[i] -= s.learningRate * g[i] / (v[i].squareRoot() + s.effectiveEpsilon)
        case .rmsprop:
          v[i] = s.rho * v[i] + (1 - s.rho) * g[i] * g[i]
          p[i] -= s.learningRate * g[i] / (v[i].squareRoot() + s.effectiveEpsilon)
        case .lion:
          let mixed = s.beta1 * m[i] + (1 - s.beta1) * g[i]
          let sign: Double = mixed > 0 ? 1 : mixed < 0 ? -1 : 0
          p[i] -= s.learningRate * (sign + (decays[i] ? s.decay : 0) * p[i])
          m[i] = s.effectiveBeta2 * m[i] + (1 - s.effectiveBeta2) * g[i]
        case .adam, .amsgrad, .adamw:
          if s.optimizer == .adamw, decays[i] { p[i] *= 1 - s.learningRate * s.decay }
          m[i] = s.beta1 * m[i] + (1 - s.beta1) * g[i]
          v[i] = s.effectiveBeta2 * v[i] + (1 - s.effectiveBeta2) * g[i] * g[i]
          let mHat = m[i] / (1 - pow(s.beta1, Double(t)))
          most[i] = s.optimizer == .amsgrad ? max(most[i], v[i]) : v[i]
          let vHat = most[i] / (1 - pow(s.effectiveBeta2, Double(t)))
          p[i] -= s.learningRate * mHat / (vHat.squareRoot() + s.effectiveEpsilon)
        }
      }
    }
  }

  @Test(arguments: OptimizerKind.allCases, Penalized.allCases)
  func trajectories(_ optimizer: OptimizerKind, _ penalize: Penalized) throws {
    // Eleven rows in batches of four: the last of each epoch has three.
    let settings = TrainingSettings(
      optimizer: optimizer, learningRate: 0.02, batchSize: .rows(4), momentum: 0.8, beta1: 0.85,
      beta2: 0.95, epsilon: 1e-6, rho: 0.9, decay: 0.3, l1: 0.01, l2: 0.05, penalize: penalize,
      seed: 9)
    let start = TrainingState(shape: shape, seed: 2)
    let trainer = Trainer(
      examples: examples, loss: .squaredError, settings: settings, state: start)
    var textbook = Textbook(start.parameters, decays: DoubleNetwork.penalized(shape, settings))
    for _ in 0..<24 {
      let record = try #require(trainer.step(tracing: true).record)
      // At a corner of |p| the two may see different signs; take the engine's.
      let p = zip(textbook.p, record.before).map { $0 * Double($1) < 0 ? Double($1) : $0 }
      textbook.p = p
      let network = DoubleNetwork(shape, p, .squaredError, examples)
      let gradient = network.differences(record.rows.map(Int.init))
      textbook.step(settings, network.adding(penaltiesOf: settings, to: gradient))
      for i in p.indices {
        #expect(abs(textbook.p[i] - Double(record.after[i])) < 5e-5, "step \(record.step)")
      }
    }
  }

  /// On a loss that no parameter changes, proximal L1 goes straight to 0 and stays; the subgradient
  /// hops about it.
  @Test func proximalPenaltiesStopAtZero() throws {
    let shape = NetworkShape(inputs: 1, hidden: [], outputs: 1)
    let still = Examples(inputs: [0], inputCount: 1, targets: .values([0]))
    func end(_ mode: L1Mode) -> Float {
      let trainer = Trainer(
        examples: still, loss: .squaredError,
        settings: TrainingSettings(learningRate: 0.1, l1: 1, l1Mode: mode),
        state: TrainingState(shape: shape, parameters: [0.25, 0]))
      for _ in 0..<7 { _ = trainer.step(tracing: false) }
      return trainer.state.parameters[0]
    }
    #expect(end(.proximal) == 0)
    #expect(abs(end(.subgradient).magnitude - 0.05) < 1e-6)
  }

  @Test func epsilonIsTheOptimizersOwnUnlessSet() {
    for optimizer in OptimizerKind.allCases {
      let standard = TrainingSettings(optimizer: optimizer).effectiveEpsilon
      #expect(standard == (optimizer == .adagrad ? 1e-10 : 1e-8))
      #expect(TrainingSettings(optimizer: optimizer, epsilon: 0.5).effectiveEpsilon == 0.5)
    }
  }

  /// No optimizer touches what another remembers.
  @Test func memoriesHaveNamesOfTheirOwn() throws {
    var state = TrainingState(shape: shape, seed: 2)
    for optimizer in OptimizerKind.allCases {
      let before = state.optimizer
      let trainer = Trainer(
        examples: examples, loss: .squaredError,
        settings: TrainingSettings(optimizer: optimizer, learningRate: 0.01), state: state)
      for _ in 0..<3 { _ = try #require(trainer.step(tracing: false).record) }
      state = trainer.state
      #expect(before[optimizer].slots.allSatisfy(\.isEmpty) && before[optimizer].steps == 0)
      #expect(state.optimizer[optimizer].slots.count == optimizer.rule.slots.count)
      for (slot, name) in zip(state.optimizer[optimizer].slots, optimizer.rule.slots) {
        #expect(slot.count == shape.parameterCount)
        #expect(state.optimizer[optimizer, name] == slot)
      }
      #expect(state.optimizer[optimizer].steps == (optimizer.rule.countsSteps ? 3 : 0))
      let isVelocity = [.momentum, .nesterov].contains(optimizer)
      #expect(optimizer.rule.hasVelocity == isVelocity)
      #expect(abs(state.optimizer[optimizer].unitVelocity - (isVelocity ? 2.71 : 0)) < 1e-12)
      var others = state.optimizer
      others[optimizer] = before[optimizer]
      #expect(others == before)
    }
  }

  @Test func eachOptimizerKeepsItsOwnMemory() throws {
    var state = TrainingState(shape: shape, seed: 2)
    func train(_ optimizer: OptimizerKind, steps: Int) throws {
      let trainer = Trainer(
        examples: examples, loss: .squaredError,
        settings: TrainingSettings(optimizer: optimizer, learningRate: 0.01), state: state)
      for _ in 0..<steps { _ = try #require(trainer.step(tracing: false).record) }
      state = trainer.state
    }
    try train(.sgd, steps: 2)
    #expect(state.optimizer == OptimizerState())
    try train(.momentum, steps: 2)
    let velocity = state.optimizer[.momentum, "velocity"]
    #expect(
      velocity.count == shape.parameterCount && state.optimizer[.adam, "first_moment"].isEmpty)
    try train(.adam, steps: 3)
    let moments = state.optimizer[.adam, "first_moment"]
    #expect(state.optimizer[.momentum, "velocity"] == velocity && state.optimizer[.adam].steps == 3)
    #expect(moments.count == shape.parameterCount && moments.contains { $0 != 0 })
    try train(.gd, steps: 1)
    #expect(
      state.optimizer[.momentum, "velocity"] == velocity
        && state.optimizer[.adam, "first_moment"] == moments)
    try train(.momentum, steps: 1)
    #expect(
      state.optimizer[.momentum, "velocity"] != velocity
        && state.optimizer[.adam, "first_moment"] == moments)
    try train(.adam, steps: 1)
    #expect(state.optimizer[.adam].steps == 4 && state.stepCount == 10)
  }

  @Test func aTrainerThatTookNoStepLeavesTheStateAlone() {
    let state = TrainingState(shape: shape, seed: 2)
    for optimizer in OptimizerKind.allCases {
      let trainer = Trainer(
        examples: examples, loss: .squaredError, settings: TrainingSettings(optimizer: optimizer),
        state: state)
      #expect(trainer.state == state)
      #expect(trainer.runEpoch(shouldStop: { true }) == .interrupted)
      #expect(trainer.state == state)
    }
  }
}
