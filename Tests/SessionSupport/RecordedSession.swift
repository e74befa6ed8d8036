// A session whose output is kept, for tests that look at what commands do and how it is shown.
import CommandLanguage
import Events
import Experiments
import Lessons
import Pictures
import Sessions
import TestSupport

package final class RecordedSession {
  package let session: Session
  private let log: Log

  private final class Log {
    /// All that was put out, beginnings and ends too.
    var output: [SessionOutput] = []
    var memory = LineMemory()
  }

  /// - Parameter memory: the bytes that are free as far as the session knows.
  package init(
    threads: Int = 1, explain: ExplainLevel = .brief, mayWrite: Bool = false,
    memory: Int = 2_000_000_000
  ) {
    let log = Log()
    self.log = log
    var settings = SessionSettings()
    settings.explain = explain
    session = Session(
      settings: settings,
      environment: SessionEnvironment(
        lessonFolders: [checkout + "/lessons"], threads: threads, mayWrite: mayWrite,
        availableMemory: { memory }),
      catalog: .withLessons(and: PictureCommands.all)
    ) { output in
      log.output.append(output)
      log.memory.hear(output, SettingCatalog())
    }
  }

  package var output: [SessionOutput] { log.output }
  package var events: [LearningEvent] { output.compactMap(\.event) }
  package var state: SessionState { session.state }
  package var memory: LineMemory { log.memory }
  /// What is known of a line that is typed now.
  package var knowledge: LineKnowledge { LineKnowledge(of: session, remembering: log.memory) }

  /// Runs commands and forgets what they said before; the outcome of the last one.
  @discardableResult
  package func run(_ commands: String...) -> LineOutcome { run(commands) }

  @discardableResult
  package func run(_ commands: [String]) -> LineOutcome {
    var outcome = LineOutcome.done
    for command in commands {
      log.output = []
      outcome = session.execute(command)
    }
    return outcome
  }

  /// Runs a command that is told to stop after so many questions.
  @discardableResult
  package func run(_ command: String, stoppingAfter questions: Int) -> LineOutcome {
    run(command, asking: Countdown(questions))
  }

  /// Runs a command that is told to stop by a countdown.
  @discardableResult
  package func run(_ command: String, asking countdown: Countdown) -> LineOutcome {
    let before = session.environment.shouldStop
    defer { session.environment.shouldStop = before }
    session.environment.shouldStop = { countdown.isOver() }
    return run(command)
  }
}

/// A session in which a command was stopped, one question later each time until it is as wanted: how much
/// a command asks before is its own affair.
package func stopped(
  _ command: String, after setup: [String], once isWanted: (RecordedSession) -> Bool
) -> RecordedSession? {
  for questions in 0..<1000 {
    let session = RecordedSession()
    session.run(setup)
    guard session.run(command, stoppingAfter: questions) == .interrupted else { return nil }
    if isWanted(session) { return session }
  }
  return nil
}
