// What the program knows about a line while it is typed. Places are counted in UTF-8 bytes of the whole command: a
// command that is continued has its earlier lines in it.

/// A part of a line and what it is.
package struct PaintedMark: Equatable, Sendable {
  package enum Role: Equatable, Sendable {
    case command, keyword, name, number, value, text, comment
    /// Enter would refuse it.
    case fault
  }

  package var range: Range<Int>
  package var role: Role

  package init(_ range: Range<Int>, _ role: Role) { (self.range, self.role) = (range, role) }
}

package struct LineAids {
  /// What the parts are, in order and apart, and what is wrong with the one that Enter would refuse.
  package var check: (_ command: String, _ cursor: Int) -> (marks: [PaintedMark], fault: String?) =
    { _, _ in ([], nil) }
  /// A whole command that begins with what is typed.
  package var suggestion: (_ command: String) -> String? = { _ in nil }
  /// What belongs at the cursor, most useful first; where nothing is known of that, what is wrong is said.
  package var hint: (_ command: String, _ cursor: Int) -> StyledText? = { _, _ in nil }
  /// The command that says more about what is at the cursor.
  package var help: (_ command: String, _ cursor: Int) -> String? = { _, _ in nil }

  package init() {}
}
