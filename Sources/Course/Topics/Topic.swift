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
  /// Those that hold with the session's settings; said at `explain full`, as the others are.
  package var formulas: @Sendable (SessionState) -> [String]
  /// Formulas that take more than the course has introduced, for those who want all of it.
  package private(set) var deepFormulas: [String] = []
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
      seeAlso: seeAlso, idea: idea, formulasOf: { _ in formulas }, measured: measured,
      tried: { state, _ in tryNext(state) })
  }

  /// - Parameter tried: makes `tryNext` by trying.
  init(
    name: String, aliases: [String], title: String, group: TopicGroup, summary: String,
    seeAlso: [String], idea: [Statement], formulas: [String],
    measured: @escaping @Sendable (SessionState, StopCheck) throws(Stopped) -> [Statement],
    tried: @escaping @Sendable (SessionState, StopCheck) throws(Stopped) -> [TopicReport.Trial]
  ) {
    self.init(
      name: name, aliases: aliases, title: title, group: group, summary: summary,
      seeAlso: seeAlso, idea: idea, formulasOf: { _ in formulas }, measured: measured, tried: tried)
  }

  /// - Parameter formulasOf: where they depend on the session's settings.
  init(
    name: String, aliases: [String], title: String, group: TopicGroup, summary: String,
    seeAlso: [String], idea: [Statement],
    formulasOf: @escaping @Sendable (SessionState) -> [String],
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
    formulas = formulasOf
    now = measured
    tryNext = tried
  }

  func deep(_ formulas: [String]) -> Topic {
    var copy = self
    copy.deepFormulas = formulas
    return copy
  }

  package func report(
    in state: SessionState, checkStop: StopCheck
  ) throws(Stopped) -> TopicReport {
    let isFull = state.settings.explain == .full
    return TopicReport(
      name: name, title: title, idea: idea,
      formulas: isFull ? formulas(state) + deepFormulas : [],
      now: try now(state, checkStop),
      tryNext: try trials(in: state, checkStop), seeAlso: seeAlso)
  }

  /// After a run whose numbers grew beyond bounds what mends it comes first, and nothing that trains on.
  private func trials(
    in state: SessionState, _ checkStop: StopCheck
  ) throws(Stopped) -> [TopicReport.Trial] {
    let trials = try tryNext(state, checkStop)
    guard state.isBroken, let mend = try state.standingTrials(checkStop).first else {
      return trials
    }
    let other = (trials + [.init(command: "explain divergence", why: "what happened")]).first {
      let verb = $0.command.prefix { $0 != " " && $0 != ";" }
      return !["set", "unset", "train", "step", "reset", "undo"].contains(verb)
        && $0.command != mend.command && $0.command != "explain \(name)"
    }
    return [mend] + (other.map { [$0] } ?? [])
  }
}
