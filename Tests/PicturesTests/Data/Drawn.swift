// What `plot` says in a session, for tests that look at the figure itself.
import Events
import NeuralNetwork
import SessionSupport

extension RecordedSession {
  /// The figure of a command; nil where it was refused.
  func drawn(_ command: String) -> Figure? {
    run(command)
    return events.lazy.compactMap { if case .plot(let report) = $0 { report.figure } else { nil } }
      .first
  }

  /// What `predict` says of values in the data's own units.
  func predicted(_ values: [Double]) -> PredictionReport? {
    run("predict " + values.map { "\($0)" }.joined(separator: " "))
    return events.lazy.compactMap {
      if case .prediction(let report) = $0 { report } else { nil }
    }.first
  }
}

extension Figure {
  var grids: [Grid] { panels.flatMap { $0.marks.compactMap(\.grid) } }

  var points: [Series] {
    panels.flatMap(\.marks).compactMap { if case .points(let series) = $0 { series } else { nil } }
  }

  var lines: [Series] {
    panels.flatMap(\.marks).compactMap { if case .line(let series) = $0 { series } else { nil } }
  }
}

extension Grid {
  /// The middle of a cell on the axes.
  func middle(_ row: Int, _ column: Int) -> (x: Double, y: Double) {
    let box = box
    return (
      box.left + (Double(column) + 0.5) / Double(columns) * (box.right - box.left),
      box.upper - (Double(row) + 0.5) / Double(rows) * (box.upper - box.lower)
    )
  }
}
