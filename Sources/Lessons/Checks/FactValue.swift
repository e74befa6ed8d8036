// What a fact is: a number or a word, or why there is none.
import CommandLanguage
import Presentation

package enum FactValue: Hashable, Sendable {
  case number(Double)
  case word(String)
  /// Why: "nothing is trained yet".
  case missing(String)

  /// A setting's value, as it is typed.
  init(typed text: String) {
    let word = Word(text, range: SourceRange(at: 0))
    self = (try? NumberSyntax.number(word)).map(FactValue.number) ?? .word(text)
  }

  /// - Parameter fact: whose value it is.
  package func text(of fact: Fact) -> String {
    switch self {
    case .number(let number) where fact.isShare: NumberText.percent(number)
    case .number(let number):
      fact.setting == nil ? NumberText.significant(number) : NumberText.exact(number)
    case .word(let word): word
    case .missing(let why): why
    }
  }

  var isMissing: Bool { if case .missing = self { true } else { false } }

  /// What is missing is in no relation to anything.
  func isIn(_ relation: Comparison.Relation, to other: FactValue) -> Bool {
    switch (self, other) {
    case (.number(let left), .number(let right)): relation.holds(left, right)
    case (.word(let left), .word(let right)):
      relation == .equal && left.lowercased() == right.lowercased()
    default: false
    }
  }
}
