// The generalization gap opening: the loss of the watched rows has turned while the training loss goes on falling.
import Events
import Experiments
import NeuralNetwork
import Text

extension CoachNote {
  /// - Parameter isLast: whether the run ends here; within it, ten epochs must have passed since the
  ///   watched loss was lowest.
  static func overfitting(
    _ epochs: EpochHistory, _ settings: TrainingSettings, hasHidden: Bool, isLast: Bool,
    said: CoachMemory.Entry?
  ) -> CoachNote? {
    guard let course = WatchedCourse(epochs), course.isOverfitting,
      isLast || course.last.epoch - course.best.epoch >= 10,
      said?.measure != Double(course.best.epoch)
    else { return nil }
    let l2 = settings.l2 > 0 ? Rungs.above(settings.l2) : 0.01
    let advice = [l2.map { "`set l2 \(exactText($0))`" }, hasHidden ? "fewer units" : nil]
      .compactMap { $0 }.joined(separator: " or ")
    return CoachNote(
      kind: .overfitting, epoch: course.last.epoch,
      statement: """
        Overfitting: the \(course.rowsName) loss was lowest at epoch \(course.best.epoch, "best_epoch") \
        (\(course.bestWatched.dataLoss, "best_\(course.rowsName)_loss")); by epoch \(course.last.epoch, "epoch") train \
        \(course.trainingChange, "train_change", .signed), \(course.rowsName) \
        \(course.rise, "\(course.rowsName)_change", .signed). \
        \(advice.isEmpty ? "" : "Try \(advice).")
        """, measure: Double(course.best.epoch))
  }
}
