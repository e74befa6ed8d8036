// All topics, and how one is found by what a reader calls it.
import CommandLanguage
import Events
import Text

package struct TopicCatalog: Sendable {
  /// Group by group.
  package var all: [Topic] { Self.list }

  package init() {}

  /// Made when it is first asked for.
  private static let list: [Topic] = {
    let data: [Topic] = [
      .accuracy, .f1, .features, .generalization, .noise, .overfitting, .r2, .standardization,
      .underfitting, .validation,
    ]
    let network: [Topic] = [.activation, .initialization, .layers, .relu, .sigmoid, .tanh]
    let training: [Topic] = [
      .backpropagation, .batchSize, .classWeights, .clipping, .curvature, .divergence, .gradient,
      .loss,
      .learningRate, .noiseScale, .oscillation, .plateau, .schedule, .seed, .why,
    ]
    let optimizers: [Topic] = [
      .gradientDescent, .stochasticGradientDescent, .momentum, .nesterov, .adagrad, .rmsprop, .adam,
      .amsgrad, .adamw, .lion,
    ]
    let regularization: [Topic] = [.regularization, .l1, .l2, .dropout, .earlyStopping]
    let searching: [Topic] = [
      .hyperparameter, .gridSearch, .randomSearch, .bayesianOptimization, .acquisition, .kernel,
      .halving, .race,
    ]
    let words: [Topic] = [
      .cosine, .fanova, .fingerprint, .logScale, .median, .quartile, .softmax, .standardDeviation,
      .standardError,
    ]
    return data + network + training + optimizers + regularization + searching + words
  }()

  package var summaries: [TopicSummary] {
    all.map { TopicSummary(name: $0.name, group: $0.group, summary: $0.summary) }
  }

  /// The topic of a name or another word for it, a small slip of the keyboard allowed.
  /// Error: `unknown-topic`, with the nearest topics.
  package func find(_ word: Word) throws(Diagnostic) -> Topic {
    if let topic = named(word.text) ?? nearest(word.text) { return topic }
    var synonyms: [String: String] = [:]
    for topic in all {
      for alias in topic.aliases { synonyms[alias] = topic.name }
    }
    var diagnostic = Diagnostic.unknownName(
      word, kind: "topic", among: all.map(\.name), synonyms: synonyms)
    if diagnostic.suggestion == nil { diagnostic.notes = ["`explain` lists the topics"] }
    throw diagnostic
  }

  /// The topic that is called just so; case, blanks, `_` and `-` do not count.
  package func named(_ text: String) -> Topic? {
    let wanted = folded(text)
    return all.first { $0.words.contains { folded($0) == wanted } }
  }

  /// The one topic that a word cut short or misspelled can mean; nil when it could be several.
  private func nearest(_ text: String) -> Topic? {
    let wanted = folded(text)
    guard wanted.count >= 4, wanted.count <= 64 else { return nil }
    let begun = all.filter { $0.words.contains { folded($0).hasPrefix(wanted) } }
    if !begun.isEmpty { return begun.count == 1 ? begun[0] : nil }
    let allowed = wanted.count <= 8 ? 1 : 2
    var best = (distance: allowed + 1, topics: [Topic]())
    for topic in all {
      let distances = topic.words.map(folded).filter {
        // A digit is no slip: l1 is not l2.
        $0.count >= 4 && $0.filter(\.isNumber) == wanted.filter(\.isNumber)
      }.map { editDistance(Array(wanted), Array($0)) }
      guard let distance = distances.min(), distance <= min(best.distance, allowed) else {
        continue
      }
      best = distance < best.distance ? (distance, [topic]) : (distance, best.topics + [topic])
    }
    return best.topics.count == 1 ? best.topics[0] : nil
  }

  private func folded(_ text: String) -> String {
    text.lowercased().filter { !$0.isWhitespace && $0 != "_" && $0 != "-" }
  }
}

extension Topic {
  fileprivate var words: [String] { [name] + aliases }
}

extension ValueType where Value == Topic {
  package static var topic: ValueType {
    ValueType(
      label: "a topic", placeholder: "TOPIC",
      parse: { (word) throws(Diagnostic) in try TopicCatalog().find(word) },
      candidates: { $0.names("topic") })
  }
}
