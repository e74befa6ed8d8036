// The generalization gap opening: the loss of the watched rows has turned while the training loss goes on falling.
import Events
import Experiments

extension CoachNote {
  /// - Parameters:
  ///   - isLast: whether the run ends here; within it, ten epochs must have passed since the
  ///   watched loss was lowest.
  ///   - remedy: what was tried and ended lower; asked only of an overfitting run.
  static func overfitting(
    _ epochs: EpochHistory, isLast: Bool, said: CoachMemory.Entry?,
    remedy: (WatchedCourse) throws(Stopped) -> OverfittingRemedy?
  ) throws(Stopped) -> CoachNote? {
    guard let course = WatchedCourse(epochs), course.isOverfitting,
      isLast || course.last.epoch - course.best.epoch >= 10,
      said?.measure != Double(course.best.epoch)
    else { return nil }
    let advice: Statement = try remedy(course).map { " \($0.statement(course))" } ?? ""
    return CoachNote(
      kind: .overfitting, epoch: course.last.epoch,
      statement: """
        Overfitting: the \(course.rowsName) loss was lowest at epoch \(course.best.epoch, "best_epoch") \
        (\(course.bestWatched.dataLoss, "best_\(course.rowsName)_loss")); by epoch \(course.last.epoch, "epoch") train \
        \(course.trainingChange, "train_change", .signed), \(course.rowsName) \
        \(course.rise, "\(course.rowsName)_change", .signed).\(advice)
        """, measure: Double(course.best.epoch))
  }
}
