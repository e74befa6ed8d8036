// A picture that a command made of the session's state.

package struct PlotReport: Sendable, Equatable {
  /// What becomes of it.
  package enum Form: Sendable, Equatable {
    case shown
    /// In words, for those who cannot see it.
    case described
    /// A file, by its name as its user calls it, and how many bytes it has.
    case written(file: String, bytes: Int)
  }

  /// As `plot` names it: "loss".
  package var kind: String
  package var figure: Figure
  package var form: Form
  /// What is seen in it, where no kind was named and this one was chosen: "the loss after each epoch".
  package var choice: String?
  /// What `plot` and the kind take to be this one, where it was chosen: "of=race".
  package var options = ""

  package init(kind: String, _ figure: Figure, as form: Form = .shown, choice: String? = nil) {
    (self.kind, self.figure, self.form, self.choice) = (kind, figure, form, choice)
  }
}
