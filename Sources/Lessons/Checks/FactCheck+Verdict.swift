// Whether a condition holds, and if not, what was seen instead: "l2 is 0.01; the step asks for 0".
import CommandLanguage
import Experiments

/// What a condition came to.
package struct FactVerdict: Sendable, Equatable {
  package var holds: Bool
  /// A sentence for each comparison: why it does not hold or, where it holds, what made it.
  package var seen: [String]
}

extension LogicalFormula<FactCheck> {
  /// - Parameter asker: who wants it so, with the verb.
  package func verdict(
    _ reader: inout FactReader, asker: String = "the step asks for"
  ) -> FactVerdict {
    if let reasons = reasons({ $0.holds(&reader) }) {
      return FactVerdict(holds: true, seen: reasons.map { $0.seen(&reader) })
    }
    let failing = comparisons.filter { !$0.holds(&reader) }
    return FactVerdict(holds: false, seen: failing.map { $0.complaint(&reader, asker) })
  }

  package var terms: [FactTerm] { comparisons.flatMap(\.terms) }
}

extension FactCheck {
  func holds(_ reader: inout FactReader) -> Bool {
    switch meaning {
    case .compared(let term, let relation, let other):
      let left = reader.value(of: term)
      return left.isIn(relation, to: value(of: other, &reader))
    case .command(let name, let arguments):
      return reader.command?.says(name, arguments) ?? false
    }
  }

  private func value(of other: Other, _ reader: inout FactReader) -> FactValue {
    switch other {
    case .value(let value): value
    case .term(let term): reader.value(of: term)
    }
  }

  /// "test_loss is 0.312 and test_loss@before was 0.45"
  fileprivate func seen(_ reader: inout FactReader) -> String {
    switch meaning {
    case .compared(let term, _, let other):
      var sentence = "\(term.text) is \(reader.value(of: term).text(of: term.fact))"
      if case .term(let term) = other {
        sentence += ", \(term.text) is \(reader.value(of: term).text(of: term.fact))"
      }
      return sentence
    case .command: return "the last command was \(Self.text(of: reader.command))"
    }
  }

  fileprivate func complaint(_ reader: inout FactReader, _ asker: String) -> String {
    switch meaning {
    case .compared(let term, let relation, let other):
      let seen = "\(term.text) is \(reader.value(of: term).text(of: term.fact))"
      switch other {
      case .value(let value):
        return "\(seen); \(asker) \(relation.phrase)\(value.text(of: term.fact))"
      case .term(let other):
        let value = reader.value(of: other).text(of: other.fact)
        return "\(seen); \(asker) \(relation.phrase)\(other.text), which is \(value)"
      }
    case .command:
      let wanted = assertion.text.dropFirst("command ".count)
      return "the last command was \(Self.text(of: reader.command)); \(asker) `\(wanted)`"
    }
  }

  private static func text(of command: TypedCommand?) -> String {
    guard let command else { return "none" }
    return shown(([command.name] + command.arguments).joined(separator: " "))
  }
}

extension Comparison.Relation {
  fileprivate var phrase: String {
    switch self {
    case .less: "less than "
    case .atMost: "at most "
    case .greater: "more than "
    case .atLeast: "at least "
    case .equal: ""
    }
  }
}
