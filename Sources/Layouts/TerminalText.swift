// Blocks as lines of text. Everything fits the window there is, prose in at most 80 columns of it, tables and
// pictures in more where they need them, reads the same without color, and never depends on time or machine.
// What an execution says is shown as it grows: a table that is open prints its head at once, and again where the
// window has changed since.
import CommandLanguage
import Events
import Presentation
import Text

package struct TerminalText: Sendable {
  /// Columns to wrap at: prose is easier to read in no more than 80.
  package let width: Int
  /// Columns there are: tables, pictures and lines of arithmetic have use for them.
  package let columns: Int
  /// Where a line typed begins on the screen, for the caret under it.
  package var promptWidth = 2
  /// Rows of the window; nil where there is none.
  package var rows: Int?
  /// Columns of the window that errors go to; nil where there is none.
  package var errorColumns: Int?
  /// What pictures are made of.
  package var drawing = Drawing.letters
  /// Whether the terminal shows pixels and its user wants them.
  package var hasImages = false
  /// Whether what the coach says, and advice, begin with a sign in color.
  package var hasSigns = false
  /// Whether the line that an error is about stands above it still, where `promptWidth` says.
  package var isLineAbove = false

  package init(columns: Int = 80) {
    self.columns = max(40, columns)
    width = min(80, self.columns)
  }

  package func lines(of blocks: [Block]) -> [TextLine] { blocks.flatMap(lines) }

  package func lines(of block: Block) -> [TextLine] {
    switch block {
    case .heading(let heading):
      lines(heading.text, .heading, heading.flow, depth: heading.depth, hang: heading.hang)
    case .paragraph(let paragraph):
      lines(
        paragraph.text, paragraph.tone, paragraph.flow, depth: paragraph.depth,
        hang: paragraph.hang)
    case .table(let table): fitted(tableLines(table))
    case .definitions(let definitions): fitted(definitionLines(definitions))
    case .arithmetic(let arithmetic): fitted(arithmetic.lines.flatMap(arithmeticLines))
    case .code(let code): codeLines(code)
    case .figure(let figure):
      figureText(figure).lines
    case .diagnostic(let diagnostic):
      DiagnosticText(
        diagnostic, indent: promptWidth, columns: errorColumns, isLineAbove: isLineAbove
      ).lines
    case .difference(let difference): lines(of: difference)
    case .group(let group): groupLines(group)
    }
  }

  private func figureText(_ figure: Figure) -> FigureText {
    var text = FigureText(figure, width: width, columns: columns, drawing: drawing)
    text.hasImages = hasImages
    return text
  }

  // MARK: Running text

  func lines(
    _ text: Spans, _ tone: Tone, _ flow: Flow, depth: Int = 0, hang: Int = 0
  ) -> [TextLine] {
    let sign = sign(of: tone)
    // A sign stands in the margin, which what has none gets for it.
    let indent = 2 * (sign == nil ? depth : max(1, depth))
    let lines =
      switch flow {
      case .prose:
        fitted(
          wrapped(text, width: width, indent: indent, hanging: indent + 2 * hang).map {
            TextLine($0, tone)
          })
      case .line: fitted([TextLine(TextWrap.spaces(indent) + text.text, tone)])
      case .verbatim: [TextLine(TextWrap.spaces(indent) + text.text, tone)]
      }
    return sign?.before(lines, at: indent) ?? lines
  }

  /// A paragraph in lines, what is unbreakable in it whole.
  func wrapped(_ text: Spans, width: Int, indent: Int, hanging: Int) -> [String] {
    guard text.spans.contains(where: \.isUnbreakable) else {
      return TextWrap.wrapped(text.text, width: width, indent: indent, hanging: hanging)
    }
    let blank = "\u{A0}"
    var text = text
    for place in text.spans.indices where text.spans[place].isUnbreakable {
      text.spans[place].text = text.spans[place].text.replacing(" ", with: blank)
    }
    return TextWrap.wrapped(text.text, width: width, indent: indent, hanging: hanging)
      .map { $0.replacing(blank, with: " ") }
  }

  /// Lines that are wider than the window, broken.
  func fitted(_ lines: [TextLine]) -> [TextLine] {
    lines.flatMap { line in
      TextWrap.fitted(line.text, width: columns).map { TextLine($0, line.tone) }
    }
  }

  private func codeLines(_ code: Code) -> [TextLine] {
    let lines = code.lines.map {
      TextLine(TextWrap.spaces(2 * code.depth) + escapedForDisplay($0))
    }
    if code.flow == .verbatim { return lines }
    return code.language == .formula ? fittedFormulas(lines) : fitted(lines)
  }

  /// Formulas that stand side by side stand below each other in a window too narrow for them.
  private func fittedFormulas(_ lines: [TextLine]) -> [TextLine] {
    fitted(
      lines.flatMap { line -> [TextLine] in
        guard displayWidth(line.text) > columns else { return [line] }
        let indent = line.text.prefix { $0 == " " }
        return line.text.split(separator: "   ").enumerated().map { place, part in
          let text = part.drop { $0 == " " }
          return TextLine(indent + (place > 0 ? "  " : "") + text, line.tone)
        }
      })
  }

  private func lines(of difference: Difference) -> [TextLine] {
    difference.lines.map { TextLine(escapedForDisplay($0)) }
  }

  // MARK: Names and meanings

  private static let widestName = 24

  /// Two columns: names, then what they mean, wrapped under themselves.
  func definitionLines(_ definitions: Definitions) -> [TextLine] {
    let names = definitions.entries.map(\.name.text)
    // Beside names that leave a narrow column, meanings would be broken at every other word.
    let widest = min(Self.widestName, width * 2 / 5)
    let nameWidth = min(widest, names.map { displayWidth($0) }.max() ?? 0)
    let textColumn = 2 + nameWidth + 2
    var lines: [String] = []
    for (name, entry) in zip(names, definitions.entries) {
      let text = TextWrap.wrapped(entry.text.text, width: width, indent: textColumn)
      guard displayWidth(name) <= nameWidth, let first = text.first else {
        lines.append("  " + name)
        lines += text
        continue
      }
      lines.append(
        "  " + TextWrap.padded(name, to: nameWidth) + "  " + first.drop { $0 == " " })
      lines += text.dropFirst()
    }
    return lines.map { TextLine($0) }
  }
}
