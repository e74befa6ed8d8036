// The commands there are, and the way from a typed name to one of them.

package struct CommandTable: Sendable {
  package let signatures: [CommandSignature]
  /// By lower-case name or alias.
  private let index: [String: Int]

  package init(_ signatures: [CommandSignature]) {
    self.signatures = signatures
    var index: [String: Int] = [:]
    for (position, signature) in signatures.enumerated() {
      for alias in signature.aliases {
        index[alias.lowercased()] = index[alias.lowercased()] ?? position
      }
    }
    // A name goes before another command's alias.
    for (position, signature) in signatures.enumerated().reversed() {
      index[signature.name.lowercased()] = position
    }
    self.index = index
  }

  /// The command of exactly this name or alias, in whatever case.
  package func signature(named name: String) -> CommandSignature? {
    index[name.lowercased()].map { signatures[$0] }
  }

  /// The command a word names: exactly, by an alias, or by the beginning of one name only.
  package func find(
    _ word: Word, synonyms: [String: String] = [:]
  ) throws(Diagnostic) -> CommandSignature {
    let text = word.lowercased
    if let exact = signature(named: text) { return exact }
    let matches = text.isEmpty ? [] : prefixed(by: text)
    if matches.count == 1 { return signatures[matches[0]] }
    if matches.count > 1 {
      throw Diagnostic(
        id: "ambiguous-command",
        message: "\(shown(word.text)) could be "
          + joinedByOr(matches.prefix(8).map { "`\(signatures[$0].name)`" }),
        range: word.range)
    }
    throw unknown(word, synonyms: synonyms)
  }

  /// The positions of the commands with a name or alias that begins with a lower-case text.
  private func prefixed(by text: String) -> [Int] {
    signatures.indices.filter { position in
      let signature = signatures[position]
      return signature.name.lowercased().hasPrefix(text)
        || signature.aliases.contains { $0.lowercased().hasPrefix(text) }
    }
  }

  /// The names of the commands that a word was probably meant to name, the likeliest first.
  package func near(_ text: String, synonyms: [String: String] = [:]) -> [String] {
    var synonyms = synonyms
    for signature in signatures {
      for alias in signature.aliases { synonyms[alias] = signature.name }
    }
    return suggestions(for: text, among: signatures.map(\.name), synonyms: synonyms)
  }

  private func unknown(_ word: Word, synonyms: [String: String]) -> Diagnostic {
    let near = near(word.text, synonyms: synonyms)
    return Diagnostic(
      id: "unknown-command", message: "there is no command \(shown(word.text))", range: word.range,
      suggestion: near.isEmpty ? nil : joinedByOr(near.map { "`\($0)`" }))
  }
}
