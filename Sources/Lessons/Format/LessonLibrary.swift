// Where lessons lie and what they are called.
import CommandLanguage
import Events
import Files

/// The lessons in some folders, nearest first.
package struct LessonLibrary: Sendable {
  package var folders: [String]
  package init(folders: [String]) { self.folders = folders }

  /// The words that a course does not allow yet in a lesson, each with the lesson that it comes with.
  package func locks(in lesson: String) -> [String: String] { course?.locks(in: lesson) ?? [:] }

  /// Paths of `NN-name.md`, in order, each name once; those of a course before others, in its order.
  package func paths() -> [String] {
    var seen: Set<String> = []
    let paths = folders.flatMap { folder in
      TextFile.names(in: folder)
        .filter { $0.hasSuffix(".md") && $0.first.map { $0.isASCII && $0.isNumber } ?? false }
        .filter { seen.insert($0).inserted }
        .map { folder + "/" + $0 }
    }
    guard let course else { return paths }
    let ordered = course.lessons.compactMap { entry in
      paths.first { Self.isName(entry.name, of: Self.name(of: $0)) }
    }
    return ordered + paths.filter { !ordered.contains($0) }
  }

  /// That of the nearest folder that has one which can be read.
  private var course: CourseFile? {
    let files = folders.map { $0 + "/" + CourseFile.fileName }.filter(TextFile.exists)
    return files.lazy.compactMap { try? CourseFile(reading: try TextFile.read($0)) }.first
  }

  package func summaries() -> [LessonSummary] {
    paths().map { path in
      do {
        let lesson = try load(path)
        return LessonSummary(
          name: lesson.name, title: lesson.title, steps: lesson.steps.count, about: lesson.about,
          minutes: lesson.minutes)
      } catch {
        return LessonSummary(name: Self.name(of: path), title: "cannot be read", steps: 0)
      }
    }
  }

  /// The file of the lesson called `digits` or `01-digits`, or by its place in the list; nil when there is none.
  package func path(of wanted: String) -> String? {
    let paths = paths()
    if let path = paths.first(where: { Self.names(of: $0).contains(wanted.lowercased()) }) {
      return path
    }
    return Int(wanted).flatMap { paths.indices.contains($0 - 1) ? paths[$0 - 1] : nil }
  }

  /// The lesson of that name; nil when there is none.
  package func lesson(named wanted: String) throws -> Lesson? {
    try path(of: wanted).map(load)
  }

  /// Whether a word names the lesson of that name.
  static func isName(_ word: String, of lesson: String) -> Bool {
    let name = word.split(separator: "/").last.map(String.init) ?? word
    return names(of: name).contains(lesson.lowercased())
  }

  package func load(_ path: String) throws -> Lesson {
    try Lesson(name: Self.name(of: path), text: try TextFile.read(path))
  }

  /// `digits` of `01-digits.md`.
  package static func name(of path: String) -> String { names(of: path).last ?? path }

  /// `01-digits` and `digits`.
  private static func names(of path: String) -> [String] {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    let stem = file.hasSuffix(".md") ? String(file.dropLast(3)) : file
    let short = stem.drop { $0.isASCII && $0.isNumber }.drop { $0 == "-" }
    return [stem.lowercased(), short.lowercased()]
  }
}
