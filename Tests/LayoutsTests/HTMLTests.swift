// HTML: whole, escaped, with the numbers of the text and nothing from elsewhere.
import Events
import Layouts
import Presentation
import Testing

@Suite struct HTMLTests {
  private func blocks(_ output: [SessionOutput]) -> [Block] {
    BlockTests.executions(output).flatMap(\.blocks.blocks)
  }

  /// Names of elements in the order in which they begin and end; those without an end are left out.
  private func tags(_ html: String) -> [String] {
    html.split(separator: "<", omittingEmptySubsequences: false).dropFirst().compactMap { part in
      guard let end = part.firstIndex(of: ">") else { return "unended" }
      let tag = part[..<end]
      return tag.hasSuffix("/") ? nil : String(tag.prefix { $0 != " " && $0 != "\n" })
    }
  }

  @Test(arguments: Corpus.sessions.indices) func elementsAreNested(index: Int) {
    var open: [String] = []
    for tag in tags(HTML().fragment(of: blocks(Corpus.said[index]))) {
      if tag.hasPrefix("/") {
        #expect(open.popLast() == String(tag.dropFirst()))
      } else {
        open.append(tag)
      }
    }
    #expect(open.isEmpty)
  }

  /// No element but those the layout writes: none that runs or loads anything.
  @Test(arguments: Corpus.sessions.indices) func nothingComesFromElsewhere(index: Int) {
    let known: Set<String> = [
      "h3", "h4", "h5", "p", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "th", "td", "pre",
      "code", "data", "bdi", "span", "div", "mark", "figure", "figcaption", "svg", "g", "text",
      "section", "ins", "del", "title", "desc",
    ]
    let html = HTML().fragment(of: blocks(Corpus.said[index]))
    let names = Set(tags(html).map { $0.hasPrefix("/") ? String($0.dropFirst()) : $0 })
    #expect(names.subtracting(known).isEmpty)
    for text in ["href", "src=", "url(", "@import", "<script", "\u{1B}"] {
      #expect(!html.contains(text))
      #expect(!HTML.stylesheet.contains(text))
    }
  }

  @Test func textFromOutsideIsEscaped() {
    let name = "<b a=\"1\">&'\u{1B}\u{202E}"
    let html = HTML().fragment(of: [
      .paragraph(Paragraph("`use \(name: name)` \(name: name)")),
      .code(Code(.commands, [name])), .table(Table([Column(name)], rows: [Row([Cell(name)])])),
    ])
    #expect(!html.contains("<b a") && !html.contains("\u{1B}") && !html.contains("\u{202E}"))
    let escaped = "&lt;b a=&quot;1&quot;&gt;&amp;&#39;\\e\\u{202E}"
    #expect(html.ranges(of: escaped).count == 5)
  }

  /// Every cell and every number of the text stands in the HTML too.
  @Test(arguments: Corpus.sessions.indices) func numbersAreThoseOfTheText(index: Int) {
    let blocks = blocks(Corpus.said[index])
    let html = HTML().fragment(of: blocks)
    for block in blocks {
      guard case .table(let table) = block else { continue }
      for cell in table.rows.flatMap(\.cells) where cell.value != nil {
        #expect(html.contains(">\(cell.text)<"))
      }
    }
  }

  @Test func picturesHaveWords() {
    let html = HTML().fragment(
      of: blocks(Corpus.output(["data circle n=60", "race sgd adam epochs=9"])))
    #expect(html.contains("role=\"img\" aria-label=\"training loss over epochs"))
    #expect(html.contains("<desc>training loss over epochs"))
    #expect(html.contains(">A sgd</text>") && html.contains(">B adam</text>"))
  }

  /// Letters stand clear of each other where curves end together.
  @Test func lettersAreNotDrawnOverEachOther() {
    let html = HTML().fragment(
      of: blocks(Corpus.output(["data circle n=60", "race lr=0.001,0.001001,0.001002 epochs=9"])))
    let places = html.matches(of: /y="([0-9.]+)" class="letter/).compactMap { Double($0.1) }
      .sorted()
    #expect(places.count == 3)
    for (above, below) in zip(places, places.dropFirst()) { #expect(below - above > 12) }
    #expect(places.allSatisfy { (0...290).contains($0) })
  }

  /// No line ends at the minus of 1e-8.
  @Test func numbersAreNotBroken() {
    let html = HTML().fragment(
      of: blocks(
        Corpus.output(["data circle n=60", "set optimizer adam", "set explain full", "step"])))
    #expect(html.contains("<span class=\"whole\">1e-8)</span>"))
  }
}
