// Axes and scales of shades in text: which ticks there are, and that what they say is what is drawn.
import Events
import Layouts
import Presentation
import Testing

@Suite struct AxisTextTests {
  private func lines(_ figure: Figure, columns: Int = 80) -> [String] {
    TerminalText(columns: columns).lines(of: .figure(figure)).map(\.text)
  }

  private func curve(_ x: PanelAxis, _ low: Double, _ high: Double) -> Panel {
    Panel(x: x, y: PanelAxis("y"), marks: [.line(Series(x: [low, high], y: [0, 1]))])
  }

  /// Three ticks are more than a name in their midst, which has room below.
  @Test func aNamePushesNoTickOut() {
    let panel = curve(PanelAxis("size of a weight"), -1, 1)
    let text = lines(Figure("sizes", height: 4, [panel, panel]))
    #expect(text.contains { $0.matches(of: #/-1 -+ 0 -+ 1/#).count == 2 })
    #expect(text.last?.matches(of: #/size of a weight/#).count == 2)
  }

  /// A run of 19.97 epochs is one of 20.
  @Test func countsEndInWholeNumbers() {
    let text = lines(Figure("rate", height: 4, [curve(PanelAxis("epoch", .count), 0, 19.97)]))
    #expect(text.last?.hasSuffix(" 20") == true)
    let units = lines(Figure("units", height: 4, [curve(PanelAxis("units", .whole), 3.6, 6.3)]))
    #expect(units.last?.contains(".") == false && units.last?.contains("4") == true)
  }

  /// The scale beside the name has every sign that the field has, and none is blank.
  @Test(arguments: [0, 12]) func theScaleHasEveryShade(steps: Int) throws {
    let field = Grid(
      "loss", rows: 1, columns: 61, (0..<61).map { Double($0) / 60 }, steps: steps)
    let text = lines(
      Figure(
        "map", height: 2, [Panel(x: PanelAxis("x"), y: PanelAxis("y"), marks: [.field(field)])]))
    let row = try #require(text.first { $0.contains("|") }?.split(separator: "|").last)
    let scale = try #require(text.first { $0.contains("loss 0") })
    #expect(!row.contains(" "))
    for sign in Set(row) { #expect(scale.contains(sign)) }
  }

  /// Links that cross cannot be told apart in letters: their numbers can.
  @Test func weightsAreNumbers() {
    let network = NetworkPicture(
      layers: [["x1", "x2"], ["1.1", "1.2"], ["out"]], weights: [[2, -0.5, 0.1, 0], [-2, 1]])
    let text = lines(Figure("network", [Panel(marks: [.network(network)])]))
    #expect(text.contains { $0.split(separator: " ") == ["x1", "2.00", "-0.50", "1.1", "-2.00"] })
    #expect(text.contains { $0.split(separator: " ") == ["x2", "0.10", "0.00", "1.2", "1.00"] })
  }

  /// What is said of a bracket at the right edge stands before it, or is cut with an ellipsis.
  @Test func bracketsKeepTheirWords() {
    func bracket(_ left: Double) -> [String] {
      let series = Series(x: [left], y: [0], other: [60], texts: ["3 trials, 1 goes on"])
      let panel = Panel(
        x: PanelAxis("epoch", .count, low: 0, high: 60), y: PanelAxis("", categories: ["rung"]),
        marks: [.brackets(series)])
      return lines(Figure("halving", height: 1, [panel]))
    }
    #expect(bracket(50).contains { $0.hasSuffix(" 3 trials, 1 goes on |---------|") })
    #expect(bracket(10).contains { $0.contains("- 3 trials, 1 goes on -") })
    #expect(bracket(2).contains { $0.contains("3 trials, 1 goes on") })
  }
}
