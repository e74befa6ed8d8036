// Help pages: text that is read, not numbers.

package struct HelpPage: Sendable, Equatable {
  package struct Row: Sendable, Equatable {
    package var name: String
    package var summary: String
    package init(name: String, summary: String) {
      self.name = name
      self.summary = summary
    }
  }
  package struct Section: Sendable, Equatable {
    package var title: String
    package var rows: [Row]
    package var paragraphs: [String]
    package init(title: String, rows: [Row] = [], paragraphs: [String] = []) {
      self.title = title
      self.rows = rows
      self.paragraphs = paragraphs
    }
  }
  package var topic: String
  package var title: String
  package var usage: [String]
  package var sections: [Section]
  /// Whether its rows are names with a few words each, to be seen at a glance.
  package var isList: Bool

  package init(
    topic: String, title: String, usage: [String], sections: [Section], isList: Bool = false
  ) {
    self.isList = isList
    self.topic = topic
    self.title = title
    self.usage = usage
    self.sections = sections
  }
}
