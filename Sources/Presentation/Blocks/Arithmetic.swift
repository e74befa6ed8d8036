// Arithmetic as a value: lines that each say what something is called, how it comes about and what it
// comes to.
import Events

package struct Arithmetic: Codable, Equatable, Sendable {
  package var lines: [Line]

  package init(_ lines: [Line]) { self.lines = lines }

  package struct Line: Codable, Equatable, Sendable {
    package var name: String
    /// How it comes about, in words or symbols.
    package var formula: Spans
    /// The same with its numbers put in, where it is told in symbols.
    package var numbers: String?
    /// `=` or `≈`, before the numbers or, without any of its own, before the formula.
    package var sign: String?
    /// What it comes to, as printed.
    package var value: String?
    package var number: Number?
    /// Beside the value where there is room, else below.
    package var remarks: [Spans]
  }
}
