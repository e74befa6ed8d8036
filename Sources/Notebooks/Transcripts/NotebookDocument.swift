// A notebook as Markdown and back: prose as it stands, commands after `> ` in fences with what they said.
// There are no numbers, counters or times in it, so that two versions merge line by line.
import CommandLanguage
import Events
import Files
import Layouts
import Presentation

package struct NotebookDocument {
  package var origin: NotebookOrigin
  package var cells: [NotebookCell]

  package init(origin: NotebookOrigin, cells: [NotebookCell]) {
    (self.origin, self.cells) = (origin, cells)
  }

  /// Whether prose comes back as it is where it stands between the commands of a file.
  static func keeps(note text: String) -> Bool {
    let command = "```descent\n> x\n```\n"
    let file = [command, text, "", command].joined(separator: "\n")
    let origin = NotebookOrigin(version: "", seed: 1, explain: .brief)
    guard let document = try? CourseDocument(file) else { return false }
    let cells = NotebookDocument(document, of: "", origin: origin).cells
    return cells.map(\.content) == [.command, .note, .command] && cells[1].source == text
  }

  /// Whether a document has commands, or was written as a notebook before it had any.
  static func isNotebook(_ document: CourseDocument) -> Bool {
    document.seed != nil || document.blocks.contains { !$0.entries.isEmpty }
  }

  /// Only a notebook is replaced by one, and none with text that the new one has not: what its user wrote
  /// could not be had back. Errors: `not-a-notebook`, `would-lose-text`.
  ///
  /// - Parameters:
  ///   - text: what is to be in the file, asked for where there is one to compare.
  ///   - left: the file as the session left it, which knows then what it has.
  static func checkReplacing(
    _ path: String, by text: @autoclosure () -> String, left: FileDigest? = nil, named: String,
    range: SourceRange?
  ) throws(Diagnostic) {
    guard TextFile.exists(path), left.map({ !$0.isSame }) ?? true else { return }
    if let present = try? TextFile.read(path) {
      if present.allSatisfy(\.isWhitespace) { return }
      if let document = try? CourseDocument(present), isNotebook(document) {
        guard let lost = document.firstProse(notIn: text()) else { return }
        throw Diagnostic(
          id: "would-lose-text",
          message: "\(shown(named)) is there already and has text that this notebook has not: "
            + shown(lost), range: range, suggestion: "another name")
      }
    }
    throw Diagnostic(
      id: "not-a-notebook",
      message: "\(shown(named)) is there already and is no notebook, so it is not replaced",
      range: range, suggestion: "another name")
  }

  // MARK: Writing

  /// Notes between fences; the commands between two notes share one, but for those that failed.
  package var markdown: String { markdown(of: cells.statuses(from: origin.ground)) }

  /// - Parameter statuses: of the cells.
  package func markdown(of statuses: [CellStatus?]) -> String {
    let explain = origin.explain == .brief ? "" : "\nexplain: \(origin.explain.rawValue)"
    var parts = ["---\nseed: \(origin.seed)\(explain)\nversion: \(origin.version)\n---"]
    var open: (flags: Set<FenceFlag>, lines: [String])?
    func flush() {
      guard let fence = open else { return }
      parts.append(Self.fenced(fence.lines, fence.flags))
      open = nil
    }
    for (cell, status) in zip(cells, statuses) {
      if cell.content == .note {
        flush()
        parts.append(cell.source)
        continue
      }
      var flags = cell.flags
      if cell.ending != .unrun { flags.remove(.error) }
      if cell.ending == .failed { flags.insert(.error) }
      if open?.flags != flags { flush() }
      if open == nil { open = (flags, []) }
      if open?.lines.isEmpty == false { open?.lines.append("") }
      open?.lines += Self.lines(of: cell, isStale: status == .stale)
    }
    flush()
    return parts.joined(separator: "\n\n") + "\n"
  }

  private static func lines(of cell: NotebookCell, isStale: Bool) -> [String] {
    let source = cell.source.split(separator: "\n", omittingEmptySubsequences: false)
      .map { "> \($0)" }
    // Said before something above it changed.
    if isStale || cell.saysOfAnotherState { return source + ["..."] }
    return source
      + TerminalText().lines(of: cell.output.blocks).map { CourseDocument.asOutput($0.text) }
  }

  private static func fenced(_ lines: [String], _ flags: Set<FenceFlag>) -> String {
    let longest = lines.map { $0.prefix { $0 == "`" }.count }.max() ?? 0
    let fence = String(repeating: "`", count: max(3, longest + 1))
    let marks = flags.map { ":\($0.rawValue)" }.sorted().joined()
    return ([fence + "descent" + (marks.isEmpty ? "" : " " + marks)] + lines + [fence])
      .joined(separator: "\n")
  }

  // MARK: Reading

  /// The cells of a document: not run, and saying what stands there.
  ///
  /// - Parameters:
  ///   - file: what says them.
  ///   - origin: for what it does not say itself.
  package init(_ document: CourseDocument, of file: String, origin: NotebookOrigin) {
    self.origin = origin
    self.origin.seed = document.seed ?? origin.seed
    self.origin.explain = document.explain ?? origin.explain
    cells = []
    var place = document.firstLine
    for block in document.blocks {
      note(document.lines[place..<max(place, block.lines.lowerBound)])
      place = block.lines.upperBound
      for entry in block.entries {
        var cell = NotebookCell(command: entry.command)
        cell.flags = block.flags
        cell.file = file
        let output = document.lines[entry.outputLines]
        if !output.isEmpty {
          cell.output = Blocks([.code(Code(.commands, Array(output), flow: .verbatim, depth: 0))])
        }
        cells.append(cell)
      }
    }
    note(document.lines[place...])
  }

  private mutating func note(_ lines: ArraySlice<String>) {
    func isBlank(_ line: String) -> Bool { line.trimmed.isEmpty }
    let text = lines.drop(while: isBlank).reversed().drop(while: isBlank).reversed()
    if !text.isEmpty { cells.append(NotebookCell(note: text.joined(separator: "\n"))) }
  }
}

extension CourseDocument {
  /// The first line that is neither blank nor a command nor what one said and that does not stand in a text.
  fileprivate func firstProse(notIn text: String) -> String? {
    let known = Set(text.split(separator: "\n").map(\.trimmed))
    let inBlocks = Set(blocks.flatMap { Array($0.lines) })
    return lines.indices.dropFirst(firstLine)
      .first { place in
        !inBlocks.contains(place) && !lines[place].trimmed.isEmpty
          && !known.contains(lines[place].trimmed)
      }
      .map { lines[$0] }
  }
}
