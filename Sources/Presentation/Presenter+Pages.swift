// Help pages, explanations and what came of documents.
import Events
import Text

extension Presenter {
  func blocks(_ report: TopicReport) -> [Block] {
    var blocks: [Block] = [.title(Spans(report.title), flow: .line)]
    blocks += report.idea.map { .text(Spans($0), depth: 1) }
    if !report.now.isEmpty {
      blocks.append(section("in this session"))
      blocks += report.now.map { .text(Spans($0), depth: 1, hang: 1) }
    }
    if !report.tryNext.isEmpty {
      blocks.append(section("try next"))
      blocks.append(.definitions(report.tryNext.map { (Spans($0.command), Spans($0.why)) }))
    }
    if !report.formulas.isEmpty {
      blocks += [section("formula"), .code(Code(.formula, report.formulas))]
    }
    if !report.seeAlso.isEmpty {
      let names = report.seeAlso.map { "explain \($0)" }.joined(separator: ", ")
      blocks.append(.text("see also: \(names)", .hint))
    }
    return blocks
  }

  func section(_ title: Spans) -> Block { .title(title, level: 2, flow: .line) }

  /// All topics, group by group.
  func block(_ summaries: [TopicSummary]) -> Block {
    let groups = TopicGroup.allCases.compactMap { group -> Block? in
      let topics = summaries.filter { $0.group == group }
      guard !topics.isEmpty else { return nil }
      return .group(
        Group(
          title: Spans(group.rawValue),
          [.definitions(topics.map { (Spans($0.name), Spans($0.summary)) })]))
    }
    return .group(Group(groups, isTwoColumns: true))
  }

  func blocks(_ page: HelpPage) -> [Block] {
    var blocks: [Block] = [.title(Spans(page.title))]
    blocks += page.usage.map { .text(Spans($0), depth: 1, hang: 2) }
    if page.isList { return blocks + list(page.sections) }
    for part in page.sections {
      if !part.title.isEmpty { blocks.append(section(Spans(part.title))) }
      blocks += part.paragraphs.map { .text(Spans($0), depth: 1) }
      if !part.rows.isEmpty {
        blocks.append(.definitions(part.rows.map { (Spans($0.name), Spans($0.summary)) }))
      }
    }
    return blocks
  }

  /// What there is, group by group, below what is said of it.
  private func list(_ sections: [HelpPage.Section]) -> [Block] {
    let groups = sections.filter { !$0.rows.isEmpty }.map { part in
      Block.group(
        Group(
          title: Spans(part.title),
          [.definitions(part.rows.map { (Spans($0.name), Spans($0.summary)) })]))
    }
    return sections.flatMap { $0.paragraphs.map { .text(Spans($0), depth: 1) } }
      + [.group(Group(groups, isTwoColumns: true))]
  }

  /// Where a document and what came out differ, then how many commands were run.
  func blocks(_ report: DocumentReport) -> [Block] {
    let failures = report.differences.flatMap { difference -> [Block] in
      guard let problem = difference.problem else { return [] }
      let place: Spans = "\(name: report.file):\(difference.line): \(problem)"
      let command = difference.command.split(separator: "\n").map { "> " + $0 }
      return [
        .paragraph(Paragraph(place, .error, flow: .verbatim)),
        .code(Code(.commands, command + difference.actual, flow: .verbatim, depth: 1)),
      ]
    }
    let difference = Difference(file: report.file, hunks: report.diff)
    let changes: [Block] = report.diff.isEmpty ? [] : [.difference(difference)]
    let last: Spans = "\(name: report.file): \(verdict(report))"
    return failures + changes + [.paragraph(Paragraph(last, flow: .verbatim))]
  }

  private func verdict(_ report: DocumentReport) -> String {
    let commands = counted(report.commandCount, "command")
    let (count, updated) = (report.differences.count, report.updatedCount)
    let update = updated == 0 ? "" : updated == count ? "; updated" : "; \(updated) updated"
    let told = count == 0 ? ", as written" : ", \(count) differ\(update)"
    if report.passedOver == 0 { return commands + told }
    let writing = report.passedOver == 1 ? " that writes a file was" : "s that write files were"
    return "\(commands)\(told); \(report.passedOver) command\(writing) not run"
  }
}
