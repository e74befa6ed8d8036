// What a search evaluates, and which of its axes mattered.
import Events
import HyperparameterSearch
import Text

extension Presenter {
  func blocks(_ report: ObjectiveReport) -> [Block] {
    guard let table = report.table else {
      return [
        .text("objective: trainings of networks on the data, judged on validation rows"),
        .text(
          "`objective phoneme` and `objective table FILE` look trials up instead.", .hint),
      ]
    }
    let better = table.direction == .maximize ? "larger" : "smaller"
    let source = table.source.map { " (\($0))" } ?? ""
    var blocks: [Block] = [
      .title(
        """
        objective: \(name: table.target) of \(name: table.name)\(source), \(better) is better
        """, hang: 1),
      .text(size(table), depth: 1),
      .definitions(
        table.columns.map {
          (Spans(name: $0.name), "\(counted($0.values, "value")): \(name: $0.text)")
        }),
    ]
    if let best = table.best, let median = table.median, let worst = table.worst {
      blocks.append(
        .text("best \(best, "best"), median \(median, "median"), worst \(worst, "worst")", depth: 1)
      )
    }
    return blocks + Block.coach(table.notes) + [
      .text(
        "`search bayes trials=50` looks its trials up here; `objective training` goes back.", .hint)
    ]
  }

  private func size(_ table: ObjectiveReport.Table) -> Spans {
    var size = counted(table.rows, "row")
    if table.rowsLeftOut > 0 {
      size += " and \(counted(table.rowsLeftOut, "row")) left out for an empty field"
    }
    if table.points < table.rows {
      size += "; \(counted(table.points, "point")), each the mean of its rows"
    }
    if table.diverged > 0 { size += "; \(table.diverged) diverged" }
    return Spans(size)
  }

  func blocks(_ report: ImportanceReport) -> [Block] {
    let head = Block.title(
      """
      importance in the \(report.method) search: shares of the variance of the \
      \(report.valueName) over the whole space, from \(counted(report.trials, "finished trial"))
      """, hang: 1)
    if report.isConstant {
      return [head, .text("All trials had the same value, so nothing mattered.", depth: 1)]
    }
    return [
      head, .table(shares(report)),
      .text(
        """
        By fANOVA on \(report.trees) regression trees; a pair's share is what the two explain only \
        together. A wider range of an axis makes it matter more.
        """, .hint),
    ]
  }

  private func shares(_ report: ImportanceReport) -> Table {
    var deviation = Column("", .right, .fixed(8))
    deviation.sign = "±"
    var table = Table(
      [
        Column("", .left, .content(most: 28, fifths: 2)), Column("", .right, .fixed(8)), deviation,
        Column("", .left, .bar(28)),
      ],
      rows: (report.shares + report.interactions.filter { $0.mean > 0 }).map { share in
        Row([
          Cell(share.axes.joined(separator: " with ")), Cell(share.mean, .percent),
          Cell(share.deviation, .percent), Cell(share: min(1, max(0, share.mean))),
        ])
      })
    table.hasHead = false
    table.gap = 0
    return table
  }
}
