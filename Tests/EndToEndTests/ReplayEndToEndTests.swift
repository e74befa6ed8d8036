// `descent replay` as its user sees it: what it says of differences, what it writes and asks, several files at
// a time, and how it ends.
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct ReplayEndToEndTests {
  private let home = TemporaryFolder()

  /// The path of a file with this text.
  private func file(_ text: String, _ name: String = "t.md") throws -> String {
    let path = home.path + "/" + name
    try write(text, to: path)
    return path
  }

  private func replay(_ arguments: String...) throws -> Process.Result {
    try Process.run(
      Descent.path, ["replay"] + arguments, environment: Descent.environment(home: home))
  }

  private static let twoWrong = """
    ```descent
    > set lr 0.5
    lr = {new}   (learning rate; was 0.02)
    > set lr 0.25
    ...
    lr = 0.3 ± 0.01   (learning rate; was {new})
    ```

    """
  private static let twoRight = """
    ```descent
    > set lr 0.5
    lr = {new}   (learning rate; was 0.03)
    > set lr 0.25
    ...
    lr = 0.25 ± 0.01   (learning rate; was {new})
    ```

    """

  private static let halfRight = twoWrong.replacing("0.02", with: "0.03")

  @Test func differencesAreAUnifiedDiff() throws {
    let path = try file(Self.twoWrong)
    let result = try replay(path)
    #expect(result.status == .exited(1))
    #expect(
      result.errorText == """
        --- \(path)
        +++ \(path)
        @@ -1,7 +1,7 @@
         ```descent
         > set lr 0.5
        -lr = {new}   (learning rate; was 0.02)
        +lr = {new}   (learning rate; was 0.03)
         > set lr 0.25
         ...
        -lr = 0.3 ± 0.01   (learning rate; was {new})
        +lr = 0.25 ± 0.01   (learning rate; was {new})
         ```
        \(path): 2 commands, 2 differ

        """)
    #expect(result.outputText.isEmpty)
    #expect(fileText(path) == Self.twoWrong)

    #expect(try replay(path, "--update").status == .exited(0))
    #expect(fileText(path) == Self.twoRight)
    let again = try replay(path, "--update")
    #expect(again.outputText == "\(path): 2 commands, as written\n")
    #expect(fileText(path) == Self.twoRight)
  }

  /// Files of Windows and of editors that begin them with a mark keep every byte besides.
  @Test func updatingKeepsLineEndsAndMark() throws {
    func text(_ output: String) -> String {
      "\u{FEFF}# T\r\n\r\n```descent\r\n> set lr 0.5\r\n\(output)\r\n```\r\nThe end"
    }
    let path = try file(text("old"))
    #expect(try replay(path, "--update").status == .exited(0))
    #expect(fileText(path) == text("lr = 0.5   (learning rate; was 0.03)"))
  }

  @Test(arguments: [
    "# Prose alone\n", "", "```descent:skip\n> set lr 1\n```\n", "```descent\n> # a remark\n```\n",
    "```sh\n> set lr 1\n```\n",
  ]) func nothingToCheckIsAFailure(text: String) throws {
    let path = try file(text)
    for option in ["--jobs=1", "--update"] {
      let result = try replay(path, option)
      #expect(result.status == .exited(1))
      #expect(result.errorText.contains("no command to check"))
    }
    #expect(fileText(path) == text)
  }

  @Test func aFlagThatThereIsNotIsAnError() throws {
    let result = try replay(try file("```descent:hidden\n> set lr 1\n```\n"))
    #expect(result.status == .exited(1))
    #expect(result.errorText.contains("`:hidden`"))
  }

  /// However many are run at a time, the reports are the same and in the order of the files.
  @Test func severalFilesAtATime() throws {
    let slow = try file("```descent\n> data circle; layer 32; train 60\n```\n", "slow.md")
    let quick = try file(Self.twoRight, "quick.md")
    let wrong = try file(Self.twoWrong, "wrong.md")
    let empty = try file("", "empty.md")
    let files = [slow, quick, wrong, empty, quick]
    let results = try ["1", "2", "5"].map { jobs in
      try Process.run(
        Descent.path, ["replay", "--jobs", jobs] + files,
        environment: Descent.environment(home: home))
    }
    for result in results {
      #expect(result.status == .exited(1))
      #expect(result.errorText == results[0].errorText)
      #expect(result.outputText == results[0].outputText)
    }
    let places = try ["slow.md: 1", "wrong.md: 2", "empty.md"].map { text in
      try #require(results[2].errorText.firstRange(of: text)).lowerBound
    }
    #expect(places == places.sorted())
    #expect(results[2].outputText.split(separator: "\n").count == 2)
  }

  @Test func anInterruptEndsAllOfThem() throws {
    let quick = try file(Self.twoRight, "quick.md")
    let long = "```descent\n> data circle; layer 8; train 10000000\n```\n"
    let others = try ["a.md", "b.md", "c.md"].map { try file(long, $0) }
    let running = try RunningDescent(["replay", "--jobs", "2", quick] + others)
    try running.waitForOutput("as written")
    running.send(SIGINT)
    #expect(try running.finish() == .exited(130))
  }

  @Test func nobodyIsAskedWhereThereIsNoTerminal() throws {
    let path = try file(Self.twoWrong)
    let result = try replay("-i", path)
    #expect(result.status == .exited(64))
    #expect(result.errorText.contains("--update"))
    #expect(try replay("-i", "--update", path).status == .exited(64))
    #expect(fileText(path) == Self.twoWrong)
  }

  /// What is typed at each question, and then the file.
  @Test(arguments: [
    (["y\r", "y\r"], 0, twoRight),
    (["what\r", "n\r", "n\r"], 1, twoWrong),
    (["y\r", "q\r"], 1, halfRight),
    (["q\r"], 1, twoWrong), (["y\r", "\u{4}"], 1, halfRight),
    (["y\r", "\u{3}"], 130, twoWrong),
  ]) func eachDifferenceIsAskedFor(keys: [String], status: Int, text: String) throws {
    let path = try file(Self.twoWrong)
    let terminal = try PseudoTerminal(
      Descent.path, ["replay", "-i", path], environment: Descent.environment(home: home),
      columns: 200)
    for key in keys {
      try terminal.waitFor("write this? y, n or q")
      try terminal.send(key)
    }
    #expect(try terminal.waitForExit() == .exited(Int32(status)))
    #expect(fileText(path) == text)
  }
}
