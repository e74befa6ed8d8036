// The way that a run of training took through the weights: it is trained again from where it began, to the same
// bits, and its weights are kept at places evenly apart.
import CommandLanguage
import Datasets
import Events
import NeuralNetwork

package struct TrainingPath {
  package struct Point: Sendable {
    package let epoch: Int
    package let step: Int
    package let parameters: [Float]
  }

  /// Places that a picture has use for, and what they may take together, in weights.
  private static let mostPoints = 100
  private static let mostKept = 20_000_000
  /// Of shorter runs more than their epochs is kept.
  private static let fewestEpochs = 8

  @Boxed private var last: LastTrain
  @Boxed private var data: PreparedData
  @Boxed private var base: SessionState
  @Boxed private var rows: TrainingRows
  @Boxed private var start: TrainingState

  package var settings: TrainingSettings { base.settings.training }

  /// - Parameter state: one with the run's data.
  /// - Returns: nil if the run has not taken a step.
  /// Errors: `no-validation-rows`, `too-long-to-look-at`.
  package init?(
    _ last: LastTrain, in state: SessionState, on data: PreparedData
  ) throws(Diagnostic) {
    var base = state
    last.begin.restore(in: &base)
    guard let start = base.training, last.end.step > start.stepCount else { return nil }
    let rows = try base.rows(of: data)
    (self.last, self.data, self.base, self.rows, self.start) = (last, data, base, rows, start)
    let cost = base.settings.training.epochCost(rows: rows.training.count, of: start.shape)
    let epochs = last.end.epoch - start.epoch + 1
    guard Double(cost) * Double(epochs) <= Double(LossLedger.mostTrained) else {
      throw Diagnostic(
        id: "too-long-to-look-at", message: "that took too long to be trained once more",
        suggestion: "`train 1` first, or the option `directions=step`")
    }
  }

  /// - Parameter most: as many places as are wanted at most.
  package func points(
    most: Int = .max, kernels: KernelSet, threads: Int, checkStop: StopCheck
  ) throws(Stopped) -> [Point] {
    let course = TrainingCourse(
      state: base, data: data, rows: rows, from: start, to: last.goal, kernels: kernels,
      threads: threads)
    let trainer = course.trainer
    var wanted = steps(most: most)[...]
    var points: [Point] = []
    func keep() {
      guard let next = wanted.first, trainer.stepCount >= next else { return }
      wanted = wanted.drop { $0 <= trainer.stepCount }
      points.append(
        Point(epoch: trainer.epoch, step: trainer.stepCount, parameters: trainer.parameters))
    }
    while trainer.stepCount < last.end.step {
      var isStopped = false
      let outcome = trainer.runEpoch(shouldStop: {
        keep()
        if trainer.stepCount >= last.end.step { return true }
        do throws(Stopped) { try checkStop() } catch { isStopped = true }
        return isStopped
      })
      if isStopped { throw Stopped() }
      keep()
      guard outcome == .finished else { break }
    }
    return points
  }

  /// The steps after which weights are kept, the first before any: the ends of epochs where there are enough.
  private func steps(most: Int) -> [Int] {
    let taken = last.end.step - start.stepCount
    let epochs = last.end.epoch - start.epoch
    let parts = epochs >= Self.fewestEpochs ? min(epochs, taken) : taken
    let room = max(2, min(Self.mostPoints, Self.mostKept / start.shape.parameterCount, most) - 1)
    let count = min(parts, room)
    return (0...count).map { start.stepCount + $0 * taken / count }
  }
}
