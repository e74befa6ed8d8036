// The trials of a list, and one trial by itself: what it was, how its value came about, how to train it again.
import Events
import Text

extension Presenter {
  func blocks(_ list: TrialTable) -> [Block] {
    let head: Spans = """
      \(list.trials.count) of \(counted(list.total, "trial")) of the \(list.method) search, \
      \(list.measure.text(of: list.order))
      """
    let columns = TrialColumns(list)
    var table = columns.table
    table.entries = list.trials.map { .row(columns.row($0)) }
    return [.title(head), .table(table)]
  }

  func blocks(_ details: TrialDetails) -> [Block] {
    let report = details.trial
    var blocks: [Block] = [.title(title(details), hang: 1)]
    blocks.append(
      .definitions(
        report.parameters.map { parameter in
          // The script below has all digits.
          let value = parameter.value
          let text = details.script.isEmpty ? value.description : value.cell.text
          return (Spans(parameter.name), Spans(name: text))
        }))
    blocks += details.statements.map { .text(Spans($0), depth: 1) }
    if let curve = curve(report) { blocks.append(.table(curve)) }
    guard !details.script.isEmpty else {
      if !details.commands.isEmpty {
        let commands = details.commands.joined(separator: "; ")
        blocks.append(.text("its layers and settings here: \(name: commands)", hang: 1))
      }
      return blocks
    }
    let which = details.runs > 1 ? "the first of its \(details.runs) trainings" : "it"
    return blocks + [
      .text("a script for a new session that trains \(which) again, to the bit:"),
      .code(Code(.commands, details.script, flow: .verbatim, depth: 1)),
      .text(
        """
        In it the rows that judged this trial are called test rows. To go on here, with all training \
        rows: `use trial \(report.number)`.
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
    title += epoch(of: report)
    if report.state == .pruned { title += ", cut after epoch \(report.epochs ?? 0)" }
    return title
  }

  /// Its value on the way, each with a bar: from 0, or where that would make all bars alike, from the lowest.
  private func curve(_ report: TrialReport) -> Table? {
    let curve = report.trial.curve
    let most = curve.map { abs($0.value) }.max() ?? 0
    guard curve.count > 1, most > 0, most.isFinite else { return nil }
    let least = curve.map { abs($0.value) }.min() ?? 0
    let start = most > least && least > most / 2 ? least : 0
    let columns = [
      Column("epoch", .right, .fixed(7)), Column(report.measure.shortName, .right, .fixed(11)),
      Column(start > 0 ? "above the lowest" : "", .left, .bar(44)),
    ]
    var table = Table(
      columns,
      rows: curve.map { point in
        Row([
          Cell(point.epoch), Cell(point.value, report.measure.style),
          Cell(share: (abs(point.value) - start) / (most - start)),
        ])
      })
    (table.indent, table.gap) = (0, 0)
    return table
  }
}
