// `replay` and `lesson check`: runs documents and says where what comes out is not what they say.
import CommandLanguage
import LearningSession
import Rendering

struct DocumentChecker {
  let console: Console
  init(_ console: Console) { self.console = console }

  func check(lessons paths: [String]) -> Ending {
    var isGood = true
    for path in paths {
      let document: CourseDocument
      do {
        document = try CourseDocument(try TextFile.read(path))
        _ = try Lesson(name: path, document: document)
      } catch {
        isGood = false
        report(error, in: path)
        continue
      }
      isGood = compare(document, path, kind: .lesson).differences.isEmpty && isGood
    }
    return .status(isGood ? 0 : 1)
  }

  func replay(_ paths: [String], updates: Bool) -> Ending {
    var isGood = true
    for path in paths {
      do {
        let document = try CourseDocument(try TextFile.read(path))
        let result = compare(document, path, kind: .transcript)
        if updates, !result.differences.isEmpty {
          try TextFile.replace(path, with: result.updated(document))
          console.output.writeLine("\(path): updated")
        }
        isGood = result.differences.isEmpty && isGood
      } catch {
        isGood = false
        report(error, in: path)
      }
    }
    return .status(isGood || updates ? 0 : 1)
  }

  private func compare(
    _ document: CourseDocument, _ path: String, kind: Replay.Kind
  ) -> ReplayResult {
    var settings = SessionSettings()
    settings.training.seed = console.options.seed
    settings.explain = console.options.explain
    let replay = Replay(
      kind: kind, environment: console.environment(typed: false), settings: settings,
      render: Self.lines)
    let result = replay.run(document)
    for difference in result.differences { show(difference, path) }
    let count = result.commandCount
    let verdict =
      result.differences.isEmpty
      ? "\(count) commands, as written" : "\(count) commands, \(result.differences.count) differ"
    console.output.writeLine("\(path): \(verdict)")
    return result
  }

  /// What a person would have seen, errors included, without a terminal's colours and widths.
  static func lines(_ event: LearningEvent) -> [String] {
    TextRenderer().lines(for: event).map(\.text)
  }

  private func show(_ difference: ReplayDifference, _ path: String) {
    let errors = console.errors
    errors.writeLine("\(path):\(difference.line): \(difference.problem ?? "other output")")
    errors.writeLine("  > \(difference.command)")
    if difference.problem == nil {
      for line in difference.expected { errors.writeLine("  - \(line)") }
    }
    for line in difference.actual { errors.writeLine("  + \(line)") }
  }

  private func report(_ error: any Error, in path: String) {
    switch error {
    case let error as FileError: console.errors.writeLine("\(path): \(error.message)")
    case let error as DocumentError:
      console.errors.writeLine("\(path):\(error.line): \(error.message)")
    default: console.errors.writeLine("\(path): \(error)")
    }
  }
}
