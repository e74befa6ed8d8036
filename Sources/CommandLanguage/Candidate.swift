// What can be completed: candidates with a one-line description each, and the names only a session
// knows.

package struct Candidate: Hashable, Sendable {
  package enum Kind: String, Sendable {
    case command, keyword, option, value, file
  }

  package var text: String
  /// One line.
  package var description: String
  package var kind: Kind
  /// Whether the word is finished, so that a blank follows it; not so after `name=` and folders.
  package var appendsSpace: Bool
  /// Whether it is there to be seen and chosen, and never inserted by Tab alone: a value that nobody asked for, such as
  /// an example, or what a command can do without.
  package var isShownOnly: Bool

  package init(
    _ text: String, _ description: String, kind: Kind = .value, appendsSpace: Bool = true,
    isShownOnly: Bool = false
  ) {
    self.text = text
    self.description = description
    self.kind = kind
    self.appendsSpace = appendsSpace
    self.isShownOnly = isShownOnly
  }
}

/// A kind of names known only to the session: settings, columns, trials. The session answers for
/// each with candidates.
package struct NameSpace: Hashable, Sendable, ExpressibleByStringLiteral {
  package var name: String
  /// For names that depend on another word: the values of one setting have that setting here.
  package var member: String?

  package init(_ name: String, member: String? = nil) {
    self.name = name
    self.member = member
  }

  package init(stringLiteral name: String) {
    self.init(name)
  }
}

/// What a value type may look at when it offers candidates.
package struct CompletionContext {
  /// The plain words before the cursor's, the command's own name first.
  package var words: [Word]
  /// The name before the `=` when an option's value is being completed.
  package var option: Word?
  /// What has been typed of the word or value, quotes removed.
  package var prefix: String
  /// The command as typed, up to the word or value at the cursor.
  package var head: String
  package var names: (NameSpace) -> [Candidate]
  /// Files whose path begins with a prefix and that have one of the extensions (all, when there are
  /// none given).
  package var files: (_ prefix: String, _ extensions: [String]) -> [Candidate]

  package init(
    words: [Word] = [], option: Word? = nil, prefix: String = "", head: String = "",
    names: @escaping (NameSpace) -> [Candidate] = { _ in [] },
    files: @escaping (String, [String]) -> [Candidate] = { _, _ in [] }
  ) {
    self.words = words
    self.option = option
    self.prefix = prefix
    self.head = head
    self.names = names
    self.files = files
  }
}
