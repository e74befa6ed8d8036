// Panels one above the other: their x axes begin and end in the same places, however long the labels beside them
// are, so that what stands below one another belongs together.
import Events
import Layouts
import Presentation
import Testing

@Suite struct StackedFigureTests {
  private static let figure = Figure(
    "two", height: 6, isStacked: true,
    [
      Panel(
        x: PanelAxis("epoch", .count, low: 0, high: 9),
        y: PanelAxis("", categories: ["a", "a rather long name"]), height: 2,
        marks: [
          .brackets(
            Series(
              "", .series(0), x: [0, 3], y: [1, 0], other: [3, 9], texts: ["9", "3 trials"]))
        ]),
      Panel(
        x: PanelAxis("epoch", .count, low: 0, high: 9), y: PanelAxis("loss"),
        marks: [.line(Series("loss", .series(0), y: [3, 2, 1, 1, 1, 1, 1, 1, 1, 1]))]),
    ])

  @Test(arguments: [40, 80, 200]) func inText(width: Int) {
    let lines = TerminalText(columns: width).lines(of: .figure(Self.figure)).map(\.text)
    let starts = lines.compactMap { line in
      line.firstIndex { $0 == "|" || $0 == "+" }
        .map { line.distance(from: line.startIndex, to: $0) }
    }
    #expect(starts.count == 2 + 1 + 6 + 1)
    #expect(Set(starts).count == 1)
    let rulers = lines.filter { $0.contains(" +") }
    #expect(rulers.count == 2 && rulers[0] == rulers[1])
  }

  @Test func inSVG() {
    let axes = FigureSVG(Self.figure).document.split(separator: "<path class=\"axis\" d=\"M")
      .dropFirst()
    #expect(axes.count == 2)
    #expect(Set(axes.map { $0.prefix { $0 != " " } }).count == 1)
  }
}
