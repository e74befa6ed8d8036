// How the test loss went since the last reset, and whether that is overfitting: one definition for the
// coach and for `explain overfitting`.
import Events
import NeuralNetwork

/// What is to be known of all epochs to tell overfitting, kept up epoch by epoch.
struct TestTrend: Equatable, Sendable {
  /// The first epoch of the lowest test loss, counted from 0; nil before there is one.
  private(set) var best: Int?
  private(set) var lowestLoss = Double.infinity
  private var trainingLossAtBest = Double.infinity
  /// Whether the training loss has not risen much above what it was at the best epoch.
  private(set) var isSteady = true
  /// The last epoch after the best whose test loss was not clearly higher.
  private(set) var lastNearBest: Int?

  mutating func add(_ report: EpochReport, at index: Int) {
    guard let loss = report.test?.dataLoss else { return }
    let trainingLoss = report.training.dataLoss
    if best == nil || lowestLoss.isNaN || loss < lowestLoss {
      (best, lowestLoss, trainingLossAtBest) = (index, loss, trainingLoss)
      (isSteady, lastNearBest) = (true, nil)
      return
    }
    if !(trainingLoss <= trainingLossAtBest * 1.02) { isSteady = false }
    if !(loss > 1.02 * lowestLoss) { lastNearBest = index }
  }
}

package struct TestCourse {
  package let last: EpochReport
  package let lastTest: Evaluation
  /// The first epoch of the lowest test loss.
  package let best: EpochReport
  package let bestTest: Evaluation
  private let bestIndex: Int
  private let reported: Int
  private let trend: TestTrend

  /// Nil without epochs or test rows.
  package init?(_ epochs: EpochHistory) {
    trend = epochs.testTrend
    guard let last = epochs.last, let lastTest = last.test, let bestIndex = trend.best,
      let bestTest = epochs[bestIndex].test
    else { return nil }
    (self.last, self.lastTest) = (last, lastTest)
    (best, self.bestTest, self.bestIndex) = (epochs[bestIndex], bestTest, bestIndex)
    reported = epochs.count
  }

  package var gap: Double { lastTest.dataLoss - last.training.dataLoss }
  package var rise: Double { lastTest.dataLoss - bestTest.dataLoss }
  package var trainingChange: Double { last.training.dataLoss - best.training.dataLoss }

  /// The test loss was lowest well before the end and has stayed above that in the latter half of the
  /// time since, while the training loss went on falling. A loss that jumps up and down is too high a
  /// learning rate, not overfitting, so the training loss must never have risen much.
  package var isOverfitting: Bool {
    let since = reported - 1 - bestIndex
    let recent = reported - (since + 1) / 2
    return since >= max(5, reported / 5) && trend.isSteady && trainingChange < 0
      && rise > 0.05 * bestTest.dataLoss && trend.lastNearBest.map { $0 < recent } ?? true
  }
}
