// Help pages and lesson steps: text that is read, not numbers.

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

package struct LessonSummary: Sendable, Equatable {
  package var name: String
  package var title: String
  package var steps: Int

  package init(name: String, title: String, steps: Int) {
    self.name = name
    self.title = title
    self.steps = steps
  }
}

package struct LessonStepReport: Sendable, Equatable {
  package var lesson: String
  package var title: String
  /// 1-based.
  package var step: Int
  package var steps: Int
  package var heading: String
  /// The step's Markdown paragraphs, without its command block.
  package var prose: [String]
  /// What to type.
  package var commands: [String]

  package init(
    lesson: String, title: String, step: Int, steps: Int, heading: String, prose: [String],
    commands: [String]
  ) {
    self.lesson = lesson
    self.title = title
    self.step = step
    self.steps = steps
    self.heading = heading
    self.prose = prose
    self.commands = commands
  }
}
