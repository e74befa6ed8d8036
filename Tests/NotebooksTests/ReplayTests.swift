import Experiments
import Layouts
import Lessons
import Notebooks
import Sessions
import TestSupport
import Testing

/// What documents are compared with and updated to.
@Suite struct ReplayTests {
  private static func replay(
    _ document: CourseDocument, folder: String? = nil, mayWrite: Bool = false,
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) -> ReplayResult {
    Replay(
      kind: .transcript, notebooks: .tested(),
      environment: SessionEnvironment(
        folder: folder, mayWrite: mayWrite, shouldStop: shouldStop)
    ).run(document)
  }

  /// The document with what came out.
  private static func updated(_ text: String) throws -> String {
    let document = try CourseDocument(text)
    return document.updated(replay(document).edits)
  }

  private static let commands = [
    "set lr 0.5", "set lr 0.25", "layers 4 3 tanh", "data xor n=40", "train 3", "layers", "status",
    "set batch", "eval",
  ]

  /// A document that says what comes out, in several blocks.
  private static func rightDocument(_ random: inout SeededGenerator) throws -> String {
    var text = "# Title\n\nProse.\n\n```descent\n> data xor n=40\n> train 1\n"
    for _ in 0..<3 + random.below(4) {
      text += "> \(commands[random.below(commands.count)])\n"
      if random.below(3) == 0 { text += "\n" }
      if random.below(3) == 0 { text += "```\n\nMore prose...\n\n```descent\n" }
    }
    return try updated(text + "```\n\nThe end\n")
  }

  private struct Spoilt {
    var text: String
    /// Lines with wildcards that still are what comes out.
    var weakened: [String] = []
    var dots = 0
  }

  /// Some lines stand for more than they say, others are wrong, too many or missing.
  private static func spoilt(
    _ text: String, _ random: inout SeededGenerator
  ) throws -> Spoilt {
    let document = try CourseDocument(text)
    let outputs = document.blocks.flatMap(\.entries).map(\.outputLines)
    var result = Spoilt(text: "")
    for (place, line) in document.lines.enumerated() {
      let isOutput = outputs.contains { $0.contains(place) } && !line.isEmpty
      switch isOutput ? random.below(8) : 7 {
      case 0:
        let end = line.lastIndex(of: " ").map { line[...$0] } ?? ""
        result.weakened.append(end + "[..]")
        result.text += end + "[..]\n"
      case 1: result.text += "spoilt \(place)\n"
      case 2:
        result.dots += 1
        result.text += "...\n"
      case 3: result.text += line + "\nspoilt \(place)\n"
      case 4: break
      default: result.text += line + "\n"
      }
    }
    return result
  }

