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

package indirect enum Condition: Hashable, Sendable {
  case comparison(Comparison)
  /// Two or more, joined by `and`.
  case all([Condition])
  /// Two or more, joined by `or`.
  case any([Condition])

  package init(_ word: Word) throws(Diagnostic) {
    var parser = try ConditionParser(word)
    self = try parser.condition()
  }

  /// In the order in which they were written.
  package var comparisons: [Comparison] {
    switch self {
    case .comparison(let comparison): [comparison]
    case .all(let parts), .any(let parts): parts.flatMap(\.comparisons)
    }
  }

  /// The comparisons that make it true, of several reasons the first; nil when it is not true.
  package func reasons(_ holds: (Comparison) -> Bool) -> [Comparison]? {
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
  package var withoutPlaces: Condition {
    switch self {
    case .comparison(var comparison):
      comparison.name.range = SourceRange(at: 0)
      comparison.numberWord.range = SourceRange(at: 0)
      return .comparison(comparison)
    case .all(let parts): return .all(parts.map(\.withoutPlaces))
    case .any(let parts): return .any(parts.map(\.withoutPlaces))
    }
  }
}

/// Reads a condition by recursive descent: `or` joins what `and` joins.
private struct ConditionParser {
  enum Token {
    case open, close, and, or, relation(Comparison.Relation), word
  }

  /// Deeper parentheses are a mistake or an attack.
  private static let deepest = 50

  private let tokens: [(token: Token, word: Word)]
  private let end: SourceRange
  private var index = 0
  private var depth = 0

  init(_ word: Word) throws(Diagnostic) {
    tokens = try Self.tokens(of: word)
    end = SourceRange(at: word.range.end)
  }

  mutating func condition() throws(Diagnostic) -> Condition {
    let condition = try anyOf()
    guard let extra = next else { return condition }
    if case .close = extra.token {
      throw Diagnostic(
        id: "unopened-parenthesis", message: "this `)` closes nothing", range: extra.word.range)
    }
    throw Diagnostic(
      id: "extra-in-condition", message: "\(shown(extra.word.text)) is more than a condition takes",
      range: extra.word.range, suggestion: "`and` or `or` between two comparisons")
  }

  private var next: (token: Token, word: Word)? {
    index < tokens.count ? tokens[index] : nil
  }

  private mutating func anyOf() throws(Diagnostic) -> Condition {
    var parts = [try allOf()]
    while case .or? = next?.token {
      index += 1
      parts.append(try allOf())
    }
    return parts.count == 1 ? parts[0] : .any(parts)
  }

  private mutating func allOf() throws(Diagnostic) -> Condition {
    var parts = [try part()]
    while case .and? = next?.token {
      index += 1
      parts.append(try part())
    }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func part() throws(Diagnostic) -> Condition {
    guard let open = next, case .open = open.token else { return .comparison(try comparison()) }
    guard depth < Self.deepest else {
      throw Diagnostic(
        id: "too-deep", message: "parentheses go \(Self.deepest) deep at most",
        range: open.word.range)
    }
    index += 1
    depth += 1
    let inner = try anyOf()
    depth -= 1
    if case .close? = next?.token {
      index += 1
      return inner
    }
    if let found = next {
      throw Diagnostic(
        id: "extra-in-condition",
        message: "\(shown(found.word.text)) stands where `and`, `or` or `)` should",
        range: found.word.range, suggestion: "`)`")
    }
    throw Diagnostic(
      id: "unclosed-parenthesis", message: "this `(` is not closed", range: open.word.range,
      suggestion: "a `)` at the end")
  }

  private mutating func comparison() throws(Diagnostic) -> Comparison {
    guard let name = next else {
      throw incomplete("a comparison is missing here: a quantity, a relation and a number")
    }
    guard case .word = name.token, !NumberSyntax.isNumber(name.word.text) else {
      throw Diagnostic(
        id: "no-quantity",
        message: "\(shown(name.word.text)) stands where the name of a quantity should",
        range: name.word.range, notes: ["a comparison is a quantity, a relation and a number"])
    }
    index += 1
    guard let sign = next, case .relation(let relation) = sign.token else {
      throw Diagnostic(
        id: "no-relation", message: "\(shown(name.word.text)) is compared with nothing here",
        range: next?.word.range ?? end, suggestion: "`\(name.word.text) < 0.1`",
        notes: ["possible: " + Comparison.Relation.allCases.map(\.rawValue).joined(separator: " ")])
    }
    index += 1
    guard let number = next, case .word = number.token else {
      throw incomplete("a number is missing after `\(sign.word.text)`", "`0.1` or `95%`")
    }
    index += 1
    return Comparison(
      name: name.word, relation: relation, number: try NumberSyntax.number(number.word),
      numberWord: number.word)
  }

  private func incomplete(_ message: String, _ suggestion: String? = nil) -> Diagnostic {
    Diagnostic(
      id: "incomplete-condition", message: message, range: next?.word.range ?? end,
      suggestion: suggestion)
  }

  // MARK: Tokens

  private static func tokens(
    of word: Word
  ) throws(Diagnostic) -> [(token: Token, word: Word)] {
    let scalars = Array(word.text.unicodeScalars)
    var tokens: [(token: Token, word: Word)] = []
    var (index, offset) = (0, 0)
    while index < scalars.count {
      let kind = Kind(scalars[index...])
      var end = index + 1
      if kind.joins {
        while end < scalars.count, Kind(scalars[end...]) == kind { end += 1 }
      }
      let text = scalars[index..<end].reduce(into: "") { $0.unicodeScalars.append($1) }
      if kind != .blank {
        let part = Word(text, range: word.range(of: offset..<offset + text.utf8.count))
        tokens.append((try token(part, kind), part))
      }
      offset += text.utf8.count
      index = end
    }
    return tokens
  }

  /// What the first of some scalars can be part of.
  private enum Kind {
    case blank, open, close, sign, word

    init(_ scalars: ArraySlice<Unicode.Scalar>) {
      let scalar = scalars[scalars.startIndex]
      switch scalar {
      case "(": self = .open
      case ")": self = .close
      case "<", ">", "=", "!", "&", "|", "≤", "≥", "≠": self = .sign
      case "\n", "\r": self = .blank
      // A `\` that continues the line.
      case "\\" where scalars.dropFirst().first.map { $0 == "\n" || $0 == "\r" } ?? false:
        self = .blank
      default: self = isBlank(scalar) ? .blank : .word
      }
    }

    var joins: Bool { self != .open && self != .close }
  }

  private static func token(_ word: Word, _ kind: Kind) throws(Diagnostic) -> Token {
    switch kind {
    case .open: return .open
    case .close: return .close
    case .sign: return .relation(try relation(word))
    case .word, .blank:
      switch word.lowercased {
      case "and": return .and
      case "or": return .or
      default: return .word
      }
    }
  }

  private static func relation(_ word: Word) throws(Diagnostic) -> Comparison.Relation {
    switch word.text {
    case "==": return .equal
    case "≤": return .atMost
    case "≥": return .atLeast
    default: break
    }
    if let relation = Comparison.Relation(rawValue: word.text) { return relation }
    let meant = ["&&": "and", "&": "and", "||": "or", "|": "or", "=<": "<=", "=>": ">="]
    let possible = Comparison.Relation.allCases.map(\.rawValue) + ["and", "or"]
    throw Diagnostic(
      id: "unknown-relation", message: "\(shown(word.text)) does not compare", range: word.range,
      suggestion: meant[word.text].map { "`\($0)`" },
      notes: ["possible: " + possible.joined(separator: " ")])
  }
}

extension ValueType where Value == Condition {
  /// The rest of a command as a condition.
  /// - Parameter space: the names of the quantities, for completion.
  package static func condition(example: String, of space: NameSpace) -> ValueType<Condition> {
    ValueType<Condition>(
      label: "a condition such as `\(example)`", placeholder: "EXPR",
      parse: { (word) throws(Diagnostic) in try Condition(word) },
      candidates: { ConditionParser.candidates($0, names: $0.names(space)) })
  }
}

extension ConditionParser {
  /// What can stand next, seen from the last two tokens before the cursor.
  fileprivate static func candidates(
    _ context: CompletionContext, names: [Candidate]
  ) -> [Candidate] {
    let head = Word(context.head, range: SourceRange(start: 0, end: context.head.utf8.count))
    guard let before = (try? tokens(of: head))?.suffix(2), let last = before.last else { return [] }
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
