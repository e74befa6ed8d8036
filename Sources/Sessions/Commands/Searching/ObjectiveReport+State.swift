// What `objective` tells, taken from the table at hand.
import Events
import Experiments
import HyperparameterSearch

extension ObjectiveReport {
  init(_ state: SessionState) {
    let table = state.table.map { table in
      var source: String?
      if case .shipped(let shipped) = table.setup.source { source = shipped.source }
      return ObjectiveReport.Table(
        name: table.setup.name, source: source, target: table.setup.target,
        direction: table.setup.direction, rows: table.rowCount, rowsLeftOut: table.rowsLeftOut,
        points: table.pointCount, diverged: table.divergedCount,
        columns: table.axes.map(Column.init),
        best: table.best, median: table.medianValue, worst: table.worst, notes: table.planNotes)
    }
    self.init(table: table)
  }
}

extension ObjectiveReport.Column {
  fileprivate init(_ axis: Axis) {
    let texts = axis.domain.gridValues(count: .max).map { SearchAxis.text(of: $0) }
    let most = 6
    self.init(
      name: axis.name, values: texts.count,
      text: texts.count <= most
        ? texts.joined(separator: ", ")
        : texts.prefix(3).joined(separator: ", ") + ", … " + texts[texts.count - 1])
  }
}
