// What is sent of a line of progress and the details over it.
import Terminal
import Testing

struct ProgressDetailsTests {
  private final class Clock { var now = 0.0 }

  private func sent(_ updates: [(label: String, above: [String])]) -> String {
    let clock = Clock()
    return written { writer in
      let line = ProgressLine(
        on: writer, alsoBefore: [], isEnabled: true, columns: { 60 }, now: { clock.now })
      for (label, above) in updates {
        line.update(fraction: 0.5, label: label, above: above.map { StyledText($0) })
        clock.now += 1
      }
    }
  }

  @Test func detailsThatStayAreSentOnce() {
    let text = sent([("one", ["picture"]), ("two", ["picture"]), ("three", ["picture"])])
    #expect(text.split(separator: "picture", omittingEmptySubsequences: false).count == 2)
    #expect(text.contains("one") && text.contains("two") && text.contains("three"))
    #expect(!text.contains("\u{1B}[J"))
  }

  @Test func otherDetailsTakeTheirPlace() {
    let text = sent([("one", ["first", "second"]), ("two", ["third"]), ("three", [])])
    #expect(text.contains("\u{1B}[2A\u{1B}[J"))
    #expect(text.contains("third\r\n"))
    #expect(text.contains("\u{1B}[1A\u{1B}[J"))
  }
}
