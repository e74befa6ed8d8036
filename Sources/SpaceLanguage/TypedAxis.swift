// An axis of a search with the places where it was typed, so that whatever is wrong with the whole
// space can still be pointed at.
import CommandLanguage
import HyperparameterSearch

package struct TypedAxis: Sendable {
  package var axis: Axis
  /// Where its name was typed.
  package var nameRange: SourceRange
  /// How it would be typed, without its name.
  package var text: String

  package init(_ axis: Axis, nameRange: SourceRange, text: String) {
    self.axis = axis
    self.nameRange = nameRange
    self.text = text
  }
}

extension SearchSpace {
  /// Errors: those of `SearchSpace.init`, pointing at the name of the axis, or at `range` where no axis
  /// is at fault.
  package init(_ axes: [TypedAxis], range: SourceRange) throws(Diagnostic) {
    do throws(SpaceError) {
      try self.init(axes: axes.map(\.axis))
    } catch {
      let named = axes.last { $0.axis.name == error.axis }
      throw Diagnostic(error, axis: nil, range: named?.nameRange ?? range)
    }
  }
}

extension AxisCondition {
  /// What was typed behind `if=`, once it is known which axis the name stands for.
  /// Errors: `wide-condition`, `impossible-condition`.
  /// - Parameter isCaseSensitive: whether `Adam` and `adam` are two values.
  package init(
    _ typed: AxisSyntax.Condition, on parent: Axis, isCaseSensitive: Bool
  ) throws(Diagnostic) {
    let domain = parent.domain
    guard domain.valueCount.map({ $0 <= SearchSpace.mostParentValues }) == true else {
      throw Diagnostic(
        id: "wide-condition",
        message: "\(shown(parent.name)) is a range of too many values for a condition",
        range: typed.name.range,
        suggestion: "list the values of \(shown(parent.name)), such as 1,2,3")
    }
    var values: [ParameterValue] = []
    for word in typed.values {
      guard let value = domain.value(of: word.text, isCaseSensitive: isCaseSensitive) else {
        let names = domain.gridValues(count: .max).map(\.description)
        let near = suggestions(for: word.text, among: names)
        throw Diagnostic(
          id: "impossible-condition",
          message: "\(shown(parent.name)) is never \(shown(word.text)) here", range: word.range,
          suggestion: near.isEmpty ? nil : joinedByOr(near.map { "`\($0)`" }),
          notes: near.isEmpty ? ["its values: " + listing(names)] : [])
      }
      guard !values.contains(value) else {
        throw Diagnostic(
          id: "repeated-value", message: "\(shown(word.text)) stands there twice",
          range: word.range)
      }
      values.append(value)
    }
    self.init(parent: parent.name, values: values)
  }
}

extension Domain {
  /// The value of this domain that text names: by its size for numbers, by its letters for words.
  package func value(of text: String, isCaseSensitive: Bool) -> ParameterValue? {
    if let exact = canonical(.choice(text)) { return exact }
    if let number = try? NumberSyntax.number(Word(text, range: SourceRange(at: 0))),
      let exact = canonical(.number(number))
    {
      return exact
    }
    return isCaseSensitive ? nil : canonical(.choice(text.lowercased()))
  }
}

extension Diagnostic {
  package init(_ error: SpaceError, axis: String?, range: SourceRange?) {
    let name = error.axis ?? axis
    self.init(
      id: error.id,
      message: name.map { error.message.contains("`") ? error.message : "\($0): \(error.message)" }
        ?? error.message, range: range,
      // Something to type is marked as such; advice in words is not.
      suggestion: error.suggestion.map { $0.contains(" ") ? $0 : "`\($0)`" })
  }
}
