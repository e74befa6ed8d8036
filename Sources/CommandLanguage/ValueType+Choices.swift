// Ready-made types with a few possible words each.

package struct Choice<Value: Sendable>: Sendable {
  package var name: String
  package var value: Value
  package var summary: String
  /// Other words for the same, accepted but not listed: `sigmoid` may be called `logistic`.
  package var aliases: [String]

  package init(_ name: String, _ value: Value, _ summary: String = "", aliases: [String] = []) {
    self.name = name
    self.value = value
    self.summary = summary
    self.aliases = aliases
  }
}

/// Choices with their lookup and suggestions.
struct ChoiceSet<Value: Sendable>: Sendable {
  let choices: [Choice<Value>]

  init(_ choices: [Choice<Value>]) {
    self.choices = choices
  }

  var names: [String] { choices.map(\.name) }

  var label: String {
    let quoted = names.map { "`\($0)`" }
    return quoted.count > 2 ? "one of " + listing(quoted, limit: 16) : joinedByOr(quoted)
  }

  var candidates: [Candidate] {
    choices.map { Candidate($0.name, $0.summary) }
  }

  func find(_ text: String) -> Choice<Value>? {
    let lower = text.lowercased()
    return choices.first { choice in
      choice.name.lowercased() == lower || choice.aliases.contains { $0.lowercased() == lower }
    }
  }

  func suggestion(for text: String) -> String? {
    var synonyms: [String: String] = [:]
    for choice in choices {
      for alias in choice.aliases { synonyms[alias] = choice.name }
    }
    let near = suggestions(for: text, among: names, synonyms: synonyms)
    return near.isEmpty ? nil : joinedByOr(near.map { "`\($0)`" })
  }
}

extension ValueType {
  /// One of a few words, whatever their case.
  /// - Parameter label: "an activation", for messages; the words themselves are then listed in a
  ///   note.
  package static func choice(
    _ choices: [Choice<Value>], label: String? = nil, placeholder: String? = nil
  ) -> ValueType {
    let set = ChoiceSet(choices)
    let expected = label ?? set.label
    return ValueType(
      label: expected, briefly: set.names.joined(separator: ", "),
      placeholder: placeholder ?? set.names.joined(separator: "|"),
      alternatives: placeholder == nil ? set.names : [],
      parse: { (word) throws(Diagnostic) in
        if let choice = set.find(word.text) { return choice.value }
        throw .wrongType(
          word, expected: expected, suggestion: set.suggestion(for: word.text),
          notes: label == nil ? [] : ["possible: " + listing(set.names)])
      },
      candidates: { _ in set.candidates })
  }
}

extension ValueType where Value == Bool {
  /// `on` or `off`; `true`, `false`, `yes` and `no` are understood.
  package static var toggle: ValueType<Bool> {
    choice([
      Choice("on", true, "switched on", aliases: ["true", "yes"]),
      Choice("off", false, "switched off", aliases: ["false", "no"]),
    ])
  }
}
