// `why`: the parts of a loss's change, the rows that changed most, and what to look at. The parts are
// printed so that they add up to the change, and that to the losses.
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
    let places = Places(report)
    let span =
      report.epoch.map { "in epoch \($0)" }
      ?? "from epoch \(words(whole.from)) to \(words(whole.to))"
    let (before, after) = (places.rounded(whole.lossBefore), places.rounded(whole.lossAfter))
    let amount = places.rounded(abs(after - before))
    let change: Spans =
      after < before
      ? "fell by \(amount, "fall", places.plain)"
      : after > before ? "rose by \(amount, "rise", places.plain)" : "did not change"
    return """
      \(span) the loss \(change), from \(before, "loss_before", places.plain) to \
      \(after, "loss_after", places.plain)
      """
  }

  /// "12", "12 and 30 rows"
  private func words(_ place: WeightsPlace) -> String {
    place.rowsDone > 0 ? "\(place.epoch) and \(counted(place.rowsDone, "row"))" : "\(place.epoch)"
  }

  private func parts(_ report: WhyReport) -> Table {
    let places = Places(report)
    let names =
      report.layerNames + (report.hasL1 ? ["L1"] : []) + (report.hasL2 ? ["L2"] : [])
      + ["curvature", "together"]
    let rows = zip(names, places.parts(of: report.whole, report)).map { name, value in
      Row([Cell(name), Cell(value, places.signed)])
    }
    return Table([Column("part", .left), Column("change of the loss")], rows: rows)
  }

  private func throughEpochs(_ report: WhyReport) -> Table {
    let places = Places(report)
    let layers = report.layerNames.enumerated().map { Column($1, priority: 2 + $0) }
    let penalties =
      (report.hasL1 ? [Column("L1", priority: 1)] : [])
      + (report.hasL2 ? [Column("L2", priority: 1)] : [])
    let rows = report.parts.map { part in
      Row(
        [Cell(words(part.to))]
          + places.parts(of: part, report).map { Cell($0, places.signed) }
          + [Cell(places.rounded(part.lossAfter), places.plain)])
    }
    var table = Table(
      [Column("to epoch")] + layers + penalties
        + [Column("curvature"), Column("together"), Column("loss")], rows: rows)
    table.narrowGap = 1
    return table
  }

  /// The decimals that all of a report's losses have.
  private struct Places {
    /// Nil where numbers are too large for any.
    let count: Int?

    /// Three digits of the change at least, four of what is larger, and no more than a Double has.
    init(_ report: WhyReport) {
      let whole = report.whole
      let all = whole.layers + [whole.l1, whole.l2, whole.curvature, whole.lossBefore]
      let largest = (all + [whole.lossAfter]).reduce(0) { max($0, abs($1)) }
      guard largest < 1e9 else { count = nil; return }
      func places(_ digits: Int, of value: Double) -> Int {
        var (places, scaled) = (digits - 1, abs(value))
        guard scaled > 0 else { return 0 }
        while scaled >= 10 { (places, scaled) = (places - 1, scaled / 10) }
        while scaled < 1, places < 15 { (places, scaled) = (places + 1, scaled * 10) }
        return max(0, places)
      }
      count = min(
        max(places(3, of: whole.change), places(4, of: largest)), places(14, of: largest))
    }

    var plain: NumberStyle { count.map { .decimals($0) } ?? .significant(4) }
    var signed: NumberStyle { count.map { .signedDecimals($0) } ?? .signed(4) }

    func rounded(_ value: Double) -> Double {
      guard let count else { return value }
      let scale = (0..<count).reduce(1.0) { scale, _ in scale * 10 }
      // No zero has a sign.
      return (value * scale).rounded() / scale + 0
    }

    /// The layers, the penalties that are set, curvature and the change. Curvature is what the others
    /// leave of the change, in print as well.
    func parts(of stretch: WhyReport.Stretch, _ report: WhyReport) -> [Double] {
      let promised =
        (stretch.layers + (report.hasL1 ? [stretch.l1] : []) + (report.hasL2 ? [stretch.l2] : []))
        .map(rounded)
      let change = rounded(rounded(stretch.lossAfter) - rounded(stretch.lossBefore))
      return promised + [rounded(change - promised.reduce(0, +)), change]
    }
  }

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
