// How the loss of the watched rows went since the last reset, and whether that is overfitting: one
// definition for the coach and for `explain overfitting`. And what a session's screens show of them.
import Datasets
import Events
import NeuralNetwork

/// What is to be known of all epochs to tell overfitting, kept up epoch by epoch.
struct WatchedTrend: Equatable, Sendable {
  /// The first epoch of the lowest loss, counted from 0; nil before there is one.
  private(set) var best: Int?
  /// How many epochs have figures of these rows.
  private(set) var count = 0
  private(set) var lowestLoss = Double.infinity
  private var trainingLossAtBest = Double.infinity
  /// The last epoch after the best whose training loss was clearly above that of the best.
  private(set) var lastTrainingRise: Int?
  /// The last epoch after the best whose loss was not clearly higher.
  private(set) var lastNearBest: Int?

  /// - Parameter loss: of these rows. An epoch without one may have been trained on others, so that the
  ///   trend begins anew after it.
  mutating func add(_ loss: Double?, trainingLoss: Double, at index: Int) {
    guard let loss else { self = WatchedTrend(); return }
    count += 1
    if best == nil || lowestLoss.isNaN || loss < lowestLoss {
      (best, lowestLoss, trainingLossAtBest) = (index, loss, trainingLoss)
      (lastTrainingRise, lastNearBest) = (nil, nil)
      return
    }
    if !(trainingLoss <= trainingLossAtBest * 1.02) { lastTrainingRise = index }
    if !(loss > 1.02 * lowestLoss) { lastNearBest = index }
  }
}

package struct WatchedCourse {
  package let watch: WatchedRows
  @Boxed package private(set) var last: EpochReport
  @Boxed package private(set) var lastWatched: Evaluation
  /// The first epoch of the lowest loss.
  @Boxed package private(set) var best: EpochReport
  @Boxed package private(set) var bestWatched: Evaluation
  private let bestIndex: Int
  private let reported: Int
  private let trend: WatchedTrend

  /// Nil without epochs or where the last one did not look at these rows.
  package init?(_ epochs: EpochHistory, of watch: WatchedRows) {
    trend = watch == .validation ? epochs.validationTrend : epochs.testTrend
    guard let last = epochs.last, let lastWatched = last.figures(of: watch),
      let bestIndex = trend.best, let bestWatched = epochs[bestIndex].figures(of: watch)
    else { return nil }
    self.watch = watch
    (self.last, self.lastWatched) = (last, lastWatched)
    (best, self.bestWatched, self.bestIndex) = (epochs[bestIndex], bestWatched, bestIndex)
    reported = epochs.count
  }

  /// "test" or "validation"
  package var rowsName: String { watch.rawValue }
  /// How many epochs watched these rows.
  package var watchedEpochs: Int { trend.count }
  package var gap: Double { lastWatched.dataLoss - last.training.dataLoss }
  package var rise: Double { lastWatched.dataLoss - bestWatched.dataLoss }
  package var trainingChange: Double { last.training.dataLoss - best.training.dataLoss }

  /// Whether that is overfitting as far as losses tell, and what is missing where it is not.
  package enum Verdict: Equatable, Sendable {
    case overfitting
    /// The training loss has not kept falling: a loss that jumps up and down is too high a learning rate.
    case trainingRose
    case smallRise
    case early(epochs: Int, needed: Int)
    /// It was near its lowest again not long ago.
    case passing(lastNearBest: Int)
  }

  /// Of the lowest loss.
  package static let leastRise = 0.05
  private static let fewestEpochs = 5

  /// Overfitting is where the watched loss was lowest well before the end and has stayed above that in the
  /// latter half of the time since, while the training loss stayed below what it was then.
  package var verdict: Verdict {
    let since = reported - 1 - bestIndex
    let middle = reported - (since + 1) / 2
    let hasRisen = trend.lastTrainingRise.map { $0 >= middle } ?? false
    guard !hasRisen, trainingChange < 0 else { return .trainingRose }
    guard rise > Self.leastRise * bestWatched.dataLoss else { return .smallRise }
    let needed = max(Self.fewestEpochs, reported / 5)
    guard since >= needed else { return .early(epochs: since, needed: needed) }
    if let near = trend.lastNearBest, near >= middle {
      return .passing(lastNearBest: near)
    }
    return .overfitting
  }
}

extension SessionState {
  /// Of the rows that are watched now.
  package var watchedCourse: WatchedCourse? {
    WatchedCourse(epochs, of: settings.training.watch)
  }

  /// The report of the weights there are: an earlier epoch's where these were taken back.
  package var reportOfWeights: EpochReport? {
    guard let place = training?.weightsEpoch else { return epochs.last }
    return epochs.last { $0.epoch == place }
  }

  /// A report's figures of the rows that are watched now, and what these are called.
  package func watched(in report: EpochReport) -> (name: String, figures: Evaluation)? {
    let watch = settings.training.watch
    return report.figures(of: watch).map { (watch.rawValue, $0) }
  }
}
