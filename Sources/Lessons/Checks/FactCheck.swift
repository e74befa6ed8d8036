// One comparison of a condition, its names understood: what a lesson's author wrote is wrong when it is read, not
// when a learner meets it.
import CommandLanguage
import Events
import Experiments

/// When a fact is looked at.
package enum FactMoment: Hashable, Sendable {
  case now
  /// Before the last command that changed the session.
  case before
  /// At the beginning of the step.
  case start
  /// At the end of that step, counted from 1.
  case step(Int)
}

/// A fact at a moment.
package struct FactTerm: Hashable, Sendable {
  package var fact: Fact
  package var moment: FactMoment

  /// Errors: `unknown-fact`, `unknown-moment`.
  package init(_ name: Assertion.Name) throws(Diagnostic) {
    fact = try Fact.named(name.fact)
    guard let word = name.moment else {
      moment = .now
      return
    }
    switch word.lowercased {
    case "before": moment = .before
    case "start": moment = .start
    default:
      guard let step = Int(word.text), step > 0, step < 1000 else {
        throw Diagnostic.unknownName(word, kind: "moment", among: ["before", "start"])
          .with(note: "a number is a step: `@2` is the end of step 2")
      }
      moment = .step(step)
    }
  }

  package var text: String {
    switch moment {
    case .now: fact.name
    case .before: fact.name + "@before"
    case .start: fact.name + "@start"
    case .step(let step): "\(fact.name)@\(step)"
    }
  }
}

package typealias FactCondition = LogicalFormula<FactCheck>

package struct FactCheck: ConditionAtom {
  package enum Meaning: Hashable, Sendable {
    case compared(FactTerm, Comparison.Relation, Other)
    /// The words of the command typed last begin with these, options in any order.
    case command(name: String, arguments: [String])
  }

  package enum Other: Hashable, Sendable {
    case value(FactValue)
    case term(FactTerm)
  }

  package var meaning: Meaning
  package private(set) var assertion: Assertion

  package init(reading tokens: inout ConditionTokens) throws(Diagnostic) {
    assertion = try Assertion(reading: &tokens)
    switch assertion {
    case .command(let words):
      let command = try Self.command(words)
      meaning = .command(name: command.name, arguments: command.arguments)
    case .compared(let name, let relation, let operand):
      let term = try FactTerm(name)
      meaning = .compared(term, relation, try Self.other(operand, for: term.fact))
      try Self.check(relation, operand, meaning)
    }
  }

  package var text: String { assertion.text }

  package var withoutPlaces: FactCheck {
    var check = self
    check.assertion = assertion.withoutPlaces
    return check
  }

  /// All facts that it looks at.
  package var terms: [FactTerm] {
    switch meaning {
    case .compared(let term, _, .term(let other)): [term, other]
    case .compared(let term, _, .value): [term]
    case .command: []
    }
  }

  // MARK: Reading

  private static func command(
    _ words: Word
  ) throws(Diagnostic) -> (name: String, arguments: [String]) {
    guard let typed = TypedCommand(words.text) else {
      throw Diagnostic(
        id: "no-command", message: "\(shown(words.text)) is no command", range: words.range,
        suggestion: "`command train`")
    }
    return (typed.name, typed.arguments)
  }

  /// A word that the fact can be goes before a fact of the same name: `momentum` is an optimizer too.
  private static func other(
    _ operand: Assertion.Operand, for fact: Fact
  ) throws(Diagnostic) -> Other {
    switch operand {
    case .number(let number, _): return .value(.number(number))
    case .name(let name):
      guard name.moment == nil, fact.canBeWord else { return .term(try FactTerm(name)) }
      if let setting = fact.setting {
        do throws(Diagnostic) {
          var settings = SessionSettings()
          try setting.write(&settings, name.word)
          return .value(FactValue(typed: setting.read(settings)))
        } catch {
          guard Fact(named: name.fact.text) == nil else { return .term(try FactTerm(name)) }
          throw error.named(setting)
        }
      }
      if case .own(.diverged) = fact, !["yes", "no"].contains(name.fact.lowercased) {
        throw .unknownName(name.word, kind: "answer", among: ["yes", "no"])
      }
      return .value(.word(name.word.lowercased))
    }
  }

  private static func check(
    _ relation: Comparison.Relation, _ operand: Assertion.Operand, _ meaning: Meaning
  ) throws(Diagnostic) {
    guard case .compared(let term, _, .value(let value)) = meaning else { return }
    switch value {
    case .word where relation != .equal:
      throw Diagnostic(
        id: "words-have-no-order",
        message: "\(shown(operand.text)) is a word, and words only compare by `=`",
        range: operand.range, suggestion: "`\(term.text) = \(operand.text)`")
    case .number where term.fact.canBeWord && term.fact.setting == nil:
      throw Diagnostic(
        id: "not-a-word", message: "\(term.fact.name) is a word, not a number",
        range: operand.range, suggestion: "\(term.fact.summary)")
    case .number(let number) where term.fact.isShare && !(0...1).contains(number):
      let isPercent = (0...100).contains(number) && !operand.text.hasSuffix("%")
      throw Diagnostic(
        id: "out-of-range", message: "\(shown(operand.text)) is not a share from 0 to 1",
        range: operand.range, suggestion: isPercent ? "`\(operand.text)%`" : nil)
    default: break
    }
  }
}

/// A command as typed, in lower case.
package struct TypedCommand: Hashable, Sendable {
  package var name: String
  package var arguments: [String]

  /// The last command of a line; nil where there is none.
  package init?(_ line: String) {
    var last: CommandSyntax?
    for case .success(let syntax) in ScriptParser().parse(utf8: Array(line.utf8)) { last = syntax }
    guard let last else { return nil }
    name = last.name.lowercased
    arguments = last.arguments.map { argument in
      switch argument {
      case .word(let word): word.lowercased
      case .option(let name, let value): name.lowercased + "=" + value.lowercased
      }
    }
  }

  /// Whether it says at least that much: the plain words in their order, the options in any.
  func says(_ name: String, _ wanted: [String]) -> Bool {
    let (plain, options) = (arguments.filter { !$0.contains("=") }, Set(arguments))
    return self.name == name && plain.starts(with: wanted.filter { !$0.contains("=") })
      && wanted.allSatisfy { !$0.contains("=") || options.contains($0) }
  }
}
