// Lessons: course documents whose second-level headings are the steps.
import Events
import Files
import Notebooks

package struct Lesson: Sendable, Equatable {
  package struct Step: Sendable, Equatable {
    package var heading: String
    package var prose: [String]
    package var commands: [String]
  }

  package var name: String
  package var title: String
  /// The seed that the lesson's own figures were made with.
  package var seed: UInt64?
  /// What stands before the first step.
  package var introduction: [String] = []
  package var steps: [Step]

  /// - Parameter name: `digits` of `01-digits.md`.
  package init(name: String, document: CourseDocument) throws(DocumentError) {
    self.name = name
    title = document.title ?? name
    seed = document.seed
    steps = []
    for part in document.parts {
      switch part {
      case .heading(2, let text): steps.append(Step(heading: text, prose: [], commands: []))
      case .heading, .other: break
      case .paragraph(let text):
        if steps.isEmpty {
          introduction.append(text)
        } else {
          steps[steps.count - 1].prose.append(text)
        }
      case .block(let block):
        guard !steps.isEmpty else {
          throw DocumentError(
            line: block.line, message: "commands stand before the first step (`## …`)")
        }
        if !block.flags.contains(.hide) {
          steps[steps.count - 1].commands += block.entries.map(\.command)
        }
      }
    }
    guard !steps.isEmpty else {
      throw DocumentError(line: 1, message: "a lesson needs at least one step (`## …`)")
    }
  }

  package func report(step index: Int) -> LessonStepReport {
    LessonStepReport(
      lesson: name, title: title, step: index + 1, steps: steps.count,
      heading: steps[index].heading,
      prose: (index == 0 ? introduction : []) + steps[index].prose,
      commands: steps[index].commands)
  }
}

/// The lessons in some folders, nearest first.
package struct LessonLibrary: Sendable {
  package var folders: [String]
  package init(folders: [String]) { self.folders = folders }

  /// Paths of `NN-name.md`, in order, each name once.
  package func paths() -> [String] {
    var seen: Set<String> = []
    return folders.flatMap { folder in
      TextFile.names(in: folder)
        .filter { $0.hasSuffix(".md") && $0.first.map { $0.isASCII && $0.isNumber } ?? false }
        .filter { seen.insert($0).inserted }
        .map { folder + "/" + $0 }
    }
  }

  package func summaries() -> [LessonSummary] {
    paths().map { path in
      do {
        let lesson = try load(path)
        return LessonSummary(name: lesson.name, title: lesson.title, steps: lesson.steps.count)
      } catch {
        let name = Self.names(of: path).last ?? path
        return LessonSummary(name: name, title: "cannot be read", steps: 0)
      }
    }
  }

  /// The lesson called `digits` or `01-digits`; nil when there is none.
  package func lesson(named wanted: String) throws -> Lesson? {
    guard let path = paths().first(where: { Self.names(of: $0).contains(wanted.lowercased()) })
    else { return nil }
    return try load(path)
  }

  package func load(_ path: String) throws -> Lesson {
    let document = try CourseDocument(try TextFile.read(path))
    return try Lesson(name: Self.names(of: path).last ?? path, document: document)
  }

  /// `01-digits` and `digits`.
  private static func names(of path: String) -> [String] {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    let stem = file.hasSuffix(".md") ? String(file.dropLast(3)) : file
    let short = stem.drop { $0.isASCII && $0.isNumber }.drop { $0 == "-" }
    return [stem.lowercased(), short.lowercased()]
  }
}
