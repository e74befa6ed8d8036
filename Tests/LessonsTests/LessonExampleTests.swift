// The lesson that the authors' page shows, and the one that `lesson new` writes, pass the checker as they stand.
import Lessons
import Sessions
import SessionSupport
import TestSupport
import Testing

enum LessonExample {
  /// What stands between the four backquotes of the page.
  static func lines(of page: String) -> [String]? {
    let lines = page.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard let start = lines.firstIndex(of: "````markdown"),
      let end = lines[start...].firstIndex(of: "````")
    else { return nil }
    return Array(lines[(start + 1)..<end])
  }
}

@Suite struct LessonExampleTests {
  @Test func theExampleOfTheAuthorsPagePasses() throws {
    let page = fileText(checkout + "/docs/lessons.md")
    let text = try #require(LessonExample.lines(of: page)).joined(separator: "\n")
    let found = try findings(text, seeds: 10)
    #expect(found.isGood, "\(found.faults.map { "\($0.line) \($0.diagnostic)" })")
    // It shows one of each.
    for block in ["descent", "check", "question", "predict", "hint", "solution"] {
      #expect(text.contains("```\(block)"))
    }
  }

  @Test func aNewLessonPasses() throws {
    let folder = TemporaryFolder()
    let session = RecordedSession(mayWrite: true)
    session.session.environment.folder = folder.path + "/"
    #expect(session.run("lesson new 16-my-lesson") == .done)
    let text = fileText(folder.path + "/16-my-lesson.md")
    let found = try findings(text, seeds: 10)
    #expect(found.isGood, "\(found.faults.map { "\($0.line) \($0.diagnostic)" })")
    #expect(session.run("lesson new 16-my-lesson") == .failed)
    #expect(session.diagnostic?.id == "file-exists")
  }

  @Test(arguments: ["../x", "a/b", "A b", "", "-x"]) func aNameIsNoPath(name: String) {
    let folder = TemporaryFolder()
    let session = RecordedSession(mayWrite: true)
    session.session.environment.folder = folder.path + "/"
    #expect(session.run("lesson new \"\(name)\"") == .failed)
    #expect(folder.names.isEmpty)
  }

  @Test func filesWriteNoLessons() {
    let session = RecordedSession()
    #expect(session.run("lesson new mine") == .failed)
    #expect(session.diagnostic?.id == "writes-not-allowed")
  }
}
