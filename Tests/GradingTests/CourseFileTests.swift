// Courses: the documented one is read, and what is wrong with one is named where it stands.
import CommandLanguage
import Files
import Grading
import Lessons
import TestSupport
import Testing

@Suite struct CourseFileTests {
  private func fault(_ text: String) -> LessonFault? {
    do throws(LessonFault) {
      _ = try CourseFile(reading: text)
      return nil
    } catch {
      return error
    }
  }

  @Test func theDocumentedCourseIsRead() throws {
    let page = fileText(checkout + "/docs/class.md")
    let yaml = try #require(
      page.split(separator: "```yaml\n").dropFirst().first?.split(separator: "```").first)
    let course = try CourseFile(reading: String(yaml))
    #expect(course.title == "Tuning networks" && course.variants && course.seconds == 30)
    #expect(course.lessons.map(\.name) == ["first-steps", "rates", "adam-by-hand"])
    #expect(course.lessons.map(\.weight) == [1, 2, 1])
    #expect(course.locks(in: "rates") == ["adam": "adam-by-hand"])
    #expect(course.locks(in: "adam-by-hand").isEmpty)
    #expect(
      course.lessons.compactMap(\.deadline?.text)
        == ["2026-10-12T16:00:00Z", "2026-10-19T23:59:59Z"])
    #expect(course.late == .init(penalty: 0.1, days: 5) && course.attempt == .best)
    #expect(course.students.map(\.login) == ["lovelace", "noether"])
    // Each member that is documented can be written, and no other.
    for name in [
      "deadline", "weight", "locks", "attempt", "late", "variants", "seconds", "students",
    ] {
      #expect(page.contains("| `\(name)` |"))
    }
  }

  @Test(
    arguments: [
      ("", "no-lessons", 1), ("title: x", "no-lessons", 1), ("lessons: x", "bad-value", 1),
      ("lessons: [a]\nlate: {penalty: much}", "bad-value", 2),
      ("lessons:\n  - name: a\n    dedline: 2026-01-01", "unknown-name", 3),
      ("lessons:\n  - {name: a, deadline: tomorrow}", "bad-value", 2),
      ("lessons: [a, b,\n a]", "twice", 2), ("lessons: [a]\nattempt: worst", "bad-value", 2),
      ("lessons: [a]\nseconds: 0", "bad-value", 2),
      ("lessons: &x [a]\nstudents: *x", "unusable-course", 2),
      ("lessons: [", "unusable-course", 1), ("lessons: [a]\nstudents:\n - {id: 3}", "no-name", 3),
    ])
  func whatIsWrongIsNamedWhereItStands(text: String, id: String, line: Int) {
    let fault = fault(text)
    #expect(fault?.diagnostic.id == id && fault?.line == line, "\(String(describing: fault))")
  }

  @Test func lessonsAreListedInTheCoursesOrder() throws {
    let (own, shipped) = (TemporaryFolder(), TemporaryFolder())
    try write("lessons: [third, 02-second, none]\n", to: own.path + "/course.yaml")
    try write("", to: own.path + "/02-second.md")
    for name in ["01-first", "02-second", "03-third"] {
      try write("", to: shipped.path + "/\(name).md")
    }
    let library = LessonLibrary(folders: [own.path, shipped.path])
    let paths = [
      shipped.path + "/03-third.md", own.path + "/02-second.md", shipped.path + "/01-first.md",
    ]
    #expect(library.paths() == paths)
    // A course that cannot be read is none.
    try write("lessons: [", to: own.path + "/course.yaml")
    #expect(library.paths().first == own.path + "/02-second.md")
  }

  @Test func timesAreReadStrictly() {
    let texts = [
      "2026-02-03": "2026-02-03T23:59:59Z", "2026-02-03 08:05": "2026-02-03T08:05:00Z",
      "2026-02-03 08:05 Z": "2026-02-03T08:05:00Z",
      "2024-02-29 00:30 +01:00": "2024-02-28T23:30:00Z",
      "2026-12-31 23:30 -05:00": "2027-01-01T04:30:00Z",
    ]
    for (text, time) in texts { #expect(RecordTime(deadline: text)?.text == time, "\(text)") }
    for text in [
      "", "2026", "2026-13-01", "2026-01-01 25:00", "2026-01-01 8:00", "2026-01-01 08:00 CET",
    ] {
      #expect(RecordTime(deadline: text) == nil, "\(text)")
    }
    for seconds in [0, 86_399, 951_782_400, 1_709_164_800, 4_102_444_799] {
      #expect(RecordTime(RecordTime(seconds: seconds).text)?.seconds == seconds)
    }
  }

  @Test func studentsComeFromTheTablesOfOtherPrograms() throws {
    let folder = TemporaryFolder()
    try write("lessons: [a]\nstudents: class.csv\n", to: folder.path + "/course.yaml")
    try write(
      "Student,ID,SIS Login ID,Notes\r\n\"Lovelace, Ada\",7,ada,\"a \"\"b\"\"\"\r\n,9,,\r\nBob,8,bob\r\n",
      to: folder.path + "/class.csv")
    let course = try CourseFile.read(folder.path + "/course.yaml")
    #expect(course.students.map(\.name) == ["Lovelace, Ada", "Bob"])
    #expect(course.students.map(\.login) == ["ada", "bob"])
  }
}

@Suite struct StudentListTests {
  private func students(_ list: String) throws -> [CourseFile.Student] {
    let folder = TemporaryFolder()
    try write(list, to: folder.path + "/class.csv")
    try write("lessons: [a]\nstudents: class.csv\n", to: folder.path + "/course.yaml")
    return try CourseFile.read(folder.path + "/course.yaml").students
  }

  @Test func moodlesAndCanvasColumnsAreKnown() throws {
    let moodle = try students(
      "\u{FEFF}First name,Last name,Username,ID number,Email address\r\n"
        + "Ada,Lovelace,ada1,17,ada@example.org\r\n")
    #expect(moodle.map(\.name) == ["Ada Lovelace"] && moodle.map(\.login) == ["ada1"])
    #expect(moodle.map(\.id) == ["17"] && moodle.map(\.email) == ["ada@example.org"])
    let canvas = try students(
      "Student,ID,SIS User ID,SIS Login ID,Section\n    Points Possible,,,,\n"
        + "\"Lovelace, Ada\",17,u,ada1,A\n")
    #expect(canvas.map(\.name) == ["Lovelace, Ada"] && canvas.map(\.login) == ["ada1"])
    #expect(try students("Surname;First name\nNoether;Emmy\n").map(\.name) == ["Emmy Noether"])
  }

  @Test func aListWithoutNamesIsRefused() {
    #expect(throws: FileError.self) { try students("ada,17\nemmy,18\n") }
  }
}
