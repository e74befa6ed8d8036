// The generalization gap opening: the loss of the watched rows has turned while the training loss goes on falling.
import Events
import Experiments
import NeuralNetwork

extension CoachNote {
  /// - Parameters:
  ///   - isLast: whether the run ends here; within it, ten epochs must have passed since the watched
  ///     loss was lowest.
  ///   - rise: how sure the rise is; nil where that cannot be told.
  ///   - remedy: what was tried and ended lower; asked only of a run that is called overfitting.
  static func overfitting(
    _ epochs: EpochHistory, isLast: Bool, said: CoachMemory.Entry?,
    rise: (WatchedCourse) throws(Stopped) -> PairedDifference?,
    remedy: (WatchedCourse) throws(Stopped) -> OverfittingRemedy?
  ) throws(Stopped) -> CoachNote? {
    guard let watch = epochs.last?.watch, let course = WatchedCourse(epochs, of: watch),
      course.verdict == .overfitting,
      isLast || course.last.epoch - course.best.epoch >= 10,
      said?.measure != Double(course.best.epoch)
    else { return nil }
    let difference = try rise(course)
    if let difference, !difference.isSecondClearlyBetter { return nil }
    let name = course.rowsName
    let certainty: Statement =
      difference.map {
        """
         ± \($0.standardError, "\(name)_change_error"), more than luck with these \($0.rows, "\(name)_rows") rows \
        explains
        """
      } ?? " (whether that is luck with these rows is not known)"
    let advice: Statement = try remedy(course).map { " \($0.statement(course))" } ?? ""
    return CoachNote(
      kind: .overfitting, epoch: course.last.epoch,
      statement: """
        \(difference == nil ? "Perhaps overfitting" : "Overfitting"): the \(name) loss was lowest at epoch \
        \(course.best.epoch, "best_epoch") (\(course.bestWatched.dataLoss, "best_\(name)_loss")); by epoch \
        \(course.last.epoch, "epoch") train \(course.trainingChange, "train_change", .signed), \(name) \
        \(course.rise, "\(name)_change", .signed)\(certainty).\(advice)
        """, measure: Double(course.best.epoch))
  }
}
