// Training from the initial weights with other settings, beside the session: what is advised has been
// tried with these rows, for as many epochs as the session has trained.
import Datasets
import Experiments
import NeuralNetwork

/// Trials of a session's training; nil where there is nothing trained or it is too large to be tried.
struct TriedRates {
  /// A rate that ends lower than the present one.
  struct Better: Equatable {
    let rate: Double
    /// After the last epoch.
    let loss: Double
  }

  /// How a training went.
  private struct Course {
    /// The mean loss of its last epochs: the last alone may be luck.
    let settled: Double
    let last: Double
  }

  let epochs: Int
  /// Whether as many epochs are tried as were asked for.
  let isWhole: Bool
  private let training: SideTraining
  /// Rows whose loss must not rise for a rate to be called better.
  var watched: Examples?

  /// Another rate is called better only from this on.
  private static let least = 0.98
  private static let mostRungs = 6
  /// So many of the last epochs say where a training has settled, of short ones half.
  private static let lateEpochs = 8

  init?(_ state: SessionState) {
    guard let side = SideTraining(state), state.divergence != nil || side.start.epoch > 0 else {
      return nil
    }
    self.init(side, epochs: side.start.epoch)
    watched = state.data.flatMap { state.watchedExamples($0) }
  }

  /// - Parameter epochs: of the training; fewer are tried of one that would take long.
  init?(_ training: SideTraining, epochs: Int) {
    let most = training.mostEpochs
    guard most > 0 else { return nil }
    self.training = training
    isWhole = epochs <= most
    self.epochs = min(max(1, epochs), most)
  }

  var settings: TrainingSettings { training.settings }

  /// What a training with these settings would end with; nil if its numbers do not stay finite.
  ///
  /// - Parameters:
  ///   - hidden: the layers; those there are where nil.
  ///   - rows: those that its figures are of; the ones trained on where nil.
  func evaluation(
    _ change: (inout TrainingSettings) -> Void, hidden: [HiddenLayer]? = nil,
    epochs: Int? = nil, on rows: Examples? = nil, _ checkStop: StopCheck
  ) throws(Stopped) -> Evaluation? {
    var changed = settings
    change(&changed)
    let epochs = epochs ?? self.epochs
    let side = try training.fresh(
      changed, hidden: hidden ?? training.start.shape.hidden, epochs: epochs, checkStop)
    guard let trainer = try side.trained(changed, epochs: epochs, checkStop) else { return nil }
    let found = try trainer.evaluate(
      rows ?? training.examples.sampledForFigures, checkStop: checkStop)
    return found.loss.isFinite ? found : nil
  }

  private func course(at rate: Double, _ checkStop: StopCheck) throws(Stopped) -> Course? {
    var changed = settings
    changed.learningRate = rate
    let side = try training.fresh(epochs: epochs, checkStop)
    let late = max(1, min(Self.lateEpochs, epochs / 2))
    guard let trainer = try side.trained(changed, epochs: epochs - late, checkStop) else {
      return nil
    }
    var (sum, last) = (0.0, 0.0)
    for _ in 0..<late {
      guard try trainer.staysFinite(throughEpoch: checkStop) else { return nil }
      last = try trainer.evaluate(training.examples.sampledForFigures, checkStop: checkStop).loss
      sum += last
    }
    return sum.isFinite ? Course(settled: sum / Double(late), last: last) : nil
  }

  /// The rate that settles lowest, going up from the present one as long as that helps, else down; of
  /// rates that are as good the nearest. Where none is better, the usual ones are tried as well, should the
  /// present one be far from them. Nil if none is clearly better than the present, or if that learns the rows
  /// by heart: the watched loss would end higher.
  func better(_ checkStop: StopCheck) throws(Stopped) -> Better? {
    guard let found = try lowerTraining(checkStop) else { return nil }
    guard let watched else { return found }
    let now = try evaluation({ _ in }, on: watched, checkStop)?.dataLoss ?? .infinity
    let then = try evaluation({ $0.learningRate = found.rate }, on: watched, checkStop)?.dataLoss
    return then.map { $0 <= now } == true ? found : nil
  }

  private func lowerTraining(_ checkStop: StopCheck) throws(Stopped) -> Better? {
    let rate = settings.learningRate
    let present = try course(at: rate, checkStop)
    var tried = try climb(from: present, checkStop) { Rungs.above($0) }
    if tried.isEmpty { tried = try climb(from: present, checkStop) { Rungs.below($0) } }
    let (mean, last) = (present.map { Self.least * $0.settled } ?? .infinity, present?.last)
    if let near = nearest(of: tried, below: mean, last: last ?? .infinity) { return near }
    return nearest(
      of: try lowest(ofRates: settings.ratesFarOff, checkStop), below: mean,
      last: last ?? .infinity)
  }

  private func lowest(
    ofRates rates: [Double], _ checkStop: StopCheck
  ) throws(Stopped) -> [(rate: Double, course: Course)] {
    var best: [(rate: Double, course: Course)] = []
    for rate in rates {
      guard let course = try course(at: rate, checkStop) else { continue }
      if course.settled < best.first?.course.settled ?? .infinity { best = [(rate, course)] }
    }
    return best
  }

  /// The same among lower rates alone.
  ///
  /// - Parameter share: of what the present rate settles at it must settle below.
  func lower(
    toShare share: Double, _ checkStop: StopCheck
  ) throws(Stopped) -> Better? {
    let present = try course(at: settings.learningRate, checkStop)
    let tried = try climb(from: present, checkStop) { Rungs.below($0) }
    return nearest(
      of: tried, below: present.map { share * $0.settled } ?? .infinity,
      last: present?.last ?? .infinity)
  }

  private func nearest(
    of tried: [(rate: Double, course: Course)], below mean: Double, last: Double
  ) -> Better? {
    guard let lowest = tried.last?.course.settled, lowest < mean else { return nil }
    return tried.first {
      Self.least * $0.course.settled <= lowest && $0.course.settled < mean && $0.course.last < last
    }.map { Better(rate: $0.rate, loss: $0.course.last) }
  }

  /// The rates on the way that each settle lower than the one before.
  private func climb(
    from present: Course?, _ checkStop: StopCheck, next: (Double) -> Double?
  ) throws(Stopped) -> [(rate: Double, course: Course)] {
    var tried: [(rate: Double, course: Course)] = []
    var (rate, lowest) = (settings.learningRate, present?.settled ?? .infinity)
    while tried.count < Self.mostRungs, let other = next(rate) {
      guard let course = try course(at: other, checkStop), course.settled < lowest else { break }
      tried.append((other, course))
      (rate, lowest) = (other, course.settled)
    }
    return tried
  }
}
