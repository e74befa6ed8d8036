// What the first run of fresh weights came to, in words that need no course.
import Events
import Experiments
import NeuralNetwork

extension CoachNote {
  /// Of a run that made the loss smaller; nil for one that did not, or that only went on.
  static func summary(
    _ epochs: EpochHistory, since start: TrainingState, _ settings: TrainingSettings
  ) -> CoachNote? {
    guard start.stepCount == 0, epochs.count > 1, let first = epochs.first, let last = epochs.last,
      last.training.dataLoss < first.training.dataLoss
    else { return nil }
    let penalties = settings.l1 > 0 || settings.l2 > 0 ? ", penalties apart," : ""
    return CoachNote(
      kind: .summary, epoch: last.epoch,
      statement: """
        The loss says how wrong the answers are: from epoch \(first.epoch, "first_epoch") to \
        \(last.epoch, "epoch") it fell\(penalties) from \(first.training.dataLoss, "first_loss") to \
        \(last.training.dataLoss, "loss").\(tested(last))\(outlook(epochs))
        """)
  }

  /// How it does on rows that are not trained on.
  private static func tested(_ last: EpochReport) -> Statement {
    guard let test = last.test, let accuracy = test.accuracy else { return "" }
    return """
       Of the \(test.rows, "test_rows") test rows, which it never trains on, it has \
      \(accuracy, "test_accuracy", .percent) right.
      """
  }

  /// Whether the run's last quarter still lowered the loss by more than one part in fifty.
  private static func outlook(_ epochs: EpochHistory) -> Statement {
    guard epochs.count >= 8, let last = epochs.last else { return "" }
    let before = epochs[epochs.count - 1 - epochs.count / 4]
    guard last.training.dataLoss < 0.98 * before.training.dataLoss else { return "" }
    return " It is still falling: `train` goes on from here."
  }
}
