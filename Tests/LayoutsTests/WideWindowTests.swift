// What a window wider than prose is good for: tables leave out and cut less, plots are larger, and what
// fits 80 columns stays as it is.
import CommandLanguage
import Events
import Layouts
import Presentation
import Testing
import Text

@Suite struct WideWindowTests {
  static let widths = [40, 80, 120, 160, 200]

  private func lines(_ block: Block, _ width: Int) -> [String] {
    TerminalText(columns: width).lines(of: block).map(\.text)
  }

  private func widest(_ lines: [String]) -> Int {
    lines.map { DisplayWidth.columns(of: $0) }.max() ?? 0
  }

  /// What commands say after others.
  private func blocks(_ lines: [String], after setup: [String] = []) -> [Block] {
    BlockTests.executions(Corpus.output(lines, after: setup)).flatMap(\.blocks.blocks)
  }

  private func tables(_ blocks: [Block]) -> [Table] {
    blocks.compactMap { if case .table(let table) = $0 { table } else { nil } }
  }

  // MARK: Every block

  /// Tables and plots within the window, prose within 80 columns of it.
  @Test(arguments: Corpus.sessions.indices) func blocksFit(index: Int) {
    for block in BlockTests.executions(Corpus.said[index]).flatMap(\.blocks.blocks) {
      for width in Self.widths {
        guard let most = mostColumns(of: block, width) else { continue }
        for line in lines(block, width) where DisplayWidth.columns(of: line) > most {
          // A word cannot be broken.
          #expect(line.split(separator: " ").count == 1, "\(width): \(line)")
        }
      }
    }
  }

  private func mostColumns(of block: Block, _ width: Int) -> Int? {
    switch block {
    case .table, .figure: width
    case .heading(let heading): heading.flow == .prose ? min(80, width) : nil
    case .paragraph(let paragraph): paragraph.flow == .prose ? min(80, width) : nil
    case .definitions: min(80, width)
    default: nil
    }
  }

  /// A table that 80 columns hold whole is the same in a wider window.
  @Test func whatFitsStaysAsItIs() {
    var same = 0
    for table in Corpus.said.flatMap({
      BlockTests.executions($0).flatMap { tables($0.blocks.blocks) }
    }) {
      let usual = lines(.table(table), 80)
      let hasForms =
        table.legend != nil || table.rows.contains { $0.cells.contains { $0.short != nil } }
      // Where titles are shortened for want of room, a wider window has them whole.
      let isWhole = widest(lines(.table(table), 200)) <= 80
      guard table.overflow == .leaveOut, !hasForms, isWhole,
        !usual.contains(where: { $0.contains("…") || $0.contains("no room") }),
        widest(usual) < 75
      else { continue }
      same += 1
      #expect(lines(.table(table), 200) == usual)
    }
    #expect(same > 100)
  }

  // MARK: Tables

