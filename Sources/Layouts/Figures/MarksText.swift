// The marks of a panel as text, what is first below: shades and letters, or blocks and braille in color.
import Events
import Presentation
import Text

struct MarksText {
  let panel: Panel
  let scales: Scales
  var canvas: Canvas
  /// Where words of rules stand.
  private var namesOfRules: [(row: Int, columns: Range<Int>)] = []

  var hasBlocks: Bool { canvas.drawing == .blocks }

  /// Whether a cell stands for an area, as where there is a field, and not for a point of a curve.
  private var isArea: Bool {
    panel.marks.contains { mark in
      switch mark {
      case .field, .bars: true
      default: false
      }
    }
  }

  init(_ panel: Panel, _ scales: Scales, columns: Int, rows: Int, _ drawing: Drawing) {
    (self.panel, self.scales) = (panel, scales)
    canvas = Canvas(columns: columns, rows: rows, drawing)
    for mark in panel.marks { draw(mark) }
    for mark in panel.marks {
      if case .points(let series) = mark { captions(series) }
    }
    // Above the rows there, since a name with points in it cannot be read.
    guard hasBlocks else { return }
    for mark in panel.marks {
      if case .field(let grid) = mark { names(of: grid) }
    }
  }

  private mutating func draw(_ mark: Mark) {
    switch mark {
    case .line(let series):
      hasBlocks ? dottedLine(series) : series.x.isEmpty ? columnLetters(series) : letters(series)
    case .band(let series): band(series)
    case .points(let series): points(series)
    case .bars(let series): panel.y.categories.isEmpty ? bars(series) : lyingBars(series)
    case .brackets(let series): brackets(series)
    case .rule(let series): rules(series)
    case .note(let series): notes(series)
    case .field(let grid): field(grid)
    case .heatMap(let grid): field(grid)
    case .network: break
    }
  }

  // MARK: Places

  private func place(_ share: Double, _ count: Int) -> Int {
    isArea
      ? min(count - 1, max(0, Int(share * Double(count))))
      : Int((min(1, max(0, share)) * Double(count - 1)).rounded())
  }

  func column(_ x: Double) -> Int? {
    x.isFinite ? place(scales.x.shareInside(of: x), canvas.columns) : nil
  }

  func row(_ y: Double) -> Int? {
    y.isFinite ? place(1 - scales.y.shareInside(of: y), canvas.rows) : nil
  }

  private func color(_ series: Series) -> RGB { FigureColors.color(series.role) }

  // MARK: Lines

  /// In each column the value that is nearest to it.
  private mutating func columnLetters(_ series: Series) {
    for column in 0..<canvas.columns {
      guard let index = index(at: column, series), let row = row(series.y(index)) else { continue }
      canvas.putLetter(series.sign, row, column, color(series))
    }
  }

  private func index(at column: Int, _ series: Series) -> Int? {
    let (low, high) = (scales.x.low, scales.x.high)
    guard canvas.columns > 1, low == low.rounded(), high == high.rounded() else { return nil }
    let span = Int(high - low)
    let steps = canvas.columns - 1
    let index = (2 * column * span + steps) / (2 * steps) + Int(low) - series.first
    return series.y.indices.contains(index) ? index : nil
  }

  /// Straight from point to point.
  private mutating func letters(_ series: Series) {
    for (start, end) in segments(series, canvas.columns, canvas.rows, place) {
      var visited: [(Int, Int)] = []
      Canvas.line(start, end) { visited.append(($0, $1)) }
      for (x, y) in visited { canvas.putLetter(series.sign, y, x, color(series)) }
    }
  }

  private mutating func dottedLine(_ series: Series) {
    let fine = { (share: Double, count: Int) -> Int in
      Int((min(1, max(0, share)) * Double(count - 1)).rounded())
    }
    var places: [(Int, Int)] = []
    for (start, end) in segments(series, 2 * canvas.columns, 4 * canvas.rows, fine) {
      Canvas.line(start, end) { places.append(($0, $1)) }
    }
    for (index, (x, y)) in places.enumerated() where !series.isHollow || index % 6 < 3 {
      canvas.dot(x, y, color(series))
    }
  }

  private typealias Place = (x: Int, y: Int)

  /// Between neighbors that are both numbers; of a lone one the point.
  private func segments(
    _ series: Series, _ columns: Int, _ rows: Int, _ place: (Double, Int) -> Int
  ) -> [(Place, Place)] {
    var segments: [(Place, Place)] = []
    var before: Place?
    for index in 0..<series.count {
      let (x, y) = (series.x(index), series.y(index))
      guard x.isFinite, y.isFinite else {
        before = nil
        continue
      }
      let here: Place = (
        place(scales.x.shareInside(of: x), columns), place(1 - scales.y.shareInside(of: y), rows)
      )
      segments.append((before ?? here, here))
      before = here
    }
    return segments
  }

