// `rerun`: cells once more, those that are stale or those that are named, and what that did to their numbers.
import CommandLanguage
import Events
import Sessions

struct RerunCommand: NotebookCommand {
  let store: NotebookStore
  enum FormID: String { case stale, named }

  let signature = CommandSignature(
    "rerun", summary: "run cells again", area: CommandArea.notebook,
    forms: [
      Form(
        FormID.stale, "run what is not up to date",
        keywords: [Keyword("stale", "what is not up to date")]),
      Form(
        FormID.named, "run these, and above them what is stale", positionals: [CellArguments.cells]),
    ],
    details: [
      "What is known already is taken without running. Commands that write files are run only where "
        + "they are named.",
      "A command typed below stale cells asks whether to run those first. With `set rerun auto` they run "
        + "as soon as `edit`, `insert`, `delete` or `move` makes them stale; `open` never runs anything.",
    ],
    examples: [
      Example("rerun 2..3", "the same numbers again", setup: ["data xor", "layers 4", "train 5"])
    ])

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let content = store.content
    switch try arguments.form(FormID.self) {
    case .stale: return settling(content.cells, of: content, .stale, done: nil)
    case .named:
      let places = try content.cells.places(CellArguments.cells, arguments)
      return settling(content.cells, of: content, .cells(places), done: nil)
    }
  }
}
