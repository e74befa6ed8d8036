// Every lesson, transcript and page with a session in it still gives what it says.
import Testing

@Suite struct DocumentTests {
  static let transcripts =
    ["README.md"] + directoryEntries(checkout + "/transcripts").map { "transcripts/" + $0 }
  static let lessons = directoryEntries(checkout + "/lessons").filter { $0.hasSuffix(".md") }

  @Test(arguments: transcripts)
  func transcriptGivesWhatItSays(path: String) throws {
    let home = try TemporaryFolder()
    let result = try Process.run(
      Descent.path, ["replay", checkout + "/" + path],
      environment: Descent.environment(home: home))
    #expect(result.status == .exited(0), "\(result.errorText)")
  }

  @Test(arguments: lessons)
  func lessonRuns(name: String) throws {
    let home = try TemporaryFolder()
    let result = try Process.run(
      Descent.path, ["lesson", "check", checkout + "/lessons/" + name],
      environment: Descent.environment(home: home))
    #expect(result.status == .exited(0), "\(result.errorText)")
  }

  @Test func everyLessonHasItsTranscript() {
    #expect(!Self.lessons.isEmpty)
    for name in Self.lessons { #expect(Self.transcripts.contains("transcripts/" + name)) }
  }

  /// A change of a digit, a missing line or a command that fails is noticed, with its place.
  @Test func differencesAreFound() throws {
    let home = try TemporaryFolder()
    let path = home.path + "/t.md"
    try write(
      """
      ---
      seed: 3
      ---
      ```descent
      > set lr 0.5
      lr = 0.6   (learning rate; was 0.03)
      > layer 0
      ```
      """, to: path)
    let result = try Process.run(
      Descent.path, ["replay", path], environment: Descent.environment(home: home))
    #expect(result.status == .exited(1))
    #expect(result.errorText.contains("t.md:5: other output"))
    #expect(result.errorText.contains("t.md:7: this command failed"))
  }

  /// A failing command has no output to write down, and blank lines between commands stay.
  @Test func updateLeavesWhatItMust() throws {
    let home = try TemporaryFolder()
    let path = home.path + "/t.md"
    let text = "```descent\n> set lr 0.5\nold\n\n> layer 0\n```\n"
    try write(text, to: path)
    let result = try Process.run(
      Descent.path, ["replay", path, "--update"], environment: Descent.environment(home: home))
    #expect(result.status == .exited(1))
    #expect(
      fileText(path)
        == "```descent\n> set lr 0.5\nlr = 0.5   (learning rate; was 0.03)\n\n> layer 0\n```\n")
  }

  @Test func updateWritesWhatCameOut() throws {
    let home = try TemporaryFolder()
    let path = home.path + "/t.md"
    try write("Prose stays.\n\n```descent\n> set lr 0.5\nold\n```\nThe end.\n", to: path)
    _ = try Process.run(
      Descent.path, ["replay", path, "--update"], environment: Descent.environment(home: home))
    #expect(
      fileText(path) == """
        Prose stays.

        ```descent
        > set lr 0.5
        lr = 0.5   (learning rate; was 0.03)
        ```
        The end.

        """)
  }

  /// A script or transcript writes the files it names only for a user who allows it; what a user
  /// types may always.
  @Test func filesOfOthersWriteOnlyWhenAllowed() throws {
    let home = try TemporaryFolder()
    let (first, second) = (home.path + "/a.safetensors", home.path + "/b.safetensors")
    let script = home.path + "/s.descent"
    let transcript = home.path + "/t.md"
    try write("data iris; layer 2\nmodel save \(first)\n", to: script)
    try write("```descent:hide\n> data iris; model save \(second)\n```\n", to: transcript)
    let environment = Descent.environment(home: home)
    for (arguments, model) in [
      (["run", script], "a.safetensors"), (["replay", transcript], "b.safetensors"),
    ] {
      let refused = try Process.run(Descent.path, arguments, environment: environment)
      #expect(refused.status == .exited(1))
      #expect(!directoryEntries(home.path).contains(model))
      let allowed = try Process.run(
        Descent.path, arguments + ["--allow-writes"], environment: environment)
      #expect(allowed.status == .exited(0), "\(allowed.errorText)")
      #expect(directoryEntries(home.path).contains(model))
    }
    let typed = try Process.run(
      Descent.path, ["-c", "data iris; model save \(first)"], environment: environment)
    #expect(typed.status == .exited(0), "\(typed.errorText)")
  }
}
