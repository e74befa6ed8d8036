// `replay`: a document's commands in a notebook of their own, compared with what it says, or one by one for a
// class.
import CommandLanguage
import Events
import Experiments
import Files
import Sessions

struct ReplayCommand: Command {
  let kind: NotebookKind
  enum FormID: String { case whole, step }
  private static let file = Argument("FILE", .file(extensions: ["md"]), "a Markdown file")

  let signature = CommandSignature(
    "replay", summary: "run a transcript and compare", area: CommandArea.notebook,
    forms: [
      Form(FormID.whole, "run FILE's commands and compare what comes out", positionals: [file]),
      Form(
        FormID.step, "show them one by one, as in a class", positionals: [file],
        then: (Keyword("step", "one by one"), [])),
    ],
    details: [
      "The commands run in a session of their own; this one stays as it is. Those that write files are "
        + "passed over unless descent was started with --allow-writes.",
      "With `step` each command appears as if typed, Space runs it, `b` goes back, and `?` lists the other "
        + "keys.",
    ],
    examples: [
      Example(
        "replay moons.md", "it still gives the same",
        setup: ["data xor", "train 5", "save moons.md"])
    ])

  /// It is about another notebook.
  var isCell: Bool { false }

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let (named, range) = (try arguments.require(Self.file), arguments.range(of: Self.file))
    let path = try preparation.pathToRead(named, range: range)
    let document = try CourseDocument(reading: path, named, range: range)
    if try arguments.form(FormID.self) == .step {
      guard let begin = kind.beginStepping else {
        throw Diagnostic(
          id: "no-terminal",
          message: "only at the shell's prompt can a file be gone through step by step",
          range: arguments.syntax.range,
          suggestion: "`descent replay FILE --step` on a terminal, or `replay FILE`, which compares"
        )
      }
      return Work { _ in begin(path) }
    }
    guard let notebooks = kind.inside else {
      throw Diagnostic(
        id: "replays-too-deep", message: "too many files replay each other here", range: range)
    }
    return Work { performance in
      replay(document, named, path, in: notebooks, range, performance)
    }
  }

  private func replay(
    _ document: CourseDocument, _ named: String, _ path: String, in notebooks: NotebookKind,
    _ range: SourceRange?, _ performance: Performance
  ) {
    let result = Replay(
      kind: .transcript, notebooks: notebooks, environment: performance.environment.ofDocument(path)
    ).run(document)
    if result.wasInterrupted { return performance.noteNothingDone() }
    performance.emit(.document(result.report(named, diff: document.diff(result.edits))))
    if !result.differences.isEmpty || result.commandCount == 0 {
      let message =
        result.commandCount == 0 ? "there is no command to check" : "it gives something else now"
      performance.fail(Diagnostic(id: "replay-differs", message: message, range: range))
    }
  }
}
