// A network as text: the names of units in columns, and between them links in dots of braille, dashed where they
// are negative, the strongest over all others; of many those weaker than a tenth of it are not drawn. Letters
// cannot tell links that cross, so there a table has the weights between each two layers.
import Events
import Presentation
import Text

struct NetworkText {
  private let network: NetworkPicture
  private let width: Int
  private let rows: Int

  /// A tenth, and a half, of the strongest weight.
  private static let (weak, strong) = (0.1, 0.5)

  init(_ network: NetworkPicture, width: Int, rows: Int) {
    (self.network, self.width, self.rows) = (network, width, rows)
  }

  /// Two to a unit.
  static func rows(_ network: NetworkPicture, most: Int) -> Int {
    let longest =
      zip(network.layers, network.leftOut).map { $0.count + ($1 > 0 ? 1 : 0) }.max() ?? 1
    return max(longest, min(most, 2 * longest - 1))
  }

  static func width(_ network: NetworkPicture, _ columns: Int) -> Int {
    let names = network.layers.map { $0.map { Glyph.row($0).count }.max() ?? 0 }
    return min(columns, names.reduce(0, +) + 22 * max(0, network.layers.count - 1) + 8)
  }

  var lines: [[Glyph]] {
    var canvas = Canvas(columns: width, rows: rows, .blocks)
    let columns = nameColumns
    let most = network.links.last.map { abs($0.weight) } ?? 1
    for link in network.links {
      let share = abs(link.weight) / most
      guard share >= Self.weak || network.links.count < 20 else { continue }
      let start = (x: columns[link.gap].upperBound + 1, y: row(link.from, link.gap))
      let end = (x: columns[link.gap + 1].lowerBound - 2, y: row(link.to, link.gap + 1))
      guard start.x < end.x else { continue }
      draw(link, share, start, end, &canvas)
    }
    for (layer, names) in network.layers.enumerated() {
      for (unit, name) in names.enumerated() {
        let cells = Glyph.row(name).fitted(to: min(Glyph.row(name).count, columns[layer].count))
        canvas.write(cells.map(\.text).joined(), row(unit, layer), columns[layer].lowerBound)
      }
      if network.leftOut[layer] > 0 {
        canvas.write(
          "… +\(network.leftOut[layer])", row(names.count, layer), columns[layer].lowerBound)
      }
    }
    return canvas.finished
  }

  /// Where the names of each layer stand: the first at the left edge, the last at the right one.
  private var nameColumns: [Range<Int>] {
    let most = max(3, width / max(1, 2 * network.layers.count))
    let lengths = network.layers.enumerated().map { layer, names in
      let more = network.leftOut[layer] > 0 ? "… +\(network.leftOut[layer])".count : 0
      return min(most, max(more, names.map { Glyph.row($0).count }.max() ?? 1))
    }
    let gaps = max(1, network.layers.count - 1)
    let room = width - lengths.reduce(0, +)
    return lengths.indices.map { layer in
      let start = lengths[..<layer].reduce(0, +) + room * layer / gaps
      return start..<(start + lengths[layer])
    }
  }

  private func row(_ unit: Int, _ layer: Int) -> Int {
    let count = network.layers[layer].count + (network.leftOut[layer] > 0 ? 1 : 0)
    guard count > 1 else { return rows / 2 }
    return Int((Double(unit) * Double(rows - 1) / Double(count - 1)).rounded())
  }

  private func draw(
    _ link: NetworkPicture.Link, _ share: Double, _ start: (x: Int, y: Int),
    _ end: (x: Int, y: Int), _ canvas: inout Canvas
  ) {
    let isPositive = link.weight > 0
    let color = FigureColors.color(isPositive ? 1 : 0, .diverging)
    var places: [(Int, Int)] = []
    let fine = { (place: (x: Int, y: Int)) in (x: 2 * place.x, y: 4 * place.y + 1) }
    Canvas.line(fine(start), fine(end)) { places.append(($0, $1)) }
    for (index, (x, y)) in places.enumerated() {
      // What is thick is strong.
      guard isPositive || index % 4 < 2 else { continue }
      canvas.dot(x, y, color)
      if share >= Self.strong { canvas.dot(x, y + 1, color) }
    }
  }
}

/// The weights between each two layers as a table, side by side where the window has room.
struct NetworkTable {
  private let columns: Int
  private let drawing: Drawing
  /// The largest weight by size.
  private let most: Double

  private let tables: [GridText]

  private static let gap = 3

  init(_ network: NetworkPicture, columns: Int, _ drawing: Drawing) {
    (self.columns, self.drawing) = (columns, drawing)
    let most = network.links.last.map { abs($0.weight) } ?? 1
    self.most = most
    tables = network.weights.indices.filter { $0 + 1 < network.layers.count }.map { layer in
      let (from, to) = (network.layers[layer], network.layers[layer + 1])
      let weights = Grid(
        rows: from.count, columns: to.count, network.weights[layer].map(\.value), .diverging,
        low: -most, high: most, rowNames: from, columnNames: to, decimals: 2)
      return GridText(weights, Panel(marks: []), columns, drawing)
    }
  }

  /// Tables that stand side by side, from the left.
  private var bands: [[GridText]] {
    var bands: [[GridText]] = []
    var room = 0
    for table in tables {
      if let last = bands.indices.last, table.width + Self.gap <= room {
        bands[last].append(table)
      } else {
        bands.append([table])
        room = columns + Self.gap
      }
      room -= table.width + Self.gap
    }
    return bands
  }

  var width: Int {
    bands.map { $0.reduce(-Self.gap) { $0 + $1.width + Self.gap } }.max() ?? 0
  }

  var lines: [[Glyph]] {
    let tables = Array(bands.map { FigureText.sideBySide($0.map(\.lines)) }.joined(separator: [[]]))
    return self.tables.allSatisfy(\.hasNumbers) ? tables : [scale] + tables
  }

  /// Where shades stand for numbers.
  private var scale: [Glyph] {
    let end = NumberText.significant(most, 3)
    let shades = Shades.levels(of: Grid(rows: 0, columns: 0, [], .diverging), inLetters: true)
      .map { level in
        Glyph(
          text: Shades.character(level, .diverging),
          foreground: drawing == .letters ? nil : FigureColors.color(level, .diverging))
      }
    return Glyph.row("weight -\(end) ") + shades + Glyph.row(" \(end)")
  }
}
