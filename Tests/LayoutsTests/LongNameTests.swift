// Names that are longer than any picture, of wide characters, with combining marks, and from right to left: nothing
// leaves its window, and all of a name is in the description or a title.
import Events
import Layouts
import Presentation
import Testing
import Text

@Suite struct LongNameTests {
  private static let names = [
    String(repeating: "a_very_long_column_name_", count: 8), String(repeating: "测量结果", count: 20),
    String(repeating: "e\u{301}o\u{308}", count: 60), String(repeating: "מדידה", count: 20),
  ]

  private func figure(_ name: String) -> Figure {
    let axis = PanelAxis(name, unit: name)
    let places = PanelAxis(name, categories: [name, name + "2"])
    let grid = Grid(
      name, rows: 2, columns: 2, [1, 2, 3, 4], rowNames: [name, name], columnNames: [name, name],
      decimals: 1)
    return Figure(
      name, description: name, height: 5, notes: [name],
      [
        Panel(
          name, x: axis, y: axis,
          marks: [
            .line(Series(name, .series(0), letter: "A", y: [1, 2])),
            .points(
              Series(name + "p", .classified(0), x: [0, 1], y: [1, 2], texts: [name, name])),
            .rule(Series("", .muted, y: [1.5], texts: [name])),
            .rule(Series("", .muted, x: [0.5], texts: [name])),
            .note(Series("", .muted, x: [0], y: [1], texts: [name])),
          ]),
        Panel(
          name, x: places, y: places,
          marks: [
            .bars(Series("", .series(0), x: [0.5, 1], y: [0, 1], texts: [name, name])),
            .brackets(Series("", .series(1), x: [0], y: [0], other: [1], texts: [name])),
          ]),
        Panel(name, x: axis, y: axis, marks: [.heatMap(grid)]),
        Panel(
          marks: [
            .network(NetworkPicture(layers: [[name, name], [name]], weights: [[1, -2]]))
          ]),
      ])
  }

  @Test(arguments: names, [40, 80, 200]) func nothingIsWiderThanTheWindow(name: String, width: Int)
  {
    let whole = figure(name)
    let single = whole.panels.map { Figure(name, height: 5, [$0]) }
    for figure in [whole] + single {
      for drawing in [Drawing.letters, .coloredLetters, .blocks] {
        var text = TerminalText(columns: width)
        text.drawing = drawing
        for line in text.lines(of: .figure(figure)) {
          #expect(DisplayWidth.columns(of: line.text) <= width, "\(line.text)")
        }
      }
    }
  }

  /// By their estimated widths, words stay between the edges of the picture.
  @Test(arguments: names) func nothingIsWiderThanThePicture(name: String) throws {
    for figure in figure(name).panels.map({ Figure("f", [$0]) }) + [figure(name)] {
      let svg = FigureSVG(figure).document
      let texts = svg.matches(
        of: /<text x="([-0-9.]+)" y="[-0-9.]+"([^>]*)>([^<]*)</)
      #expect(texts.count > 2)
      for text in texts where !text.2.contains("rotate") {
        let x = try #require(Double(text.1))
        let width = 7.2 * Double(DisplayWidth.columns(of: String(text.3)))
        let start =
          text.2.contains("middle") ? x - width / 2 : text.2.contains("\"end\"") ? x - width : x
        #expect(start > -8 && start + width < 648, "\(start) \(width): \(text.0)")
      }
      #expect(svg.contains("<title>"))
    }
  }
}
