// The generalization gap opening: the loss of the watched rows has turned while the training loss goes on falling.
import Events
import Experiments
import NeuralNetwork
import Text

extension CoachNote {
  /// - Parameters:
  ///   - isLast: whether the run ends here; within it, ten epochs must have passed since the watched
  ///     loss was lowest.
  ///   - rise: how sure the rise is; nil where that cannot be told.
  static func overfitting(
    _ epochs: EpochHistory, _ settings: TrainingSettings, hasHidden: Bool, isLast: Bool,
    said: CoachMemory.Entry?, rise: (WatchedCourse) throws(Stopped) -> PairedDifference?
  ) throws(Stopped) -> CoachNote? {
    guard let course = WatchedCourse(epochs), course.verdict == .overfitting,
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
    let l2 = settings.l2 > 0 ? Rungs.above(settings.l2) : 0.01
    let advice = [l2.map { "`set l2 \(exactText($0))`" }, hasHidden ? "fewer units" : nil]
      .compactMap { $0 }.joined(separator: " or ")
    return CoachNote(
      kind: .overfitting, epoch: course.last.epoch,
      statement: """
        \(difference == nil ? "Perhaps overfitting" : "Overfitting"): the \(name) loss was lowest at epoch \
        \(course.best.epoch, "best_epoch") (\(course.bestWatched.dataLoss, "best_\(name)_loss")); by epoch \
        \(course.last.epoch, "epoch") train \(course.trainingChange, "train_change", .signed), \(name) \
        \(course.rise, "\(name)_change", .signed)\(certainty). \
        \(advice.isEmpty ? "" : "Try \(advice).")
        """, measure: Double(course.best.epoch))
  }
}
