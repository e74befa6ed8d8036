// From the text of a condition to its tokens, and from these to what it means.

package struct ConditionTokens: Sendable {
  package enum Token: Sendable {
    case open, close, and, or, relation(Comparison.Relation), word
  }

  /// Deeper parentheses are a mistake or an attack.
  static let deepest = 50

  let all: [(token: Token, word: Word)]
  private let end: SourceRange
  private var index = 0

  init(_ word: Word) throws(Diagnostic) {
    all = try Self.tokens(of: word)
    end = SourceRange(at: word.range.end)
  }

  package var next: (token: Token, word: Word)? { peek(0) }

  /// The one that stands so many behind the next.
  package func peek(_ offset: Int) -> (token: Token, word: Word)? {
    index + offset < all.count ? all[index + offset] : nil
  }

  package mutating func advance() { index += 1 }

  /// The relation that a name is to be followed by.
  mutating func relation(
    after name: Word
  ) throws(Diagnostic) -> (relation: Comparison.Relation, sign: Word) {
    guard let sign = next, case .relation(let relation) = sign.token else {
      throw Diagnostic(
        id: "no-relation", message: "\(shown(name.text)) is compared with nothing here",
        range: next?.word.range ?? end, suggestion: "`\(name.text) < 0.1`",
        notes: ["possible: " + Comparison.Relation.allCases.map(\.rawValue).joined(separator: " ")])
    }
    advance()
    return (relation, sign.word)
  }

  func incomplete(_ message: String, _ suggestion: String? = nil) -> Diagnostic {
    Diagnostic(
      id: "incomplete-condition", message: message, range: next?.word.range ?? end,
      suggestion: suggestion)
  }

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

/// Reads a condition by recursive descent: `or` joins what `and` joins.
struct ConditionParser<Atom: ConditionAtom> {
  private var tokens: ConditionTokens
  private var depth = 0

  init(_ word: Word) throws(Diagnostic) { tokens = try ConditionTokens(word) }

  mutating func formula() throws(Diagnostic) -> LogicalFormula<Atom> {
    let formula = try anyOf()
    guard let extra = tokens.next else { return formula }
    if case .close = extra.token {
      throw Diagnostic(
        id: "unopened-parenthesis", message: "this `)` closes nothing", range: extra.word.range)
    }
    throw Diagnostic(
      id: "extra-in-condition", message: "\(shown(extra.word.text)) is more than a condition takes",
      range: extra.word.range, suggestion: "`and` or `or` between two comparisons")
  }

  private mutating func anyOf() throws(Diagnostic) -> LogicalFormula<Atom> {
    var parts = [try allOf()]
    while case .or? = tokens.next?.token {
      tokens.advance()
      parts.append(try allOf())
    }
    return parts.count == 1 ? parts[0] : .any(parts)
  }

  private mutating func allOf() throws(Diagnostic) -> LogicalFormula<Atom> {
    var parts = [try part()]
    while case .and? = tokens.next?.token {
      tokens.advance()
      parts.append(try part())
    }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func part() throws(Diagnostic) -> LogicalFormula<Atom> {
    guard let open = tokens.next, case .open = open.token else {
      return .comparison(try Atom(reading: &tokens))
    }
    guard depth < ConditionTokens.deepest else {
      throw Diagnostic(
        id: "too-deep", message: "parentheses go \(ConditionTokens.deepest) deep at most",
        range: open.word.range)
    }
    tokens.advance()
    depth += 1
    let inner = try anyOf()
    depth -= 1
    if case .close? = tokens.next?.token {
      tokens.advance()
      return inner
    }
    if let found = tokens.next {
      throw Diagnostic(
        id: "extra-in-condition",
        message: "\(shown(found.word.text)) stands where `and`, `or` or `)` should",
        range: found.word.range, suggestion: "`)`")
    }
    throw Diagnostic(
      id: "unclosed-parenthesis", message: "this `(` is not closed", range: open.word.range,
      suggestion: "a `)` at the end")
  }
}
