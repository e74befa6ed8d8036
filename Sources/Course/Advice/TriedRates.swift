// Training from the initial weights with other settings, beside the session: what is advised has been
// tried with these rows, for as many epochs as the session has trained.
import Datasets
import Events
import Experiments
import NeuralNetwork

/// Trials of a session's training; nil where there is nothing trained or it is too large to be tried.
struct TriedRates {
  /// A rate that ends lower than the present one.
  struct Better: Equatable {
    let rate: Double
    let loss: Double
    /// What the present rate comes to; nil if its numbers did not stay finite.
    let present: Double?
  }

  let epochs: Int
  private let settings: TrainingSettings
  private let examples: Examples
  private let loss: Loss
  private let shape: NetworkShape

  /// Another rate is called better only from this on.
  private static let least = 0.98
  private static let mostRungs = 6

  init?(_ state: SessionState) {
    guard let data = state.data, let training = state.training,
      state.divergence != nil || training.epoch > 0
    else { return nil }
    settings = state.settings.training
    examples = (try? state.rows(of: data))?.training ?? data.training
    loss = data.loss(settings)
    shape = training.shape
    let most = TrainingWork.mostBeside / settings.epochCost(rows: examples.count, of: shape)
    guard most > 0 else { return nil }
    epochs = min(max(1, training.epoch), most)
  }

  /// What a training with these settings would end with; nil if its numbers do not stay finite.
  func evaluation(
    _ change: (inout TrainingSettings) -> Void, _ checkStop: StopCheck
  ) throws(Stopped) -> Evaluation? {
    var changed = settings
    change(&changed)
    var start = try TrainingState(
      shape: shape, seed: changed.seed, initializer: changed.initializer, checkStop: checkStop)
    start.plan = TrainingPlan(start: 0, end: epochs)
    let trainer = Trainer(
      examples: examples, loss: loss, settings: changed, state: start, kernels: .best)
    guard try trainer.staysFinite(throughEpochs: epochs, checkStop) else { return nil }
    let found = try trainer.evaluate(examples.sampledForFigures, checkStop: checkStop)
    return found.loss.isFinite ? found : nil
  }

  private func lossAt(_ rate: Double, _ checkStop: StopCheck) throws(Stopped) -> Double? {
    try evaluation({ $0.learningRate = rate }, checkStop)?.loss
  }

  /// The rate that comes lowest, going up from the present one as long as that helps, else down; of
  /// rates that are as good the nearest. Nil if none is clearly better than the present.
  func better(_ checkStop: StopCheck) throws(Stopped) -> Better? {
    let rate = settings.learningRate
    let present = try lossAt(rate, checkStop)
    var tried = try climb(from: rate, present, checkStop) { Rungs.above($0) }
    if tried.isEmpty { tried = try climb(from: rate, present, checkStop) { Rungs.below($0) } }
    guard let lowest = tried.last?.loss, present.map({ lowest < Self.least * $0 }) ?? true,
      let nearest = tried.first(where: { Self.least * $0.loss <= lowest })
    else { return nil }
    return Better(rate: nearest.rate, loss: nearest.loss, present: present)
  }

  /// The rates on the way that each come lower than the one before.
  private func climb(
    from rate: Double, _ present: Double?, _ checkStop: StopCheck, next: (Double) -> Double?
  ) throws(Stopped) -> [(rate: Double, loss: Double)] {
    var tried: [(rate: Double, loss: Double)] = []
    var (rate, lowest) = (rate, present ?? .infinity)
    while tried.count < Self.mostRungs, let other = next(rate) {
      guard let loss = try lossAt(other, checkStop), loss < lowest else { break }
      tried.append((other, loss))
      (rate, lowest) = (other, loss)
    }
    return tried
  }

  /// The highest rate, of the present one and lower ones, at which all numbers stay finite.
  func finite(_ checkStop: StopCheck) throws(Stopped) -> Double? {
    let rate = settings.learningRate
    let lower = [3.0, 10, 30, 100, 1000, 10_000].compactMap { Rungs.below(rate / $0 * 2) }
    for rate in [rate] + lower where try lossAt(rate, checkStop) != nil { return rate }
    return nil
  }
}
