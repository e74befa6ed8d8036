// Every lesson, transcript and page with a session in it still gives what it says.
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct DocumentTests {
  static let transcripts = documents(in: "/transcripts") { _ in true } + pages
  /// What else has a session in it.
  private static let pages =
    directoryEntries(checkout).filter { $0.hasSuffix(".md") && hasSession("/" + $0) }
    + documents(in: "/docs", where: hasSession) + documents(in: "/examples", where: hasSession)
  static let lessons = directoryEntries(checkout + "/lessons").filter { $0.hasSuffix(".md") }

  private static func documents(in folder: String, where isWanted: (String) -> Bool) -> [String] {
    files(under: checkout + folder).map { String($0.dropFirst(checkout.count)) }
      .filter { $0.hasSuffix(".md") && isWanted($0) }.map { String($0.dropFirst()) }
  }

  /// The page for authors of lessons shows one, which is no transcript: LessonExampleTests goes through it. The
  /// tables of the real ones are fetched by `make interop`, which replays them.
  private static func hasSession(_ path: String) -> Bool {
    path != "/docs/lessons.md" && !path.hasPrefix("/examples/real-tables/")
      && fileText(checkout + path).contains("\n```descent")
  }

  @Test(arguments: transcripts)
  func transcriptGivesWhatItSays(path: String) throws {
    let home = TemporaryFolder()
    let result = try Process.run(
      Descent.path, ["replay", checkout + "/" + path],
      environment: Descent.environment(home: home))
    #expect(result.status == .exited(0), "\(result.errorText)")
  }

  @Test(arguments: lessons)
  func lessonRuns(name: String) throws {
    let home = TemporaryFolder()
    let result = try Process.run(
      Descent.path, ["lesson", "check", checkout + "/lessons/" + name],
      environment: Descent.environment(home: home))
    #expect(result.status == .exited(0), "\(result.errorText)")
  }

  @Test func everyLessonHasItsTranscript() {
    #expect(!Self.lessons.isEmpty)
    #expect(Self.transcripts.contains("README.md"))
    for name in Self.lessons { #expect(Self.transcripts.contains("transcripts/" + name)) }
  }

  /// A change of a digit, a missing line or a command that fails is noticed, with its place.
  @Test func differencesAreFound() throws {
    let home = TemporaryFolder()
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
    #expect(
      result.errorText.contains(
        "@@ -3,6 +3,6 @@\n ---\n ```descent\n > set lr 0.5\n-lr = 0.6   (learning rate; was 0.03)\n"
          + "+lr = 0.5   (learning rate; was 0.03)\n"))
    #expect(result.errorText.contains("t.md:7: this command failed"))
  }

  /// A failing command has no output to write down, and blank lines between commands stay.
  @Test func updateLeavesWhatItMust() throws {
    let home = TemporaryFolder()
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
    let home = TemporaryFolder()
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
    let home = TemporaryFolder()
    let (first, second) = (home.path + "/a.safetensors", home.path + "/b.safetensors")
    let script = home.path + "/s.descent"
    let transcript = home.path + "/t.md"
    try write("data iris; layer 2\nmodel save \(first)\n", to: script)
    let commands = "> data iris; model save \(second)\n> layers 2"
    try write("```descent:hide\n\(commands)\n```\n", to: transcript)
    let environment = Descent.environment(home: home)
    for (arguments, model, status) in [
      (["run", script], "a.safetensors", Int32(1)), (["replay", transcript], "b.safetensors", 0),
    ] {
      let refused = try Process.run(Descent.path, arguments, environment: environment)
      #expect(refused.status == .exited(status))
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

  /// Paths in a script start where it lies, whatever the folder it is started in; those in the archive
  /// start in the folder of who asks.
  @Test func pathsOfAFileStartAtItsFolder() throws {
    let home = TemporaryFolder()
    let folder = home.path + "/sub"
    #expect(mkdir(folder, 0o700) == 0)
    let rows = (0..<40).map { "\($0 % 9),\($0 % 2 == 0 ? "p" : "q")\n" }
    try write("x,kind\n" + rows.joined(), to: folder + "/b.csv")
    try write("h,y\n1,2\n2,3\n3,5\n", to: folder + "/t.csv")
    let script = """
      data load b.csv target=kind
      layer 2; train 1; model save net.safetensors; model load net.safetensors
      search random trials=2 epochs=1 lr=0.1..1 stop=1
      objective table t.csv target=y minimize
      search random trials=2 stop=1
      """
    try write(script, to: folder + "/a.descent")
    let environment = Descent.environment(home: home)
    func run(_ arguments: [String]) throws -> Process.Result {
      let start = "cd '\(home.path)' && exec '\(Descent.path)' \"$@\""
      return try Process.run(
        "/bin/sh", ["-c", start, "sh"] + arguments, environment: environment)
    }
    let result = try run(["run", "--allow-writes", "sub/a.descent"])
    #expect(result.status == .exited(0), "\(result.errorText)")
    #expect(directoryEntries(folder).contains("net.safetensors"))
    for number in [1, 2] {
      let resumed = try run(["-c", "search resume \(number)"])
      #expect(resumed.status == .exited(0), "\(resumed.errorText)")
      #expect(resumed.outputText.contains("best: trial"))
    }
    for (command, place) in [
      ("data load c.csv target=kind", "sub/c.csv"),
      ("data iris; layer 2; model load c.safetensors", "sub/c.safetensors"),
    ] {
      try write(command + "\n", to: folder + "/a.descent")
      let missing = try run(["run", "sub/a.descent"])
      #expect(missing.status == .exited(1) && missing.errorText.contains("`\(place)`"))
      #expect(missing.errorText.contains("start at its own folder"))
    }
  }

  /// As in a shell, whether a file is written or read.
  @Test func aTildeIsTheUsersOwnFolder() throws {
    let home = TemporaryFolder()
    let commands = """
      data iris; layer 2; model save ~/a.safetensors; train 1; model load ~/a.safetensors; \
      search grid epochs=1 lr=0.1; search export ~/b.csv
      """
    let result = try Process.run(
      Descent.path, ["-c", commands], environment: Descent.pipeEnvironment(home))
    #expect(result.status == .exited(0), "\(result.errorText)")
    let names = directoryEntries(home.path)
    #expect(names.contains("a.safetensors") && names.contains("b.csv"))
  }

  /// What a script, lesson or transcript says reads below its own folder, not beside or above it, not
  /// through a link that leads out; what its user types or allows reads anything.
  @Test func filesOfOthersReadOnlyBesideThem() throws {
    let home = TemporaryFolder()
    let folder = home.path + "/course"
    for path in [folder, folder + "/sub", home.path + "/course2"] {
      #expect(mkdir(path, 0o700) == 0)
    }
    let table = "x,kind\n1,p\n2,q\n3,p\n4,q\n"
    for path in [folder + "/in.csv", folder + "/sub/in.csv", home.path + "/course2/out.csv"] {
      try write(table, to: path)
    }
    try write("secret\n", to: home.path + "/secret.csv")
    #expect(symlink("../secret.csv", folder + "/link.csv") == 0)
    #expect(symlink("sub/in.csv", folder + "/inner.csv") == 0)
    #expect(symlink("/nowhere/at/all.csv", folder + "/dangling.csv") == 0)
    let environment = Descent.environment(home: home)
    func run(_ command: String, _ options: [String] = []) throws -> [Process.Result] {
      let (script, document) = (folder + "/s.descent", folder + "/t.md")
      try write(command + "\n", to: script)
      try write("# T\n\n## S\n\n```descent:hide\n> \(command)\n```\n", to: document)
      return try [["run", script], ["replay", document], ["lesson", "check", document]].map {
        try Process.run(Descent.path, $0 + options, environment: environment)
      }
    }
    for name in ["in.csv", "sub/in.csv", "sub/../in.csv", "inner.csv"] {
      for result in try run("data load \(folder)/\(name) target=kind") {
        #expect(result.status == .exited(0), "\(name): \(result.errorText)")
      }
    }
    #expect(try run("data iris; objective phoneme")[0].status == .exited(0))
    let outside = [
      "../secret.csv", "sub/../../secret.csv", "link.csv", "dangling.csv", "../course2/out.csv",
      "../none.csv", "none/../../secret.csv",
    ]
    let commands =
      outside.map { "data load \(folder)/\($0) target=kind" } + [
        "data load /dev/zero target=kind", "data fashion from=\(home.path)",
        "objective table \(home.path)/secret.csv target=kind maximize",
        "data iris; layer 2; model load \(home.path)/secret.safetensors",
      ]
    for command in commands {
      for result in try run(command) {
        #expect(result.status == .exited(1), "\(command)")
        #expect(result.errorText.contains("--allow-reads"), "\(command): \(result.errorText)")
        #expect(!(result.errorText + result.outputText).contains("column `secret`"))
      }
    }
    let open = "data load \(home.path)/course2/out.csv target=kind"
    for result in try run(open, ["--allow-reads"]) { #expect(result.status == .exited(0)) }
    let typed = try Process.run(Descent.path, ["-c", open], environment: environment)
    #expect(typed.status == .exited(0), "\(typed.errorText)")
  }
}
