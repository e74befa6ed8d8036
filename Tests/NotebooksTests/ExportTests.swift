// The notebook in the forms of other programs: each marks what is not true, none lets anything through that
// steers whoever opens it.
import Exports
import Files
import JSON
import Notebooks
import TestSupport
import Testing

@Suite struct ExportTests {
  private static let forms = ["md", "html", "ipynb", "cast", "json"]
  private static let hostile = "<script>alert(1)</script>\"><img src=x onerror=alert(2)>"
  private let folder = TemporaryFolder(fast: true)

  /// What the notebook is in that form.
  private func export(_ notebook: RecordedNotebook, as form: String) -> String {
    let path = "\(folder.path)/notebook.\(form)"
    #expect(notebook.run("export \(path)") == .done)
    return fileText(path)
  }

  /// Everything that markup, a terminal or a reader's eyes could be steered by, in each kind of field: what
  /// was typed, and what a file that was opened says.
  private func hostileNotebooks() throws -> [RecordedNotebook] {
    let (csv, document) = (folder.path + "/<script>&.csv", folder.path + "/a.md")
    let bad = "\u{1B}[31m\u{7}\u{202E}" + Self.hostile
    let quoted = "\"" + bad.replacing("\"", with: "\"\"") + "\""
    let rows = (0..<40).map { "\($0 % 7),\($0 % 2 == 0 ? quoted : "b\u{9B}")\n" }
    try write("\(quoted),<i>&\n" + rows.joined(), to: csv)
    let lines = ["# \(bad)", "", "- \(bad)", "", "~~~", bad, "~~~", "", bad, ""]
    let fence = ["```descent", "> eval \(bad)", bad, "```", ""]
    try write((lines + fence).joined(separator: "\n"), to: document)
    let typed = RecordedNotebook(mayWrite: true)
    typed.run("data load \"\(csv)\" target=<i>&", "data", "train 1", "confusion")
    typed.run("zzz \(bad)", "zzz \(Self.hostile)", "set lr <script>", "note <script>alert(1)")
    #expect(typed.list.count == 8)
    #expect(typed.list.first?.hasPrefix("1 true") == true)
    let opened = RecordedNotebook(mayWrite: true)
    opened.run("open \"\(document)\"")
    #expect(opened.list.count == 2)
    return [typed, opened]
  }

  @Test func endingChoosesTheForm() {
    let notebook = RecordedNotebook(mayWrite: true)
    notebook.run("data xor n=20", "train 1")
    #expect(export(notebook, as: "html").hasPrefix("<!doctype html>\n"))
    #expect(export(notebook, as: "ipynb").contains("\"nbformat\":4,\"nbformat_minor\":5"))
    #expect(export(notebook, as: "cast").hasPrefix("{\"version\":2,\"width\":80,\"height\":24"))
    #expect(export(notebook, as: "json").hasPrefix("{\"type\":\"notebook\",\"version\":1"))
    #expect(export(notebook, as: "md").contains("```descent\n> data xor n=20\n"))
    #expect(notebook.list == ["1 true data xor n=20", "2 true train 1"])
    #expect(notebook.run("export \(folder.path)/notebook.pdf") == .failed)
    #expect(notebook.refusal == "wrong-type")
  }

  @Test func nothingIsWrittenWhereThatIsNotAllowed() {
    let notebook = RecordedNotebook()
    #expect(notebook.run("export \(folder.path)/a.html") == .failed)
    #expect(notebook.refusal == "writes-not-allowed")
    #expect(!TextFile.exists(folder.path + "/a.html"))
  }

  @Test(arguments: forms) func theSameNotebookGivesTheSameBytes(form: String) {
    let texts = (0..<2).map { _ in
      let notebook = RecordedNotebook(mayWrite: true)
      notebook.run("data xor n=20", "note a *note*", "train 2", "eval nonsense")
      return export(notebook, as: form)
    }
    #expect(texts[0] == texts[1])
  }

  @Test(arguments: forms) func cellsThatAreNotTrueAreMarked(form: String) throws {
    let notebook = RecordedNotebook(mayWrite: true)
    notebook.run("data xor n=20", "train 1", "eval nonsense")
    let settled = export(notebook, as: form)
    let (failed, stale) =
      form == "json"
      ? ("\"status\":\"failed\"", "\"status\":\"stale\"")
      : (form == "md" ? ":error" : "failed", "stale: ")
    #expect(settled.contains(failed))
    #expect(!settled.contains(stale))
    notebook.run("edit 1 data xor n=30")
    #expect(export(notebook, as: form).contains(stale))
    try write("```descent\n> data xor\n```\n", to: folder.path + "/a.md")
    notebook.run("open \(folder.path)/a.md")
    let unrun = form == "json" ? "unrun" : "not run"
    #expect(export(notebook, as: form).contains(unrun))
  }