  @Test(arguments: 0..<20) func updatingMakesDocumentsRight(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let right = try Self.rightDocument(&random)
    #expect(Self.replay(try CourseDocument(right)).findings.isEmpty)
    #expect(try Self.updated(right) == right)

    let spoilt = try Self.spoilt(right, &random)
    let document = try CourseDocument(spoilt.text)
    let updated = try Self.updated(spoilt.text)
    let again = Self.replay(try CourseDocument(updated))
    #expect(again.differences.isEmpty)
    #expect(try Self.updated(updated) == updated)

    // No input, prose or wildcard that still fits has gone.
    let lines = try CourseDocument(updated).lines
    let kept = document.lines.filter { $0.hasPrefix("> ") || $0.hasSuffix("rose.") }
    #expect(lines.filter { $0.hasPrefix("> ") || $0.hasSuffix("rose.") } == kept)
    #expect(lines.count { $0 == "..." } == spoilt.dots)
    for line in spoilt.weakened { #expect(lines.contains(line), "\(line)") }
    #expect(!updated.contains("spoilt"))
  }

  /// As `patch` would: what the diff makes of the old lines are the new ones.
  @Test(arguments: 0..<20) func theDiffIsWhatUpdatingDoes(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let spoilt = try Self.spoilt(try Self.rightDocument(&random), &random)
    let document = try CourseDocument(spoilt.text)
    let edits = Self.replay(document).edits
    var patched: [String] = []
    var place = 0
    for line in document.diff(edits) {
      if line.hasPrefix("@@") {
        let numbers = line.split { !$0.isNumber }.compactMap { Int($0) }
        let first = try #require(numbers.first) - 1
        patched += document.lines[place..<first]
        place = first
        continue
      }
      if line.first != "+" {
        #expect(document.lines[place] == line.dropFirst())
        place += 1
      }
      if line.first != "-" { patched.append(String(line.dropFirst())) }
    }
    patched += document.lines[place...]
    #expect(patched == (try CourseDocument(document.updated(edits))).lines)
  }

  @Test(arguments: [
    // A tolerance and a wildcard stay where the number beside them is another.
    (
      "lr = 0.7 ± 0.01   (learning rate; was [..])", "lr = 0.5 ± 0.01   (learning rate; was [..])"
    ),
    ("lr = {lr}   (learning rate; was 0.04)", "lr = {lr}   (learning rate; was 0.03)"),
    // A name that would have to stand for two values goes.
    ("lr = {lr}   (learning rate; was {lr})", "lr = 0.5   (learning rate; was 0.03)"),
    ("...\nother words", "...\nlr = 0.5   (learning rate; was 0.03)"),
  ]) func wildcardsStayInLinesThatChange(old: String, new: String) throws {
    func text(_ output: String) -> String { "```descent\n> set lr 0.5\n\(output)\n```\n" }
    #expect(try Self.updated(text(old)) == text(new))
  }

  /// What a command itself says after `±` is no tolerance to keep.
  @Test func aStandardErrorIsNoTolerance() throws {
    let command = "```descent\n> data xor n=40; race lr=0.01,0.1 seed=1,2 epochs=2\n"
    let fresh = try Self.updated(command + "```\n")
    #expect(fresh.contains(" ± 0."))
    #expect(try Self.updated(fresh.replacing(" ± 0.", with: " ± 1.")) == fresh)
  }

  /// A name is bound where it is first met, and holds in every block after it.
  @Test func namesHoldInLaterBlocks() throws {
    func text(_ second: String) -> String {
      """
      ```descent
      > set lr 0.5
      lr = {rate}   (learning rate; was {before})
      ```

      ```descent
      > set lr 0.1
      lr = 0.1   (learning rate; was \(second))
      ```
      """
    }
    #expect(Self.replay(try CourseDocument(text("{rate}"))).findings.isEmpty)
    let wrong = Self.replay(try CourseDocument(text("{before}")))
    #expect(wrong.differences.map(\.line) == [7])
  }

  /// Line ends, the byte order mark and a missing last line end stay, also where they are mixed.
  @Test(arguments: ["\n", "\r\n"]) func bytesBesideTheOutputStay(end: String) throws {
    let before = "\u{FEFF}Prose\r\nmore\n```descent\(end)> set lr 0.5\(end)"
    let after = "```\(end)The end"
    #expect(
      try Self.updated(before + "old\(end)" + after)
        == before + "lr = 0.5   (learning rate; was 0.03)\(end)" + after)
  }

  /// What ends otherwise than the document says is told, not written down; blocks to skip are not run.
  @Test func blockFlagsAreObeyed() throws {
    let text = """
      ```descent:hide
      > set lr 0.5
      anything
      ```
      ```descent :error
      > layer 0
      ...
      > set lr 0.25
      lr = 0.25   (learning rate; was 0.5)
      ```
      ```descent:skip
      > layer 0
      ```
      ```descent
      > layer 0
      old
      ```
      """
    let document = try CourseDocument(text)
    let result = Self.replay(document)
    #expect(result.commandCount == 4)
    #expect(result.differences.map(\.line) == [8, 15])
    #expect(result.differences.allSatisfy { $0.problem != nil })
    #expect(document.updated(result.edits) == text)
  }

  /// Nothing runs after the wish to stop.
  @Test func anInterruptEndsIt() throws {
    let result = Self.replay(
      try CourseDocument("```descent\n> set lr 0.5\n```\n"), shouldStop: { true })
    #expect(result.wasInterrupted && result.commandCount == 0)
  }

  /// Comments and blank lines after `> ` are no commands.
  @Test func onlyCommandsCount() throws {
    let result = Self.replay(try CourseDocument("```descent\n> # a comment\n> \n```\n"))
    #expect(result.commandCount == 0 && result.findings.isEmpty)
  }

  // MARK: Commands about the notebook, and files

  /// What was saved, with commands in it that wrote files, with prose and with what failed.
  @Test func whatIsSavedReplaysWithoutAnEdit() throws {
    let folder = TemporaryFolder(fast: true)
    let notebook = RecordedNotebook(mayWrite: true, seed: 7)
    notebook.run(
      "note first the data", "data xor n=40; layers 3 tanh", "train 3",
      "model save \(folder.path)/net.safetensors", "layer 0", "set lr 0.5", "undo", "train 2",
      "edit 4 train 4", "rerun stale", "save \(folder.path)/moons.md")
    let text = fileText(folder.path + "/moons.md")
    let document = try CourseDocument(text)
    let result = Self.replay(document)
    #expect(result.findings.isEmpty, "\(document.diff(result.edits))")
    #expect(result.passedOver == 1)
    let again = Self.replay(document, mayWrite: true)
    #expect(again.findings.isEmpty && again.passedOver == 0)
  }

