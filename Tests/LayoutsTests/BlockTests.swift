// Blocks in writing and in the making: what is kept is what was said.
import Events
import Experiments
import JSON
import Layouts
import Lessons
import Notebooks
import Presentation
import Sessions
import Testing

@Suite struct BlockTests {
  /// What each execution said, from the changes it made.
  static func executions(_ output: [SessionOutput]) -> [(changes: [BlockChange], blocks: Blocks)] {
    var result: [(changes: [BlockChange], blocks: Blocks)] = []
    var presenter = Presenter()
    for output in output {
      var changes: [BlockChange] = []
      switch output {
      case .began:
        presenter = Presenter()
        result.append(([], Blocks()))
      case .event(let event, _): changes = presenter.receive(event)
      case .ended(let execution): changes = presenter.end(execution)
      case .progress: continue
      }
      guard let last = result.indices.last else { continue }
      result[last].changes += changes
      for change in changes { result[last].blocks.apply(change) }
    }
    return result
  }

  private func written<T: Codable>(_ value: T) throws -> T {
    let text = try JSONValue(encoding: value).text
    return try StrictJSON(parsing: Array(text.utf8)).decoded(as: T.self)
  }

  @Test(arguments: Corpus.sessions.indices) func writtenBlocksReadBack(index: Int) throws {
    for (changes, blocks) in Self.executions(Corpus.said[index]) {
      #expect(try written(blocks) == blocks)
      #expect(try written(changes) == changes)
    }
  }

  @Test func everyKindReadsBack() throws {
    let kinds = try Set(
      (Corpus.said + [Corpus.output(["explain", "explain momentum", "lesson first-steps", "zzz"])])
        .flatMap { Self.executions($0).flatMap(\.blocks.blocks) }.map(kind))
    let notebooks = NotebookKind(version: "test", commands: { SessionCommands.all })
    let replay = Replay(
      kind: .transcript, notebooks: notebooks, environment: SessionEnvironment())
    let text = try CourseDocument("```descent\n> set lr 1\n<a>\n```\n")
    let result = replay.run(text)
    let document = DocumentReport(
      file: "a.md", commandCount: 1, differences: result.differences,
      diff: text.diff(result.edits))
    var presenter = Presenter()
    var blocks = Blocks()
    for change in presenter.receive(.document(document)) { blocks.apply(change) }
    #expect(try written(blocks) == blocks)
    #expect(
      try kinds.union(blocks.blocks.map(kind)) == [
        "heading", "paragraph", "table", "definitions", "arithmetic", "code", "figure",
        "diagnostic", "difference", "group",
      ])
  }

  private func kind(_ block: Block) throws -> String {
    guard case .object(let members) = try JSONValue(encoding: block),
      case .string(let kind)? = members.first?.1
    else { return "" }
    return kind
  }

  @Test func anotherVersionIsRefused() throws {
    let text = Array(#"{"version":2,"blocks":[]}"#.utf8)
    #expect(throws: DecodingError.self) {
      try StrictJSON(parsing: text).decoded(as: Blocks.self)
    }
  }

  /// Infinities and what is no number come back as they were.
  @Test(arguments: [0.1, -0.0, .infinity, -.infinity, .nan, .leastNonzeroMagnitude])
  func numbersReadBack(value: Double) throws {
    let number = try written(Number(value)).value
    #expect(number.bitPattern == value.bitPattern || number.isNaN && value.isNaN || value == 0)
  }

  /// A table that is shown as it grows shows the same as the table that is kept.
  @Test(arguments: Corpus.sessions.indices) func growingIsWhatIsKept(index: Int) {
    for width in [40, 80, 120, 200] {
      let text = TerminalText(columns: width)
      for (changes, blocks) in Self.executions(Corpus.said[index]) {
        var growing = GrowingText()
        let grown = growing.lines(for: changes, text)
        #expect(grown == text.lines(of: blocks.blocks))
      }
    }
  }

  /// Between two rows the window becomes narrower: the head stands again over the columns that are left.
  @Test func headFollowsTheWindow() throws {
    let output = Corpus.output(["train 5"], after: ["data iris", "set l2 0.01"])
    let changes = Self.executions(output)[0].changes
    let row = try #require(
      changes.lastIndex { if case .addRow = $0 { true } else { false } })
    var growing = GrowingText()
    let wide = growing.lines(for: Array(changes[..<row]), TerminalText(columns: 80))
    let narrow = growing.lines(for: Array(changes[row...]), TerminalText(columns: 40))
    #expect(wide.filter { $0.tone == .heading }.count == 1)
    #expect(narrow.filter { $0.tone == .heading }.count == 1)
    #expect(narrow.allSatisfy { $0.text.count <= 40 })
    #expect(narrow.contains { $0.text.contains("no room") })
  }
}
