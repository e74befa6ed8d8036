// Conditions: what they mean, and for bad ones the diagnostic with its very bytes.

import CommandLanguage
import Testing

private let expression = Argument.rest(
  "EXPR", .condition(example: "a < 1", of: "quantity"), "when")
private let command = CommandSignature(
  "wait", summary: "", area: "",
  forms: [
    Form("until", "", then: (Keyword("until", "until it holds"), [expression]))
  ])

private func condition(_ text: String) throws -> Condition {
  try command.bind(only("wait until " + text)).require(expression)
}

@Suite struct ConditionTests {
  /// Each with the function it stands for.
  private static let meanings: [(text: String, holds: @Sendable (Double, Double) -> Bool)] = [
    ("a < 1", { a, _ in a < 1 }), ("A<=1", { a, _ in a <= 1 }), ("a=1", { a, _ in a == 1 }),
    ("a == 1", { a, _ in a == 1 }), ("a ≥ 100%", { a, _ in a >= 1 }),
    ("a > 1 and b > 1", { a, b in a > 1 && b > 1 }), ("a>1 OR b>1", { a, b in a > 1 || b > 1 }),
    ("a = 1 or a = 0 and b = 2", { a, b in a == 1 || (a == 0 && b == 2) }),
    ("(a = 1 or a = 0) and b = 2", { a, b in (a == 1 || a == 0) && b == 2 }),
    ("b=2 and(a=1 or(a=0))", { a, b in b == 2 && (a == 1 || a == 0) }),
    ("\"a < 1\"", { a, _ in a < 1 }), ("a \\\n < 1e0\\\n or b = 2", { a, b in a < 1 || b == 2 }),
  ]

  @Test(arguments: meanings.indices)
  func whatItMeans(index: Int) throws {
    let (text, holds) = Self.meanings[index]
    let read = try condition(text)
    // The text a condition gives back means the same.
    let again = try condition(read.text)
    #expect(again.text == read.text)
    for a in [0.0, 1, 2] {
      for b in [0.0, 1, 2] {
        let isTrue = { (comparison: Comparison) in
          comparison.relation.holds(
            comparison.name.lowercased == "a" ? a : b, comparison.number)
        }
        for condition in [read, again] {
          let reasons = condition.reasons(isTrue)
          #expect((reasons != nil) == holds(a, b), "\(text) at \(a), \(b)")
          #expect(reasons?.allSatisfy(isTrue) ?? true)
          #expect(reasons != [])
        }
      }
    }
  }

  @Test func whatIsNotANumberNeverHolds() {
    for relation in Comparison.Relation.allCases {
      #expect(!relation.holds(.nan, 0))
    }
  }

  @Test(
    arguments: [
      ("a", "no-relation", ""), ("a <", "incomplete-condition", ""),
      ("a < b", "not-a-number", "b"), ("a < 1 and", "incomplete-condition", ""),
      ("and a < 1", "no-quantity", "and"), ("1 > a", "no-quantity", "1"),
      ("a < 1 b", "extra-in-condition", "b"), ("a < 1)", "unopened-parenthesis", ")"),
      ("(a < 1", "unclosed-parenthesis", "("), ("(a < 1 b", "extra-in-condition", "b"),
      ("a < 1 || b < 2", "unknown-relation", "||"), ("a => 1", "unknown-relation", "=>"),
      ("a is 1", "no-relation", "is"), ("a < 1 < 2", "extra-in-condition", "<"),
      ("a < 1e999", "number-too-large", "1e999"), ("()", "no-quantity", ")"),
      ("é<1 and ü<x", "not-a-number", "x"),
    ])
  func whatIsWrong(text: String, id: String, marked: String) {
    let line = "wait until " + text
    do {
      _ = try command.bind(only(line))
      Issue.record("`\(text)` was taken")
    } catch {
      let diagnostic = error as? Diagnostic
      #expect(diagnostic?.id == id)
      #expect(part(line, diagnostic?.range) == marked)
    }
  }

  @Test func deepParenthesesAreRefused() {
    let deep = String(repeating: "(", count: 100_000)
    #expect(throws: Diagnostic.self) { try condition(deep) }
  }

  @Test(
    arguments: [
      ("", ["alpha", "beta"]), ("al", ["alpha"]), ("(be", ["(beta"]),
      ("alpha ", ["<", "<=", ">", ">=", "="]),
      ("alpha < ", []), ("alpha < 1 ", ["and", "or"]), ("alpha=1 ", ["and", "or"]),
      ("alpha < 1 o", ["or"]), ("alpha < 1 or ", ["alpha", "beta"]), ("(beta > 1) a", ["and"]),
    ])
  func whatCanStandNext(typed: String, expected: [String]) {
    let line = "wait until " + typed
    let result = Completion.complete(
      line: line, cursorByte: line.utf8.count, table: CommandTable([command]),
      names: { $0.name == "quantity" ? [Candidate("alpha", "one"), Candidate("beta", "two")] : [] })
    #expect(result.candidates.map(\.text) == expected)
  }
}
