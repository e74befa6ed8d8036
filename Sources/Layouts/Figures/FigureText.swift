// A figure as lines of text: its caption, who is who, and its panels, side by side where the window has room.
import CommandLanguage
import Events
import Presentation
import Text

struct FigureText {
  /// As it is, and with fields that can be seen between their points where those are characters.
  private let whole: Figure
  private let sparse: Figure
  private var figure: Figure { hasImages ? whole : sparse }
  /// Columns to wrap the title at.
  private let width: Int
  /// Columns for panels.
  private let columns: Int
  private let drawing: Drawing
  /// Whether marks that pixels show better are pixels.
  var hasImages = false

  /// Columns of labels beside a panel that has the window to itself, so that such panels stand below each other.
  private static let labelWidth = 10
  private static let gap = 3
  /// Lines that labels still stand apart in.
  static let leastHeight = 4

  /// - Parameter columns: what labels and marks have room in.
  init(_ figure: Figure, width: Int, columns: Int, drawing: Drawing = .letters) {
    (whole, sparse) = (figure, figure.withFieldsVisible)
    (self.width, self.columns) = (width, columns)
    self.drawing = drawing
  }

  var lines: [TextLine] {
    guard !figure.isEmpty else {
      return Self.wrapped(figure.sentenceOfNothing, width).map { TextLine($0) }
    }
    let caption = drawing == .blocks ? "\(figure.caption(in: .blocks)):" : figure.captionOfLetters
    let hasColor = drawing != .letters
    let legend = legend
    // Where a table has the names too, they take no line of their own if they need none.
    if figure.isNamedElsewhere, legend.count == 1 {
      let line = Glyph.row(caption) + legend[0]
      if line.count <= width { return ([line] + panels).map { $0.line(hasColor: hasColor) } }
    }
    let head = Self.wrapped(caption, width).map { TextLine($0) }
    return head + (legend + panels).map { $0.line(hasColor: hasColor) }
  }

  /// In lines of so many columns; of a word that is longer, such as a column's name, only the beginning.
  private static func wrapped(_ text: String, _ width: Int) -> [String] {
    let words = escapedForDisplay(text).split(separator: " ", omittingEmptySubsequences: false)
    let short = words.map { word -> String in
      let cells = Glyph.row(String(word))
      return cells.count > width ? cells.fitted(to: width).map(\.text).joined() : String(word)
    }
    return TextWrap.wrapped(short.joined(separator: " "), width: width)
  }

  /// Rows of panels, one above the other.
  var panelRows: Int {
    let across = across
    return max(1, (figure.panels.count + across - 1) / across)
  }

  // MARK: Panels

  /// Whether a panel has the window's width to itself.
  private var isAlone: Bool { figure.panels.count == 1 || figure.isStacked }

  private var panels: [[Glyph]] {
    let across = across
    var lines: [[Glyph]] = []
    for start in stride(from: 0, to: figure.panels.count, by: across) {
      let blocks = figure.panels[start..<min(start + across, figure.panels.count)].map(block)
      lines += Self.sideBySide(blocks)
    }
    return lines
  }

  static func sideBySide(_ blocks: [[[Glyph]]]) -> [[Glyph]] {
    let height = blocks.map(\.count).max() ?? 0
    let widths = blocks.map { $0.map(\.count).max() ?? 0 }
    return (0..<height).map { row in
      zip(blocks, widths).enumerated().reduce(into: []) { line, part in
        let (place, (block, width)) = (part.offset, part.element)
        if place > 0 { line += [Glyph](repeating: Glyph(), count: gap) }
        line += (row < block.count ? block[row] : []).fitted(to: width)
      }
    }
  }

  /// Panels side by side.
  private var across: Int {
    guard !figure.isStacked else { return 1 }
    let widest = figure.panels.map(fullWidth).max() ?? columns
    return max(1, (columns + Self.gap) / (widest + Self.gap))
  }

