// A point of the user's own for a search to try: some values by name, the rest as the search would have
// chosen it.
import CommandLanguage

package struct Guess: Sendable, Equatable {
  package struct Value: Sendable, Equatable {
    package var name: String
    /// As typed.
    package var text: String

    package init(name: String, text: String) {
      self.name = name
      self.text = text
    }
  }
  package var values: [Value]

  package init(values: [Value]) {
    self.values = values
  }

  /// As `enqueue` takes it.
  package var text: String {
    values.map { "\($0.name)=\(Word.source(of: $0.text))" }.joined(separator: " ")
  }
}
