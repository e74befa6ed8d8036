// Which epochs make a row on the screen. Events tell of every epoch; a person is shown about ten of a
// training, and of a race fewer, so that it fits the screen with all that is said of it.
import Events
import NeuralNetwork

package struct Milestones: Sendable {
  private let first: Int
  private let last: Int
  private let spacing: EpochSpacing
  /// In a run of no more epochs each has a row.
  private let few: Int
  private let isRace: Bool

  package init(_ start: TrainingStart) {
    (first, last) = (start.fromEpoch, start.toEpoch)
    // A condition may end it anywhere.
    spacing = start.condition == nil ? .parts(10, of: last - first) : .round
    (few, isRace) = (10, false)
  }

  package init(_ plan: RacePlan) {
    (first, last) = (plan.fromEpoch, plan.toEpoch)
    spacing = plan.spacing
    (few, isRace) = (spacing == .round ? 10 : 6, true)
  }

  /// A race has a row for its start, and at its end all have one.
  package func contains(_ epoch: Int) -> Bool {
    let (done, total) = (epoch - first, last - first)
    if isRace, done == 0 || done == total { return true }
    return total <= few || spacing.contains(done)
  }
}

/// What the screen has of a training.
struct TrainingOnScreen: Sendable {
  private let milestones: Milestones
  /// The last epoch, where it has no row.
  private(set) var unseen: EpochReport?
  /// Of which the table has the loss's parts.
  let settings: TrainingSettings

  init(_ start: TrainingStart) {
    milestones = Milestones(start)
    settings = start.settings
  }

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
