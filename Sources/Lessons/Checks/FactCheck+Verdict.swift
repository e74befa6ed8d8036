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
      return FactVerdict(holds: true, seen: unique(reasons.map { $0.seen(&reader) }))
    }
    let failing = comparisons.filter { !$0.holds(&reader) }
    return FactVerdict(holds: false, seen: unique(failing.map { $0.complaint(&reader, asker) }))
  }

  package var terms: [FactTerm] { comparisons.flatMap(\.terms) }

  private func unique(_ sentences: [String]) -> [String] {
    sentences.enumerated().filter { sentences.firstIndex(of: $0.element) == $0.offset }
      .map(\.element)
  }
}

extension FactCheck {
  /// "test loss less than it was after step 2"
  var goal: String {
    switch meaning {
    case .compared(let term, let relation, .value(let value)):
      let phrase = relation == .equal ? "is " : relation.phrase
      return "\(term.fact.spoken)\(term.moment.spoken) \(phrase)\(value.text(of: term.fact))"
    case .compared(let term, let relation, .term(let other)):
      let name = other.fact == term.fact ? "it" : other.fact.spoken
      let verb = other.moment == .now ? "is" : "was"
      let phrase = relation == .equal ? "is " : relation.phrase
      return "\(term.fact.spoken)\(term.moment.spoken) \(phrase)what \(name) "
        + verb + other.moment.spoken
    case .command: return "by `\(assertion.text.dropFirst("command ".count))`"
    }
  }
}

extension Fact {
  /// Its name as it is said.
  package var spoken: String { String(name.map { $0 == "_" ? " " : $0 }) }
}

extension FactMoment {
  /// Behind a verb: " after step 2".
  fileprivate var spoken: String {
    switch self {
    case .now: ""
    case .before: " before"
    case .start: " at the beginning of the step"
    case .step(let step): " after step \(step)"
    }
  }
}

extension FactTerm {
  /// - Parameter first: what was said just before.
  fileprivate func sentence(_ reader: inout FactReader, after first: FactTerm? = nil) -> String {
    let name = first?.fact == fact ? "it" : fact.spoken
    let verb = moment == .now ? "is" : "was"
    return "\(name) \(verb) \(reader.value(of: self).text(of: fact))\(moment.spoken)"
  }
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

  /// "test loss is 0.312, it was 0.45 after step 2"
  fileprivate func seen(_ reader: inout FactReader) -> String {
    switch meaning {
    case .compared(let term, _, let other):
      guard case .term(let second) = other else { return term.sentence(&reader) }
      return "\(term.sentence(&reader)), \(second.sentence(&reader, after: term))"
    case .command: return "the last command was \(Self.text(of: reader.command))"
    }
  }

  fileprivate func complaint(_ reader: inout FactReader, _ asker: String) -> String {
    switch meaning {
    case .compared(let term, let relation, let other):
      let seen = "\(term.sentence(&reader)); \(asker) \(relation.phrase)"
      switch other {
      case .value(let value): return seen + value.text(of: term.fact)
      case .term(let other):
        let value = reader.value(of: other)
        let name = other.fact == term.fact ? "it" : other.fact.spoken
        let was = "\(name) \(other.moment == .now ? "is" : "was")\(other.moment.spoken)"
        let text = value.text(of: other.fact)
        return seen + (value.isMissing ? "what \(was), which is \(text)" : "\(text), as \(was)")
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
