// Which columns of a data set are wanted: `only=`, `use=` and `drop=` of `data`.
import CommandLanguage
import Datasets

extension DataCommand {
  /// Names of columns, completed one after the other.
  static let columnList = ValueType<String>
    .text(label: "names of columns, separated by commas", placeholder: "COLUMN,…")
    .described(candidates: { context in
      let words = context.words.dropFirst()
      let isFile = words.first?.lowercased == "load"
      guard let source = words.dropFirst(isFile ? 1 : 0).first else { return [] }
      // Only the name after the last comma is being written.
      let mark = context.prefix.lastIndex(of: ",")
      let head = mark.map { String(context.prefix[...$0]) } ?? ""
      let taken = Set(head.split(separator: ",").map(String.init))
      return context.names(NameSpace("file-column", member: source.text))
        .filter { !taken.contains($0.text) }
        .map {
          Candidate(head + $0.text, $0.description, kind: $0.kind, appendsSpace: false)
        }
    })

  /// Error: `options-exclude-each-other`.
  func columns(_ arguments: Arguments) throws(Diagnostic) -> ColumnSelection {
    let given = [Self.only, Self.use, Self.drop].filter { arguments.isGiven($0) }
    guard given.count < 2 else {
      throw Diagnostic(
        id: "options-exclude-each-other",
        message: "`\(given[0].name)=` and `\(given[1].name)=` cannot both choose the columns",
        range: arguments.range(of: given[1]), suggestion: "leave one of them out")
    }
    if let kept = arguments[Self.only] ?? arguments[Self.use] { return .only(kept) }
    return arguments[Self.drop].map(ColumnSelection.except) ?? .all
  }

  /// Where columns were chosen that cannot be.
  func rangeOfColumns(_ arguments: Arguments) -> SourceRange? {
    [Self.only, Self.use, Self.drop].lazy.compactMap { arguments.range(of: $0) }.first
  }
}
