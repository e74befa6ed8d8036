// `rerun`: cells once more, those that are stale or those that are named, and what that did to their numbers.
import CommandLanguage
import Events
import Sessions

struct RerunCommand: NotebookCommand {
  let store: NotebookStore
  enum FormID: String { case stale, named }
  static let range = Argument("CELLS", .cells, "a cell's number, or several: `3..7`")

  let signature = CommandSignature(
    "rerun", summary: "run cells again", area: CommandArea.notebook,
    forms: [
      Form(
        FormID.stale, "run what is not up to date",
        keywords: [Keyword("stale", "what is not up to date")]),
      Form(FormID.named, "run these, and above them what is stale", positionals: [range]),
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
      let numbers = try arguments.require(Self.range)
      let word = arguments.range(of: Self.range)
      let first = try content.cells.place(numbers.lowerBound, range: word)
      let last = try content.cells.place(numbers.upperBound, range: word)
      return settling(content.cells, of: content, .cells(first...last), done: nil)
    }
  }
}

extension ValueType<ClosedRange<Int>> {
  /// `3` or `3..7`.
  fileprivate static var cells: ValueType<ClosedRange<Int>> {
    ValueType<ClosedRange<Int>>(
      label: "a cell or cells", placeholder: "N..M",
      parse: { (word) throws(Diagnostic) in
        let ends = word.text.split(separator: "..", omittingEmptySubsequences: false)
          .map { Int($0) }
        if ends.count <= 2, let first = ends.first ?? nil, let last = ends.last ?? nil, first >= 1,
          first <= last
        {
          return first...last
        }
        throw Diagnostic(
          id: "bad-value", message: "\(shown(word.text)) is no cell and no range of cells",
          range: word.range, suggestion: "a number as in `rerun 3`, or two as in `rerun 3..7`")
      })
  }
}
