// What `explain TOPIC` shows, and the list of what can be explained.

/// `explain TOPIC`: a screen about one notion of the course, in this session's numbers.
package struct TopicReport: Sendable, Equatable {
  package struct Trial: Sendable, Equatable {
    package var command: String
    package var why: String

    package init(command: String, why: String) {
      self.command = command
      self.why = why
    }
  }
  package var name: String
  package var title: String
  package var idea: [Statement]
  package var formulas: [String]
  /// This session's numbers put into the formula.
  package var now: [Statement]
  package var tryNext: [Trial]
  package var seeAlso: [String]

  package init(
    name: String, title: String, idea: [Statement], formulas: [String], now: [Statement],
    tryNext: [Trial], seeAlso: [String]
  ) {
    self.name = name
    self.title = title
    self.idea = idea
    self.formulas = formulas
    self.now = now
    self.tryNext = tryNext
    self.seeAlso = seeAlso
  }
}

package struct TopicSummary: Sendable, Equatable {
  package var name: String
  package var group: TopicGroup
  package var summary: String

  package init(name: String, group: TopicGroup, summary: String) {
    self.name = name
    self.group = group
    self.summary = summary
  }
}

/// The parts of the course, in the order in which they are listed.
package enum TopicGroup: String, CaseIterable, Sendable {
  case data, network, training, optimizers, regularization, searching, words
}
