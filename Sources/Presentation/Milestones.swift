// Which epochs make a row on the screen. Events tell of every epoch; a person is shown about ten of a
// training, and of a race fewer, so that it fits the screen with all that is said of it.
import Events

package struct Milestones: Sendable {
  private let first: Int
  private let last: Int
  /// Whether a condition may end it anywhere.
  private let isOpenEnded: Bool
  private let isRace: Bool

  package init(_ start: TrainingStart) {
    (first, last) = (start.fromEpoch, start.toEpoch)
    (isOpenEnded, isRace) = (start.condition != nil, false)
  }

  package init(_ plan: RacePlan) {
    (first, last) = (plan.fromEpoch, plan.toEpoch)
    (isOpenEnded, isRace) = (plan.condition != nil, true)
  }

  /// Evenly spread, the last epoch one of them; or after 1, 2, 5, 10, … epochs where nobody knows which will
  /// be the last. A race has a row for its start, and at its end all have one.
  package func contains(_ epoch: Int) -> Bool {
    let (done, total) = (epoch - first, last - first)
    if isRace, done == 0 || done == total { return true }
    let (rows, few) = isRace && !isOpenEnded ? (5, 6) : (10, 10)
    if total <= few { return true }
    return isOpenEnded
      ? Self.isRound(done) : done * rows / total != (done - 1) * rows / total
  }

  private static func isRound(_ done: Int) -> Bool {
    var digits = done
    while digits > 9, digits % 10 == 0 { digits /= 10 }
    return [1, 2, 5].contains(digits)
  }
}

/// What the screen has of a training.
struct TrainingOnScreen: Sendable {
  private let milestones: Milestones
  /// The last epoch, where it has no row.
  private(set) var unseen: EpochReport?

  init(_ start: TrainingStart) { milestones = Milestones(start) }

  /// Whether an epoch makes a row.
  mutating func shows(_ report: EpochReport) -> Bool {
    unseen = milestones.contains(report.epoch) ? nil : report
    return unseen == nil
  }
}

/// What the screen has of a race.
struct RaceOnScreen: Sendable {
  private let milestones: Milestones
  /// The racers that were running when all last waited.
  private var running: Set<String>

  init(_ plan: RacePlan) {
    milestones = Milestones(plan)
    running = Set(plan.racers.map(\.letter))
  }

  /// Whether a stage makes a row: none of those that were running may have got there.
  mutating func shows(_ stage: RaceStage) -> Bool {
    let hasNews = stage.standings.contains {
      running.contains($0.racer) && ($0.loss != nil || $0.state == .diverged)
    }
    running = Set(stage.standings.filter { $0.state == .running }.map(\.racer))
    return hasNews && milestones.contains(stage.epoch)
  }
}