  private func gutter(_ panel: Panel) -> Int {
    if figure.isStacked {
      let longest = figure.panels.map(longestLabel).max() ?? 0
      return max(Self.labelWidth, min(longest, columns / 3))
    }
    return panel.y.kind == .hidden || isAlone
      ? Self.labelWidth : min(longestLabel(panel), max(Self.labelWidth, columns / 3))
  }

  private func longestLabel(_ panel: Panel) -> Int {
    let most = panel.y.categories.isEmpty ? 6 : panel.y.categories.count
    let ticks = Scales(panel)?.y.ticks(most: most) ?? []
    return ticks.map { Glyph.row($0.label).count }.max() ?? 0
  }

  /// Of its marks with their labels, and lines of its marks.
  private func size(of panel: Panel) -> (width: Int, rows: Int) {
    if let network = panel.network {
      guard drawing == .blocks else {
        let table = NetworkTable(network, columns: columns, drawing)
        return (min(columns, table.width), table.lines.count)
      }
      let rows = NetworkText.rows(network, most: figure.height)
      return (min(columns, NetworkText.width(network, columns)), rows)
    }
    if let grid = panel.heatMap {
      return (min(columns, GridText(grid, panel, columns, drawing).width), grid.rows)
    }
    let margin = PanelText.margin(panel, gutter: gutter(panel))
    let room = columns - margin
    guard let aspect = panel.aspect?.value, aspect > 0 else {
      // 61 of 80 columns, and of a wider window all but as many as are free there, up to twice as many: with
      // few lines to rise and fall in, curves would look flat in more.
      let alone = max(2, min(room, max(61, min(121, room - 7))))
      return (margin + (isAlone ? alone : min(room, 30)), panel.height ?? figure.height)
    }
    var rows = panel.height ?? figure.height
    if panel.x.kind == .hidden, let grid = panel.marks.first?.grid {
      rows = min(rows, drawing == .blocks ? (grid.rows + 1) / 2 : grid.rows)
    }
    let wide = Int((2 * Double(rows) * aspect).rounded())
    if wide > room { rows = max(2, Int(Double(room) / (2 * aspect))) }
    return (margin + max(2, min(room, wide)), rows)
  }

  /// With room for a caption that is a little longer.
  private func fullWidth(of panel: Panel) -> Int {
    let width = size(of: panel).width
    return min(columns, max(width, min(20, Glyph.row(title(of: panel)).count)))
  }

  private func title(of panel: Panel) -> String {
    panel.isFramed ? "> \(panel.title)" : panel.title
  }

  private func block(_ panel: Panel) -> [[Glyph]] {
    let size = size(of: panel)
    var lines: [[Glyph]]
    if let network = panel.network {
      lines =
        drawing == .blocks
        ? NetworkText(network, width: size.width, rows: size.rows).lines
        : NetworkTable(network, columns: columns, drawing).lines
    } else if let grid = panel.heatMap {
      lines = GridText(grid, panel, columns, drawing).lines
    } else {
      // Where the title has the name, only if there is room to spare, or to say that the scale is not the usual one.
      let isWorthALine = width >= 80 || Scales(panel)?.y.isLog == true
      let isNamed =
        !figure.title.contains(panel.y.label) || isWorthALine && !figure.isNamedElsewhere
      var text = PanelText(
        panel, width: size.width, rows: size.rows, gutter: gutter(panel), isNamed: isNamed,
        drawing)
      text?.hasImages = hasImages
      lines = text?.lines ?? [Glyph.row("nothing can be drawn").fitted(to: size.width)]
    }
    guard !panel.title.isEmpty else { return lines }
    let width = fullWidth(of: panel)
    // A picture's caption is under it, since so are those of the pictures above, in two lines if need be.
    if panel.x.kind == .hidden, panel.network == nil, panel.heatMap == nil {
      let caption = Self.wrapped(title(of: panel), width)
      let shown = caption.count > 2 ? [caption[0], caption[1] + "…"] : caption
      return (lines + shown.map { Glyph.row($0) }).map { $0.fitted(to: width) } + [[]]
    }
    return [Glyph.row(title(of: panel)).fitted(to: width)] + lines
  }

