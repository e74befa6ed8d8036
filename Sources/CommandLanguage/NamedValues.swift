// `x=0..1 lr=1e-4..1:log`: names with values, without a command before them, as they come in one
// argument of the process.

/// One `name=value` of a text.
package struct NamedValue: Hashable, Sendable {
  package var name: Word
  package var value: Word
}

/// The `name=value` pairs of a text, by the rules of command lines: blanks between, quotes, comments.
/// Errors: those of the lexer, `not-named`, `repeated-option`, `missing-value`.
package func namedValues(_ text: String) throws(Diagnostic) -> [NamedValue] {
  var lexer = Lexer(Array(text.utf8))
  var pairs: [NamedValue] = []
  var names: Set<String> = []
  while true {
    switch try lexer.next() {
    case .end(isLast: true): return pairs
    case .end: continue
    case .word(let lexed):
      guard let (name, value) = lexed.option else { throw notNamed(lexed.word) }
      guard names.insert(name.text).inserted else {
        throw Diagnostic(
          id: "repeated-option", message: "\(shown(name.text)) is given twice", range: name.range)
      }
      guard !value.text.isEmpty else {
        throw Diagnostic(
          id: "missing-value", message: "\(shown(name.text)) has no values", range: value.range,
          notes: SpaceSyntax.forms + ["there are no blanks around the `=`"])
      }
      pairs.append(NamedValue(name: name, value: value))
    }
  }
}

private func notNamed(_ word: Word) -> Diagnostic {
  Diagnostic(
    id: "not-named",
    message: word.text.contains("=")
      ? "a name begins with a letter and has letters, digits, `_`, `-` and `.`"
      : "\(shown(word.text)) has no `NAME=` before it",
    range: word.range, suggestion: "`x=0..1`")
}
