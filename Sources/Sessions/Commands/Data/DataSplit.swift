// `split=`, `group=` and `order=` of `data`: a column of the file that says which rows train, validate and
// test, where chance is not to.
import CommandLanguage
import Datasets

extension DataCommand {
  /// The name of one column of the file that is loaded.
  static let column = ValueType<String>
    .text(label: "a column of the file", placeholder: "COLUMN")
    .described(candidates: { context in
      let words = context.words.dropFirst()
      let isFile = words.first?.lowercased == "load"
      guard let source = words.dropFirst(isFile ? 1 : 0).first else { return [] }
      return context.names(NameSpace("file-column", member: source.text))
    })

  static let parts = Argument.option(
    "split", column, "a column that says train, validation or test")
  static let groups = Argument.option(
    "group", column, "rows alike in this column stay on one side")
  static let order = Argument.option(
    "order", column, "the last rows by this column test, none is drawn")

  private static let rules = [parts, groups, order]

  /// Errors: `options-exclude-each-other`, `option-not-for-this-data`.
  func rule(_ arguments: Arguments) throws(Diagnostic) -> SplitRule {
    let given = Self.rules.filter { arguments.isGiven($0) }
    guard given.count < 2 else {
      throw Diagnostic(
        id: "options-exclude-each-other",
        message: "`\(given[0].name)=` and `\(given[1].name)=` cannot both divide the rows",
        range: arguments.range(of: given[1]), suggestion: "leave one of them out")
    }
    if let column = arguments[Self.parts] {
      try refuse(Self.test, arguments, "`split=` says which rows test")
      try refuse(Self.seed, arguments, "`split=` leaves nothing to draw")
      return .parts(column: column)
    }
    if let column = arguments[Self.order] {
      try refuse(Self.seed, arguments, "`order=` leaves nothing to draw")
      return .order(column: column)
    }
    return arguments[Self.groups].map { .groups(column: $0) } ?? .drawn
  }

  func refuseRules(_ arguments: Arguments, _ why: String) throws(Diagnostic) {
    for option in Self.rules { try refuse(option, arguments, why) }
  }

  /// Whether the rows are drawn, so that the seed belongs to the command.
  func drawsRows(_ arguments: Arguments) -> Bool {
    !arguments.isGiven(Self.parts) && !arguments.isGiven(Self.order)
  }

  /// Where the column was named that does not divide the rows as it should.
  func rangeOfRule(_ arguments: Arguments) -> SourceRange? {
    Self.rules.lazy.compactMap { arguments.range(of: $0) }.first
  }
}
