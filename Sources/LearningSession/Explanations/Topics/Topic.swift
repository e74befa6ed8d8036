// A notion of the course: what it is called, and how to make its screen from the session's state.
import CommandLanguage

package struct Topic: Sendable {
  package var name: String
  /// Other words for it, such as a setting's full name.
  package var aliases: [String]
  package var title: String
  /// One line, for the list.
  package var summary: String
  package var seeAlso: [String]
  /// Two or three sentences on the idea.
  package var idea: [Statement]
  package var formulas: [String]
  /// The session's own numbers in the formula, and what to try now.
  package var now: @Sendable (SessionState) -> [Statement]
  package var tryNext: @Sendable (SessionState) -> [TopicReport.Trial]

  package func report(in state: SessionState) -> TopicReport {
    TopicReport(
      name: name, title: title, idea: idea, formulas: formulas, now: now(state),
      tryNext: tryNext(state), seeAlso: seeAlso)
  }
}

package struct TopicCatalog: Sendable {
  package let all: [Topic]

  package init() {
    all = [
      .learningRate, .batchSize, .layers, .activation, .gradientDescent, .stochasticGradientDescent,
      .momentum, .adam, .l1, .l2, .overfitting,
    ]
  }

  /// Error: `unknown-topic`, with the nearest topics.
  package func find(_ word: Word) throws(Diagnostic) -> Topic {
    let wanted = word.lowercased
    if let topic = all.first(where: { $0.name == wanted || $0.aliases.contains(wanted) }) {
      return topic
    }
    var synonyms: [String: String] = [:]
    for topic in all {
      for alias in topic.aliases { synonyms[alias] = topic.name }
    }
    throw Diagnostic.unknownName(
      word, kind: "topic", among: all.map(\.name), synonyms: synonyms)
  }
}
