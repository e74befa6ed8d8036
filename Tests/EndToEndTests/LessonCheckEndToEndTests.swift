// `lesson check` as its user meets it: folders, places of faults in text and JSON Lines, and what it took.
import TestSupport
import Testing

@Suite struct LessonCheckEndToEndTests {
  private static let lesson = """
    ---
    title: T
    ---

    ## One

    ```descent
    > data xor
    ```

    """

  private func run(_ arguments: [String], _ home: TemporaryFolder) throws -> Process.Result {
    try Process.run(Descent.path, arguments, environment: Descent.environment(home: home))
  }

  @Test func aFaultIsShownWhereItIs() throws {
    let home = TemporaryFolder()
    let path = home.path + "/l.md"
    try write(Self.lesson + "There are {rows = 41} rows.\n", to: path)
    let text = try run(["lesson", "check", path], home)
    #expect(text.status == .exited(1))
    #expect(text.errorText.contains("\(path):10:19\n"))
    #expect(text.errorText.contains("There are {rows = 41} rows.\n"))
    #expect(text.errorText.contains("^~ rows is 500 in this run"))
    let json = try run(["--format", "jsonl", "lesson", "check", path], home)
    #expect(json.status == .exited(1))
    let lines = json.outputText.split(separator: "\n")
    // Time and memory are no results.
    #expect(lines.count == 1)
    #expect(
      lines[0].contains(#""id":"wrong-number""#) && lines[0].contains(#""line":10,"column":19"#))
  }

  @Test func aFolderIsItsLessons() throws {
    let home = TemporaryFolder()
    try write("# No lesson\n", to: home.path + "/README.md")
    let none = try run(["lesson", "check", home.path], home)
    #expect(none.status == .exited(1))
    #expect(none.errorText.contains("there is no lesson in this folder"))
    try write(Self.lesson, to: home.path + "/01-a.md")
    try write(Self.lesson, to: home.path + "/02-b.md")
    let both = try run(["lesson", "check", home.path, "--seeds", "2"], home)
    #expect(both.status == .exited(0), "\(both.errorText)")
    let lines = both.outputText.split(separator: "\n")
    #expect(lines.count == 3 && lines[2].hasPrefix("2 lessons checked in "))
  }

  @Test func aNewLessonIsWrittenAndPasses() throws {
    let home = TemporaryFolder()
    let script =
      "cd '\(home.path)' && '\(Descent.path)' lesson new mine && '\(Descent.path)' lesson check mine.md"
    let result = try Process.run(
      "/bin/sh", ["-c", script], environment: Descent.environment(home: home))
    #expect(result.status == .exited(0), "\(result.errorText)")
    #expect(home.names.contains("mine.md"))
  }
}
