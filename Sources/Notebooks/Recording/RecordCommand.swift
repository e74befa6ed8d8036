// `record`: the notebook as a file that is kept up to date.
import CommandLanguage
import Events
import Files
import Sessions

struct RecordCommand: NotebookCommand {
  let store: NotebookStore
  let recorder: Recorder
  enum FormID: String { case stop, begin }
  private static let file = Argument.optional(
    "FILE", .file(extensions: ["md"], isStrict: true),
    "a Markdown file; without it, which file is written")

  let signature = CommandSignature(
    "record", summary: "save after every command", area: CommandArea.notebook,
    forms: [
      Form(FormID.stop, "leave the file as it is", keywords: [Keyword("stop", "leave the file")]),
      Form(
        FormID.begin, "write FILE now and after every command",
        positionals: [file]),
    ],
    details: [
      "It is `save FILE` after every command: the file begins with the cells there are, so that "
        + "`descent replay FILE` can run it, and what is undone or edited is undone or edited in it too. "
        + "It is whole after each command, whatever ends the shell then."
    ],
    examples: [
      Example("record moons.md", "from now on", setup: ["data moons n=60", "layers 4"])
    ])

  func writes(_ arguments: Arguments) -> Word? { arguments.word(of: Self.file) }

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let present = recorder.recording
    switch try arguments.form(FormID.self) {
    case .stop:
      guard let present else {
        throw Diagnostic(
          id: "not-recording", message: "nothing is recorded", range: arguments.syntax.range,
          suggestion: "`record FILE.md` begins")
      }
      return Work { [recorder] performance in
        recorder.recording = nil
        performance.emit(report(.recorded, present))
      }
    case .begin:
      guard let named = arguments[Self.file] else { return .say(report(on: present)) }
      return try beginning(named, arguments, &preparation)
    }
  }

  private func report(_ direction: NotebookFile.Direction, _ recording: Recording) -> LearningEvent
  {
    .notebookFile(NotebookFile(direction, file: recording.named, cells: recording.count))
  }

  private func report(on recording: Recording?) -> LearningEvent {
    recording.map { report(.recording, $0) }
      ?? .hint("Nothing is recorded: `record FILE.md` writes all to a file, now and as it comes.")
  }

  private func beginning(
    _ named: String, _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let range = arguments.range(of: Self.file)
    let path = try preparation.pathToWrite(named, range: range)
    let content = store.content
    try NotebookDocument.checkReplacing(
      path, by: NotebookDocument(origin: content.origin, cells: Array(content.cells)).markdown,
      left: store.left(path), named: named, range: range)
    if let present = recorder.recording {
      throw Diagnostic(
        id: "already-recording", message: "\(shown(present.named)) is being recorded",
        range: range, suggestion: "`record stop` first")
    }
    return Work { [recorder] performance in
      do throws(FileError) {
        let recording = try Recording(named: named, at: path, content.origin, content.cells)
        recorder.recording = recording
        performance.emit(report(.recording, recording))
      } catch {
        performance.fail(.unwritable(error, range: range))
      }
    }
  }
}
