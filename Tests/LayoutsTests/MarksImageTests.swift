// Pictures of pixels in the place of marks: where they are, how large, and where text stays.
import Events
import Layouts
import Presentation
import Testing

@Suite struct MarksImageTests {
  private func lines(_ figure: Figure) -> [TextLine] {
    var text = TerminalText(columns: 80)
    (text.drawing, text.hasImages) = (.blocks, true)
    return text.lines(of: .figure(figure))
  }

  private func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }

  @Test func marksArePixelsAndAxesAreText() throws {
    let panel = Panel(
      x: PanelAxis("x"), y: PanelAxis("y"),
      marks: [
        .field(Grid("z", rows: 2, columns: 2, [0, 1, .nan, 3])),
        .line(Series("path", .series(1), x: [0, 1, .infinity, 2], y: [0, 2, 1, 1])),
        .points(Series("here", .emphasis, x: [1], y: [1])),
      ])
    let lines = lines(Figure("a map", height: 9, [panel]))
    let images = lines.flatMap(\.images)
    #expect(images.count == 1)
    let placed = try #require(images.first)
    #expect(placed.image.rows == 9 && placed.column > 0)
    let png = placed.image.bytes
    #expect(Array(png.prefix(4)) == [0x89, 0x50, 0x4E, 0x47])
    #expect(number(png[16..<20]) == 10 * placed.image.columns)
    #expect(number(png[20..<24]) == 20 * 9)
    // Nothing is drawn twice: under the picture the cells are blank.
    let first = try #require(lines.firstIndex { !$0.images.isEmpty })
    for line in lines[first..<first + 9] {
      #expect(!line.text.dropFirst(placed.column).contains { $0 != " " })
    }
    #expect(lines.count > first + 9)
  }

  /// Words, names of rows and networks are better text.
  @Test func wordsStayText() {
    let captioned = Panel(
      x: PanelAxis("x"), y: PanelAxis("y"),
      marks: [.points(Series("p", x: [1, 2], y: [1, 2], texts: ["one", "two"]))])
    let map = Panel(
      marks: [
        .heatMap(Grid(rows: 1, columns: 2, [1, 2], rowNames: ["a"], columnNames: ["b", "c"]))
      ])
    for panel in [captioned, map] {
      #expect(lines(Figure("words", [panel])).flatMap(\.images).isEmpty)
    }
  }

  @Test func nothingHasNoPicture() {
    #expect(lines(Figure("nothing", [])).flatMap(\.images).isEmpty)
    let panel = Panel(x: PanelAxis("x"), y: PanelAxis("y"), marks: [.line(Series(x: [], y: []))])
    #expect(lines(Figure("nothing", [panel])).flatMap(\.images).isEmpty)
  }
}
