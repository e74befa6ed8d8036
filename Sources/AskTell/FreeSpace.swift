// A search space of a program's own parameters: any names, any values. Ranges are of any numbers
// unless `:int` says otherwise, so that `0..1` is what it looks like.
import CommandLanguage
import HyperparameterSearch
import SpaceLanguage

extension SearchSpace {
  /// Reads `x=0..1 n=1..64:int:log kind=a|b p=0..1:if=kind=a`.
  /// Errors: those of `namedValues`, of `AxisSyntax`, of `Domain.init(_:of:…)` and of `SearchSpace`,
  /// `misplaced-each`, `space-unknown-parent`; all point into `text`.
  package init(parsing text: String) throws(Diagnostic) {
    var axes: [TypedAxis] = []
    var conditions: [AxisSyntax.Condition?] = []
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
    }
    guard !axes.isEmpty else {
      throw Diagnostic(
        id: "space-empty", message: "the space names no parameters", range: SourceRange(at: 0),
        suggestion: "`x=0..1 lr=1e-4..1:log`")
    }
    for (index, condition) in conditions.enumerated() {
      guard let condition else { continue }
      axes[index].axis.condition = try Self.condition(condition, on: axes[index], among: axes)
    }
    try self.init(axes, range: SourceRange(at: 0))
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
