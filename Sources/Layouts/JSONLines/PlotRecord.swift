// A picture as values: its axes and marks with their numbers, and what is to be seen in words. How it is laid out
// is left out.
import Events
import Presentation

struct PlotRecord: EventRecord {
  static let type = "plot"
  struct Axis: Codable {
    let name: String
    let unit: String
    let scale: String
    let categories: [String]

    init(_ axis: PanelAxis) {
      (name, unit, scale) = (axis.label, axis.unit, axis.kind.rawValue)
      categories = axis.categories
    }
  }
  struct Panel: Codable {
    let title: String
    let x: Axis
    let y: Axis
    let marks: [MarkFields]
  }
  struct MarkFields: Codable {
    let mark: String
    let name: String
    var role: String?
    var hollow: Bool?
    var x: [Double]?
    var y: [Double]?
    var other: [Double]?
    var texts: [String]?
    var rows: Int?
    var columns: Int?
    var values: [Double]?
    var edges: [Double]?
    var rowNames: [String]?
    var columnNames: [String]?
    var layers: [[String]]?
    var weights: [[Double]]?
  }
  let kind: String
  let title: String
  let words: String
  let notes: [String]
  /// Where it was written.
  var file: String?
  var bytes: Int?
  let panels: [Panel]

  init(_ report: PlotReport) {
    let figure = report.figure
    (kind, title, words) = (report.kind, figure.title, figure.words)
    notes = figure.notes + figure.keys(in: .graphics)
    if case .written(let file, let bytes) = report.form { (self.file, self.bytes) = (file, bytes) }
    panels = figure.panels.map {
      Panel(title: $0.title, x: Axis($0.x), y: Axis($0.y), marks: $0.marks.map(MarkFields.init))
    }
  }
}

extension PlotRecord.MarkFields {
  init(_ mark: Mark) {
    let name = mark.series?.name ?? mark.grid?.name ?? ""
    self.init(mark: mark.kind, name: name)
    if let series = mark.series {
      (role, hollow) = (series.role.name, series.isHollow)
      (x, y) = (series.xs, series.y.map(\.value))
      if !series.other.isEmpty { other = series.other.map(\.value) }
      if !series.texts.isEmpty { texts = series.texts }
    }
    if let grid = mark.grid {
      (rows, columns, values) = (grid.rows, grid.columns, grid.values.map(\.value))
      if !grid.edges.isEmpty { edges = grid.edges.map(\.value) }
      if !grid.rowNames.isEmpty { rowNames = grid.rowNames }
      if !grid.columnNames.isEmpty { columnNames = grid.columnNames }
    }
    if case .network(let network) = mark {
      (layers, weights) = (network.layers, network.weights.map { $0.map(\.value) })
    }
  }
}

extension Series {
  /// Also where they are counted.
  fileprivate var xs: [Double] { (0..<count).map { x($0) } }
}
