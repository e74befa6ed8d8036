// From a space as typed to the domain of an axis. What single values are is the caller's to say: a
// setting knows its own, a program's parameters may have any.
import CommandLanguage
import HyperparameterSearch

extension Domain {
  /// - Parameters:
  ///   - integers: whether the axis takes whole numbers only, so that `:int` need not be written.
  ///   - value: what a single value is, or why it is none; the ends of ranges go through it too.
  /// Errors: those of `value`, `not-whole`, `repeated-value`, those of `Domain.range`.
  package init(
    _ syntax: AxisSyntax, of name: String, integers: Bool,
    value: (Word) throws(Diagnostic) -> ParameterValue
  ) throws(Diagnostic) {
    let word = syntax.spaceWord
    let words = SpaceSyntax.values(of: word)
    let ending = SpaceSyntax.ending(of: word)
    switch syntax.space {
    case .range(let low, let high, let log, let step, let written):
      let onlyWhole = integers || written
      if onlyWhole { for word in words { _ = try NumberSyntax.integer(word) } }
      for word in words { try Self.checkNumber(word, of: name, try value(word)) }
      if integers, let step, step != step.rounded() {
        throw Diagnostic(
          id: "not-whole", message: "\(shown(name)) is a whole number, and so is its step",
          range: ending, suggestion: "`:step=\(NumberSyntax.text(of: max(1, step.rounded())))`")
      }
      do throws(SpaceError) {
        self = try .range(low: low, high: high, log: log, step: step, integers: onlyWhole)
      } catch {
        var error = error
        if written, step == nil { error.suggestion = error.suggestion.map { $0 + ":int" } }
        let isStep = step != nil && error.id == "space-too-wide"
        throw Diagnostic(error, axis: name, range: isStep ? ending : word.range)
      }
    case .choices, .list:
      var values: [ParameterValue] = []
      for word in words {
        let value = try value(word)
        if let earlier = values.firstIndex(of: value) {
          throw Diagnostic(
            id: "repeated-value",
            message: "\(shown(word.text)) is \(shown(words[earlier].text)) again",
            range: word.range)
        }
        values.append(value)
      }
      do throws(SpaceError) {
        self = try .listed(values)
      } catch {
        throw Diagnostic(error, axis: name, range: word.range)
      }
    case .fixed: self = .fixed(try value(word))
    }
  }

  /// The end of a range may be what the axis takes and still no number: `full` of a batch.
  private static func checkNumber(
    _ word: Word, of name: String, _ value: ParameterValue
  ) throws(Diagnostic) {
    guard value.asNumber == nil else { return }
    throw Diagnostic(
      id: "range-of-words", message: "\(shown(name)) has no ranges", range: word.range,
      suggestion: "list its values: a|b")
  }
}
