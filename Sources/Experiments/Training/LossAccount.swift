// The account of a training's loss, step for step: the slopes where a step begins times how far it moved
// each weight, summed by layer and by penalty.
import Datasets
import Events
import NeuralNetwork

struct LossAccount {
  /// Σ gᵀΔp of some steps.
  struct Sums {
    var layers: [Double]
    var l1 = 0.0
    var l2 = 0.0
  }

  private let trainer: Trainer
  private let rows: Examples
  private let settings: TrainingSettings
  private let shape: NetworkShape
  private let gradients: FullGradient
  private let penalized: [Range<Int>]
  /// Whether a step takes the very gradient that is wanted here.
  private let stepsHaveGradient: Bool

  /// - Parameter rows: what the loss and its slopes are taken on.
  init(
    _ course: TrainingCourse, on rows: Examples, settings: TrainingSettings,
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
    let all = course.rows.training.count
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
      guard let gradient = try step(from: before, checkStop) else { return nil }
      let after = trainer.parameters
      add(gradient, from: before, to: after, &sums)
      before = after
    }
    return sums
  }

  /// Takes a step; the data loss's gradient where it began.
  private func step(
    from parameters: [Float], _ checkStop: StopCheck
  ) throws(Stopped) -> [Float]? {
    if stepsHaveGradient {
      guard case .done(let record) = try trainer.step(tracing: true, checkStop: checkStop) else {
        return nil
      }
      return record.dataGradient
    }
    guard let gradient = try gradients.gradient(at: parameters, checkStop),
      case .done = try trainer.step(tracing: false, checkStop: checkStop)
    else { return nil }
    return gradient
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
