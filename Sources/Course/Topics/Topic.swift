// A notion of the course: what it is called, and how to make its screen from the session's state.
import Events
import Experiments

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
  /// The session's own numbers in the formula. What has to be measured takes time.
  package var now: @Sendable (SessionState, StopCheck) throws(Stopped) -> [Statement]
  /// What to try now.
  package var tryNext: @Sendable (SessionState, StopCheck) throws(Stopped) -> [TopicReport.Trial]

  init(
    name: String, aliases: [String], title: String, group: TopicGroup, summary: String,
    seeAlso: [String], idea: [Statement], formulas: [String],
    now: @escaping @Sendable (SessionState) -> [Statement],
    tryNext: @escaping @Sendable (SessionState) -> [TopicReport.Trial]
  ) {
    self.init(
      name: name, aliases: aliases, title: title, group: group, summary: summary,
      seeAlso: seeAlso, idea: idea, formulas: formulas, measured: { state, _ in now(state) },
      tried: { state, _ in tryNext(state) })
  }

  /// - Parameter measured: makes `now` by measuring, and asks whether to go on meanwhile.
  init(
    name: String, aliases: [String], title: String, group: TopicGroup, summary: String,
    seeAlso: [String], idea: [Statement], formulas: [String],
    measured: @escaping @Sendable (SessionState, StopCheck) throws(Stopped) -> [Statement],
    tryNext: @escaping @Sendable (SessionState) -> [TopicReport.Trial]
  ) {
    self.init(
      name: name, aliases: aliases, title: title, group: group, summary: summary,
      seeAlso: seeAlso, idea: idea, formulas: formulas, measured: measured,
      tried: { state, _ in tryNext(state) })
  }

  /// - Parameter tried: makes `tryNext` by trying.
  init(
    name: String, aliases: [String], title: String, group: TopicGroup, summary: String,
    seeAlso: [String], idea: [Statement], formulas: [String],
    measured: @escaping @Sendable (SessionState, StopCheck) throws(Stopped) -> [Statement],
    tried: @escaping @Sendable (SessionState, StopCheck) throws(Stopped) -> [TopicReport.Trial]
  ) {
    self.name = name
    self.aliases = aliases
    self.title = title
    self.group = group
    self.summary = summary
    self.seeAlso = seeAlso
    self.idea = idea
    self.formulas = formulas
    now = measured
    tryNext = tried
  }

  package func report(
    in state: SessionState, checkStop: StopCheck
  ) throws(Stopped) -> TopicReport {
    TopicReport(
      name: name, title: title, idea: idea, formulas: formulas, now: try now(state, checkStop),
      tryNext: try tryNext(state, checkStop), seeAlso: seeAlso)
  }
}
