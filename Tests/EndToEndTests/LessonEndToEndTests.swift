// Lessons over a pipe: what anyone may have written into one reaches no terminal, and reads and writes nothing.
import TestSupport
import Testing

@Suite struct LessonEndToEndTests {
  private func output(
    of lesson: String, typing lines: String..., in home: TemporaryFolder = TemporaryFolder()
  ) throws -> Process.Result {
    try write(lesson, to: home.path + "/evil.md")
    let typed = ["lesson \"\(home.path)/evil.md\""] + lines
    return try Process.run(
      Descent.path, input: Array(typed.map { $0 + "\n" }.joined().utf8),
      environment: Descent.environment(home: home))
  }

  private static let begin = "---\ntitle: \"a\\e[2Jb\"\n---\n\n## H \u{1B}[31m\n\n"

  @Test func nothingReachesTheTerminalUnescaped() throws {
    let result = try output(
      of: Self.begin + """
        Text \u{1B}[2J here \u{202E} and there.

        ```question
        What \u{1B}]0;x\u{7}?
        - [x] yes \u{1B}[1m :: so \u{1B}[5m
        - [ ] no :: never \u{1B}[5m
        ```

        ```hint
        Look \u{1B}[7m.
        ```

        """, typing: "hint", "2", "1")
    #expect(result.status == .exited(0), "\(result.errorText)")
    let bytes = result.output + result.errors
    #expect(!bytes.contains(0x1B) && !bytes.contains(7))
    #expect(!result.outputText.contains("\u{202E}"))
    #expect(result.outputText.contains("Look \\e[7m"))
    #expect(result.outputText.contains("never \\e[5m"))
  }

  @Test func aLessonsCommandsReadBesideItAlone() throws {
    let result = try output(
      of: Self.begin + "```descent:run\n> data load ../../etc/passwd target=x\n```\n")
    #expect(result.status == .exited(1))
    #expect(result.errorText.contains("fails: `../../etc/passwd` is not below the folder"))
  }

  @Test func aLessonsCommandsWriteNothing() throws {
    let home = TemporaryFolder()
    let result = try output(
      of: Self.begin
        + "```descent:run\n> data xor n=20\n> train 1\n> model save net.safetensors\n```\n",
      in: home)
    #expect(result.status == .exited(1))
    #expect(result.errorText.contains("a file's commands may not write"))
    #expect(home.names == ["evil.md"])
  }

  @Test func hugeNetworksAreRefused() throws {
    let result = try output(
      of: Self.begin + "```descent:run\n> data xor n=20\n> layers 1000000 1000000\n> train 1\n```\n"
    )
    #expect(result.status == .exited(1))
  }
}