  // MARK: Legend

  private var legend: [[Glyph]] {
    guard !figure.isNamedElsewhere || drawing == .blocks else { return [] }
    var lines: [[Glyph]] = []
    var line: [Glyph] = []
    for whole in entries {
      let entry = whole.fitted(to: min(whole.count, width - 2))
      if !line.isEmpty, line.count + 3 + entry.count > width {
        lines.append(line)
        line = []
      }
      line += [Glyph](repeating: Glyph(), count: line.isEmpty ? 2 : 3) + entry
    }
    return line.isEmpty ? lines : lines + [line]
  }

  private var entries: [[Glyph]] {
    let entries = figure.legend.map(entry)
    guard drawing != .blocks, let letters = figure.answerLetters else { return entries }
    let others = letters.left == 1 ? "1 other answer" : "\(letters.left) other answers"
    return entries
      + figure.namesOfAnswers.compactMap { mark in
        guard let series = mark.series, case .classified(let place) = series.role,
          let letter = letters.letter(ofClass: place)
        else { return nil }
        return Glyph.row(letter, FigureColors.color(series.role)) + Glyph.row(" \(series.name)")
      } + (letters.left > 0 ? [Glyph.row("\(AnswerLetters.without) \(others)")] : [])
  }

  private func entry(_ mark: Mark) -> [Glyph] {
    let hasBlocks = drawing == .blocks
    if let grid = mark.grid { return scale(grid) }
    guard let series = mark.series else { return [] }
    let color = FigureColors.color(series.role)
    let sign =
      switch mark {
      case .line: hasBlocks ? (series.isHollow ? "⠒ ⠒" : "⠒⠒⠒") : String(series.sign)
      case .points:
        hasBlocks ? Signs.point(series) : String(series.sign) + letterOfAnswer(series)
      case .band: hasBlocks ? "░░" : String(series.sign)
      case .bars: hasBlocks ? "██" : series.letter.isEmpty ? "#" : series.letter
      case .brackets: hasBlocks ? "├─┤" : "|-|"
      case .rule: series.x.isEmpty ? (hasBlocks ? "─" : "-") : hasBlocks ? "│" : "|"
      default: ""
      }
    // A line's own letter says who it is in words too.
    let isLine = if case .line = mark { true } else { false }
    let letter = hasBlocks && isLine && !series.letter.isEmpty ? "\(series.letter) " : ""
    return Glyph.row(sign, color) + Glyph.row(" \(letter)\(series.name)")
  }

  /// Behind the digit of a class the letter that stands where the network answers it.
  private func letterOfAnswer(_ series: Series) -> String {
    guard case .classified(let place) = series.role, let letters = figure.answerLetters else {
      return ""
    }
    return " \(letters.sign(ofClass: place))"
  }

  /// "output -1 .:-=+*#%@ 1"
  private func scale(_ grid: Grid) -> [Glyph] {
    let range = grid.range
    let isSoft = figure.panels.contains(where: \.hasPoints)
    let levels = Shades.levels(of: grid, inLetters: drawing != .blocks)
    let shades = levels.map { level in
      Glyph(
        text: drawing == .blocks ? "█" : Shades.character(level, grid.palette),
        foreground: drawing == .letters
          ? nil : FigureColors.color(level, grid.palette, isSoft: isSoft))
    }
    let (low, high) = (NumberText.significant(range.low, 3), NumberText.significant(range.high, 3))
    return Glyph.row("\(grid.name) \(low) ") + shades + Glyph.row(" \(high)")
  }
}

extension Panel {
  /// Points on a field are easier to see where it is pale.
  var hasPoints: Bool {
    marks.contains { if case .points = $0 { true } else { false } }
  }

  var network: NetworkPicture? {
    marks.lazy.compactMap { if case .network(let network) = $0 { network } else { nil } }.first
  }

  var heatMap: Grid? {
    marks.lazy.compactMap { if case .heatMap(let grid) = $0 { grid } else { nil } }.first
  }
}