  @Test func pageHasNoMarkupButItsOwn() throws {
    for notebook in try hostileNotebooks() {
      let page = export(notebook, as: "html")
      for part in ["<script", "<img", "<i>", "\u{1B}", "\u{7}", "\u{9B}", "\u{202E}"] {
        let isThere = page.unicodeScalars.contains(part.unicodeScalars)
        #expect(!isThere, "\(part.debugDescription)")
      }
      #expect(page.contains("&lt;script&gt;alert(1)"))
      #expect(page.contains("\\e[31m\\x07\\u{202E}"))
    }
  }

  /// Read back as JSON, line by line: the film's only controls are line ends and colors.
  @Test func filmSteersTheTerminalByColorsOnly() throws {
    let own = ["1;32", "1", "2", "31", "32", "36"].map { "\u{1B}[\($0)m" }
    for notebook in try hostileNotebooks() {
      let cells = notebook.notebook.cells.count
      let film = export(notebook, as: "cast")
      var (last, markers) = (0.0, 0)
      for line in film.split(separator: "\n").dropFirst() {
        let event = try event(line)
        #expect(event.time >= last)
        last = event.time
        markers += event.kind == "m" ? 1 : 0
        var rest = event.data.replacing("\r\n", with: "").replacing("\u{1B}[0m", with: "")
        for code in own where rest.hasPrefix(code) { rest = String(rest.dropFirst(code.count)) }
        let steers = rest.unicodeScalars.contains {
          $0.value < 0x20 || 0x7F...0x9F ~= $0.value || $0 == "\u{202E}"
        }
        #expect(!steers, "\(line)")
      }
      #expect(markers == cells)
    }
  }

  private struct NoEvent: Error { let line: String }

  private func event(
    _ line: Substring
  ) throws -> (time: Double, kind: String, data: String) {
    guard case .array(let parts) = try StrictJSON(parsing: Array(line.utf8)), parts.count == 3,
      let time = parts[0].double, case .string(let kind) = parts[1],
      case .string(let data) = parts[2]
    else { throw NoEvent(line: String(line)) }
    return (time, kind, data)
  }

  @Test func jupyterSeesNoMarkupInNotesAndNoNameTwice() throws {
    let notebook = RecordedNotebook(mayWrite: true)
    notebook.run("note loss < 0.1 <b>", "eval", "eval", "note loss < 0.1 <b>")
    let file = export(notebook, as: "ipynb")
    #expect(file.contains("\"source\":\"loss < 0.1 &lt;b>\""))
    let ids = file.split(separator: "\"id\":\"").dropFirst().map { $0.prefix { $0 != "\"" } }
    #expect(ids.count == 4 && Set(ids).count == 4)
    // What comes before a cell leaves its name as it is.
    notebook.run("insert 1 data xor")
    #expect(export(notebook, as: "ipynb").contains("\"id\":\"\(ids[1])\""))
  }

  @Test func jsonReadsBackAsTheSameValue() throws {
    let notebook = RecordedNotebook(mayWrite: true)
    notebook.run("data xor n=20", "train 3", "eval nonsense", "note <script>alert(1)", "confusion")
    notebook.run("race sgd adam epochs=3", "search random lr=0.1..1 trials=3 epochs=2")
    let text = export(notebook, as: "json")
    let value = try JSONExport(reading: text)
    #expect(value.cells.map(\.source) == notebook.notebook.cells.map(\.source))
    #expect(value.cells.map(\.output) == notebook.notebook.cells.map(\.output))
    #expect(value.cells.map(\.status) == ["true", "true", "failed", nil, "true", "true", "true"])
    #expect(try JSONValue(encoding: value, names: .snakeCase).text + "\n" == text)
    #expect(throws: (any Error).self) {
      try JSONExport(reading: text.replacing("\"version\":1", with: "\"version\":2"))
    }
  }

  @Test func scriptIsOfWhatIsTrained() throws {
    let notebook = RecordedNotebook(mayWrite: true)
    #expect(notebook.run("export \(folder.path)/a.py") == .failed)
    #expect(notebook.refusal == "nothing-to-export")
    notebook.run("data xor n=20", "layers 3 relu", "set optimizer adam", "train 7")
    let script = export(notebook, as: "py")
    for line in [
      "LAYERS = [(3, \"relu\", 0.0), (1, \"linear\", 0.0)]", "OPTIMIZER = \"adam\"", "EPOCHS = 7",
    ] {
      #expect(script.contains("\n\(line)\n"))
    }
    // 3 · 2 + 3 + 3 + 1 parameters of four bytes.
    let initial = script.split(separator: "INITIAL_PARAMETERS = \"").last?.prefix { $0 != "\"" }
    #expect(initial?.count == 72 && initial?.hasSuffix("=") == true)
    notebook.run("set schedule cosine")
    #expect(notebook.run("export \(folder.path)/a.py") == .failed)
    #expect(notebook.refusal == "not-in-a-script")
  }

  @Test func markdownOpensAgain() throws {
    let notebook = RecordedNotebook(mayWrite: true)
    notebook.run("data xor n=20", "note prose", "train 3")
    _ = export(notebook, as: "md")
    let sources = notebook.notebook.cells.map(\.source)
    notebook.run("open \(folder.path)/notebook.md")
    #expect(notebook.notebook.cells.map(\.source) == sources)
  }
}
