// A search space of a program's own parameters: any names, any values. Ranges are of any numbers
// unless `:int` says otherwise, so that `0..1` is what it looks like.
import CommandLanguage
import HyperparameterSearch
import SpaceLanguage

extension SearchSpace {
  /// Reads `x=0..1 n=1..64:int:log kind=a|b p=0..1:if=kind=a a.q=0..1`. The last two say the same: a name that
  /// begins with a word that a parameter may be, and a dot, is of a parameter that is only there with that word.
  /// Errors: those of `namedValues`, of `AxisSyntax`, of `Domain.init(_:of:…)` and of `SearchSpace`,
  /// `misplaced-each`, `space-unknown-parent`, `space-ambiguous-parent`; all point into `text`.
  package init(parsing text: String) throws(Diagnostic) {
    var axes: [TypedAxis] = []
    var conditions: [AxisSyntax.Condition?] = []
    var names: [Word] = []
    for pair in try namedValues(text) {
      let syntax = try AxisSyntax(pair.value)
      if let each = syntax.each {
        throw Diagnostic(
          id: "misplaced-each", message: "there are no layers here for `each`", range: each,
          suggestion: "an axis for each, such as \(shown(pair.name.text + "1"))")
      }
      let name = pair.name.text
      axes.append(
        TypedAxis(
          Axis(name: name, domain: try Domain(free: syntax, of: name)),
          nameRange: pair.name.range, text: pair.value.text))
      conditions.append(syntax.condition)
      names.append(pair.name)
    }
    guard !axes.isEmpty else {
      throw Diagnostic(
        id: "space-empty", message: "the space names no parameters", range: SourceRange(at: 0),
        suggestion: "`x=0..1 lr=1e-4..1:log`")
    }
    for (index, condition) in conditions.enumerated() {
      if let condition {
        axes[index].axis.condition = try Self.condition(condition, on: axes[index], among: axes)
      } else {
        axes[index].axis.condition = try Self.condition(inName: names[index], among: axes)
      }
    }
    try self.init(axes, range: SourceRange(at: 0))
  }

  /// `svm.C` beside `model=svm|forest`; nil for a name without a dot, and where no parameter may be what stands before
  /// it. Errors: `space-ambiguous-parent`, and `space-unknown-parent` for what was hardly meant otherwise.
  private static func condition(
    inName name: Word, among axes: [TypedAxis]
  ) throws(Diagnostic) -> AxisCondition? {
    guard let dot = name.text.firstIndex(of: ".") else { return nil }
    let words = axes.filter { $0.axis.name != name.text }.flatMap { typed in
      typed.axis.domain.words.map { (parent: typed.axis.name, word: $0) }
    }
    // Of `a` and `a.b` the longer one, since a word may have dots too.
    let begun = words.filter { name.text.hasPrefix($0.word + ".") }
    let longest = begun.max { $0.word.utf8.count < $1.word.utf8.count }?.word
    let parents = begun.filter { $0.word == longest }.map(\.parent)
    if let longest, let parent = parents.first {
      guard parents.count == 1 else {
        throw Diagnostic(
          id: "space-ambiguous-parent",
          message: "\(shown(longest)) may be the value of "
            + joinedByOr(parents.map(shown)), range: name.range(of: 0..<longest.utf8.count),
          suggestion: "`:if=\(parent)=\(longest)` behind its values")
      }
      return AxisCondition(parent: parent, values: [.choice(longest)])
    }
    let typed = String(name.text[..<dot])
    if let near = suggestions(for: typed, among: words.map(\.word)).first {
      throw Diagnostic(
        id: "space-unknown-parent", message: "no parameter is ever \(shown(typed))",
        range: name.range(of: 0..<typed.utf8.count), suggestion: "`\(near)`")
    }
    return nil
  }

  private static func condition(
    _ typed: AxisSyntax.Condition, on axis: TypedAxis, among axes: [TypedAxis]
  ) throws(Diagnostic) -> AxisCondition {
    guard let parent = axes.first(where: { $0.axis.name == typed.name.text }) else {
      let names = axes.map(\.axis.name).filter { $0 != axis.axis.name }
      throw Diagnostic(
        id: "space-unknown-parent", message: "there is no axis \(shown(typed.name.text))",
        range: typed.name.range,
        suggestion: suggestions(for: typed.name.text, among: names).first.map { "`\($0)`" })
    }
    return try AxisCondition(typed, on: parent.axis, isCaseSensitive: true)
  }
}

extension Domain {
  /// What of its values is no number.
  fileprivate var words: [String] {
    switch self {
    case .choices(let values):
      values.compactMap { if case .choice(let word) = $0 { word } else { nil } }
    case .fixed(.choice(let word)): [word]
    default: []
    }
  }

  /// Values without a setting that knows them: what is written as a number is one, whole when all
  /// numbers of the list are written so; the rest are words.
  fileprivate init(free syntax: AxisSyntax, of name: String) throws(Diagnostic) {
    let numbers = SpaceSyntax.values(of: syntax.spaceWord).map(\.text)
      .filter(NumberSyntax.isNumber)
    let areWhole = numbers.allSatisfy { Int($0) != nil }
    try self.init(syntax, of: name, integers: false) { (word) throws(Diagnostic) in
      guard NumberSyntax.isNumber(word.text) || NumberSyntax.isNearlyNumber(word.text) else {
        return .choice(word.text)
      }
      if areWhole, let whole = Int(word.text) { return .integer(whole) }
      return .number(try NumberSyntax.number(word))
    }
  }
}
