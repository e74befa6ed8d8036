// A line of output and the part it plays. The part decides the color on a terminal that has one;
// nothing is said by color alone.

package struct RenderedLine: Equatable, Sendable {
  package enum Role: Sendable {
    case plain
    /// Table heads and titles.
    case heading
    /// What the coach says.
    case coach
    /// What was assumed and what to type next.
    case hint
    case error
  }
  package var text: String
  package var role: Role

  package init(_ text: String, _ role: Role = .plain) {
    self.text = text
    self.role = role
  }
}
