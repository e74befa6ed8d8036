// A notion of the course: what it is called, and how to make its screen from the session's state.

package struct Topic: Sendable {
  package var name: String
  /// Other words for it, such as a setting's full name.
  package var aliases: [String]
  package var title: String
  package var group: TopicGroup
  /// A few words, for the list: the longest that fit beside the names of its column.
  package var summary: String
  package var seeAlso: [String]
  /// Two or three sentences on the idea.
  package var idea: [Statement]
  package var formulas: [String]
  /// The session's own numbers in the formula, and what to try now.
  package var now: @Sendable (SessionState) -> [Statement]
  package var tryNext: @Sendable (SessionState) -> [TopicReport.Trial]

  init(
    name: String, aliases: [String], title: String, group: TopicGroup, summary: String,
    seeAlso: [String], idea: [Statement], formulas: [String],
    now: @escaping @Sendable (SessionState) -> [Statement],
    tryNext: @escaping @Sendable (SessionState) -> [TopicReport.Trial]
  ) {
    self.name = name
    self.aliases = aliases
    self.title = title
    self.group = group
    self.summary = summary
    self.seeAlso = seeAlso
    self.idea = idea
    self.formulas = formulas
    self.now = now
    self.tryNext = tryNext
  }

  package func report(in state: SessionState) -> TopicReport {
    TopicReport(
      name: name, title: title, idea: idea, formulas: formulas, now: now(state),
      tryNext: tryNext(state), seeAlso: seeAlso)
  }
}

/// The parts of the course, in the order in which they are listed.
package enum TopicGroup: String, CaseIterable, Sendable {
  case data, network, training, optimizers, regularization, searching
}
