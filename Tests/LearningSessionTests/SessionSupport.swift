// A session whose events are kept, for tests that look at what commands do.
import CommandLanguage
import Events
import Experiments
import Files
import Lessons
import Sessions
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The folder of Package.swift.
let checkout = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
  .joined(separator: "/")

final class RecordedSession {
  let session: Session
  private let log: EventLog

  final class EventLog {
    var events: [LearningEvent] = []
    /// All that was put out, beginnings and ends too.
    var output: [SessionOutput] = []

    func receive(_ output: SessionOutput) {
      self.output.append(output)
      if let event = output.event { events.append(event) }
    }
  }

  /// - Parameter memory: the bytes that are free as far as the session knows.
  init(
    threads: Int = 1, explain: ExplainLevel = .brief, mayWrite: Bool = false,
    memory: Int = 2_000_000_000
  ) {
    let log = EventLog()
    self.log = log
    var settings = SessionSettings()
    settings.explain = explain
    session = Session(
      settings: settings,
      environment: SessionEnvironment(
        lessonFolders: [checkout + "/lessons"], threads: threads, mayWrite: mayWrite,
        availableMemory: { memory }),
      catalog: .withLessons()
    ) { log.receive($0) }
  }

  var events: [LearningEvent] { log.events }
  var output: [SessionOutput] { log.output }
  var state: SessionState { session.state }

  /// Runs commands and forgets what they said before; the outcome of the last one.
  @discardableResult
  func run(_ commands: String...) -> LineOutcome {
    var outcome = LineOutcome.done
    for command in commands {
      (log.events, log.output) = ([], [])
      outcome = session.execute(command)
    }
    return outcome
  }

  /// How the executions of the last line ended.
  var outcomes: [Execution.Outcome] {
    output.compactMap { if case .ended(let execution) = $0 { execution.outcome } else { nil } }
  }

  var diagnostic: Diagnostic? {
    for case .error(let report) in events { return report.diagnostic }
    return nil
  }

  var epochReports: [EpochReport] {
    events.compactMap { if case .epoch(let report) = $0 { report } else { nil } }
  }

  var trainingEnd: TrainingEnd? {
    events.compactMap { if case .trainingEnded(let end) = $0 { end } else { nil } }.last
  }

  var trialReports: [TrialReport] {
    events.compactMap { if case .trial(let report) = $0 { report } else { nil } }
  }

  var coachNotes: [CoachNote] {
    events.compactMap { if case .coach(let note) = $0 { note } else { nil } }
  }
}

/// Answers "stop" from the `count`-th question on.
final class StopAfter: @unchecked Sendable {
  private var left: Int
  init(_ count: Int) { left = count }
  func ask() -> Bool {
    left -= 1
    return left < 0
  }
}

/// A session in which a command was stopped, one question later each time until it is as wanted: how much
/// a command asks before is its own affair.
func stopped(
  _ command: String, after setup: [String], once isWanted: (RecordedSession) -> Bool
) -> RecordedSession? {
  for questions in 0..<1000 {
    let session = RecordedSession()
    for line in setup { session.run(line) }
    let stop = StopAfter(questions)
    session.session.environment.shouldStop = { stop.ask() }
    guard session.run(command) == .interrupted else { return nil }
    session.session.environment.shouldStop = { false }
    if isWanted(session) { return session }
  }
  return nil
}

/// A folder that is removed with the files in it when released.
final class TemporaryFolder {
  let path: String

  init() {
    var template = Array("/tmp/descent-session-XXXXXX".utf8CString)
    _ = mkdtemp(&template)
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  func clear() {
    for name in TextFile.names(in: path) { unlink(path + "/" + name) }
  }

  deinit {
    clear()
    rmdir(path)
  }
}

/// Writes a file; false if that failed.
func writeText(_ text: String, to path: String) -> Bool {
  guard let file = fopen(path, "w") else { return false }
  let isWritten = fputs(text, file) >= 0
  return fclose(file) == 0 && isWritten
}

/// Answers "stop" from the `count`-th question on, whichever threads ask.
final class Countdown: Sendable {
  private let left: Mutex<Int>
  private let count: Int
  init(_ count: Int = .max) {
    left = Mutex(count)
    self.count = count
  }
  /// How often it was asked.
  var asked: Int { left.withLock { count - $0 } }
  func isOver() -> Bool {
    left.withLock {
      $0 -= 1
      return $0 < 0
    }
  }
}
