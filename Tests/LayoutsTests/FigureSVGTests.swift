// Pictures in SVG: well formed, small, readable alone, with words, and nothing from outside unescaped.
import Events
import Layouts
import Presentation
import Testing

@Suite struct FigureSVGTests {
  /// Names of elements in the order in which they begin and end. Attributes must be quoted and `&` an entity.
  private func unbalanced(_ svg: String) -> String? {
    var open: [String] = []
    for part in svg.split(separator: "<", omittingEmptySubsequences: false).dropFirst() {
      guard let end = part.firstIndex(of: ">") else { return "unended \(part.prefix(20))" }
      let tag = part[..<end]
      if tag.count(where: { $0 == "\"" }) % 2 == 1 { return "unquoted \(tag)" }
      if tag.hasPrefix("?") || tag.hasSuffix("/") { continue }
      if tag.hasPrefix("/") {
        if open.popLast() != String(tag.dropFirst()) { return String(tag) }
      } else {
        open.append(String(tag.prefix { $0 != " " && $0 != "\n" }))
      }
    }
    for part in svg.split(separator: "&", omittingEmptySubsequences: false).dropFirst() {
      if !["amp;", "lt;", "gt;", "quot;", "#39;"].contains(where: { part.hasPrefix($0) }) {
        return "&\(part.prefix(6))"
      }
    }
    return open.last
  }

  @Test(arguments: Pictures.all.map(\.figure)) func isWholeAndSmall(figure: Figure) {
    let svg = FigureSVG(figure).document
    #expect(unbalanced(svg) == nil)
    #expect(
      svg.contains("xmlns=\"http://www.w3.org/2000/svg\"") && svg.contains(" viewBox=\"0 0 640 "))
    #expect(svg.contains("<title>\(figure.title)</title>") && svg.contains("<desc>"))
    #expect(svg.contains("prefers-color-scheme: dark") && svg.contains(figure.description))
    #expect(svg.utf8.count < 20_000)
    // In a page the style is said once, in its head.
    #expect(!FigureSVG(figure).element.contains("<style>"))
    for name in figure.legend.compactMap({ $0.series?.name }) { #expect(svg.contains(name)) }
  }

  @Test func linksAndUnitsTellWhatTheyAre() {
    let svg = FigureSVG(Pictures.network).element
    for title in [
      "x1 → 1.1: weight 2", "x1 → 1.2: weight -0.5", "1.2 → out: weight 1", "1.2", "out",
    ] {
      #expect(svg.contains("<title>\(title)</title>"))
    }
  }

  /// Neither what is drawn nor what is read aloud has all of a name of thousands of letters.
  @Test func longNamesAreCut() {
    let names = ["x", "y", "z"].map { String(repeating: $0, count: 2000) }
    let panel = Panel(
      x: PanelAxis(names[0]), y: PanelAxis(names[1], unit: names[2]),
      marks: [.points(Series(names[2], .classified(0), x: [1, 2], y: [1, 2]))])
    let network = Panel(
      marks: [.network(NetworkPicture(layers: [names, [names[0]]], weights: [[1, -1, 2]]))])
    for part in [panel, network] {
      let figure = Figure(
        "\(names[0]) over \(names[1])", description: "\(names[0]) is wide.", notes: [names[2]],
        [part])
      let svg = FigureSVG(figure).document
      let words = svg.split { "<>\" ".contains($0) }.filter { !$0.contains("base64") }
      #expect(words.allSatisfy { $0.count < 100 })
      #expect(svg.contains("…") && svg.utf8.count < 20_000)
    }
  }

  /// In SVG each text has a place of its own.
  @Test func wordsOfRulesStandApart() throws {
    for x in stride(from: 0.0, through: 40, by: 2) {
      let panel = Panel(
        x: PanelAxis("trial", .count), y: PanelAxis("accuracy"),
        marks: [
          .rule(Series("", .muted, y: [1], texts: ["the table's best"])),
          .rule(Series("", .muted, x: [x, 40], texts: ["first chosen by results", ""])),
          .line(Series(x: [0, 40], y: [0, 1])),
        ])
      let svg = FigureSVG(Figure("f", [panel])).drawing
      let places = ["the table", "first chosen"].compactMap { words -> (x: Double, y: Double)? in
        guard let line = svg.split(separator: "<").first(where: { $0.contains(">\(words)") }) else {
          return nil
        }
        let numbers = line.split(separator: "\"")
        guard let x = Double(numbers[1]), let y = Double(numbers[3]) else { return nil }
        return (x, y)
      }
      try #require(places.count == 2)
      let widths = [16 * 7.2, 23 * 7.2]
      let isApart =
        abs(places[0].y - places[1].y) >= 12 || places[0].x >= places[1].x + widths[1]
        || places[1].x >= places[0].x + widths[0]
      #expect(isApart, "\(x)")
    }
  }

