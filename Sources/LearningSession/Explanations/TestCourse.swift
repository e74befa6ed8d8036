// How the test loss went since the last reset, and whether that is overfitting: one definition for the
// coach and for `explain overfitting`.
import NeuralNetwork

struct TestCourse {
  let last: EpochReport
  let lastTest: Evaluation
  /// The first epoch of the lowest test loss.
  let best: EpochReport
  let bestTest: Evaluation
  private let since: ArraySlice<EpochReport>
  private let reported: Int

  /// Nil without epochs or test rows.
  init?(_ epochs: [EpochReport]) {
    guard let last = epochs.last, let lastTest = last.test else { return nil }
    self.last = last
    self.lastTest = lastTest
    var best = (index: epochs.count - 1, test: lastTest)
    // From the end, so that of equal losses the earliest stays.
    for (index, report) in epochs.enumerated().reversed() {
      if let test = report.test, test.dataLoss <= best.test.dataLoss { best = (index, test) }
    }
    self.best = epochs[best.index]
    bestTest = best.test
    since = epochs[best.index...].dropFirst()
    reported = epochs.count
  }

  var gap: Double { lastTest.dataLoss - last.training.dataLoss }
  var rise: Double { lastTest.dataLoss - bestTest.dataLoss }
  var trainingChange: Double { last.training.dataLoss - best.training.dataLoss }

  /// The test loss was lowest well before the end and has stayed above that since, while the training
  /// loss went on falling. A loss that jumps up and down is too high a learning rate, not overfitting,
  /// so the training loss must never have risen much.
  var isOverfitting: Bool {
    let isSteady = since.allSatisfy { $0.training.dataLoss <= best.training.dataLoss * 1.02 }
    let recent = since.suffix((since.count + 1) / 2).compactMap(\.test?.dataLoss)
    return since.count >= max(5, reported / 5) && isSteady && trainingChange < 0
      && rise > 0.05 * bestTest.dataLoss && recent.allSatisfy { $0 > 1.02 * bestTest.dataLoss }
  }
}
