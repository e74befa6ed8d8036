// Blocks as Markdown (CommonMark with pipe tables): for notes and reports. What lives by its columns,
// such as arithmetic and pictures, stands in fences as a terminal of 80 columns shows it.
import CommandLanguage
import Presentation
import Text

package struct Markdown: Sendable {
  private let terminal = TerminalText()

  package init() {}

  package func text(of blocks: [Block]) -> String {
    blocks.map(text).filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  private func text(_ block: Block) -> String {
    switch block {
    case .heading(let heading):
      String(repeating: "#", count: heading.level + 2) + " " + inline(heading.text)
    case .paragraph(let paragraph): inline(paragraph.text)
    case .table(let table): self.table(table)
    case .definitions(let definitions):
      definitions.entries.map { "- \(inline($0.name)): \(inline($0.text))" }
        .joined(separator: "\n")
    case .code(let code):
      fenced(code.lines.map { escapedForDisplay($0) }, code.language == .commands ? "descent" : "")
    case .difference(let difference):
      fenced(difference.lines.map { escapedForDisplay($0) }, "diff")
    case .arithmetic, .diagnostic: fenced(terminal.lines(of: block).map(\.text), "")
    case .figure(let figure):
      figure.isEmpty
        ? escaped(figure.sentenceOfNothing) : fenced(terminal.lines(of: block).map(\.text), "")
    case .group(let group):
      (group.title.map { "#### \(inline($0))\n\n" } ?? "") + text(of: group.blocks)
    }
  }

  // MARK: Text

  /// Characters that have a meaning in Markdown, as themselves.
  private func escaped(_ text: String) -> String {
    let meant: Set<Character> = [
      "\\", "`", "*", "_", "{", "}", "[", "]", "<", ">", "#", "|", "~", "&", "$",
    ]
    var result = ""
    for character in escapedForDisplay(text) {
      if meant.contains(character) { result.append("\\") }
      result.append(character)
    }
    // A list, a rule or a setext underline begins with one of these, or with a number.
    let first = result.prefix { $0.isNumber }
    if !first.isEmpty, [".", ")"].contains(where: { result.dropFirst(first.count).hasPrefix($0) }) {
      result.insert("\\", at: first.endIndex)
    }
    if ["-", "+", "="].contains(where: { result.hasPrefix($0) }) { result = "\\" + result }
    return result
  }

  private func inline(_ text: Spans) -> String {
    var result = ""
    var command = ""
    for span in text.spans + [Span("")] {
      if span.role == .command {
        command += escapedForDisplay(span.text)
        continue
      }
      if !command.isEmpty { result += quoted(command) }
      command = ""
      result += result.isEmpty ? escaped(span.text) : escapedInside(span.text)
    }
    return result
  }

  /// The same where no line begins.
  private func escapedInside(_ text: String) -> String { String(escaped("x" + text).dropFirst()) }

  /// In as many backquotes as its own ask for.
  private func quoted(_ command: String) -> String {
    let fence = String(repeating: "`", count: longestRun(in: command) + 1)
    let pad = command.hasPrefix("`") || command.hasSuffix("`") ? " " : ""
    return fence + pad + command + pad + fence
  }

  private func fenced(_ lines: [String], _ language: String) -> String {
    let longest = lines.map(longestRun).max() ?? 0
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return "\(fence)\(language)\n\(lines.joined(separator: "\n"))\n\(fence)"
  }

  private func longestRun(in text: String) -> Int {
    var (longest, run) = (0, 0)
    for character in text {
      run = character == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }

  // MARK: Tables

  /// A table in parts where blocks stand between its rows.
  private func table(_ table: Table) -> String {
    var parts = table.caption.map(text)
    var rows: [String] = []
    func end() {
      if !rows.isEmpty { parts.append((head(table) + rows).joined(separator: "\n")) }
      rows = []
    }
    for entry in table.entries {
      switch entry {
      case .row(let row): rows.append(line(table.columns.indices.map { cell($0, row, table) }))
      case .remark(let block):
        end()
        parts.append(text(block))
      }
    }
    end()
    return parts.joined(separator: "\n\n")
  }

  private func head(_ table: Table) -> [String] {
    let titles = table.columns.map { column in
      table.hasHead
        ? escapedInside(column.titles.filter { !$0.isEmpty }.joined(separator: " ")) : ""
    }
    return [line(titles), line(table.columns.map { $0.alignment == .left ? ":--" : "--:" })]
  }

  private func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }

  private func cell(_ index: Int, _ row: Row, _ table: Table) -> String {
    guard index < row.cells.count else { return "" }
    let cell = row.cells[index]
    var text = escapedInside(cell.drawn ?? cell.text)
    if let share = cell.share {
      text = String(repeating: "#", count: Int((20 * share.value).rounded()))
      return text.isEmpty ? "" : "`\(text)`"
    }
    if cell.marks.contains(.cut) { text = "(\(text))" }
    if cell.marks.contains(.best) { text = "\\*" + text }
    return (table.columns[index].sign ?? "") + text
  }
}
