// What is read: help, topics, lessons, and how documents compare.
import Events
import JSON
import Presentation

struct HelpRecord: EventRecord {
  static let type = "help"
  struct Row: Codable {
    let name: String
    let summary: String
  }
  struct Section: Codable {
    let title: String
    let paragraphs: [String]
    let rows: [Row]
  }
  let topic: String
  let title: String
  let usage: [String]
  let sections: [Section]

  init(_ page: HelpPage) {
    topic = page.topic
    title = page.title
    usage = page.usage
    sections = page.sections.map { section in
      Section(
        title: section.title, paragraphs: section.paragraphs,
        rows: section.rows.map { Row(name: $0.name, summary: $0.summary) })
    }
  }
}

struct TopicsRecord: EventRecord {
  static let type = "topics"
  struct Topic: Codable {
    let name: String
    let group: String
    let summary: String
  }
  let topics: [Topic]

  init(_ topics: [TopicSummary]) {
    self.topics = topics.map {
      Topic(name: $0.name, group: $0.group.rawValue, summary: $0.summary)
    }
  }
}

struct TopicRecord: EventRecord {
  static let type = "topic"
  struct Trial: Codable {
    let command: String
    let why: String
  }
  let name: String
  let title: String
  let idea: [String]
  let formulas: [String]
  let now: [StatementFields]
  let tryNext: [Trial]
  let seeAlso: [String]
}

extension TopicRecord {
  init(_ report: TopicReport) {
    self.init(
      name: report.name, title: report.title, idea: report.idea.map(\.text),
      formulas: report.formulas, now: report.now.map(StatementFields.init),
      tryNext: report.tryNext.map { Trial(command: $0.command, why: $0.why) },
      seeAlso: report.seeAlso)
  }
}

struct DocumentRecord: EventRecord {
  static let type = "document"
  struct Difference: Codable {
    let line: Int
    let command: String
    let expected: [String]
    let actual: [String]
    @Nullable var problem: String?
  }
  let file: String
  let commands: Int
  let differences: [Difference]
  let diff: [String]
  let updated: Bool
  let notRun: Int
}

extension DocumentRecord {
  init(_ report: DocumentReport) {
    let differences = report.differences.map {
      Difference(
        line: $0.line, command: $0.command, expected: $0.expected, actual: $0.actual,
        problem: $0.problem)
    }
    self.init(
      file: report.file, commands: report.commandCount, differences: differences,
      diff: report.diff, updated: report.updatedCount > 0, notRun: report.passedOver)
  }
}
