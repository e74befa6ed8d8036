// `explain` alone: all topics in two short columns.
import Course
import Events
import Layouts
import Testing

@Suite struct TopicListTests {
  /// All topics with a line each, in 38 rows of 80 columns, group by group.
  @Test func listFitsAScreen() {
    let events = said(["explain"])
    let wide = TerminalText(columns: 80).lines(for: events).map(\.text)
    #expect(wide.count <= 38 && wide.allSatisfy { $0.count <= 80 })
    let narrow = TerminalText(columns: 50).lines(for: events).map(\.text)
    #expect(narrow.allSatisfy { $0.count <= 50 })
    let topics = TopicCatalog().all
    #expect(narrow.count == topics.count + TopicGroup.allCases.count)
    for topic in topics {
      #expect(
        narrow.contains { $0.hasPrefix("  \(topic.name) ") && $0.hasSuffix("  \(topic.summary)") })
      let line = wide.first { $0.contains("  \(topic.name) ") && $0.contains("  \(topic.summary)") }
      #expect(line != nil, "\(topic.name)")
    }
  }
}
