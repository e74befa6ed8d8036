// What part of the loss the penalties are, and the epoch at which they become more than half of it.
import Events
import Experiments

extension CoachNote {
  /// At the epoch where it happens.
  static func penaltyHalf(_ epochs: EpochHistory, said: CoachMemory.Entry?) -> CoachNote? {
    guard said == nil, let last = epochs.last, let share = last.penaltyShare, share > 0.5,
      !epochs.isLossTiny
    else { return nil }
    let before = epochs.dropLast().last?.penaltyShare
    let turn: Statement =
      if let before, before <= 0.5 { " (\(before, "share_before", .percent) an epoch before)" } else
      { "" }
    return CoachNote(
      kind: .penaltyHalf, epoch: last.epoch,
      statement: """
        At epoch \(last.epoch, "epoch") the penalties are \(share, "share", .percent) of the loss\(turn): \
        more of it is now the price of the weights than errors in the answers.
        """, measure: share)
  }

  /// At the end of a run; again when the share has moved by a tenth of the loss.
  static func penaltyShare(_ epochs: EpochHistory, said: CoachMemory.Entry?) -> CoachNote? {
    guard let last = epochs.last, let share = last.penaltyShare, share >= 0.005,
      share <= 0.5 || !epochs.isLossTiny,
      said.map({ abs($0.measure - share) >= 0.1 }) ?? true
    else { return nil }
    let training = last.training
    let parts: Statement =
      switch (training.l1Penalty > 0, training.l2Penalty > 0) {
      case (true, true):
        "The penalties, L1 \(training.l1Penalty, "l1_penalty") and L2 \(training.l2Penalty, "l2_penalty"), are"
      case (true, false): "The L1 penalty, \(training.l1Penalty, "l1_penalty"), is"
      default: "The L2 penalty, \(training.l2Penalty, "l2_penalty"), is"
      }
    return CoachNote(
      kind: .penaltyShare, epoch: last.epoch,
      statement: "\(parts) \(share, "share", .percent) of the loss, \(training.loss, "loss").",
      measure: share)
  }
}

extension EpochHistory {
  /// Whether so little loss is left, penalties included, that it means nothing bad if most of it is theirs:
  /// a twentieth of the first epoch's, or of about what guessing costs.
  fileprivate var isLossTiny: Bool {
    guard let first, let last else { return false }
    return last.training.loss <= 0.05 * Swift.min(2, first.training.dataLoss)
  }
}

extension EpochReport {
  /// Nil without penalties or where the loss is no positive number.
  var penaltyShare: Double? {
    let penalty = training.l1Penalty + training.l2Penalty
    guard penalty > 0, training.loss > 0, training.loss.isFinite else { return nil }
    return penalty / training.loss
  }
}