  /// Regions whose colors some readers cannot tell apart have a line between them.
  @Test func regionsHaveBorders() {
    let values = (0..<16).map { Grid.value(ofClass: $0 % 4 < 2 ? 0 : 1, sureness: 0.2) }
    let field = Grid(rows: 4, columns: 4, values, .classes)
    let svg = FigureSVG(Figure("f", [Panel(marks: [.field(field)])])).drawing
    let borders = svg.split(separator: "<").filter { $0.contains("class=\"border\"") }
    // One straight line from top to bottom.
    #expect(borders.count == 1 && borders.first?.split(separator: "M").count == 2)
    #expect(!FigureSVG(Pictures.field).drawing.contains("class=\"border\""))
  }

  @Test func namesAreEscaped() {
    let name = "</svg><script>&\"'\u{1B}[2J\u{202E}"
    let figure = Figure(
      name, description: name, notes: [name],
      [
        Panel(
          name, x: PanelAxis(name, unit: name, categories: [name, name]), y: PanelAxis(name),
          marks: [
            .bars(Series(name, .series(0), letter: name, y: [1, 2])),
            .line(Series(name + "2", .series(1), letter: name, y: [1, 2])),
            .points(Series(name + "3", .series(1), y: [1, 2], texts: [name, name])),
            .note(Series("", .muted, x: [0], y: [1], texts: [name])),
          ]),
        Panel(
          x: PanelAxis(name), y: PanelAxis(name),
          marks: [
            .heatMap(
              Grid(name + "4", rows: 1, columns: 1, [1], rowNames: [name], columnNames: [name]))
          ]),
        Panel(marks: [.network(NetworkPicture(layers: [[name], [name]], weights: [[1]]))]),
      ])
    let svg = FigureSVG(figure).document
    #expect(unbalanced(svg) == nil)
    #expect(!svg.contains("<script") && !svg.contains("\u{1B}") && !svg.contains("\u{202E}"))
  }

  /// Sixty thousand points, a field of a million cells, a curve of a million steps.
  @Test func hugeDataStaySmall() {
    let many = (0..<20_000).map { Double($0 &* 7919 % 10_007) }
    let points = Figure(
      "points",
      [
        Panel(
          x: PanelAxis("x"), y: PanelAxis("y"),
          marks: (0..<3).map {
            .points(Series("class \($0)", .classified($0), x: many, y: many.reversed()))
          })
      ])
    let svg = FigureSVG(points).document
    #expect(svg.utf8.count < 200_000 && svg.contains("1000 of 20000 points of class 0"))
    let noise = (0..<1_000_000).map { Double($0 &* 7919 % 10_007) }
    let field = Figure(
      "field",
      [
        Panel(
          x: PanelAxis("x"), y: PanelAxis("y"),
          marks: [.field(Grid(rows: 1000, columns: 1000, noise))])
      ])
    #expect(FigureSVG(field).document.utf8.count < 200_000)
    let curve = Figure(
      "curve",
      [
        Panel(
          x: PanelAxis("step", .count), y: PanelAxis("loss"),
          marks: [.line(.curve("A", .series(0), noise))])
      ])
    #expect(FigureSVG(curve).document.utf8.count < 60_000)
  }

