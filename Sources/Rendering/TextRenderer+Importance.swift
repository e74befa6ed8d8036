// Which axes of a search mattered, as a table with bars.
import HyperparameterSearch
import LearningSession

extension TextRenderer {
  func lines(_ report: ImportanceReport) -> [RenderedLine] {
    var lines = paragraph(
      "importance in the \(report.method) search: shares of the variance of the "
        + "\(report.valueName) over the whole space, from \(counted(report.trials, "finished trial"))",
      .heading, hanging: 2)
    if report.isConstant {
      return lines + paragraph("All trials had the same value, so nothing mattered.", indent: 2)
    }
    let rows = report.shares + report.interactions.filter { $0.mean > 0 }
    let names = rows.map { $0.axes.joined(separator: " with ") }
    let nameWidth = min(28, width * 2 / 5, names.map { displayWidth($0) }.max() ?? 0)
    // The shares and the blanks between the columns take 20.
    let longest = Double(max(0, min(28, width - nameWidth - 20)))
    for (share, name) in zip(rows, names) {
      let bar = String(
        repeating: "#", count: Int((min(1, max(0, share.mean)) * longest).rounded()))
      let line =
        "  " + TextLayout.padded(TextLayout.clipped(name, to: nameWidth), to: nameWidth)
        + TextLayout.rightAligned(NumberText.percent(share.mean), to: 8)
        + " ±\(TextLayout.rightAligned(NumberText.percent(share.deviation), to: 6))"
        + (bar.isEmpty ? "" : "  \(bar)")
      lines.append(RenderedLine(line))
    }
    return lines
      + paragraph(
        "By fANOVA on \(report.trees) regression trees; a pair's share is what the two explain only "
          + "together. A wider range of an axis makes it matter more.", .hint)
  }
}
