// A loss that grows and grows while it is still a number: a divergence that the run's end cut short.
import Events
import Experiments
import NeuralNetwork

extension CoachNote {
  /// What is said of a run that ends in ruin, and what was found to help.
  typealias Foreseen = (note: CoachNote, diagnosis: DivergenceDiagnosis)

  /// How much higher than its lowest the loss must end, having risen to the last.
  private static let least = 10.0
  private static let rises = 3

  /// Nil unless the loss rose in the run's last epochs and ended far above where it had been.
  ///
  /// - Parameter diagnosis: looks for the cause and tries what to do; asked only where it grew.
  static func growth(
    _ epochs: EpochHistory, since start: Int,
    diagnosis: () throws(Stopped) -> DivergenceDiagnosis
  ) throws(Stopped) -> Foreseen? {
    guard let last = epochs.last, last.epoch - start >= 2 else { return nil }
    let losses = epochs.suffix(last.epoch - start).map(\.training.loss)
    let end = losses.suffix(rises + 1)
    let lowest = losses.reduce(.infinity) { min($0, $1) }
    guard zip(end, end.dropFirst()).allSatisfy({ $0 < $1 }), last.training.loss > least * lowest,
      lowest > 0
    else { return nil }
    let found = try diagnosis()
    return (
      CoachNote(
        kind: .growth, epoch: last.epoch,
        statement: """
          The loss grew from \(lowest, "lowest") to \(last.training.loss, "loss") and would go on \
          growing. \(found.statement) \(found.advice)
          """), found
    )
  }

  /// Weights that the run has thrown far away although its loss is a number and does not grow all the time.
  static func thrown(
    _ last: EpochReport, _ weights: TrainingState, _ examination: DivergenceExamination
  ) throws(Stopped) -> Foreseen? {
    guard try examination.ruin(of: weights) != nil else { return nil }
    let found = try examination.diagnosis()
    return (
      CoachNote(
        kind: .growth, epoch: last.epoch,
        statement: """
          The loss is \(last.training.loss, "loss"), over 100 times that of the initial weights. \
          \(found.statement) \(found.advice)
          """), found
    )
  }

  /// Weights or a penalty with which a run can only go wrong, before its first step.
  static func doomed(
    _ examination: DivergenceExamination, _ settings: TrainingSettings, epoch: Int
  ) throws(Stopped) -> Foreseen? {
    let ruin = try examination.ruin
    let overshoot = settings.penaltyOvershoot
    guard let warning = ruin?.statement ?? overshoot?.warning else { return nil }
    let found = try examination.diagnosis()
    return (
      CoachNote(
        kind: ruin == nil ? .penaltyUnstable : .weightsInRuin, epoch: epoch,
        statement: "\(warning) \(found.advice)", about: ruin == nil ? overshoot?.about ?? "" : ""),
      found
    )
  }
}
