// A session in which searches run and are drawn, for tests of what the pictures hold.
import CommandLanguage
import Events
import Experiments
import HyperparameterSearch
import Pictures
import Sessions
import TestSupport
import Testing

struct SearchPicture {
  private final class Log { var events: [LearningEvent] = [] }
  private let log = Log()
  let session: Session

  /// - Parameter setup: all of it must hold.
  init(_ setup: [String]) {
    let log = log
    session = Session(
      settings: SessionSettings(),
      environment: SessionEnvironment(lessonFolders: [checkout + "/lessons"], threads: 2),
      catalog: CommandCatalog(SessionCommands.all + PictureCommands.all)
    ) { if let event = $0.event { log.events.append(event) } }
    for command in setup {
      #expect(session.execute(command) == .done, "\(command): \(error?.message ?? "")")
    }
  }

  var events: [LearningEvent] { log.events }

  var error: Diagnostic? {
    events.compactMap { if case .error(let report) = $0 { report.diagnostic } else { nil } }.last
  }

  func study() throws -> Study { try #require(session.state.search).study }

  func plot(_ command: String) throws -> Figure {
    let outcome = session.execute("plot \(command)")
    #expect(outcome == .done, "plot \(command): \(error?.message ?? "")")
    let figures = events.compactMap {
      if case .plot(let report) = $0 { report.figure } else { nil }
    }
    return try #require(figures.last)
  }

  /// What a command is refused with.
  func refusal(_ command: String) throws -> Diagnostic {
    let count = events.count
    #expect(session.execute(command) == .failed, "\(command)")
    #expect(events.count == count + 1)
    return try #require(error)
  }

  /// Runs the commands that stand in backquotes in a suggestion; whether all of them hold.
  func follow(_ diagnostic: Diagnostic) throws -> Bool {
    let parts = try #require(diagnostic.suggestion).split(
      separator: "`", omittingEmptySubsequences: false)
    let commands = parts.indices.filter { $0 % 2 == 1 }.map { String(parts[$0]) }
    #expect(!commands.isEmpty)
    return commands.allSatisfy { session.execute($0) == .done }
  }
}

extension Figure {
  /// The series of a name, in all panels.
  func series(_ name: String) -> [Series] {
    panels.flatMap(\.marks).compactMap(\.series).filter { $0.name == name }
  }

  func points(_ panel: Int = 0) -> [Series] {
    panels[panel].marks.compactMap { if case .points(let series) = $0 { series } else { nil } }
  }
}