  @Test func titlesOfEpochsAreWhole() throws {
    let table = try #require(
      tables(blocks(["train 2"], after: ["data circle n=60", "set patience 9", "set l2 0.01"]))
        .first)
    #expect(lines(.table(table), 80)[0].hasSuffix("valid. loss  train acc.  test acc."))
    for width in [120, 160, 200] {
      let lines = lines(.table(table), width)
      #expect(lines[0].hasSuffix("valid. loss   train accuracy  test accuracy"))
      #expect(widest(lines) == 81)
    }
  }

  @Test func racersStandUnderTheirNames() throws {
    let race = blocks(
      ["race gd sgd momentum nesterov adagrad rmsprop adam adamw epochs=1"],
      after: ["data circle n=60"])
    let table = try #require(tables(race).first)
    #expect(lines(.table(table), 80).contains("  C  momentum"))
    let wide = lines(.table(table), 120)
    #expect(!wide.contains("  C  momentum"))
    #expect(wide.contains { $0.contains("  C momentum  D nesterov  ") && $0.hasPrefix("  epoch") })
  }

  /// Names that no window holds side by side leave the columns as close together as in 80.
  @Test func lettersDoNotStandFurtherApart() throws {
    let race = blocks(
      ["race lr=0.0125,0.125 l2=0,0.0125 momentum=0.125,0.25 epochs=1"],
      after: ["data circle n=60", "set optimizer momentum"])
    let table = try #require(tables(race).first)
    #expect(lines(.table(table), 120) == lines(.table(table), 80))
    #expect(widest(lines(.table(table), 300)) > 200)
  }

  /// The wider the window, the more axes, and what is said to be missing is missing.
  @Test func axesAreShownWhereThereIsRoom() throws {
    let axes = """
      lr=0.1..1 l1=0..1 l2=0..1 units=2..4 batch=2..9 optimizer=sgd|adam clip=0.5..9 \
      activation=relu|leakyrelu beta1=0.1..0.9 layers=1..2
      """
    let search = blocks(["search random trials=2 epochs=1 \(axes)"], after: ["data circle n=60"])
    let table = try #require(tables(search).first)
    #expect(table.columns.count == 13)
    var before = 0
    for width in 80...200 {
      let lines = lines(.table(table), width)
      let head = try #require(lines.first { $0.hasPrefix("  trial") })
      let titles = head.replacing("val. loss", with: "val.loss").split(separator: " ").count
      #expect(titles >= before && widest(lines) <= width)
      before = titles
      let missing = table.columns.count - titles
      #expect(lines.contains { $0.contains("no room for the last") } == (missing > 0))
      if missing > 1 { #expect(lines[0].contains("the last \(missing) axes")) }
    }
    #expect(before == 13)
    #expect(lines(.table(table), 80)[0].contains("no room for the last 5 axes"))
    #expect(lines(.table(table), 160)[0].contains("activation"))
  }

  @Test func namesOfAxesAreNotCut() throws {
    let search = blocks(["search random trials=3"], after: ["objective phoneme"])
    let table = try #require(tables(search).first)
    #expect(lines(.table(table), 80)[0].contains(" learning_… "))
    let wide = lines(.table(table), 120)
    #expect(wide[0].contains("  learning_rate_init  ") && Set(wide.map(\.count)).count == 1)
  }

  /// Words are as long as their axis lets them be before the first trial is there.
  @Test(arguments: [80, 100, 120, 200]) func columnsAreAsWideAsTheirWords(width: Int) {
    var column = Column("kind", .right, .equal(least: 9, most: 11))
    column.isClipped = true
    let word = "a-rather-long-word-for-a-column-of-a-table"
    column.longestCell = word.count
    var table = Table(
      [Column("trial", .right, .fixed(7)), column], rows: [Row(["1", Cell(word)])])
    (table.indent, table.gap) = (0, 0)
    #expect(lines(.table(table), 40)[1].hasSuffix("-a-column…"))
    #expect(lines(.table(table), width)[1] == "      1  \(word)")
  }

  /// As far as there is room, and no further.
  @Test func longCellsAreCutWhereTheWindowEnds() {
    let name = String(repeating: "name ", count: 20).dropLast()
    let table = Table(
      [Column("name", .left, .content(most: 30)), Column("rows")],
      rows: [Row([Cell(String(name)), Cell(7)]), Row(["short", Cell(12)])])
    #expect(lines(.table(table), 80)[1].contains("…"))
    #expect(widest(lines(.table(table), 80)) == 38)
    #expect(widest(lines(.table(table), 90)) == 90)
    for width in [107, 120, 200] {
      #expect(lines(.table(table), width)[1] == "  \(name)     7")
    }
  }

  /// Bars keep their room beside names that are longer.
  @Test(arguments: [100, 120]) func barsKeepTheirRoom(width: Int) {
    let name = String(repeating: "x", count: 90)
    let bar = Column("", .left, .bar(28))
    var table = Table(
      [Column("", .left, .content(most: 28)), bar], rows: [Row([Cell(name), Cell(share: 1)])])
    (table.hasHead, table.gap) = (false, 0)
    let line = lines(.table(table), width)[0]
    #expect(line.count == width && line.hasSuffix("…  " + String(repeating: "#", count: 28)))
  }

  // MARK: Tables that grow

  /// A window that becomes wider between two rows gets the head of the wider table, once.
  @Test func aWidenedWindowGetsANewHead() throws {
    let output = Corpus.output(["train 5"], after: ["data iris", "set patience 9", "set l2 0.01"])
    let changes = BlockTests.executions(output)[0].changes
    let rows = changes.indices.filter { if case .addRow = changes[$0] { true } else { false } }
    #expect(rows.count == 5)
    var growing = GrowingText()
    func heads(_ part: ArraySlice<BlockChange>, _ width: Int) -> [String] {
      growing.lines(for: Array(part), TerminalText(columns: width))
        .filter { $0.tone == .heading && $0.text.hasPrefix("  epoch") }.map(\.text)
    }
    #expect(heads(changes[..<rows[1]], 80).count == 1)
    let wider = heads(changes[rows[1]..<rows[2]], 120)
    #expect(wider.count == 1 && wider.allSatisfy { $0.hasSuffix("train accuracy  test accuracy") })
    // All is there already.
    #expect(heads(changes[rows[2]..<rows[3]], 200).isEmpty)
    let narrower = heads(changes[rows[3]...], 80)
    #expect(narrower.count == 1 && narrower.allSatisfy { $0.hasSuffix("train acc.  test acc.") })
  }

  // MARK: Plots

  /// The curves and the axis below them are equally wide; the labels beside them are the same.
  @Test(arguments: [
    "race sgd adam epochs=30", "race sgd adam epochs=200", "race sgd adam epochs=3",
  ])
  func plotsGrowWithTheWindow(race: String) throws {
    let blocks = blocks([race], after: ["data circle n=60", "layer 4 tanh"])
    let figure = try #require(blocks.first { if case .figure = $0 { true } else { false } })
    func plot(_ width: Int) -> (labels: [String], widest: Int, axis: String) {
      let lines = lines(figure, width).filter {
        $0.count > 11 && " +|".contains($0.prefix(12).last!)
      }
      return (lines.map { String($0.prefix(12)) }, widest(lines), lines.last ?? "")
    }
    let expected = [(40, 40), (80, 73), (100, 93), (120, 113), (140, 133), (160, 133), (200, 133)]
    for (width, wanted) in expected {
      let plot = plot(width)
      #expect(plot.widest == wanted && plot.axis.count == wanted, "\(width)")
      #expect(plot.labels.dropLast() == self.labels(of: figure)[...])
      #expect(plot.axis.hasPrefix("           +0 --"))
    }
  }

  private func labels(of figure: Block) -> [String] {
    lines(figure, 80).filter { $0.prefix(12).hasSuffix("|") }.map { String($0.prefix(12)) }
  }
}
