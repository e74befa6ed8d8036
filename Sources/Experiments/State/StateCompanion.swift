// What goes along with a state from command to command and is no part of the experiment, such as the place in a
// lesson. As it is in the state, it is undone, kept and gone back to with it.

package protocol StateCompanion: Sendable {
  /// Whether advice is held back, as it could give away what is asked.
  var holdsAdviceBack: Bool { get }
}
