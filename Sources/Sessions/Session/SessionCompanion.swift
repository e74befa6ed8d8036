// A companion of the state that has a word after each command: a lesson looks whether what it asks for is there.
import CommandLanguage
import Events
import Experiments

package protocol SessionCompanion: StateCompanion {
  /// Called when a command has been performed, before the session takes its state over. What it says and does is
  /// a part of that command.
  func follow(_ followed: FollowedCommand, _ performance: Performance)
  /// Refuses a command before it is prepared; nil where it may be run.
  func obstacle(to syntax: CommandSyntax) -> Diagnostic?
  /// What to say to whoever types what is no command; nil where that has nothing to do with it.
  var noteOnNoCommand: String? { get }
}

/// A command that has just been performed.
package struct FollowedCommand {
  /// As it was typed.
  package let source: String
  /// Its name in full.
  package let name: String
  /// The state before it.
  package let before: SessionState
  package let changesState: Bool
}

extension Performance {
  /// - Parameter before: the state before the command.
  func accompany(_ source: String, name: String, before: SessionState) {
    guard failure == nil, travelled == nil, interruption?.leavesNothing != true,
      let companion = state.companion as? any SessionCompanion
    else { return }
    if interruption != nil { hearNoMoreStops() }
    companion.follow(
      FollowedCommand(
        source: interruption?.again ?? meaning ?? source, name: name, before: before,
        changesState: changesResults), self)
  }
}

extension Diagnostic {
  /// With what a companion has to say to what is no command.
  func noted(by companion: (any StateCompanion)?) -> Diagnostic {
    guard id == "unknown-command", let companion = companion as? any SessionCompanion,
      let note = companion.noteOnNoCommand
    else { return self }
    return with(note: note)
  }
}

extension CoachNote.Kind {
  /// Whether its note ends in what to do.
  var isAdvice: Bool { SessionState.advising.contains(self) }
}
