// What a lesson asks to be so: a fact compared with a number, a word or another fact, now or at an earlier moment
// (`test_loss < test_loss@before`), or which command was typed last (`command train 50`). What the names stand for
// only lessons know.

package enum Assertion: ConditionAtom {
  /// A fact, and when: `test_loss`, `test_loss@4`.
  package struct Name: Hashable, Sendable {
    package var fact: Word
    /// Behind the `@`; nil for now.
    package var moment: Word?
    /// Both as typed.
    package var word: Word

    package var text: String {
      fact.lowercased + (moment.map { "@" + $0.lowercased } ?? "")
    }
  }

  package enum Operand: Hashable, Sendable {
    case number(Double, Word)
    /// A word that a fact can be, or another fact: which, the fact on the left decides.
    case name(Name)

    package var text: String {
      switch self {
      case .number(_, let word): word.text
      case .name(let name): name.text
      }
    }

    package var range: SourceRange {
      switch self {
      case .number(_, let word): word.range
      case .name(let name): name.word.range
      }
    }
  }

  case compared(Name, Comparison.Relation, Operand)
  /// The command typed last begins with these words.
  case command(Word)

  package init(reading tokens: inout ConditionTokens) throws(Diagnostic) {
    guard let first = tokens.next else {
      throw tokens.incomplete("a comparison is missing here: a fact, a relation and a value")
    }
    guard case .word = first.token, !NumberSyntax.isNumber(first.word.text) else {
      throw Diagnostic(
        id: "no-fact", message: "\(shown(first.word.text)) stands where the name of a fact should",
        range: first.word.range, notes: ["a comparison is a fact, a relation and a value"])
    }
    if first.word.lowercased == "command" {
      if case .relation? = tokens.peek(1)?.token {
      } else {
        self = .command(try Self.command(&tokens))
        return
      }
    }
    tokens.advance()
    let (relation, sign) = try tokens.relation(after: first.word)
    guard let value = tokens.next, case .word = value.token else {
      throw tokens.incomplete(
        "a value is missing after `\(sign.text)`", "a number, a word or another fact")
    }
    tokens.advance()
    let operand: Operand =
      NumberSyntax.isNumber(value.word.text) || NumberSyntax.isNearlyNumber(value.word.text)
      ? .number(try NumberSyntax.number(value.word), value.word)
      : .name(try Name(value.word))
    self = .compared(try Name(first.word), relation, operand)
  }

  /// All words up to what joins conditions, as one.
  private static func command(_ tokens: inout ConditionTokens) throws(Diagnostic) -> Word {
    tokens.advance()
    var command: Word?
    loop: while let (token, word) = tokens.next {
      switch token {
      case .and, .or, .close, .open: break loop
      case .word, .relation: break
      }
      tokens.advance()
      guard let before = command else {
        command = word
        continue
      }
      let blank = before.range.end < word.range.start ? " " : ""
      command = Word(before.text + blank + word.text, range: before.range.union(word.range))
    }
    guard let command else {
      throw tokens.incomplete("the name of a command is missing here", "`command train`")
    }
    return command
  }

  package var text: String {
    switch self {
    case .compared(let name, let relation, let operand):
      "\(name.text) \(relation.rawValue) \(operand.text)"
    case .command(let words): "command \(words.text)"
    }
  }

  package var withoutPlaces: Assertion {
    switch self {
    case .compared(let name, let relation, .number(let number, let word)):
      .compared(name.withoutPlaces, relation, .number(number, word.withoutPlace))
    case .compared(let name, let relation, .name(let other)):
      .compared(name.withoutPlaces, relation, .name(other.withoutPlaces))
    case .command(let words): .command(words.withoutPlace)
    }
  }
}

extension Assertion.Name {
  /// Error: `no-moment`.
  package init(_ word: Word) throws(Diagnostic) {
    self.word = word
    let parts = word.text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    fact = Word(
      String(parts[0]), range: word.range(of: 0..<parts[0].utf8.count), isQuoted: word.isQuoted)
    guard parts.count == 2 else { return }
    let start = parts[0].utf8.count + 1
    guard !parts[0].isEmpty, !parts[1].isEmpty else {
      throw Diagnostic(
        id: "no-moment", message: "\(shown(word.text)) lacks what stands on one side of the `@`",
        range: word.range, suggestion: "`test_loss@before` or `test_loss@2`")
    }
    moment = Word(
      String(parts[1]), range: word.range(of: start..<start + parts[1].utf8.count),
      isQuoted: word.isQuoted)
  }

  fileprivate var withoutPlaces: Assertion.Name {
    var name = self
    name.fact = fact.withoutPlace
    name.moment = moment?.withoutPlace
    name.word = word.withoutPlace
    return name
  }
}

extension Word {
  fileprivate var withoutPlace: Word { Word(text, range: SourceRange(at: 0)) }
}
