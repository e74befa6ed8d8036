// Tables of trials, and one trial by itself: what it was, how its value came about, how to train it again.
import Events
import Text

extension Presenter {
  func trialTable(_ plan: SearchPlan) -> Table {
    trialTable(
      axes: plan.axes.map { ($0.name, longestChoice($0.domain)) }, plan.measure,
      showsErrors: (plan.training?.runs ?? 1) > 1, showsEpochs: !plan.brackets.isEmpty)
  }

  /// Where few axes would remain, first the score goes, then the standard errors and the epochs; then
  /// the last axes.
  private func trialTable(
    axes: [(name: String, longestCell: Int?)], _ measure: SearchMeasure, showsErrors: Bool,
    showsEpochs: Bool
  ) -> Table {
    var value = Column(measure.shortName, .right, .fixed(12))
    value.isMarked = true
    var columns = [Column("trial", .right, .fixed(7)), value]
    if showsErrors {
      var error = Column("± se", .right, .fixed(8), priority: 2)
      error.isFilled = true
      columns.append(error)
    }
    if let score = measure.score {
      var column = Column(score.name, .right, .fixed(showsErrors ? 11 : 10), priority: 1)
      column.isFilled = !showsErrors
      columns.append(column)
    }
    if showsEpochs { columns.append(Column("epochs", .right, .fixed(8), priority: 3)) }
    columns += axes.map { axis in
      var column = Column(axis.name, .right, .equal(least: 9, most: 11, wanted: 2))
      column.longestCell = axis.longestCell
      column.isClipped = true
      return column
    }
    var table = Table(columns)
    table.remainder = .count(one: "axis", many: "axes")
    table.elsewhere = "`trial N` shows all"
    (table.indent, table.gap) = (0, 0)
    return table
  }

  /// Columns of the longest of the words between which an axis chooses; nil where it has numbers.
  private func longestChoice(_ domain: String) -> Int? {
    let choices = (domain.split(separator: ":if=").first ?? "").split(separator: "|")
    return choices.count > 1 ? choices.map { DisplayWidth.columns(of: String($0)) }.max() : nil
  }

  func trialRow(_ report: TrialReport) -> Row {
    row(
      report, showsErrors: report.hasErrors, showsEpochs: report.variesEpochs, marksBest: true)
  }

  private func row(
    _ report: TrialReport, showsErrors: Bool, showsEpochs: Bool, marksBest: Bool
  ) -> Row {
    let measure = report.measure
    var value = report.value.map { Cell($0, measure.style) } ?? Cell(report.state.rawValue)
    if marksBest, report.isBestSoFar { value.marks.append(.best) }
    // A value that a trial had when it was cut.
    if report.state == .pruned { value.marks.append(.cut) }
    var cells = [Cell(report.number), value]
    if showsErrors {
      cells.append(report.trial.standardError.map { Cell($0, measure.errorStyle) } ?? "")
    }
    if measure.score != nil {
      cells.append(report.score.map { Cell($0, measure.scoreStyle) } ?? "")
    }
    if showsEpochs { cells.append(report.epochs.map { Cell($0) } ?? "-") }
    return Row(cells + report.axes.map { report.trial.param($0)?.cell ?? "-" })
  }

  func blocks(_ list: TrialTable) -> [Block] {
    let head: Spans = """
      \(list.trials.count) of \(counted(list.total, "trial")) of the \(list.method) search, \
      \(list.sortedBy)
      """
    let showsErrors = list.trials.contains { $0.hasErrors }
    let axes = list.axes.map { axis in
      let cells = list.trials.compactMap { $0.trial.param(axis)?.cell.text }
      return (axis, cells.map { DisplayWidth.columns(of: $0) }.max())
    }
    var table = trialTable(
      axes: axes, list.measure, showsErrors: showsErrors, showsEpochs: list.variesEpochs)
    table.entries = list.trials.map {
      .row(row($0, showsErrors: showsErrors, showsEpochs: list.variesEpochs, marksBest: false))
    }
    return [.title(head), .table(table)]
  }

  func blocks(_ details: TrialDetails) -> [Block] {
    let report = details.trial
    var blocks: [Block] = [.title(title(details), hang: 1)]
    blocks.append(
      .definitions(
        report.parameters.map { (Spans($0.name), Spans(name: $0.value.description)) }))
    blocks += details.statements.map { .text(Spans($0), depth: 1) }
    if let curve = curve(report) { blocks.append(.table(curve)) }
    if !details.commands.isEmpty {
      let commands = details.commands.joined(separator: "; ")
      blocks.append(.text("its layers and settings here: \(name: commands)", hang: 1))
    }
    guard !details.script.isEmpty else { return blocks }
    let which = details.runs > 1 ? "the first of its \(details.runs) trainings" : "it"
    return blocks + [
      .text("a script for a new session that trains \(which) again, to the bit:"),
      .code(Code(.commands, details.script, flow: .verbatim, depth: 1)),
      .text(
        """
        There the test rows are those that judged it. `use trial \(report.number)` takes its \
        settings for all training rows.
        """, .hint),
    ]
  }

  private func title(_ details: TrialDetails) -> Spans {
    let (report, measure) = (details.trial, details.trial.measure)
    let start: Spans = "trial \(report.number) of the \(details.method) search: "
    guard let value = report.value else { return start + Spans(report.state.rawValue) }
    var title: Spans = "\(start)\(measure.name) \(measure.text(value))"
    if let error = report.trial.standardError { title += " ± \(measure.error(error))" }
    if let score = report.score { title += ", \(measure.named(score))" }
    if report.state == .pruned { title += ", cut after epoch \(report.epochs ?? 0)" }
    return title
  }

  /// Its value on the way, each with a bar from 0.
  private func curve(_ report: TrialReport) -> Table? {
    let curve = report.trial.curve
    let most = curve.map { abs($0.value) }.max() ?? 0
    guard curve.count > 1, most > 0, most.isFinite else { return nil }
    let columns = [
      Column("epoch", .right, .fixed(7)), Column(report.measure.shortName, .right, .fixed(11)),
      Column("", .left, .bar(44)),
    ]
    var table = Table(
      columns,
      rows: curve.map { point in
        Row([
          Cell(point.epoch), Cell(point.value, report.measure.style),
          Cell(share: abs(point.value) / most),
        ])
      })
    (table.indent, table.gap) = (0, 0)
    return table
  }
}
