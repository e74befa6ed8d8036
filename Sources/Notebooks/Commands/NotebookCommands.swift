// The commands about the notebook. They share its store and are no cells of it.
import CommandLanguage
import Sessions

enum NotebookCommands {
  static func all(_ store: NotebookStore) -> [any Command] {
    [
      CellsCommand(store: store), CellCommand(store: store), NoteCommand(store: store),
      RerunCommand(store: store), EditCommand(store: store), InsertCommand(store: store),
      DeleteCommand(store: store), MoveCommand(store: store), SaveCommand(store: store),
      OpenCommand(store: store),
    ]
  }
}

protocol NotebookCommand: Command {
  var store: NotebookStore { get }
}

extension NotebookCommand {
  var isCell: Bool { false }
}

enum CellArguments {
  static let number = Argument("N", .integer(1...Int.max), "a cell's number, as `cells` lists it")
  static let text = Argument.rest(
    "TEXT", .text(label: "text"), "a command, or the text of a note")
  static let cells = Argument("CELLS", .cells, "a cell's number, or several: `3..7`")
}

extension CellArray {
  /// The place of the cell whose number an argument gives. Error: `no-such-cell`.
  func place(_ argument: Argument<Int>, _ arguments: Arguments) throws(Diagnostic) -> Int {
    try place(try arguments.require(argument), range: arguments.range(of: argument))
  }

  /// The places of the cells whose numbers an argument gives. Error: `no-such-cell`.
  func places(
    _ argument: Argument<ClosedRange<Int>>, _ arguments: Arguments
  ) throws(Diagnostic) -> ClosedRange<Int> {
    let (numbers, word) = (try arguments.require(argument), arguments.range(of: argument))
    return try place(numbers.lowerBound, range: word)...place(numbers.upperBound, range: word)
  }

  /// The place of the cell of that number. Error: `no-such-cell`.
  func place(_ number: Int, range: SourceRange?) throws(Diagnostic) -> Int {
    guard indices.contains(number - 1) else {
      throw Diagnostic(
        id: "no-such-cell",
        message: isEmpty
          ? "there is no cell yet"
          : "there is no cell \(number); the last is cell \(count)",
        range: range, suggestion: isEmpty ? nil : "`cells` lists them")
    }
    return number - 1
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
          range: word.range, suggestion: "a number as in `3`, or two as in `3..7`")
      })
  }
}