  @Test(arguments: [[], [Double.nan, .nan], [.infinity]]) func nothingIsSaid(values: [Double]) {
    let figure = Figure(
      "loss",
      [Panel(x: PanelAxis("epoch"), y: PanelAxis("loss"), marks: [.line(Series("a", y: values))])])
    #expect(figure.isEmpty)
    let sentence = figure.sentenceOfNothing
    #expect(
      FigureSVG(figure).document.contains(sentence)
        && FigureSVG(figure).element == "<p>\(sentence)</p>")
    #expect(TerminalText().lines(of: .figure(figure)).map(\.text) == [sentence])
  }

  /// Labels of the x axis stand apart, at least by their estimated widths.
  @Test(arguments: [(0.0, 1.0), (-3, 12), (1e-9, 2e-9), (0, 123_456_789), (99_990, 100_010)])
  func labelsStandApart(low: Double, high: Double) {
    let figure = Figure(
      "f",
      [
        Panel(
          x: PanelAxis("x"), y: PanelAxis("y"), marks: [.line(Series(x: [low, high], y: [0, 1]))])
      ])
    let labels = FigureSVG(figure).document.matches(
      of: /<text x="([0-9.]+)" y="([0-9.]+)" text-anchor="middle">([-0-9.e]+)</
    )
    .map { (x: Double($0.1) ?? 0, text: String($0.3)) }
    #expect(labels.count >= 2)
    for (one, next) in zip(labels, labels.dropFirst()) {
      #expect(next.x - one.x > Double(one.text.count + next.text.count) / 2 * 7)
    }
  }

  /// Names that are longer than columns are wide are turned, and those of few rows lie over their axis: nothing
  /// is cut that has room.
  @Test func headsAndAxesHaveTheirWholeNames() {
    let names = (0..<12).map { "kind number \($0)" }
    let map = Grid(
      rows: 12, columns: 12, (0..<144).map(Double.init), rowNames: names, columnNames: names,
      decimals: 0)
    let rows = Panel(
      x: PanelAxis("size of a weight's gradient", .log),
      y: PanelAxis("layer: middle size", categories: ["hidden 1", "output"]),
      marks: [.points(Series(x: [0.001, 100_000], y: [0, 1]))])
    let svg = FigureSVG(
      Figure(
        "f", [Panel(x: PanelAxis("predicted"), y: PanelAxis("actual"), marks: [.heatMap(map)])])
    ).document
    for name in names { #expect(svg.split(separator: ">\(name)</text>").count == 3) }
    #expect(FigureSVG(Figure("f", [rows])).document.contains(">layer: middle size</text>"))
  }

  /// Between 0.4 and 1.5, 0.5 and 1 alone would look linear.
  @Test func logAxesSayThatTheyAre() {
    #expect(Ticks.log(0.4, 1.5, most: 8).count >= 3)
    let loss = Panel(
      x: PanelAxis("epoch", .count), y: PanelAxis("loss", .log),
      marks: [.line(Series(y: [1.5, 0.4]))])
    #expect(FigureSVG(Figure("f", [loss])).drawing.contains(">loss, log scale</text>"))
  }

  /// The lowest point beside a curve is whole, and a line on a field has a light casing.
  @Test func pointsAndLinesCanBeSeen() throws {
    let curve = Series(y: [3, 1])
    let beside = Panel(
      x: PanelAxis("trial", .count), y: PanelAxis("loss"), marks: [.line(curve), .points(curve)])
    let scales = try #require(Scales(beside))
    #expect(scales.y.low < 1 && scales.y.high > 3)
    let field = Panel(
      x: PanelAxis("a"), y: PanelAxis("b"),
      marks: [.field(Grid(rows: 2, columns: 2, [1, 2, 3, 4])), .line(curve)])
    #expect(FigureSVG(Figure("f", [field])).drawing.contains("class=\"casing\""))
    #expect(!FigureSVG(Figure("f", [beside])).drawing.contains("class=\"casing\""))
  }

  // MARK: PNG

  /// Chunks with their lengths and checksums, and a header that says what is in it.
  @Test func pixelsAreAFile() throws {
    let pixels: [UInt8] = [0, 1, 1, 0, 2, 2]
    let colors = [RGB(0, 0, 0), RGB(255, 0, 0), RGB(0, 0, 255)]
    let file = try #require(PNG.bytes(width: 3, height: 2, pixels: pixels, colors: colors))
    #expect(file.prefix(8) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    var names: [String] = []
    var place = 8
    while place + 12 <= file.count {
      let length = file[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) }
      names.append(String(decoding: file[(place + 4)..<(place + 8)], as: UTF8.self))
      place += 12 + length
    }
    #expect(names == ["IHDR", "PLTE", "IDAT", "IEND"] && place == file.count)
    #expect(file[16..<29] == [0, 0, 0, 3, 0, 0, 0, 2, 8, 3, 0, 0, 0])
    // The checksum of an end is known.
    #expect(file.suffix(4) == [0xAE, 0x42, 0x60, 0x82])
    #expect(PNG.bytes(width: 2, height: 2, pixels: pixels, colors: colors) == nil)
  }

  @Test(arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")])
  func addressesAreBase64(text: String, expected: String) {
    #expect(PNG.dataAddress(Array(text.utf8)) == "data:image/png;base64,\(expected)")
  }
}
