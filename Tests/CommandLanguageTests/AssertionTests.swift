// What lessons ask to be so: words, moments and commands in a condition, and for bad ones the diagnostic with its
// very bytes.
import CommandLanguage
import Testing

private func read(_ text: String) throws(Diagnostic) -> LogicalFormula<Assertion> {
  try LogicalFormula<Assertion>(
    Word(text, range: SourceRange(start: 0, end: text.utf8.count), isQuoted: false))
}

@Suite struct AssertionTests {
  @Test(
    arguments: [
      ("optimizer = adam", "optimizer = adam"), ("LR>=0.1", "lr >= 0.1"),
      ("test_loss < test_loss@before", "test_loss < test_loss@before"),
      (
        "loss@4 ≤ 10% and (a = b or command train 50)",
        "loss@4 <= 10% and (a = b or command train 50)"
      ),
      ("command set lr=0.1 or a<1", "command set lr=0.1 or a < 1"), ("command = 3", "command = 3"),
      ("command train", "command train"),
    ])
  func whatItReads(text: String, again: String) throws {
    let formula = try read(text)
    #expect(formula.text == again)
    #expect(try read(again).text == again && formula.withoutPlaces.text == again)
  }

  @Test func namesMomentsAndValuesHaveTheirPlaces() throws {
    let text = "a and test_loss@before < b@2"
    guard
      case .compared(let name, .less, .name(let other))? = try read("a<1 \(text.dropFirst(2))")
        .comparisons.last
    else {
      Issue.record("read as something else")
      return
    }
    #expect((name.fact.text, name.moment?.text) == ("test_loss", "before"))
    #expect((other.fact.text, other.moment?.text) == ("b", "2"))
    #expect(other.moment.map { $0.range.length } == 1)
  }

  @Test(
    arguments: [
      ("", "incomplete-condition", ""), ("optimizer", "no-relation", ""),
      ("optimizer =", "incomplete-condition", ""), ("3 < loss", "no-fact", "3"),
      ("a@ < 1", "no-moment", "a@"), ("@2 < 1", "no-moment", "@2"), ("a < @", "no-moment", "@"),
      ("command", "incomplete-condition", ""), ("command and a < 1", "incomplete-condition", "and"),
      ("a < 1,5", "not-a-number", "1,5"), ("a ! b", "unknown-relation", "!"),
      ("a < 1 a", "extra-in-condition", "a"), ("(command train", "unclosed-parenthesis", "("),
    ])
  func whatIsWrong(text: String, id: String, marked: String) {
    do throws(Diagnostic) {
      _ = try read(text)
      Issue.record("`\(text)` was taken")
    } catch {
      #expect(error.id == id)
      #expect(part(text, error.range) == marked)
    }
  }

  /// What `until` takes is what it was: a number stands on the right.
  @Test func conditionsOfUntilTakeNoWords() {
    for text in ["a = b", "a@2 < 1 and b = c", "command train"] {
      let word = Word(text, range: SourceRange(start: 0, end: text.utf8.count))
      #expect(throws: Diagnostic.self) { try Condition(word) }
    }
  }
}
