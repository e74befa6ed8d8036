// A notebook as a film of a terminal (asciicast v2): typed at a steady speed, a marker at each cell. The only
// sequences that steer a terminal are ours, for colors.
import JSON
import Layouts
import Notebooks
import Presentation
import Text

struct AsciicastExport {
  // In milliseconds: a key, before Return, between lines of output, to read before the next cell.
  private static let (key, pause, line, reading) = (60, 400, 30, 1500)
  private static let (columns, rows) = (80, 24)

  private var time = 0
  private var lines: [String] = []

  static func text(of notebook: ListedNotebook) -> String {
    var film = AsciicastExport()
    for cell in notebook.cells { film.play(cell) }
    return ([header] + film.lines).joined(separator: "\n") + "\n"
  }

  private static var header: String {
    JSONValue.object([
      ("version", .integer(2)), ("width", .integer(columns)), ("height", .integer(rows)),
      ("title", .string("descent")),
      ("env", .object([("TERM", .string("xterm-256color")), ("SHELL", .string("descent"))])),
    ]).text
  }

  private mutating func play(_ listed: ListedNotebook.Cell) {
    time += Self.pause
    let firstLine = listed.lines.first.map { escapedForDisplay($0) } ?? ""
    add("m", "\(listed.number) \(firstLine)")
    if listed.cell.content == .note {
      show(NoteBlocks(listed.cell.source).blocks)
    } else {
      type(listed.lines, as: listed.number)
      if let remark = listed.remark {
        show([.paragraph(Paragraph(Spans("(\(remark))"), .error))])
      }
      show(listed.cell.output.blocks)
    }
    time += Self.reading
  }

  private mutating func type(_ source: [String], as number: Int) {
    let prompt = "[\(number)] descent>"
    let blanks = String(repeating: " ", count: max(0, prompt.count - 4))
    for (place, line) in source.enumerated() {
      let before =
        place == 0 ? Self.styled(prompt, "1;32") : Self.styled("\(blanks)...>", "2")
      add("o", before + " ")
      for character in escapedForDisplay(line) {
        time += Self.key
        add("o", String(character))
      }
      time += Self.pause
      add("o", "\r\n")
    }
  }

  private mutating func show(_ blocks: [Block]) {
    for line in TerminalText(columns: Self.columns).lines(of: blocks) {
      time += Self.line
      add("o", Self.styled(escapedForDisplay(line.text), line.tone.code) + "\r\n")
    }
  }

  private static func styled(_ text: String, _ code: String?) -> String {
    code.map { text.isEmpty ? "" : "\u{1B}[\($0)m\(text)\u{1B}[0m" } ?? text
  }

  private mutating func add(_ kind: String, _ data: String) {
    lines.append(
      JSONValue.array([.number(Double(time) / 1000), .string(kind), .string(data)]).text)
  }
}

extension Tone {
  /// As the shell shows it.
  fileprivate var code: String? {
    switch self {
    case .plain: nil
    case .heading: "1"
    case .coach: "36"
    case .hint: "32"
    case .error: "31"
    }
  }
}