  private mutating func band(_ series: Series) {
    for column in 0..<canvas.columns {
      guard let edges = edges(series, column), let one = row(edges.0), let other = row(edges.1)
      else { continue }
      for row in min(one, other)...max(one, other) where canvas.isBlank(row, column) {
        canvas.put(hasBlocks ? "░" : String(series.sign), row, column, color(series))
      }
    }
  }

  /// Of a band at a column.
  private func edges(_ series: Series, _ column: Int) -> (Double, Double)? {
    if series.x.isEmpty {
      guard let index = index(at: column, series) else { return nil }
      return (series.y(index), series.other(index))
    }
    let x = scales.x.value(at: Double(column) / Double(max(1, canvas.columns - 1)))
    guard let right = series.x.firstIndex(where: { $0.value >= x }) else { return nil }
    guard right > 0 else { return series.x(0) > x ? nil : (series.y(0), series.other(0)) }
    let (from, to) = (series.x(right - 1), series.x(right))
    let share = to > from ? (x - from) / (to - from) : 0
    func between(_ one: Double, _ other: Double) -> Double { one + (other - one) * share }
    return (
      between(series.y(right - 1), series.y(right)),
      between(series.other(right - 1), series.other(right))
    )
  }

  // MARK: Points, rules, notes

  private mutating func points(_ series: Series) {
    let sign = hasBlocks ? Signs.point(series) : String(series.sign)
    for index in 0..<series.count {
      let (x, y) = (series.x(index), series.y(index))
      guard scales.x.contains(x), scales.y.contains(y), let column = column(x), let row = row(y)
      else { continue }
      var ink = color(series)
      if canvas.cells[row][column].background != nil || canvas.cells[row][column].text == "▀" {
        // On a field of its own color.
        ink = ink.mixed(with: RGB(0x000000), 0.45)
      }
      canvas.put(sign, row, column, ink)
    }
  }

  /// Words beside points, where there is room for them.
  private mutating func captions(_ series: Series) {
    for (index, text) in series.texts.enumerated() where !text.isEmpty {
      let (x, y) = (series.x(index), series.y(index))
      guard scales.x.contains(x), scales.y.contains(y), let column = column(x), let row = row(y)
      else { continue }
      let length = Glyph.row(text).count
      let places = [
        (row, column + 2), (row, column - 1 - length), (row - 1, column + 1), (row + 1, column + 1),
        (row - 1, column - length), (row + 1, column - length),
      ]
      let free = places.first { row, start in
        (start - 1...start + length).allSatisfy { canvas.isFree(row, $0) }
          && start >= 0 && start + length <= canvas.columns
      }
      if let free { canvas.write(text, free.0, free.1) }
    }
  }

  private mutating func rules(_ series: Series) {
    let signs = hasBlocks ? ("│", "─") : ("|", "-")
    if series.x.isEmpty {
      for index in series.y.indices {
        guard let row = row(series.y(index)) else { continue }
        for column in 0..<canvas.columns where isFreeOfNames(row, column) {
          canvas.put(signs.1, row, column, color(series))
        }
        let text = series.text(index)
        let rows = (0..<canvas.rows).sorted { abs($0 - row) < abs($1 - row) }
        name(text, rows, canvas.columns - Glyph.row(text).count)
      }
    } else {
      for index in series.x.indices {
        guard let column = column(series.x(index)) else { continue }
        for row in 0..<canvas.rows where isFreeOfNames(row, column) {
          canvas.put(signs.0, row, column, color(series))
        }
        let text = series.text(index)
        let isRight = column + 2 + Glyph.row(text).count > canvas.columns
        let rows = Array(0..<canvas.rows)
        name(text, rows, isRight ? column - 1 - Glyph.row(text).count : column + 2)
      }
    }
  }

  /// The blanks between words are not free.
  private func isFreeOfNames(_ row: Int, _ column: Int) -> Bool {
    canvas.isBlank(row, column)
      && !namesOfRules.contains { $0.row == row && $0.columns.contains(column) }
  }

  /// Words of a rule in the first of some rows where no other's are.
  private mutating func name(_ text: String, _ rows: [Int], _ start: Int) {
    let columns = start..<(start + Glyph.row(text).count + 1)
    let free = rows.first { row in
      !namesOfRules.contains { $0.row == row && $0.columns.overlaps(columns) }
    }
    guard !text.isEmpty, let row = free ?? rows.first else { return }
    canvas.write(text, row, start)
    namesOfRules.append((row, columns))
  }

  private mutating func notes(_ series: Series) {
    for index in 0..<series.count {
      guard let column = column(series.x(index)), let row = row(series.y(index)) else { continue }
      let length = Glyph.row(series.text(index)).count
      canvas.write(series.text(index), row, min(column, canvas.columns - length))
    }
  }

