// `data columns`: a line for each column of the data.
import Datasets
import Events
import Text

extension Presenter {
  func blocks(_ report: ColumnsReport) -> [Block] {
    let columns = [
      Column("column", .left, .content(most: 18)), Column("kind", .left),
      Column("values", .left, .content(most: 18)), Column("missing", priority: 1),
      Column("distribution", .left, .content(most: 20)),
    ]
    let rows = report.columns.map(row)
    let title: Spans = "\(name: report.name): \(report.rows) rows, values as they were read"
    let hasNumbers = report.columns.contains {
      if case .numbers = $0.values { true } else { false }
    }
    let note: Spans = """
      A bar or figure for each tenth of the range: the higher, the more rows lie in it, none at 0. After \
      names stand rows.
      """
    return [.title(title), .table(Table(columns, rows: rows))]
      + (hasNumbers ? [.text(note, .hint)] : [])
      + (report.dropped > 0
        ? [
          .text(
            "Missing values in the \(counted(report.dropped, "row")) left out are counted too.",
            .hint)
        ] : [])
  }

  private func row(_ column: ColumnSummary) -> Row {
    let missing: Cell = column.missing == 0 ? "-" : Cell(column.missing)
    let isTarget = column.role == .target
    switch column.values {
    case .numbers(let low, let high, let counts):
      return Row([
        Cell(column.name), Cell(isTarget ? "target" : "number"),
        Cell(
          low == high
            ? "all \(NumberText.significant(low))"
            : "\(NumberText.significant(low)) to \(NumberText.significant(high))"),
        missing, Sketch.cell(counts),
      ])
    case .categories(let found):
      let count = "\(found.count) \(isTarget ? "classes" : "categories")"
      return Row([
        Cell(column.name), Cell(isTarget ? "target" : "category"), Cell(count), missing,
        Cell(found.prefix(8).map { "\($0.name) \($0.count)" }.joined(separator: ", ")),
      ])
    case .unknown:
      return Row([Cell(column.name), "left out", Cell(column.reason), missing, ""])
    }
  }
}

extension ColumnSummary {
  /// Why it is no input.
  fileprivate var reason: String {
    guard case .leftOut(let reason) = role else { return "" }
    return reason == .dropped ? "" : "it is \(reason.rawValue)="
  }
}

/// Counts drawn as bars in a line.
enum Sketch {
  private static let bars = Array("▁▂▃▄▅▆▇█")

  static func cell(_ counts: [Int]) -> Cell {
    let most = max(1, counts.max() ?? 1)
    func level(_ count: Int, of levels: Int) -> Int {
      count == 0 ? 0 : max(1, (2 * levels * count + most) / (2 * most))
    }
    var cell = Cell(counts.map { String(level($0, of: 9)) }.joined())
    cell.drawn = String(counts.map { bars[level($0, of: bars.count - 1)] })
    return cell
  }
}
