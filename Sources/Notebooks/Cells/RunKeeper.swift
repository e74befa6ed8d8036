// Which commands are kept with what they left, and those that were: so much that to go on with the session
// takes at most a second or a tenth of the time that its commands took.
import CommandLanguage
import Events
import Experiments
import Presentation
import Sessions

/// Used by the thread alone that runs the commands.
final class RunKeeper: @unchecked Sendable {
  private struct Key: Hashable {
    var text: String
    var identity: String
    var explain: String

    init(_ text: String, _ ground: CellGround) {
      (self.text, identity, explain) = (text, ground.identity.text, ground.explain.rawValue)
    }

    init(_ head: KeptRun.Head) {
      (text, identity, explain) = (head.text, head.identity, head.explain)
    }
  }

  var journal: SessionJournal?
  /// Whether what is run is in the journal already.
  private(set) var isResuming = false
  /// Whether everything is kept, however little time it took; for tests.
  var keepsAll = false
  private var earlier: [Key: [KeptRun]] = [:]
  private var pack: CheckpointPack?
  /// The seconds that commands took, and those of them that going on would take again.
  private var spent = (all: 0.0, again: 0.0)

  /// What is run again in any case: less is hardly noticed.
  private static let least = 0.01
  private static let mostAgain = 0.3
  private static let mostShareAgain = 0.05

  // MARK: Runs of an earlier process

  /// - Parameter path: of the journal that has them.
  func beginResuming(with runs: [KeptRun], of path: String) {
    isResuming = true
    pack = CheckpointPack(of: path)
    for run in runs {
      earlier[Key(run.head), default: []].append(run)
      spent.all += run.head.seconds
    }
  }

  func endResuming() {
    isResuming = false
    earlier = [:]
  }

  /// The earlier run of the same words on the same ground, with what it left; nil where there is none, where
  /// files that it read have changed since, and where what it left cannot be read any more.
  func earlierRun(_ text: String, on ground: CellGround) -> KeptRun? {
    guard isResuming, var runs = earlier[Key(text, ground)], let run = runs.first else {
      return nil
    }
    // A search that was run twice has two numbers.
    if runs.count > 1 {
      runs.removeFirst()
      earlier[Key(text, ground)] = runs
    }
    guard run.areFilesSame else { return nil }
    return pack.flatMap(run.whole)
  }

  // MARK: Runs of this one

  /// Keeps what came of a command, if running it again would take too long.
  ///
  /// - Parameter session: that has just run it.
  func note(
    _ execution: Execution, saying said: Blocks, on ground: CellGround, in session: Session,
    seconds: Double
  ) {
    guard journal != nil || isResuming, execution.effect.isCell, !execution.effect.writes,
      execution.effect.travelled == nil, !session.wasTakenUp,
      let text = execution.textOfSame
    else { return }
    // What changes something and leaves nothing to take up, such as reading data, is run again.
    guard session.leavesRemains || !session.hasChanged else { return }
    if !isResuming { spent.all += seconds }
    let isLong =
      seconds >= Self.least
      && spent.again + seconds > max(Self.mostAgain, Self.mostShareAgain * spent.all)
    guard !isResuming, keepsAll || isLong || session.isToBeKept,
      let run = run(text, said, on: ground, execution.effect, seconds, session.remains)
    else {
      spent.again += seconds
      return
    }
    journal?.note(run)
  }

  func run(
    _ text: String, _ said: Blocks, on ground: CellGround, _ effect: Execution.Effect,
    _ seconds: Double, _ remains: () -> [UInt8]?
  ) -> KeptRun? {
    var bytes: [UInt8] = []
    if effect.changesState {
      guard let left = remains() else { return nil }
      bytes = left
    }
    return KeptRun(
      head: KeptRun.Head(
        text: text, identity: ground.identity.text, explain: ground.explain.rawValue, said: said,
        changesState: effect.changesState, looksOutside: effect.looksOutside,
        reads: effect.reads, seconds: seconds), remains: bytes)
  }
}

extension Execution {
  /// The words that give the same again; nil of what came to nothing.
  fileprivate var textOfSame: String? {
    switch outcome {
    case .done: source
    case .interrupted(let again): again
    case .failed, nil: nil
    }
  }
}

extension KeptRun {
  /// As a session takes it up.
  var earlierRun: EarlierRun {
    head.changesState ? .left(remains) : .changedNothing(effect)
  }
}
