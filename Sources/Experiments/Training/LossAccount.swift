// The account of a training's loss, step for step: the slopes where a step begins times how far it moved
// each weight, summed by layer and by penalty. At some steps the one that all rows together would have taken
// is tried beside it: what that loses to curvature is not what batches cost.
import Datasets
import Events
import NeuralNetwork

package struct LossAccount {
  /// Σ gᵀΔp of some steps.
  struct Sums {
    var layers: [Double]
    var l1 = 0.0
    var l2 = 0.0
    var tried = StepsTried()

    /// What the slopes promised.
    fileprivate var promised: Double { layers.reduce(0, +) + l1 + l2 }
  }

  /// Steps beside which the one of all rows was tried, from the same weights at the same rate, and what
  /// curvature brought in both.
  package struct StepsTried: Sendable {
    package var count = 0
    package var curvature = 0.0
    package var curvatureOfAllRows = 0.0

    static func += (left: inout StepsTried, right: StepsTried) {
      left.count += right.count
      left.curvature += right.curvature
      left.curvatureOfAllRows += right.curvatureOfAllRows
    }
  }

  /// The most steps that are tried so.
  static let mostTried = 32
  /// What trying one costs beside a gradient.
  static let triedCost = 3

  private let trainer: Trainer
  private let rows: Examples
  private let settings: TrainingSettings
  private let shape: NetworkShape
  private let gradients: FullGradient
  private let penalized: [Range<Int>]
  /// Whether a step takes the very gradient that is wanted here.
  private let stepsHaveGradient: Bool
  /// Each how many steps one is tried; nil where steps take all rows.
  private let triedEvery: Int?
  private let loss: Loss
  private let context: ExperimentContext

  /// - Parameters:
  ///   - rows: what the loss and its slopes are taken on.
  ///   - steps: how many there will be.
  init(
    _ course: TrainingCourse, on rows: Examples, settings: TrainingSettings, steps: Int,
    _ context: ExperimentContext
  ) {
    trainer = course.trainer
    shape = course.start.shape
    self.rows = rows
    self.settings = settings
    gradients = FullGradient(
      examples: rows, loss: course.loss, shape: shape, kernels: context.kernels,
      threads: context.threads)
    penalized = settings.l1 != 0 || settings.l2 != 0 ? settings.penalizedRanges(shape) : []
    (loss, self.context) = (course.loss, context)
    let all = course.rows.training.count
    triedEvery =
      settings.stepRows(of: all) == all
      ? nil : max(1, (steps + Self.mostTried - 1) / Self.mostTried)
    stepsHaveGradient =
      rows.count == all && settings.stepRows(of: all) == all
      && course.start.rowsDoneInEpoch == 0 && shape.hidden.allSatisfy { $0.dropout == 0 }
  }

  /// The figures of the weights as they are; nil if their loss is not finite.
  func figures(_ checkStop: StopCheck) throws(Stopped) -> Evaluation? {
    let figures = try trainer.evaluate(rows, checkStop: checkStop)
    return figures.loss.isFinite ? figures : nil
  }

  /// Trains to the end of the epoch under way, or to a step before that.
  ///
  /// - Returns: nil if a value was not finite.
  func epoch(until stop: Int, _ checkStop: StopCheck) throws(Stopped) -> Sums? {
    var sums = Sums(layers: shape.layers.map { _ in 0 })
    let epoch = trainer.epoch
    var before = trainer.parameters
    while trainer.epoch == epoch, trainer.stepCount < stop {
      let begin =
        triedEvery.map { trainer.stepCount.isMultiple(of: $0) } == true
        ? (state: trainer.state, loss: try trainer.evaluate(rows, checkStop: checkStop).loss) : nil
      guard let step = try step(from: before, checkStop) else { return nil }
      let after = trainer.parameters
      add(step.gradient, from: before, to: after, &sums)
      if let begin {
        let lossAfter = try trainer.evaluate(rows, checkStop: checkStop).loss
        sums.tried += try tried(begin, step, after, lossAfter, checkStop)
      }
      before = after
    }
    return sums
  }

  /// The step taken, held against the one that all rows would have taken.
  private func tried(
    _ begin: (state: TrainingState, loss: Double), _ step: (gradient: [Float], rate: Double),
    _ after: [Float], _ lossAfter: Double, _ checkStop: StopCheck
  ) throws(Stopped) -> StepsTried {
    func curvature(to after: [Float], _ lossAfter: Double) -> Double {
      var sums = Sums(layers: shape.layers.map { _ in 0 })
      add(step.gradient, from: begin.state.parameters, to: after, &sums)
      return lossAfter - begin.loss - sums.promised
    }
    var (settings, start) = (settings, begin.state)
    (settings.learningRate, settings.schedule, settings.batchSize) = (step.rate, .constant, .full)
    start.rowsDoneInEpoch = 0
    let other = Trainer(
      examples: rows, loss: loss, settings: settings, state: start, kernels: context.kernels,
      threads: shape.usefulThreads(context.threads, rows: rows.count))
    guard case .done = try other.step(tracing: false, checkStop: checkStop) else {
      return StepsTried()
    }
    let taken = curvature(to: after, lossAfter)
    let all = curvature(
      to: other.parameters, try other.evaluate(rows, checkStop: checkStop).loss)
    guard taken.isFinite, all.isFinite else { return StepsTried() }
    return StepsTried(count: 1, curvature: taken, curvatureOfAllRows: all)
  }

  /// Takes a step; the data loss's gradient where it began, and its learning rate.
  private func step(
    from parameters: [Float], _ checkStop: StopCheck
  ) throws(Stopped) -> (gradient: [Float], rate: Double)? {
    if stepsHaveGradient {
      guard case .done(let record) = try trainer.step(tracing: true, checkStop: checkStop) else {
        return nil
      }
      return (record.dataGradient, record.settings.learningRate)
    }
    guard let gradient = try gradients.gradient(at: parameters, checkStop),
      case .done(let record) = try trainer.step(tracing: false, checkStop: checkStop)
    else { return nil }
    return (gradient, record.settings.learningRate)
  }

  private func add(
    _ gradient: [Float], from before: [Float], to after: [Float], _ sums: inout Sums
  ) {
    for layer in shape.layers {
      var sum = 0.0
      for place in layer.parameters {
        sum += Double(gradient[place]) * (Double(after[place]) - Double(before[place]))
      }
      sums.layers[layer.index] += sum
    }
    for range in penalized {
      for place in range {
        let value = Double(before[place])
        let move = Double(after[place]) - value
        if value != 0 { sums.l1 += settings.l1 * (value < 0 ? -move : move) }
        sums.l2 += settings.l2 * value * move
      }
    }
  }
}
