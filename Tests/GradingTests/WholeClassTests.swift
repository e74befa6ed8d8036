// Three hundred files, of students who did it well, badly, late, not at all or with ill will, give the table that they
// should, and the files for other programs.
import Files
import Grading
import Lessons
import TestSupport
import Testing

@Suite struct WholeClassTests {
  private enum Kind: CaseIterable {
    case right, wrong, unfinished, tampered, empty, hostile

    var points: Double {
      switch self {
      case .right, .tampered: 3
      case .wrong: 1.25
      case .unfinished: 1
      case .empty, .hostile: 0
      }
    }

    var commands: [String] {
      switch self {
      case .wrong:
        ["data xor n=20", "skip", "layers 2", "3", "2", "1", "next", "hint", "set lr 0.5", "skip"]
      case .unfinished: ["data xor n=20", "9"]
      default: SchoolRoom.right
      }
    }
  }

  private static func name(_ number: Int) -> String { "s\(1000 + number)" }

  private static func put(_ kind: Kind, _ number: Int, in room: SchoolRoom) throws {
    let file = name(number) + ".md"
    switch kind {
    case .right, .wrong, .unfinished:
      // Not all to the same second, as a class would.
      try room.handIn(file, as: name(number), kind.commands + ["note \(number)"])
    case .tampered:
      let text = try room.handIn(file, as: name(number), kind.commands + ["note \(number)"])
      try room.put(text.replacing("You predict: 10", with: "You predict: 11"), in: file)
    case .empty: try room.put("", in: file)
    case .hostile:
      try room.put("```hand-in\n" + String(repeating: "[", count: 4000) + "\n\n\n```\n", in: file)
    }
  }

  @Test func threeHundredFilesGiveTheirTable() throws {
    let room = try SchoolRoom()
    let kinds = (0..<300).map { Kind.allCases[$0 % Kind.allCases.count] }
    for (number, kind) in kinds.enumerated() { try Self.put(kind, number, in: room) }
    let book = room.book()
    #expect(book.rows.count == 300)
    for (number, kind) in kinds.enumerated() {
      let row = try room.row(Self.name(number) + ".md", book)
      #expect(row.points == kind.points, "\(kind) \(row)")
      switch kind {
      case .right, .wrong: #expect(row.states == [], "\(row)")
      case .unfinished: #expect(row.states == ["unfinished"])
      case .tampered: #expect(row.states.count == 1 && row.states[0].hasPrefix("altered, line"))
      case .empty: #expect(row.states == ["it is empty"])
      case .hostile: #expect(row.states.count == 1 && row.states[0].hasPrefix("line"))
      }
    }
    let canvas = GradeFile.canvas.text(book).split(separator: "\r\n")
    #expect(canvas[0] == "Student,ID,SIS User ID,SIS Login ID,Section,tiny")
    #expect(canvas[1] == "Points Possible,,,,,3")
    // Who handed in nothing that could be graded is known by no name.
    #expect(canvas.count == 2 + 200 && canvas[3] == "s1001,,,,,1.25")
    let question = try #require(book.questions.first { $0.part.kind == .question })
    #expect(question.wrong.map(\.count) == [50, 50] && question.rightAtFirst == 100)
  }

  @Test func filesBeyondThoseThatAreGradedAreCounted() throws {
    let room = try SchoolRoom()
    for name in ["c", "a", "b"] { try room.put("", in: name + ".md") }
    let (files, leftOut) = HandInFile.all(in: room.folder.path + "/in", atMost: 2)
    #expect(files.map(\.name) == ["a.md", "b.md"] && leftOut == 1)
  }

  @Test func othersTextIsNoFormula() throws {
    let room = try SchoolRoom()
    try room.handIn(
      "a.md", as: "=1+1",
      ["data xor n=20", "1", "layers 2", "1", "next", "set lr 0.5", "answer @a, \"b\""])
    try room.handIn("b.md", as: "Eve, the \"x\"")
    let book = room.book()
    let grades = GradeFile.grades.text(book).split(separator: "\r\n")
    #expect(grades[1].hasPrefix("'=1+1,tiny,a.md,3,3,100,0,0,0,yes,"))
    #expect(grades[2].hasPrefix("\"Eve, the \"\"x\"\"\",tiny,b.md,3,"))
    #expect(GradeFile.answers.text(book).contains("\"'@a, "))
  }

  @Test func formsAreThoseThatOtherProgramsImport() throws {
    let room = try SchoolRoom(
      """
      lessons: [tiny]
      students:
        - {name: Ada, id: 7, user: u7, login: ada, section: S1, email: a@x.org}
        - {name: Bob, id: 8, login: bob, email: b@x.org}
      """)
    try room.handIn("a.md", as: "ada")
    let book = room.book()
    #expect(
      GradeFile.canvas.text(book)
        == "Student,ID,SIS User ID,SIS Login ID,Section,tiny\r\nPoints Possible,,,,,3\r\n"
        + "Ada,7,u7,ada,S1,3\r\nBob,8,,bob,,\r\n")
    #expect(
      GradeFile.moodle.text(book)
        == "Email address,tiny\r\na@x.org,3\r\nb@x.org,\r\n")
  }
}
