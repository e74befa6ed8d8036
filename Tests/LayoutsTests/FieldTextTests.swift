// Fields under many points, fields of classes, and captions of small pictures that are long.
import Events
import Layouts
import Presentation
import Testing

@Suite struct FieldTextTests {
  private func lines(_ figure: Figure, _ drawing: Drawing = .letters) -> [String] {
    var text = TerminalText(columns: 80)
    text.drawing = drawing
    return text.lines(of: .figure(figure)).map(\.text)
  }

  private func spiral(_ count: Int, _ role: Role) -> Series {
    Series(
      "class \(role.name)", role, x: (0..<count).map { Double($0 * 37 % 101) / 101 },
      y: (0..<count).map { Double($0 * 53 % 103) / 103 })
  }

  /// A field under a thousand points is seen between them, and how many are drawn is said.
  @Test(arguments: [Drawing.letters, .blocks]) func pointsLeaveAFieldVisible(drawing: Drawing) {
    let field = Grid(
      rows: 40, columns: 40, Array(repeating: 0.5, count: 1600), .diverging, low: 0, high: 1,
      edges: [0, 1, 0, 1])
    let points = [spiral(700, .classified(0)), spiral(300, .classified(1))]
    var figure = Figure(
      "boundary", height: 10, [Panel(aspect: 1, marks: [.field(field)] + points.map(Mark.points))])
    let text = lines(figure, drawing)
    #expect(text[0].hasPrefix("boundary, 40 of 1000 points"))
    let cells = text.dropFirst().filter { !$0.contains("class") }.joined()
      .filter { "01●▲".contains($0) }
    #expect(cells.count > 20 && cells.count <= 40, "\(text.joined(separator: "\n"))")
    // Without a field all are drawn.
    figure.panels[0].marks.removeFirst()
    #expect(!lines(figure, drawing)[0].contains("of 1000"))
  }

  /// In letters each class has its own, and what lies between two has none; what is no number is marked.
  @Test func classesAreLettersWhereSure() {
    let values = [
      Grid.value(ofClass: 0, sureness: 1), Grid.value(ofClass: 1, sureness: 0),
      Grid.value(ofClass: 1, sureness: 1), Double.nan,
    ]
    let figure = Figure(
      "classes", height: 1,
      [
        Panel(
          aspect: 4,
          marks: [
            .field(Grid(rows: 1, columns: 4, values, .classes)),
            .points(Series("cat", .classified(1))),
          ])
      ])
    let text = lines(figure)
    #expect(text.last == "aa..bb??")
    // The letter stands beside the sign of the class's rows.
    #expect(text.contains { $0.hasSuffix("b cat") })
    #expect(text.joined().contains("a letter for the answer"))
  }

  /// Pale colors are not enough to tell regions apart: each has its name in its midst where it has room.
  @Test func regionsHaveTheirNames() throws {
    let side = 30
    let values = (0..<side * side).map { cell in
      Grid.value(ofClass: cell % side < side / 2 ? 1 : 0, sureness: 0.5)
    }
    let marks: [Mark] = [
      .field(Grid(rows: side, columns: side, values, .classes)),
      .points(Series("cat", .classified(0))), .points(Series("dog", .classified(1))),
    ]
    let figure = Figure(
      "pets", height: 10,
      [Panel(x: PanelAxis("x"), y: PanelAxis("y"), aspect: 2, marks: marks)])
    let named = lines(figure, .blocks).filter { $0.contains("▀") && $0.contains("dog") }
    let row = try #require(named.first)
    let (dog, cat) = (row.firstRange(of: "dog"), row.firstRange(of: "cat"))
    #expect(named.count == 1 && dog != nil && cat != nil)
    if let dog, let cat { #expect(dog.upperBound < cat.lowerBound) }
    #expect(FigureSVG(figure).document.contains(">dog</text>"))
  }

  @Test func classesKeepTheirPlacesInSVG() {
    for place in 0..<Grid.classes {
      for sureness in [0, 0.3, 1] {
        let level = Grid.value(ofClass: place, sureness: sureness) / Double(Grid.classes)
        let seen = Grid.classified(level)
        #expect(seen.place == place && abs(seen.sureness - sureness) < 1e-9)
      }
    }
  }

  /// More classes than letters and colors: none stands for another.
  @Test func manyClassesAreNotTakenForOthers() {
    let values = [0, 25, 26, 59].map { Grid.value(ofClass: $0, sureness: 1) }
    let figure = Figure(
      "classes", height: 1,
      [Panel(aspect: 4, marks: [.field(Grid(rows: 1, columns: 4, values, .classes))])])
    #expect(lines(figure).last == "aabbccdd")
    #expect(Grid.classified(values[3] / Double(Grid.classes)).place == 59)
  }

  @Test func numbersBeyondAllBoundsAreShort() {
    let grid = Grid(
      "weight", rows: 1, columns: 1, [-5.7e37], rowNames: ["x"], columnNames: ["y"], decimals: 2)
    #expect(
      lines(Figure("weights", [Panel(marks: [.heatMap(grid)])])).contains { $0.contains("-5.7e37") }
    )
  }

  @Test func longCaptionsHaveTwoLines() {
    let grid = Grid(rows: 4, columns: 4, [Double](repeating: 1, count: 16), .gray)
    let captions = ["Sneaker: 100%, is Ankle boot", "7: 99%"]
    let figure = Figure("clothes", height: 4, captions.map { Panel.picture($0, grid) })
    let text = lines(figure)
    #expect(text.contains { $0.hasPrefix("Sneaker: 100%, is") && $0.contains("7: 99%") })
    #expect(text.contains { $0.hasPrefix("Ankle boot") })
    let four = Figure("clothes", (0..<4).map { _ in Panel.picture(captions[0], grid) })
    let svg = FigureSVG(four).document
    #expect(svg.contains(">Ankle boot</text>") && !svg.contains("…"))
  }
}
