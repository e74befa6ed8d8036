// `confusion`: the counts and each class's scores.
import Events
import NeuralNetwork
import Text

extension Presenter {
  func blocks(_ report: ConfusionReport) -> [Block] {
    let heading = Block.title("\(report.rowsName) rows, \(words(for: report.place))", flow: .line)
    return [heading, .table(counts(report)), .table(scores(report))]
      + (report.accuracy.map { [accuracy($0, report)] } ?? [])
  }

  private static let name = Column.Width.content(most: 20, narrowMost: 13)

  private func counts(_ report: ConfusionReport) -> Table {
    let columns = [Column("actual \\ predicted", .left, Self.name)]
    let rows = zip(report.classes, report.counts).map { name, counts in
      Row([Cell(name)] + counts.map { Cell($0) })
    }
    var table = Table(columns + report.classes.map { Column($0, .right, Self.name) }, rows: rows)
    table.overflow = .split
    table.gap = report.classes.count > 8 ? 1 : 2
    table.narrowGap = 1
    return table
  }

  private func scores(_ report: ConfusionReport) -> Table {
    func row(_ name: String, _ scores: ClassScores) -> Row {
      Row(
        [Cell(name), Cell(scores.support)]
          + [scores.precision, scores.recall, scores.f1].map { score in
            score.map { Cell($0, .percent) } ?? "-"
          })
    }
    var rows = zip(report.classes, report.scores).map(row)
    if let mean = report.macroAverage { rows.append(row("macro average", mean)) }
    let columns = [
      Column("class", .left, Self.name), Column("rows", priority: 1), Column("precision"),
      Column("recall"), Column("F1"),
    ]
    var table = Table(columns, rows: rows)
    table.narrowGap = 1
    return table
  }

  private func accuracy(_ share: Double, _ report: ConfusionReport) -> Block {
    let rows = "\(report.correct) of \(counted(report.rows, "row"))"
    return .text("accuracy \(share, "accuracy", .percent): \(rows) right", depth: 1)
  }
}