  private mutating func brackets(_ series: Series) {
    let signs = hasBlocks ? ("├", "─", "┤") : ("|", "-", "|")
    for index in 0..<series.count {
      guard let row = row(series.y(index)), let left = column(series.x(index)),
        let right = column(series.other(index)), left <= right
      else { continue }
      for column in left...right {
        let sign = column == left ? signs.0 : column == right ? signs.2 : signs.1
        canvas.put(sign, row, column, color(series))
      }
      caption(series.text(index), row, left, right)
    }
  }

  /// In the midst of a bracket, else behind or before it; cut where it has room nowhere.
  private mutating func caption(_ text: String, _ row: Int, _ left: Int, _ right: Int) {
    let cells = Glyph.row(text)
    let isFree = (0..<max(0, left)).allSatisfy { canvas.isFree(row, $0) }
    let rooms = [right - left - 3, canvas.columns - right - 2, isFree ? left - 1 : 0]
    let fitting = rooms.firstIndex { cells.count <= $0 }
    guard !cells.isEmpty, let place = fitting ?? rooms.indices.max(by: { rooms[$0] < rooms[$1] }),
      rooms[place] > 1
    else { return }
    let shown = cells.fitted(to: min(cells.count, rooms[place]))
    let words = shown.map(\.text).joined()
    switch place {
    case 0: canvas.write(" \(words) ", row, left + 1 + (rooms[0] - shown.count) / 2)
    case 1: canvas.write(words, row, right + 2)
    default: canvas.write(words, row, left - 1 - shown.count)
    }
  }

  // MARK: Bars

  private static let eighths = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

  private mutating func bars(_ series: Series) {
    for index in 0..<series.count {
      let span = span(series, index)
      guard let left = column(span.0), let right = column(span.1), series.y(index).isFinite else {
        continue
      }
      let share = scales.y.shareInside(of: series.y(index))
      let base = scales.y.isLog ? 0 : scales.y.shareInside(of: 0)
      let end = max(left, series.other.isEmpty ? right : right - 1)
      for column in left...end {
        hasBlocks
          ? tower(column, base, share, color(series))
          : letterTower(column, base, share, series)
      }
    }
  }

  /// Where a bar stands: its edges, or most of the room of its place.
  private func span(_ series: Series, _ index: Int) -> (Double, Double) {
    let x = series.x(index)
    return series.other.isEmpty ? (x - 0.38, x + 0.38) : (x, series.other(index))
  }

  private mutating func letterTower(
    _ column: Int, _ base: Double, _ share: Double, _ series: Series
  ) {
    let letter = series.letter.isEmpty ? "#" : series.letter
    let (bottom, top) = (min(base, share), max(base, share))
    for row in 0..<canvas.rows {
      let middle = 1 - (Double(row) + 0.5) / Double(canvas.rows)
      if middle > bottom, middle < top { canvas.put(letter, row, column, color(series)) }
    }
  }

  /// To an eighth of a cell, upwards from its base; downwards to a whole one.
  private mutating func tower(_ column: Int, _ base: Double, _ share: Double, _ color: RGB) {
    guard share >= base else {
      for row in 0..<canvas.rows {
        let middle = 1 - (Double(row) + 0.5) / Double(canvas.rows)
        if middle > share, middle < base { canvas.put("█", row, column, color) }
      }
      return
    }
    let height = Double(canvas.rows)
    for row in 0..<canvas.rows {
      let bottom = height - Double(row) - 1
      let part = min(1, max(0, share * height - bottom))
      guard bottom + 0.5 > base * height, part > 0 else { continue }
      let eighth = Int((part * 8).rounded())
      guard eighth > 0 else { continue }
      // Over a bar behind it.
      let behind = canvas.cells[row][column]
      let background = behind.text == "█" ? behind.foreground : behind.background
      canvas.put(
        Glyph(text: Self.eighths[eighth], foreground: color, background: background), row, column)
    }
  }

  private mutating func lyingBars(_ series: Series) {
    for index in 0..<series.count {
      guard let row = row(series.y(index)), let end = column(series.x(index)),
        let base = column(scales.x.isLog ? scales.x.low : 0)
      else { continue }
      let letter = series.letter.isEmpty ? "#" : series.letter
      if series.x(index) != 0 {
        for column in min(base, end)...max(base, end) {
          canvas.put(hasBlocks ? "█" : letter, row, column, color(series))
        }
      }
      let text = series.text(index)
      let length = Glyph.row(text).count
      let isInside = end + 2 + length > canvas.columns
      canvas.write(isInside ? " \(text)" : text, row, isInside ? end - length : end + 2)
    }
  }
}

/// What points look like where there are more than letters: a class has a shape of its own.
enum Signs {
  static func point(_ series: Series) -> String {
    let (full, hollow) = (["●", "▲", "■", "◆", "▼", "★"], ["○", "△", "□", "◇", "▽", "☆"])
    switch series.role {
    case .classified(let number), .series(let number):
      return (series.isHollow ? hollow : full)[number % full.count]
    case .emphasis: return "✚"
    case .muted: return "·"
    }
  }
}
