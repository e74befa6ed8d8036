// What the parts of a line are, as far as its words say: for whoever paints it while it is typed.

package struct LineMark: Hashable, Sendable {
  package enum Role: String, Sendable {
    /// A command's name, or what is said in place of one.
    case command
    /// A literal word of a command: `remove`, `until`.
    case keyword
    /// The name of a setting or an option.
    case name
    /// A number, or a range or list of numbers.
    case number
    /// Any other value: `tanh`, a path.
    case value
    /// What stands in quotes, and prose.
    case text
    case comment
    /// The `;` between commands.
    case separator
  }

  /// UTF-8 offsets into the text.
  package var range: SourceRange
  package var role: Role

  package init(_ range: SourceRange, _ role: Role) {
    (self.range, self.role) = (range, role)
  }
}

/// What Enter would refuse in a line.
package struct LineFault: Equatable, Sendable {
  /// The bytes to point at, never empty in a text that is not.
  package var range: SourceRange
  package var diagnostic: Diagnostic

  package init(range: SourceRange, diagnostic: Diagnostic) {
    (self.range, self.diagnostic) = (range, diagnostic)
  }

  /// In one line: what is wrong, and what would be right where that is known.
  package var sentence: String { diagnostic.sentence }
}
