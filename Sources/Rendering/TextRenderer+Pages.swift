// Help pages, explanations and lesson steps as text.
import CommandLanguage
import Events
import Text

extension TextRenderer {
  func lines(_ report: TopicReport) -> [RenderedLine] {
    var lines = [RenderedLine(report.title, .heading)]
    lines += report.idea.flatMap { paragraph($0.text, indent: 2) }
    if !report.formulas.isEmpty {
      lines.append(RenderedLine("formula", .heading))
      lines += report.formulas.map { RenderedLine("    " + $0) }
    }
    if !report.now.isEmpty {
      lines.append(RenderedLine("in this session", .heading))
      lines += report.now.flatMap { paragraph($0.text, indent: 2, hanging: 4) }
    }
    if !report.tryNext.isEmpty {
      lines.append(RenderedLine("try next", .heading))
      lines += definitions(report.tryNext.map { ($0.command, $0.why) })
    }
    if !report.seeAlso.isEmpty {
      let names = report.seeAlso.map { "explain \($0)" }.joined(separator: ", ")
      lines += paragraph("see also: \(names)", .hint)
    }
    return lines
  }

  /// Group by group; in two columns about equally long where there is room.
  func lines(_ summaries: [TopicSummary]) -> [RenderedLine] {
    let groups = TopicGroup.allCases.map { group in summaries.filter { $0.group == group } }
      .filter { !$0.isEmpty }
    guard width >= 80 else { return topicColumn(groups).map { RenderedLine($0) } }
    let heights = groups.map { $0.count + 1 }
    let all = heights.reduce(0, +)
    func rows(_ leftGroups: Int) -> Int {
      let left = heights.prefix(leftGroups).reduce(0, +)
      return max(left, all - left)
    }
    let leftGroups = (0...groups.count).min { rows($0) < rows($1) } ?? 0
    let left = topicColumn(groups.prefix(leftGroups))
    let right = topicColumn(groups.dropFirst(leftGroups))
    return (0..<max(left.count, right.count)).map { row in
      let start = row < left.count ? left[row] : ""
      guard row < right.count else { return RenderedLine(start) }
      return RenderedLine(TextLayout.padded(start, to: 40) + right[row])
    }
  }

  private func topicColumn(_ groups: some Collection<[TopicSummary]>) -> [String] {
    let nameWidth = groups.joined().map { displayWidth($0.name) }.max() ?? 0
    return groups.flatMap { topics in
      [topics.first?.group.rawValue ?? ""]
        + topics.map { "  \(TextLayout.padded($0.name, to: nameWidth))  \($0.summary)" }
    }
  }

  func lines(_ page: HelpPage) -> [RenderedLine] {
    var lines = paragraph(page.title, .heading)
    lines += page.usage.flatMap { paragraph($0, indent: 2, hanging: 6) }
    for section in page.sections {
      if !section.title.isEmpty { lines.append(RenderedLine(section.title, .heading)) }
      lines += section.paragraphs.flatMap { paragraph($0, indent: 2) }
      lines += definitions(section.rows.map { ($0.name, $0.summary) })
    }
    return lines
  }

  func lines(_ summaries: [LessonSummary]) -> [RenderedLine] {
    guard !summaries.isEmpty else { return [RenderedLine("no lessons found")] }
    return [RenderedLine("lesson NAME", .heading)]
      + definitions(
        summaries.map {
          (
            escapedForDisplay($0.name),
            "\(escapedForDisplay($0.title)) (\(counted($0.steps, "step")))"
          )
        })
  }

  func lines(_ report: LessonStepReport) -> [RenderedLine] {
    let title = "\(report.title), step \(report.step) of \(report.steps): \(report.heading)"
    var lines = paragraph(escapedForDisplay(title), .heading)
    lines += report.prose.flatMap { paragraph(escapedForDisplay($0), indent: 2) }
    if !report.commands.isEmpty {
      lines.append(RenderedLine("type", .heading))
      lines += report.commands.map { RenderedLine("    " + escapedForDisplay($0)) }
    }
    let next =
      report.step < report.steps ? "`next` goes on." : "This was the last step of the lesson."
    return lines + paragraph(next, .hint)
  }

  /// Where a document and what came out differ, then how many commands were run.
  func lines(_ report: DocumentReport) -> [RenderedLine] {
    let file = escapedForDisplay(report.file)
    var lines: [RenderedLine] = []
    for difference in report.differences {
      let problem = difference.problem ?? "other output"
      lines.append(RenderedLine("\(file):\(difference.line): \(problem)", .error))
      lines.append(RenderedLine("  > \(escapedForDisplay(difference.command))"))
      let expected = difference.problem == nil ? difference.expected : []
      lines += expected.map { RenderedLine("  - \(escapedForDisplay($0))") }
      lines += difference.actual.map { RenderedLine("  + \(escapedForDisplay($0))") }
    }
    let count = counted(report.commandCount, "command")
    let verdict =
      report.differences.isEmpty
      ? "\(count), as written" : "\(count), \(report.differences.count) differ"
    return lines
      + [RenderedLine("\(file): \(verdict)\(report.isUpdated ? "; updated" : "")")]
  }
}
