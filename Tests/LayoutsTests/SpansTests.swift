// Running text: what is a command, what is a number, what came from outside.
import Events
import Presentation
import Testing

@Suite struct SpansTests {
  @Test func backquotesMarkCommands() {
    let name = "a`b"
    let text: Spans = "try `set lr \(0.1, "lr")` or `use \(name: name)`, then `\(name: "x")"
    #expect(text.text == "try `set lr 0.1` or `use a`b`, then `x")
    #expect(
      text.spans.filter { $0.role == .command }.map(\.text) == ["set lr ", "0.1", "use ", name])
    #expect(text.spans.compactMap(\.number?.name) == ["lr"])
    #expect(text.spans.compactMap(\.number?.value) == [Number(0.1)])
  }

  @Test(arguments: ["", "`", "``", "a", "`a`", "`a``b`", "a`b`c`d", "` `", "`a` `b`"])
  func textStaysAsItWas(text: String) {
    #expect(Spans(text).text == text)
  }

  @Test func textFromOutsideIsWrittenOut() {
    #expect(Spans(name: "a\u{1B}\nb").text == "a\\e\\nb")
    #expect(Spans(name: "a\u{1B}\nb").spans[0].text == "a\u{1B}\nb")
  }

  /// Arithmetic that does not come out as printed says so, and its numbers keep their exact values.
  @Test func statementsKeepTheirNumbers() {
    let statement: Statement = "\(0.12344, "a") + \(0.00006, "b") = \(0.1235, "sum"); `train`"
    let spans = Spans(statement)
    #expect(spans.text == statement.text)
    #expect(spans.spans.compactMap(\.number?.name) == ["a", "b", "sum"])
    #expect(spans.spans.last?.role == .command)
  }
}
