// Conditions: quantities compared with numbers, joined by `and`, `or` and parentheses, such as
// `a > 95% or (b = 500 and c < 1e-3)`. What the names stand for only the session knows.

/// One quantity compared with a number.
package struct Comparison: Hashable, Sendable {
  package enum Relation: String, CaseIterable, Sendable {
    case less = "<"
    case atMost = "<="
    case greater = ">"
    case atLeast = ">="
    case equal = "="

    package func holds(_ left: Double, _ right: Double) -> Bool {
      switch self {
      case .less: left < right
      case .atMost: left <= right
      case .greater: left > right
      case .atLeast: left >= right
      case .equal: left == right
      }
    }
  }

  package var name: Word
  package var relation: Relation
  package var number: Double
  /// The number as typed.
  package var numberWord: Word

  /// Whether it was typed with a `%`.
  package var isPercent: Bool { numberWord.text.hasSuffix("%") }

  package var text: String { "\(name.lowercased) \(relation.rawValue) \(numberWord.text)" }
}

/// What is joined to a condition.
package protocol ConditionAtom: Hashable, Sendable {
  /// The next of some tokens, up to what may join it with another.
  init(reading tokens: inout ConditionTokens) throws(Diagnostic)
  /// As it can be typed.
  var text: String { get }
  /// The same wherever in a line it was typed.
  var withoutPlaces: Self { get }
}

package typealias Condition = LogicalFormula<Comparison>

package indirect enum LogicalFormula<Atom: ConditionAtom>: Hashable, Sendable {
  case comparison(Atom)
  /// Two or more, joined by `and`.
  case all([LogicalFormula])
  /// Two or more, joined by `or`.
  case any([LogicalFormula])

  package init(_ word: Word) throws(Diagnostic) {
    var parser = try ConditionParser<Atom>(word)
    self = try parser.formula()
  }

  /// In the order in which they were written.
  package var comparisons: [Atom] {
    switch self {
    case .comparison(let comparison): [comparison]
    case .all(let parts), .any(let parts): parts.flatMap(\.comparisons)
    }
  }

  /// The comparisons that make it true, of several reasons the first; nil when it is not true.
  package func reasons(_ holds: (Atom) -> Bool) -> [Atom]? {
    switch self {
    case .comparison(let comparison):
      return holds(comparison) ? [comparison] : nil
    case .all(let parts):
      let reasons = parts.compactMap { $0.reasons(holds) }
      return reasons.count == parts.count ? reasons.flatMap { $0 } : nil
    case .any(let parts):
      for part in parts {
        if let reasons = part.reasons(holds) { return reasons }
      }
      return nil
    }
  }

  /// As it can be typed: one blank between words, names in lower case.
  package var text: String {
    switch self {
    case .comparison(let comparison): comparison.text
    case .all(let parts): parts.map(\.textInAnd).joined(separator: " and ")
    case .any(let parts): parts.map(\.text).joined(separator: " or ")
    }
  }

  private var textInAnd: String {
    if case .any = self { "(\(text))" } else { text }
  }

  /// The same wherever in a line it was typed, for keeping it longer than its line.
  package var withoutPlaces: LogicalFormula {
    switch self {
    case .comparison(let atom): .comparison(atom.withoutPlaces)
    case .all(let parts): .all(parts.map(\.withoutPlaces))
    case .any(let parts): .any(parts.map(\.withoutPlaces))
    }
  }
}

extension Comparison: ConditionAtom {
  package init(reading tokens: inout ConditionTokens) throws(Diagnostic) {
    guard let name = tokens.next else {
      throw tokens.incomplete("a comparison is missing here: a quantity, a relation and a number")
    }
    guard case .word = name.token, !NumberSyntax.isNumber(name.word.text) else {
      throw Diagnostic(
        id: "no-quantity",
        message: "\(shown(name.word.text)) stands where the name of a quantity should",
        range: name.word.range, notes: ["a comparison is a quantity, a relation and a number"])
    }
    tokens.advance()
    let (relation, sign) = try tokens.relation(after: name.word)
    guard let number = tokens.next, case .word = number.token else {
      throw tokens.incomplete("a number is missing after `\(sign.text)`", "`0.1` or `95%`")
    }
    tokens.advance()
    self.init(
      name: name.word, relation: relation, number: try NumberSyntax.number(number.word),
      numberWord: number.word)
  }

  package var withoutPlaces: Comparison {
    var comparison = self
    comparison.name.range = SourceRange(at: 0)
    comparison.numberWord.range = SourceRange(at: 0)
    return comparison
  }
}

extension ValueType where Value == Condition {
  /// The rest of a command as a condition.
  /// - Parameter space: the names of the quantities, for completion.
  package static func condition(example: String, of space: NameSpace) -> ValueType<Condition> {
    ValueType<Condition>(
      label: "a condition such as `\(example)`", placeholder: "EXPR",
      parse: { (word) throws(Diagnostic) in try Condition(word) },
      candidates: { ConditionTokens.candidates($0, names: $0.names(space)) })
  }
}

extension ConditionTokens {
  /// What can stand next, seen from the last two tokens before the cursor.
  fileprivate static func candidates(
    _ context: CompletionContext, names: [Candidate]
  ) -> [Candidate] {
    let head = Word(context.head, range: SourceRange(start: 0, end: context.head.utf8.count))
    guard let before = (try? ConditionTokens(head))?.all.suffix(2), let last = before.last else {
      return []
    }
    let joints = [
      Candidate("and", "both hold", kind: .keyword), Candidate("or", "one holds", kind: .keyword),
    ]
    switch last.token {
    case .relation: return []
    case .close: return joints
    case .open, .and, .or: return quantities(names, context.prefix)
    case .word:
      if before.count == 2, case .relation? = before.first?.token { return joints }
      let isQuantity = names.contains { $0.text == last.word.lowercased }
      guard isQuantity else { return quantities(names, context.prefix) }
      return Comparison.Relation.allCases.map {
        Candidate($0.rawValue, $0.summary, kind: .keyword)
      }
    }
  }

  /// The names behind the parentheses already typed.
  private static func quantities(_ names: [Candidate], _ prefix: String) -> [Candidate] {
    let open = String(prefix.prefix { $0 == "(" })
    return names.map { Candidate(open + $0.text, $0.description) }
  }
}

extension Comparison.Relation {
  fileprivate var summary: String {
    switch self {
    case .less: "less than"
    case .atMost: "at most"
    case .greater: "greater than"
    case .atLeast: "at least"
    case .equal: "exactly"
    }
  }
}
