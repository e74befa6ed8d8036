// `why`: the parts of a loss's change, the rows that changed most, and what to look at.
import Events
import Text

extension Presenter {
  func blocks(_ report: WhyReport) -> [Block] {
    var blocks: [Block] = [.title(heading(report), hang: 1), .table(parts(report))]
    blocks.append(
      .text(
        """
        A part is what the moves of a layer's weights promised: each move times how steep the loss was \
        where it began (its slope). Curvature is what came otherwise, as a slope changes on the way. \
        `explain why` says more.
        """, depth: 1))
    if report.showsParts { blocks.append(.table(throughEpochs(report))) }
    blocks += [rows("fell", report.fell), rows("rose", report.rose)].compactMap(\.self)
    blocks += remarks(on: report)
    return blocks + Block.coach([report.surprise?.statement].compactMap(\.self))
  }

  private func heading(_ report: WhyReport) -> Spans {
    let whole = report.whole
    let span =
      report.epoch.map { "in epoch \($0)" }
      ?? "from epoch \(words(whole.from)) to \(words(whole.to))"
    let change: Spans =
      whole.change < 0
      ? "fell by \(-whole.change, "fall")"
      : whole.change > 0 ? "rose by \(whole.change, "rise")" : "did not change"
    return """
      \(span) the loss \(change), from \(whole.lossBefore, "loss_before") to \
      \(whole.lossAfter, "loss_after")
      """
  }

  /// "12", "12 and 30 rows"
  private func words(_ place: WeightsPlace) -> String {
    place.rowsDone > 0 ? "\(place.epoch) and \(counted(place.rowsDone, "row"))" : "\(place.epoch)"
  }

  private func parts(_ report: WhyReport) -> Table {
    func row(_ name: String, _ value: Double) -> Row { Row([Cell(name), signed(value)]) }
    let whole = report.whole
    var rows = zip(report.layerNames, whole.layers).map(row)
    if report.hasL1 { rows.append(row("L1", whole.l1)) }
    if report.hasL2 { rows.append(row("L2", whole.l2)) }
    rows += [row("curvature", whole.curvature), row("together", whole.change)]
    return Table([Column("part", .left), Column("change of the loss")], rows: rows)
  }

  private func throughEpochs(_ report: WhyReport) -> Table {
    let layers = report.layerNames.enumerated().map { Column($1, priority: 2 + $0) }
    let penalties =
      (report.hasL1 ? [Column("L1", priority: 1)] : [])
      + (report.hasL2 ? [Column("L2", priority: 1)] : [])
    let rows = report.parts.map { part in
      Row(
        [Cell(words(part.to))] + part.layers.map(signed)
          + (report.hasL1 ? [signed(part.l1)] : []) + (report.hasL2 ? [signed(part.l2)] : [])
          + [signed(part.curvature), signed(part.change), Cell(part.lossAfter, .significant(4))])
    }
    var table = Table(
      [Column("to epoch")] + layers + penalties
        + [Column("curvature"), Column("together"), Column("loss")], rows: rows)
    table.narrowGap = 1
    return table
  }

  private func signed(_ value: Double) -> Cell { Cell(value, .signed(3)) }

  /// "rows whose loss fell most: 12 (class 1) 1.31 → 0.22, …"
  private func rows(_ verb: String, _ rows: [WhyReport.RowChange]) -> Block? {
    guard !rows.isEmpty else { return nil }
    var text: Spans = "rows whose own loss \(verb) most: "
    for (place, row) in rows.enumerated() {
      if place > 0 { text += "; " }
      let name: Spans = row.className.map { " (class \(name: $0))" } ?? ""
      text += """
        row \(row.number)\(name) \(row.before, "before", .significant(3)) → \
        \(row.after, "after", .significant(3))
        """
    }
    return .text(text, depth: 1, hang: 1)
  }

  private func remarks(on report: WhyReport) -> [Block] {
    var blocks: [Block] = []
    if report.rows < report.trainingRows {
      blocks.append(
        .text(
          """
          The loss and its slopes are of \(report.rows) of the \(report.trainingRows) training rows, \
          as all would take long.
          """, .hint, depth: 1))
    }
    if let epoch = report.weightsEpoch {
      blocks.append(
        .text(
          """
          Training went on to epoch \(report.lastEpoch); the weights of epoch \(epoch) were taken back.
          """, .hint, depth: 1))
    }
    return blocks
  }
}
