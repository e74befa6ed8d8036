// Points and states of what a class hands in.
import Events
import Files
import Grading
import Lessons
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct GradingTests {
  @Test func whatIsRightCountsWhole() throws {
    let room = try SchoolRoom()
    try room.handIn("ada.md", as: "Ada Lovelace")
    let row = try room.row("ada.md", room.book())
    #expect(row.student.name == "Ada Lovelace" && row.lesson == "tiny")
    #expect(row.points == 3 && row.possible == 3 && row.states == [])
  }

  @Test(
    arguments: [
      (["data xor n=20", "skip", "layers 2", "1", "next", "set lr 0.5", "answer x"], 2, []),
      (["data xor n=20", "7", "layers 2", "2", "1", "next", "set lr 0.5", "answer x"], 2.5, []),
      (["data xor n=20", "7", "layers 2", "2", "3", "1", "next", "set lr 0.5", "skip"], 2.25, []),
      (["data xor n=20", "7", "layers 2", "2", "undo", "1", "next", "solution", "skip"], 1.5, []),
      (["data xor n=20", "7", "layers 2", "solution", "next", "skip", "answer x"], 1, []),
      // Shown first and answered then.
      (
        ["data xor n=20", "7", "layers 2", "solution", "undo", "1", "next", "set lr 0.5", "skip"],
        2,
        []
      ),
      (["data xor n=20", "7"], 1, ["unfinished"]),
    ] as [([String], Double, [String])])
  func pointsAreWhatTheRunGives(commands: [String], points: Double, states: [String]) throws {
    let room = try SchoolRoom()
    try room.handIn("a.md", as: "A", commands)
    let row = try room.row("a.md", room.book())
    #expect(row.points == points && row.states == states, "\(row)")
  }

  @Test func whatWasWrittenElsewhereIsAltered() throws {
    let room = try SchoolRoom()
    let text = try room.handIn("a.md", as: "A")
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let place = try #require(lines.firstIndex { $0.contains("You predict") })
    var changed = lines
    changed[place] = "You predict: 11. Now see."
    try room.put(changed.joined(separator: "\n"), in: "b.md")
    let book = room.book()
    #expect(try room.row("a.md", book).states == [])
    let altered = try room.row("b.md", book).states
    #expect(altered.first == "altered, line \(place + 1)")
    // A score that a file gives itself counts nothing.
    let wrong = try room.handIn(
      "c.md", as: "C", ["data xor n=20", "7", "layers 2", "2", "skip", "next", "skip", "skip"])
    try room.put(
      wrong.split(separator: "\n").filter { !$0.contains("answer") }.joined(separator: "\n")
        + "\n\npoints: 3 of 3\n", in: "c.md")
    #expect(try room.row("c.md", room.book()).points == 1)
  }

  @Test func aRecordThatWasChangedIsMarked() throws {
    let room = try SchoolRoom()
    let text = try room.handIn("a.md", as: "A", ["data xor n=20", "7", "layers 2", "2", "1"])
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let wrong = try #require(lines.firstIndex { $0.contains(#""command":"2""#) })
    lines.remove(at: wrong)
    try room.put(lines.joined(separator: "\n"), in: "a.md")
    let row = try room.row("a.md", room.book())
    #expect(row.states.contains("record changed, line \(wrong + 1)"))
  }

  @Test func latenessTakesItsShare() throws {
    let room = try SchoolRoom(
      "lessons: [{name: tiny, deadline: 2020-01-01}]\nlate: {penalty: 10%, days: 10000}")
    let text = try room.handIn("a.md", as: "A")
    func moved(to time: String) -> String {
      text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
        guard line.hasPrefix(#"{"time":""#) else { return String(line) }
        return #"{"time":""# + time + line.dropFirst(29)
      }.joined(separator: "\n")
    }
    try room.put(moved(to: "2020-01-01T23:59:59Z"), in: "a.md")
    try room.put(moved(to: "2020-01-02T00:00:00Z"), in: "b.md")
    try room.put(moved(to: "2020-01-04T12:00:00Z"), in: "c.md")
    let book = room.book()
    let rows = try ["a.md", "b.md", "c.md"].map { try room.row($0, book) }
    #expect(rows.map(\.lateDays) == [0, 1, 3])
    #expect(rows.map { ($0.points * 100).rounded() } == [300, 270, 210])
  }

  @Test func ofSeveralAttemptsOneCounts() throws {
    let room = try SchoolRoom()
    try room.handIn("1.md", as: "Ada", ["data xor n=20", "7"])
    try room.handIn("2.md", as: "ada ")
    let best = room.book()
    #expect(best.rows.filter(\.counts).map(\.file) == ["2.md"])
    #expect(try room.row("1.md", best).states.contains("another attempt counts"))
  }

  @Test func eachStudentHasNumbersOfTheirOwn() throws {
    let room = try SchoolRoom("lessons: [tiny]\nvariants: true")
    try room.handIn("a.md", as: "Ada", begin: "lesson tiny student=Ada")
    try room.handIn("b.md", as: "Bob", begin: "lesson tiny student=Ada")
    try room.handIn("c.md", as: "Cy")
    let book = room.book()
    #expect(try room.row("a.md", book).states == [])
    let copied = try room.row("b.md", book).states
    #expect(copied.contains("not the student's own numbers"))
    #expect(try room.row("c.md", book).states == ["not the student's own numbers"])
  }

  /// Later in the record too, which its check value cannot tell from what was typed.
  @Test func numbersOfAnotherLaterOnAreNotTheStudents() throws {
    let room = try SchoolRoom("lessons: [tiny]\nvariants: true")
    let commands = ["lesson reset tiny student=Grace"] + SchoolRoom.right
    let text = try room.handIn("a.md", as: "Ada", begin: "lesson tiny student=Ada", [])
    try room.put(try room.forged(commands, behind: text), in: "a.md")
    #expect(try room.row("a.md", room.book()).states.contains("not the student's own numbers"))
    let own = ["lesson reset tiny student=ada"] + SchoolRoom.right
    try room.put(try room.forged(own, behind: text), in: "a.md")
    #expect(try !room.row("a.md", room.book()).states.contains("not the student's own numbers"))
  }

  @Test func whatDependsOnTheProgramsSurroundingsIsNotHeldAgainstAnybody() throws {
    let room = try SchoolRoom()
    try write(SchoolRoom.text, to: room.folder.path + "/02-other.md")
    let text = try room.handIn("a.md", as: "A", SchoolRoom.right + ["set", "settings"])
    #expect(text.contains("`lesson other` comes next."))
    let large = ["set keep=4GB"] + SchoolRoom.right + ["set"]
    #expect(try room.handIn("b.md", as: "B", large).contains("keep = 4GB"))
    unlink(room.folder.path + "/02-other.md")
    #expect(try room.row("a.md", room.book()).states == [])
    #expect(try room.row("b.md", room.book()).states == [])
    try write(SchoolRoom.text, to: room.folder.path + "/02-next.md")
    #expect(try room.row("a.md", room.book()).states == [])
    let changed = text.replacing("The author's answer", with: "My own answer")
    try room.put(changed, in: "a.md")
    #expect(try room.row("a.md", room.book()).states.first?.hasPrefix("altered") == true)
  }

  @Test func eachFilesSearchesAreItsOwn() throws {
    let room = try SchoolRoom()
    let search = "search random trials=2 epochs=1 lr=0.01..1"
    let searched = try room.handIn("a.md", as: "A", ["data xor n=20", "1", "layers 2", search])
    #expect(searched.contains(#""command":"search"#))
    let text = try room.handIn("b.md", as: "B", [])
    try room.put(
      try room.forged(["data xor n=20", "1", "search open 1"], behind: text), in: "b.md")
    let book = room.book()
    #expect(try room.row("a.md", book).states == ["unfinished"])
    let states = try room.row("b.md", book).states
    #expect(states.contains { $0.hasPrefix("does not run") }, "\(states)")
  }

  /// Ended early, a training is recorded by the words that give as much.
  @Test func whatWasInterruptedIsGradedAlike() throws {
    let room = try SchoolRoom()
    let commands = ["data xor n=20", "10", "layers 2", "1", "next", "train 50000", "eval"]
    let text = try room.handIn("a.md", as: "A", commands, stoppingAfter: 3)
    #expect(text.contains(#""command":"train 50000 stop="#))
    #expect(try room.row("a.md", room.book()).states == ["unfinished"])
  }

  @Test func aFolderAStudentIsUnderstood() throws {
    let room = try SchoolRoom("lessons: [tiny]\nstudents:\n  - {name: Ada Lovelace, login: ada1}")
    let text = try room.handIn("x.md", as: "somebody")
    let inner = "Ada Lovelace_12_assignsubmission_file_"
    try makeFolder(room.folder.path + "/in/" + inner)
    try room.put(text, in: inner + "/x.md")
    let book = room.book()
    let row = try room.row(inner + "/x.md", book)
    #expect(row.student.login == "ada1" && row.points == 3)
    #expect(try room.row("x.md", book).states == ["same record as Ada Lovelace"])
  }

  @Test func questionsSayWhatWasFrequent() throws {
    let room = try SchoolRoom()
    for (name, wrong) in [("a", ["2"]), ("b", ["2", "3"]), ("c", [])] {
      try room.handIn(
        "\(name).md", as: name,
        ["data xor n=20", "10", "layers 2"] + wrong + [
          "1", "next", "hint", "set lr 0.5", "answer a\(name)",
        ])
    }
    let book = room.book()
    let question = try #require(book.questions.first { $0.part.kind == .question })
    #expect(question.count == 3 && question.rightAtFirst == 1 && question.right == 3)
    #expect(question.wrong.map(\.answer) == ["the weather", "the clock"])
    #expect(question.wrong.map(\.count) == [2, 1])
    #expect(book.questions.first { $0.part.kind == .goal }?.hints == 3)
    #expect(book.answers.map(\.text) == ["aa", "ab", "ac"])
  }
}
