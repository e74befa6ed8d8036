// Proximal L1 ends in the minimum of the loss that is printed, whatever the optimizer: held against
// FISTA (Beck and Teboulle, 2009) in Double, whose threshold is the textbook's.

import Datasets
import NeuralNetwork
import SampleNetworks
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct ProximalTests {
  struct Case: Sendable {
    var optimizer: OptimizerKind
    var rate: Double
    var momentum = 0.9
  }

  static let cases = [
    Case(optimizer: .gd, rate: 0.05), Case(optimizer: .sgd, rate: 0.05),
    Case(optimizer: .momentum, rate: 0.02, momentum: 0.5),
    Case(optimizer: .momentum, rate: 0.02), Case(optimizer: .momentum, rate: 0.005, momentum: 0.99),
    Case(optimizer: .nesterov, rate: 0.02, momentum: 0.5),
    Case(optimizer: .nesterov, rate: 0.02), Case(optimizer: .nesterov, rate: 0.005, momentum: 0.99),
    Case(optimizer: .adagrad, rate: 0.3), Case(optimizer: .rmsprop, rate: 0.01),
    Case(optimizer: .adam, rate: 0.01), Case(optimizer: .amsgrad, rate: 0.01),
    Case(optimizer: .adamw, rate: 0.01),
  ]

  /// Every optimizer that has a rate is among the cases.
  @Test func allAreTried() {
    let tried = Set(Self.cases.map(\.optimizer))
    for optimizer in OptimizerKind.allCases {
      let rate = optimizer.rule.rate(TrainingSettings(), number: 1, unitVelocity: 1)
      if case .none = rate { continue }
      #expect(tried.contains(optimizer))
    }
  }

  private static let problems = [
    Problem(.logistic, l1: 0.1), Problem(.squaredError, l1: 0.6),
  ]

  /// Convex problems with full batches: within 1% of FISTA's minimum, and with its zeros.
  @Test(arguments: cases, problems.indices)
  func itEndsInTheMinimum(_ run: Case, place: Int) {
    let problem = Self.problems[place]
    // AdamW's decay is no part of the loss that is printed.
    let settings = TrainingSettings(
      optimizer: run.optimizer, learningRate: run.rate, batchSize: .full, momentum: run.momentum,
      decay: 0, l1: problem.l1, l1Mode: .proximal)
    let trainer = Trainer(
      examples: problem.examples, loss: problem.loss, settings: settings,
      state: TrainingState(shape: NetworkShape(inputs: 5, hidden: [], outputs: 1), seed: 4))
    for _ in 0..<6000 { _ = trainer.runEpoch(shouldStop: { false }) }
    let (found, best) = (trainer.state.parameters.map(Double.init), problem.minimum)
    let (loss, least) = (
      problem.model.loss(found, problem.l1), problem.model.loss(best, problem.l1)
    )
    #expect(loss <= 1.01 * least && loss >= least - 1e-5, "\(loss) against \(least)")
    #expect(found.map { $0 == 0 } == best.map { $0 == 0 })
    #expect(best.contains(0) && best.contains { $0 != 0 })
  }

  /// As long as no parameter changes its sign, proximal L1 with a velocity does what L1 in the gradient
  /// does, from the first step on and through changes of lr and momentum.
  @Test(arguments: [OptimizerKind.gd, .sgd, .momentum, .nesterov])
  func farFromZeroItIsL1InTheGradient(_ optimizer: OptimizerKind) {
    let examples = makeExamples(.squaredError, rows: 30, inputs: 3)
    let shape = NetworkShape(inputs: 3, hidden: [], outputs: 1)
    let ends = L1Mode.allCases.map { mode in
      var state = TrainingState(shape: shape, parameters: [9, -8, 7, 6])
      for (momentum, rate) in [(0.5, 1e-3), (0.95, 1e-3), (0.95, 3e-4), (0.2, 1e-3)] {
        let trainer = Trainer(
          examples: examples, loss: .squaredError,
          settings: TrainingSettings(
            optimizer: optimizer, learningRate: rate, batchSize: .full, momentum: momentum, l1: 2,
            l1Mode: mode), state: state)
        for _ in 0..<12 { _ = trainer.runEpoch(shouldStop: { false }) }
        state = trainer.state
      }
      return state.parameters
    }
    for (subgradient, proximal) in zip(ends[0], ends[1]) {
      #expect(abs(subgradient - proximal) <= 2e-5 * abs(subgradient))
    }
    #expect(ends[0] != [9, -8, 7, 6])
  }
}

/// A problem with its solution.
private struct Problem {
  let examples: Examples
  let loss: Loss
  let l1: Double
  let model: LinearModel
  let minimum: [Double]

  init(_ loss: Loss, l1: Double) {
    examples = makeExamples(loss, rows: 60, inputs: 5)
    (self.loss, self.l1) = (loss, l1)
    model = LinearModel(examples, loss)
    minimum = model.minimum(l1: l1)
  }
}

/// A network without hidden layers, in Double: outputs are w·x + b, the parameters w and then b.
private struct LinearModel {
  private let rows: [[Double]]
  private let targets: [Double]
  private let isLogistic: Bool

  init(_ examples: Examples, _ loss: Loss) {
    isLogistic = loss == .logistic
    rows = (0..<examples.count).map { row in
      (0..<examples.inputCount).map { Double(examples.inputs[row * examples.inputCount + $0]) }
        + [1]
    }
    targets =
      switch examples.targets {
      case .classes(let classes, _): classes.map { Double($0) }
      case .values(let values): values.map { Double($0) }
      }
  }

  private func output(_ p: [Double], _ row: [Double]) -> Double {
    var sum = 0.0
    for i in p.indices { sum += p[i] * row[i] }
    return sum
  }

  func loss(_ p: [Double], _ l1: Double) -> Double {
    let losses = zip(rows, targets).map { row, target in
      let z = output(p, row)
      return isLogistic ? log1p(exp(z)) - target * z : (z - target) * (z - target)
    }
    return losses.reduce(0, +) / Double(rows.count) + l1 * p.reduce(0) { $0 + abs($1) }
  }

  private func gradient(_ p: [Double]) -> [Double] {
    var sum = p.map { _ in 0.0 }
    for (row, target) in zip(rows, targets) {
      let z = output(p, row)
      let slope = isLogistic ? 1 / (1 + exp(-z)) - target : 2 * (z - target)
      for i in p.indices { sum[i] += slope * row[i] / Double(rows.count) }
    }
    return sum
  }

  func minimum(l1: Double) -> [Double] {
    // No curvature is above that of the sum of all.
    let squares = rows.reduce(0) { $0 + $1.reduce(0) { $0 + $1 * $1 } }
    let rate = 1 / ((isLogistic ? 0.25 : 2) * squares / Double(rows.count))
    var (p, ahead, t) = (rows[0].map { _ in 0.0 }, rows[0].map { _ in 0.0 }, 1.0)
    for _ in 0..<4000 {
      let g = gradient(ahead)
      let next = p.indices.map { i -> Double in
        let y = ahead[i] - rate * g[i]
        return abs(y) <= rate * l1 ? 0 : y - (y > 0 ? rate * l1 : -rate * l1)
      }
      let larger = (1 + (1 + 4 * t * t).squareRoot()) / 2
      ahead = p.indices.map { next[$0] + (t - 1) / larger * (next[$0] - p[$0]) }
      (p, t) = (next, larger)
    }
    return p
  }
}
