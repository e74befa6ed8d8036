// What figures look like in text, at four widths without color and at one in blocks, held against a file that was
// looked at.
import Events
import Layouts
import Presentation
import TestSupport
import Testing
import Text

@Suite struct FigureTextTests {
  private static let widths = [40, 80, 120, 200]

  private func lines(_ figure: Figure, _ width: Int, _ drawing: Drawing) -> [TextLine] {
    var text = TerminalText(columns: width)
    text.drawing = drawing
    return text.lines(of: .figure(figure))
  }

  @Test func looksAsItDid() throws {
    let parts = Pictures.all.flatMap { name, figure in
      (Self.widths.map { ($0, Drawing.letters) } + [(80, .blocks)]).map { width, drawing in
        let kind = drawing == .letters ? "\(width)" : "\(width) in blocks"
        return (
          name: "\(name), \(kind)",
          text: lines(figure, width, drawing).map(\.text).joined(separator: "\n")
        )
      }
    }
    let difference = try Golden("figures.txt", parts).difference()
    #expect(difference == nil)
  }

  /// Nothing is wider than the window, and labels on an axis have blanks or dashes between them.
  @Test(arguments: Pictures.all.map(\.figure)) func fitsEveryWindow(figure: Figure) {
    for width in [40, 41, 57, 80, 120, 200] {
      for drawing in [Drawing.letters, .coloredLetters, .blocks] {
        let lines = lines(figure, width, drawing)
        #expect(lines.count < 24)
        for line in lines {
          #expect(DisplayWidth.columns(of: line.text) <= width)
          #expect(line.runs.reduce(0) { $0 + $1.length } <= line.text.utf8.count)
          #expect(line.pieces.map(\.text).joined() == line.text)
        }
      }
    }
  }

  /// In pipes and files: letters and nothing that depends on a terminal.
  @Test(arguments: Pictures.all.map(\.figure)) func lettersHaveNoColor(figure: Figure) {
    #expect(lines(figure, 80, .letters).allSatisfy { $0.runs.isEmpty })
    let signs = lines(figure, 80, .letters).map(\.text).joined().unicodeScalars
      .filter { $0.value > 127 && $0 != "…" && $0 != "±" }
    #expect(signs.isEmpty)
  }

  /// Its dashes are interrupted for a text alone.
  @Test func bracketsWithoutTextAreWhole() {
    let brackets = Series(x: [1], y: [0], other: [9])
    let panel = Panel(
      x: PanelAxis("size"), y: PanelAxis("layer", categories: ["only"]),
      marks: [.brackets(brackets)])
    let drawn = lines(Figure("sizes", height: 1, [panel]), 80, .letters).map(\.text)
    let bracket = "|\(String(repeating: "-", count: 59))|"
    #expect(drawn.contains { $0.hasSuffix(bracket) })
  }

  /// Also where the title has it; a long name of the other axis is whole where the window is narrow.
  @Test func axesHaveTheirNames() {
    let name = "share of the training rows seen"
    let panel = Panel(
      x: PanelAxis(name), y: PanelAxis("loss"), marks: [.line(Series(y: [3, 1, 2]))])
    let figure = Figure("loss so far", [panel])
    #expect(lines(figure, 80, .letters).contains { $0.text.split(separator: " ") == ["loss"] })
    #expect(lines(figure, 40, .letters).contains { $0.text.contains(name) })
  }

  /// Also where the window is narrow and the title has the name.
  @Test(arguments: [40, 80]) func logAxesSayThatTheyAre(width: Int) {
    let panel = Panel(
      x: PanelAxis("lr", .log), y: PanelAxis("loss", .log),
      marks: [.line(Series(x: [0.001, 0.1, 10], y: [300, 1, 0.02]))])
    for drawing in [Drawing.letters, .blocks] {
      let drawn = lines(Figure("loss over lr", [panel]), width, drawing).map(\.text)
      #expect(drawn.contains { $0.contains("loss, log scale") })
      #expect(drawn.contains { $0.contains("lr, log scale") })
    }
  }

  @Test func wordsOfRulesStandApart() {
    let (best, first) = ("the table's best", "first chosen by results")
    for x in stride(from: 0.0, through: 40, by: 2) {
      let panel = Panel(
        x: PanelAxis("trial", .count), y: PanelAxis("accuracy"),
        marks: [
          .line(Series(x: [0, 40], y: [0, 1])), .rule(Series("", .muted, y: [1], texts: [best])),
          .rule(Series("", .muted, x: [x], texts: [first])),
        ])
      for drawing in [Drawing.letters, .blocks] {
        let text = lines(Figure("f", [panel]), 80, drawing).map(\.text).joined(separator: "\n")
        #expect(text.contains(best) && text.contains(first), "\(x)")
      }
    }
  }

  /// The same field in every layout: what is high is dark, or blue.
  @Test func fieldsHaveTheirColors() {
    let lines = lines(Pictures.field, 80, .blocks)
    let row = lines[4]
    let colors = row.runs.compactMap(\.foreground)
    #expect(row.text.contains("▀") && colors.count > 4)
    #expect(colors.last.map { $0.blue > $0.red } == true)
  }
}
