// The type of an argument: how a word becomes a value, what it is called in messages, and how it is
// completed. The ready-made ones are in ValueType+Numbers, +Choices and +Names.

package struct ValueType<Value: Sendable>: Sendable {
  /// Completes "… is not": "a whole number from 1 to 64".
  package var label: String
  /// The same in so few words that other things fit beside it: "number > 0".
  package var briefly: String
  /// Stands for the value in a usage line: `N`, `P`, `FILE.csv`.
  package var placeholder: String
  /// The words possible when there are only a few; a usage line shows them instead of the
  /// placeholder.
  package var alternatives: [String]
  /// Whether every word is a value, which then says nothing of what was meant.
  package var takesAnything = false
  package var parse: @Sendable (Word) throws(Diagnostic) -> Value
  package var candidates: @Sendable (CompletionContext) -> [Candidate]

  package init(
    label: String, briefly: String? = nil, placeholder: String, alternatives: [String] = [],
    parse: @escaping @Sendable (Word) throws(Diagnostic) -> Value,
    candidates: @escaping @Sendable (CompletionContext) -> [Candidate] = { _ in [] }
  ) {
    self.label = label
    self.briefly = briefly ?? withoutArticle(label)
    self.placeholder = placeholder
    self.alternatives = alternatives
    self.parse = parse
    self.candidates = candidates
  }

  /// The same words with another value made of them; `transform` may refuse.
  package func map<Other>(
    _ transform: @escaping @Sendable (Value, Word) throws(Diagnostic) -> Other
  ) -> ValueType<Other> {
    let parse = self.parse
    return ValueType<Other>(
      label: label, briefly: briefly, placeholder: placeholder, alternatives: alternatives,
      parse: { (word) throws(Diagnostic) in try transform(try parse(word), word) },
      candidates: candidates)
  }

  /// The same type under another label or placeholder, or with candidates of its own.
  package func described(
    label: String? = nil, placeholder: String? = nil,
    candidates: (@Sendable (CompletionContext) -> [Candidate])? = nil
  ) -> ValueType {
    var copy = self
    if let label {
      copy.label = label
      copy.briefly = withoutArticle(label)
    }
    if let placeholder {
      copy.placeholder = placeholder
      copy.alternatives = []
    }
    if let candidates { copy.candidates = candidates }
    return copy
  }
}

/// "a number" as "number".
private func withoutArticle(_ label: String) -> String {
  for article in ["a ", "an ", "the "] where label.hasPrefix(article) {
    return String(label.dropFirst(article.count))
  }
  return label
}

extension Diagnostic {
  /// A word that is not what an argument takes.
  package static func wrongType(
    _ word: Word, expected label: String, suggestion: String? = nil, notes: [String] = []
  ) -> Diagnostic {
    Diagnostic(
      id: "wrong-type",
      message: word.text.isEmpty
        ? "an empty word stands where \(label) should" : "\(shown(word.text)) is not \(label)",
      range: word.range, suggestion: suggestion, notes: notes)
  }
}