  /// A file says so where its session explained more or less than others from its beginning.
  @Test(arguments: [ExplainLevel.off, .brief, .full])
  func howMuchIsExplainedIsKept(level: ExplainLevel) throws {
    let folder = TemporaryFolder(fast: true)
    let path = folder.path + "/moons.md"
    var settings = SessionSettings()
    settings.explain = level
    let notebook = NotebookKind.tested(settings).make(
      environment: SessionEnvironment(mayWrite: true), receive: { _ in })
    for command in ["data xor n=40", "train 30", "save \(path)"] {
      #expect(notebook.execute(command) == .done)
    }
    let document = try CourseDocument(fileText(path))
    #expect(document.explain == (level == .brief ? nil : level))
    #expect(Self.replay(document).findings.isEmpty)
  }

  /// They find the cells that the document made, and what a cell said once more is compared too.
  @Test func commandsAboutTheNotebookWork() throws {
    let commands = [
      "data xor n=20", "set lr 0.1", "layers 3 tanh", "train 3", "edit 2 set lr 0.3", "rerun stale",
      "cells", "cell 4", "note so far", "undo", "redo", "delete 5", "move 3 2",
    ]
    let text = "```descent\n" + commands.map { "> \($0)\n" }.joined() + "```\n"
    let updated = try Self.updated(text)
    let document = try CourseDocument(updated)
    #expect(Self.replay(document).findings.isEmpty)
    let entries = document.blocks.flatMap(\.entries)
    let listed = try #require(entries.first { $0.command == "cells" })
    #expect(listed.output.contains { $0.contains("set lr 0.3") })
    // What it said once more counts.
    let shown = try #require(entries.first { $0.command == "cell 4" })
    #expect(shown.output.contains { $0.contains("epoch") })
    let spoilt = document.updated([LineEdit(shown.outputLines, ["something else"])])
    #expect(
      Self.replay(try CourseDocument(spoilt)).differences.map(\.command) == ["cell 4"])
  }

  /// Nobody allowed it: the file stays away, the words in the document count, and its cell has its number.
  @Test func writingCommandsArePassedOver() throws {
    let folder = TemporaryFolder(fast: true)
    let text = """
      ```descent
      > data xor n=20; layers 2; model save net.safetensors; set lr 0.5
      as it was
      > set lr 0.25
      lr = 0.25   (learning rate; was 0.5)
      > cell 3
      ...
      as it was
      ...
      > save all.md
      also
      ```
      """
    let document = try CourseDocument(text)
    let result = Self.replay(document, folder: folder.path + "/")
    #expect(result.findings.isEmpty, "\(document.diff(result.edits))")
    #expect(result.passedOver == 2 && result.commandCount == 2)
    #expect(directoryEntries(folder.path).isEmpty)
    let allowed = Self.replay(document, folder: folder.path + "/", mayWrite: true)
    #expect(allowed.passedOver == 0 && allowed.commandCount == 4)
    #expect(directoryEntries(folder.path) == ["all.md", "net.safetensors"])
  }

  /// A document may show that it is refused.
  @Test func aRefusalToWriteCanBeShown() throws {
    let text = "```descent:error\n> save all.md\n...\n  help: [..] --allow-writes\n```\n"
    let result = Self.replay(try CourseDocument(text))
    #expect(result.passedOver == 0 && result.commandCount == 1)
    #expect(result.differences.allSatisfy { $0.problem == nil })
  }

  @Test func theCommandReplaysBesideTheSession() throws {
    let folder = TemporaryFolder(fast: true)
    let notebook = RecordedNotebook(mayWrite: true)
    let path = folder.path + "/moons.md"
    notebook.run("data xor n=20", "set lr 0.1", "save \(path)")
    let before = notebook.notebook.session.state.settings
    #expect(notebook.run("replay \(path)") == .done)
    #expect(notebook.notebook.session.state.settings == before)
    let reports = notebook.events.compactMap {
      if case .document(let report) = $0 { report } else { nil }
    }
    #expect(reports.map(\.commandCount) == [2] && reports[0].differences.isEmpty)
    try write("```descent\n> set lr 0.2\nother\n```\n", to: path)
    #expect(notebook.run("replay \(path)") == .failed)
    #expect(notebook.refusal == "replay-differs")
    #expect(notebook.run("replay \(path) step") == .failed)
    #expect(notebook.refusal == "no-terminal")
    // It replays itself, which has to end.
    try write("```descent\n> replay moons.md\n```\n", to: path)
    #expect(notebook.run("replay \(path)") == .failed)
  }
}
