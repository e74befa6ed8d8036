// A lesson that is left in the middle, whatever ends the shell, is gone on with in another session where it was.
import TestSupport
import Testing
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct LessonGoingOnTests {
  private static let text = """
    ---
    title: Tiny
    seed: 3
    ---

    ## One

    ```descent
    > data xor n=40
    > layers 3
    ```

    ```question
    How much is 1 + 1?
    = 2
    ```

    ## Two

    ```descent
    > train 3
    ```

    Done.

    """

  /// A folder whose only lesson is that one.
  private static func shell(_ home: TemporaryFolder) throws -> TerminalShell {
    try makeFolder(home.path + "/course")
    try makeFolder(home.path + "/course/data")
    try write(text, to: home.path + "/course/01-tiny.md")
    return try TerminalShell(["DESCENT_LESSONS": home.path + "/course"], home: home)
  }

  private static func lines(_ home: TemporaryFolder) -> [Substring] {
    fileText(home.path + "/lessons/tiny.jsonl").split(separator: "\n")
  }

  @Test func aLessonGoesOnWhereItWasAfterAKill() throws {
    let home = TemporaryFolder()
    let first = try Self.shell(home)
    for command in [
      "lesson tiny", "data xor n=40", "layers 3", "3", "2", "next", "train 2", "undo", "train 1",
    ] {
      try first.run(command)
    }
    try first.run("model")
    let model = Self.fingerprint(first)
    #expect(!model.isEmpty)
    let recorded = Self.lines(home)
    first.terminal.signal(SIGKILL)
    _ = try first.terminal.waitForExit()
    // A line that was being written then.
    try write(
      recorded.joined(separator: "\n") + "\n{\"time\":\"20", to: home.path + "/lessons/tiny.jsonl")

    let terminal = try PseudoTerminal(
      Descent.path,
      environment: Descent.environment(home: home, ["DESCENT_LESSONS": home.path + "/course"]))
    try terminal.waitForScreen("the question") { $0.cursorLine.hasSuffix("[Y/n]") }
    try terminal.send("n\r")
    try terminal.waitForScreen("a prompt") { $0.isAtPrompt }
    try terminal.send("lesson tiny\r")
    try terminal.waitFor("Going on with", timeout: 20)
    try terminal.waitFor("step 2 of 2", timeout: 20)
    try terminal.waitForScreen("a prompt") { $0.isAtPrompt }
    #expect(Self.lines(home).prefix(recorded.count) == recorded[...])
    try terminal.send("model\r")
    try terminal.waitFor(model, timeout: 20)
    try terminal.send("train 2\r")
    try terminal.waitFor("This was the last step", timeout: 20)
    try terminal.send("lesson\r")
    try terminal.waitFor(": done", timeout: 20)
    // Nothing stands in it twice.
    #expect(Self.lines(home).count { $0.contains(#""command":"layers 3""#) } == 1)
    try terminal.send("quit\r")
    #expect(try terminal.waitForExit() == .exited(0))
  }

  @Test func aLessonThatHasChangedBeginsAnew() throws {
    let home = TemporaryFolder()
    let first = try Self.shell(home)
    try first.run("lesson tiny")
    try first.run("data xor n=40")
    try first.quit()
    let second = try Self.shell(home)
    try write(Self.text + "More.\n", to: home.path + "/course/01-tiny.md")
    try second.terminal.send("lesson tiny\r")
    try second.terminal.waitFor("has changed since you began it")
    try second.terminal.waitFor("step 1 of 2")
    try second.quit()
    #expect(Self.lines(home).count == 2)
    #expect(fileText(home.path + "/lessons/tiny.1.jsonl").split(separator: "\n").count == 3)
  }

  @Test func whatIsHandedInIsGraded() throws {
    let home = TemporaryFolder()
    let shell = try Self.shell(home)
    let file = home.path + "/in/tiny.md"
    try makeFolder(home.path + "/in")
    for command in [
      "lesson tiny student=Ada", "data xor n=40", "layers 3", "3", "2", "next", "train 3",
    ] {
      try shell.run(command)
    }
    try shell.terminal.send("lesson hand-in \(file) student=Ada\r")
    try shell.terminal.waitFor("sent nowhere")
    try shell.quit()
    try write("lessons: [tiny]\nvariants: true\n", to: home.path + "/course/course.yaml")
    let result = try Process.run(
      Descent.path,
      [
        "grade", home.path + "/in", "--course", home.path + "/course/course.yaml", "--out",
        home.path + "/out",
      ],
      environment: Descent.environment(home: home))
    #expect(result.status == .exited(0), "\(result.errorText)")
    #expect(fileText(home.path + "/out/canvas.csv").hasSuffix("Ada,,,,,0.5\r\n"))
    #expect(
      fileText(home.path + "/out/grades.csv").contains(
        "Ada,tiny,tiny.md,0.5,1,50,0,0,0,yes,done\r\n"))
    #expect(result.outputText.contains("Ada"))
    for name in ["grades", "questions", "answers", "canvas", "moodle"] {
      #expect(result.outputText.contains(name + ".csv"))
    }
  }

  /// The line with the weights' fingerprint.
  private static func fingerprint(_ shell: TerminalShell) -> String {
    let line = shell.terminal.screen.lines.last { $0.contains("fingerprint") } ?? ""
    return String(line.split(separator: " ").last ?? "")
  }
}
