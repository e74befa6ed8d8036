// What Tab offers.

/// One way to go on, with a few words on what it is.
package struct MenuCandidate: Equatable, Sendable {
  package var text: String
  package var description: String
  package var appendsSpace: Bool
  /// It says what may stand there, and is never put into the line.
  package var isShownOnly: Bool

  package init(
    text: String, description: String = "", appendsSpace: Bool = true, isShownOnly: Bool = false
  ) {
    self.text = text
    self.description = description
    self.appendsSpace = appendsSpace
    self.isShownOnly = isShownOnly
  }
}
