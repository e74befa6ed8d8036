// Going on with a session of an earlier process: its commands are run again, but for those that are kept with
// what they left; and keeping the command under way, so that it can go on too.
import Events
import Experiments
import Presentation
import Sessions

/// The execution under way, as far as it matters to going on with it.
struct CommandUnderWay {
  private(set) var execution: Execution?
  /// Its run in an earlier process.
  var earlier: KeptRun?
  private let began = ContinuousClock.now
  private var isNoted = false
  private var next: ContinuousClock.Instant

  private static let pause = Duration.seconds(3)
  /// Keeping takes one part in so many of the time.
  private static let share = 50

  init(_ execution: Execution? = nil, isAlwaysDue: Bool = false) {
    self.execution = execution
    next = isAlwaysDue ? began : began + Self.pause
  }

  var seconds: Double { began.duration(to: .now) / .seconds(1) }

  var isDue: Bool { .now >= next }

  /// Once, when it has taken so long that its user would miss it.
  mutating func isToBeNoted() -> Bool {
    guard !isNoted, seconds > 0.2 else { return false }
    isNoted = true
    return true
  }

  /// - Parameter start: when keeping it began.
  mutating func wasKept(since start: ContinuousClock.Instant) {
    next = .now + max(Self.pause, start.duration(to: .now) * Self.share)
  }
}

extension Notebook {
  /// Keeps every command and each state of the one under way, however little time they took, so that tests
  /// need not wait.
  package func keepAll() { keeper.keepsAll = true }

  /// Runs again what a journal holds, without a word.
  ///
  /// - Returns: how many of its commands hold; fewer than there are where one fails that did not, as when a
  ///   file has changed that it reads.
  package func resume(_ kept: SessionJournal.Kept) -> Int {
    keeper.beginResuming(with: kept.runs, of: kept.path)
    let editor = session.environment.editor
    defer {
      keeper.endResuming()
      session.environment.editor = editor
    }
    for (place, command) in kept.commands.enumerated() {
      if let said = command.said {
        store.take(
          notRun: command.text, hasFailed: command.hasFailed, saying: said,
          at: session.state.settings.explain)
        continue
      }
      if let text = command.edited { session.environment.editor = { _, _ in .success(text) } }
      guard command.changedFile == nil, session.execute(command.text) == .done else { return place }
    }
    return kept.commands.count
  }

  /// Puts the command that was cut off where it was last kept, as if its user had ended it there; to be
  /// called when the journal is being written again.
  ///
  /// - Returns: the command that goes on with it; nil where there is nothing to go on with.
  package func takeUpWork(of kept: SessionJournal.Kept) -> String? {
    guard let run = kept.underWay, let journal else { return nil }
    before = CellGround(
      identity: store.content.identity, explain: session.state.settings.explain)
    keeper.beginResuming(with: [run], of: kept.path)
    guard keeper.earlierRun(run.head.text, on: before) != nil else {
      keeper.endResuming()
      return nil
    }
    let outcome = session.execute(run.head.text)
    keeper.endResuming()
    guard outcome == .done else { return nil }
    journal.note(run)
    let execution = Execution(serial: 0, source: run.head.text, outcome: .done)
    guard journal.note(execution, saying: run.head.said) else { return nil }
    if run.head.underWay?.progress.unit == "epochs" { return "train" }
    return session.state.search?.id.map { "search resume \($0.number)" }
  }

  func earlierRun(_ source: String) -> EarlierRun? {
    underWay.earlier = keeper.earlierRun(source, on: before)
    return underWay.earlier?.earlierRun
  }

  /// Who keeps the command under way.
  var keepWork: KeepWork {
    KeepWork(
      isDue: { [unowned self] in
        guard !keeper.isResuming else { return false }
        if underWay.isToBeNoted(), let source = underWay.execution?.source {
          journal?.note(begun: source)
        }
        return underWay.isDue
      },
      keep: { [unowned self] in keep($0) })
  }

  private func keep(_ kept: KeptWork) {
    let start = ContinuousClock.now
    defer { underWay.wasKept(since: start) }
    guard let journal, journal.failure == nil, var execution = underWay.execution else { return }
    execution.outcome = .interrupted(again: kept.again)
    var saying = saying
    if let ending = kept.work.ending() { saying.receive(.event(ending, in: execution)) }
    let ending = SessionOutput.ended(execution)
    saying.receive(ending.asTypedAgain ?? ending)
    guard
      var run = keeper.run(
        kept.again, saying.blocks, on: before, Execution.Effect(changesState: true),
        underWay.seconds, kept.work.remains)
    else { return }
    run.head.underWay = KeptRun.UnderWay(progress: kept.work.progress, commandCount: 0)
    journal.keep(underWay: run)
  }
}
