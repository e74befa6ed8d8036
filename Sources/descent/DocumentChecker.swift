// `replay` and `lesson check`: runs documents and says where what comes out is not what they say.
import CommandLanguage
import Events
import Files
import HyperparameterSearch
import Layouts
import Lessons
import Notebooks
import Terminal

struct DocumentChecker {
  let console: Console
  init(_ console: Console) { self.console = console }

  func check(lessons paths: [String]) -> Ending {
    var isGood = true
    for path in paths {
      do {
        let document = try CourseDocument(try TextFile.read(path))
        _ = try Lesson(name: path, document: document)
        let result = run(document, at: path, kind: .lesson)
        if result.wasInterrupted { return interrupted }
        report(result, of: path, isUpdated: false)
        isGood = result.differences.isEmpty && isGood
      } catch {
        isGood = false
        report(error, in: path)
      }
    }
    return .status(isGood ? 0 : 1)
  }

  func replay(_ paths: [String], updates: Bool) -> Ending {
    var isGood = true
    for path in paths {
      do {
        let document = try CourseDocument(try TextFile.read(path))
        let result = run(document, at: path, kind: .transcript)
        if result.wasInterrupted { return interrupted }
        let isUpdated = updates && !result.differences.isEmpty
        if isUpdated {
          try ReplacingFile.replace(path, with: Array(result.updated(document).utf8))
        }
        report(result, of: path, isUpdated: isUpdated)
        // A command that fails has no output to write down.
        isGood = isGood && result.differences.allSatisfy { isUpdated && $0.problem == nil }
      } catch {
        isGood = false
        report(error, in: path)
      }
    }
    return .status(isGood ? 0 : 1)
  }

  private var interrupted: Ending {
    InterruptWatch.terminationSignal.map(Ending.signal) ?? .status(130)
  }

  private func run(
    _ document: CourseDocument, at path: String, kind: Replay.Kind
  ) -> ReplayResult {
    // What a person would have seen, errors included, without a terminal's colors and widths.
    let text = TerminalText()
    var said = SessionText()
    // What a document searches is of no use to the user's own list of searches.
    var environment = console.environment(file: path)
    environment.studies = MemoryStudyJournal()
    let replay = Replay(
      kind: kind, environment: environment, settings: console.settings,
      catalog: .withLessons(), render: { output in said.lines(for: output, text).map(\.text) })
    return replay.run(document)
  }

  private func report(_ result: ReplayResult, of path: String, isUpdated: Bool) {
    console.receive(
      .document(
        DocumentReport(
          file: path, commandCount: result.commandCount, differences: result.differences,
          isUpdated: isUpdated)))
  }

  private func report(_ error: any Error, in path: String) {
    let (line, message) =
      switch error {
      case let error as FileError: (1, error.message)
      case let error as DocumentError: (error.line, error.message)
      default: (1, "\(error)")
      }
    console.receive(.error(.inFile(path, line: line, id: "unusable-document", message)))
  }
}

extension ErrorReport {
  /// Something wrong with a whole file or a line of it, rather than with a command in it.
  static func inFile(_ file: String?, line: Int, id: String, _ message: String) -> ErrorReport {
    ErrorReport(
      diagnostic: Diagnostic(id: id, message: message),
      source: LogicalLine(bytes: [], line: line), file: file)
  }
}
