// One trial of a search as text: what it was, how its value came about, how to train it again.
import CommandLanguage
import LearningSession

extension TextRenderer {
  func lines(_ details: TrialDetails) -> [RenderedLine] {
    let report = details.trial
    let layout = TrialLayout(axes: [], measure: report.measure, showsErrors: false)
    var title = "trial \(report.number) of the \(details.method) search: "
    if let value = report.value {
      title += "\(report.measure.name) \(layout.text(of: value))"
      if let error = report.trial.standardError { title += " ± \(layout.errorText(error))" }
      if let score = report.score { title += ", \(layout.named(score))" }
      if report.state == .pruned { title += ", cut after epoch \(report.epochs ?? 0)" }
    } else {
      title += report.state.rawValue
    }
    var lines = paragraph(title, .heading, hanging: 2)
    lines += definitions(
      report.parameters.map { ($0.name, escapedForDisplay($0.value.description)) })
    for statement in details.statements { lines += paragraph(statement.text, indent: 2) }
    lines += curve(report, layout)
    if !details.commands.isEmpty {
      lines += paragraph("its layers and settings here: " + joined(details.commands), hanging: 2)
    }
    guard !details.script.isEmpty else { return lines }
    let which = details.runs > 1 ? "the first of its \(details.runs) trainings" : "it"
    lines += paragraph("a script for a new session that trains \(which) again, to the bit:")
    lines += details.script.map { RenderedLine("  \(escapedForDisplay($0))") }
    return lines
      + paragraph(
        "There the test rows are those that judged it. `use trial \(report.number)` takes its settings "
          + "for all training rows.", .hint)
  }

  private func joined(_ commands: [String]) -> String {
    escapedForDisplay(commands.joined(separator: "; "))
  }

  /// Its value on the way, each with a bar from 0.
  private func curve(_ report: TrialReport, _ layout: TrialLayout) -> [RenderedLine] {
    let curve = report.trial.curve
    let most = curve.map { abs($0.value) }.max() ?? 0
    guard curve.count > 1, most > 0, most.isFinite else { return [] }
    let widest = Double(min(44, width - 20))
    let head = "  epoch  \(TextLayout.rightAligned(report.measure.shortName, to: 9))"
    return [RenderedLine(head, .heading)]
      + curve.map { point in
        let length = Int((abs(point.value) / most * widest).rounded())
        let line =
          TextLayout.rightAligned(String(point.epoch), to: 7)
          + TextLayout.rightAligned(layout.text(of: point.value), to: 11) + "  "
          + String(repeating: "#", count: length)
        return RenderedLine(String(line.reversed().drop { $0 == " " }.reversed()))
      }
  }
}
