// A script that would be refused in its last line, since that writes a file, is refused before its first line is run.
import TestSupport
import Testing

@Suite struct ScriptWritesTests {
  private func run(
    _ scripts: [String], _ arguments: [String] = []
  ) throws -> (result: Process.Result, folder: TemporaryFolder) {
    let folder = TemporaryFolder()
    let names = scripts.indices.map { folder.path + "/\($0).descent" }
    for (name, text) in zip(names, scripts) { try write(text, to: name) }
    let result = try Process.run(
      Descent.path, ["run"] + arguments + names, environment: Descent.pipeEnvironment(folder),
      timeout: 60)
    return (result, folder)
  }

  @Test(arguments: [
    "save a.md", "record a.md", "export a.html", "plot data a.svg", "plot loss a.svg",
    "model save a.safetensors", "model export a.onnx", "search export a.csv", "lesson new my-own",
    "lesson hand-in a.md", "sessions export 1 a.md", "layers 4; SAVE \"a.md\"; train 1",
  ]) func nothingIsRun(_ line: String) throws {
    let (result, folder) = try run(["data circle n=40\n\nlayer 4\n\(line)\ntrain 1\n"])
    #expect(result.status == .exited(1) && result.output.isEmpty)
    #expect(result.errorText.contains("/0.descent:4:"), "\(result.errorText)")
    #expect(result.errorText.contains("--allow-writes"))
    #expect(result.errorText.contains("nothing of the script was run"))
    #expect(folder.names.filter { $0.hasSuffix("descent") } == ["0.descent"])
  }

  @Test func programsHearOfItToo() throws {
    let (result, _) = try run(
      ["data circle n=40\n", "layer 4; save a.md\n"], ["--format", "jsonl"])
    #expect(result.status == .exited(1) && result.errors.isEmpty)
    let lines = try JSONText.lines(result.output)
    #expect(lines.count == 1 && lines[0]["id"]?.string == "writes-not-allowed")
    #expect(lines[0]["file"]?.string?.hasSuffix("/1.descent") == true)
    #expect(lines[0]["line"]?.int == 1 && lines[0]["column"]?.int == 15)
  }

  @Test func whatIsAllowedIsRun() throws {
    let (result, folder) = try run(
      ["data circle n=40\nlayer 4\nsave a.md\n"], ["--allow-writes"])
    #expect(result.status == .exited(0) && folder.names.contains("a.md"))
  }

  /// There the other lines are wanted.
  @Test func goingOnPassesItOver() throws {
    let (result, _) = try run(
      ["data circle n=40\nlayer 4\nsave a.md\neval\n"], ["--keep-going"])
    #expect(result.status == .exited(1) && result.outputText.contains("loss"))
    #expect(result.errorText.contains("--allow-writes"))
    #expect(!result.errorText.contains("nothing of the script was run"))
  }

  /// What cannot be read is refused in its time, and says nothing about what stands behind it.
  @Test func linesThatCannotBeReadAreLeftForTheirTime() throws {
    let (late, _) = try run(["data circle n=40\nlayer 4 elephant=1\n\"open\nnonsense\nplot data\n"])
    #expect(late.status == .exited(1) && late.outputText.contains("circle"))
    #expect(late.errorText.contains("/0.descent:2:"))
    let (early, _) = try run(["data circle n=40\nlayer 4 elephant=1\nsave a.md\n"])
    #expect(early.output.isEmpty && early.errorText.contains("/0.descent:3:"))
    // `plot data describe` writes nothing, nor does what comes after `quit`.
    let (left, _) = try run(["data circle n=40\nplot data describe\nquit\nsave a.md\n"])
    #expect(left.status == .exited(0), "\(left.errorText)")
    let (missing, _) = try run(["data load none.csv target=y\nplot loss\n"])
    #expect(missing.errorText.contains("/0.descent:1:"))
  }

  /// What its user types may write.
  @Test func whatIsTypedIsNotAsked() throws {
    let folder = TemporaryFolder()
    let result = try Process.run(
      Descent.path, ["-c", "data circle n=40; layer 4; save \(folder.path)/a.md"],
      environment: Descent.pipeEnvironment(folder), timeout: 60)
    #expect(result.status == .exited(0) && folder.names.contains("a.md"))
  }
}
