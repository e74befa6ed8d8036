// One kind of picture: its name, what can be chosen, and how it is made of the session's state. Each is one
// value in one file; the catalog lists them, and nothing else knows one by its name.
import CommandLanguage
import Events
import Experiments
import NeuralNetwork
import Sessions
import Text

package protocol Plot: Sendable {
  /// As it is called: "loss".
  var name: String { get }
  /// Completes "plot NAME": what is seen in it, in one line.
  var summary: String { get }
  /// `NAME=value` of its own.
  var options: [any AnyArgumentConvertible] { get }
  /// For the help.
  var example: Example { get }
  /// Errors: those of what it needs, such as `not-for-this-model` and `stopped`.
  ///
  /// - Parameter preparation: looked at, and given what has to be assumed.
  func figure(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Figure
}

extension Plot {
  package var options: [any AnyArgumentConvertible] { [] }
}

extension Diagnostic {
  /// A picture of epochs, where none was finished: what has happened instead, and what to try.
  static func noFinishedEpoch(_ arguments: Arguments, _ state: SessionState) -> Diagnostic {
    let range = arguments.syntax.name.range
    if let divergence = state.divergence {
      let isLoss = divergence.kind == .loss || divergence.kind == .figures
      let what = isLoss ? "the loss was" : "its numbers were"
      return Diagnostic(
        id: "no-finished-epoch",
        message: "training stopped in epoch \(divergence.epoch), at step \(divergence.step), where "
          + "\(what) no longer finite: no epoch was finished that could be drawn",
        range: range,
        suggestion: state.remedy.map { "`\($0.line)`" }
          ?? "`reset`, which takes the initial weights again, and then a smaller `lr`")
    }
    let steps = state.training?.stepCount ?? 0
    guard steps > 0 else { return nothingTrained(arguments) }
    return Diagnostic(
      id: "no-finished-epoch",
      message: "no epoch has been finished yet, only \(counted(steps, "step")) of one",
      range: range, suggestion: "`train 20` first")
  }

  /// A picture of a training, where there was none.
  static func nothingTrained(_ arguments: Arguments) -> Diagnostic {
    Diagnostic(
      id: "nothing-trained", message: "nothing has been trained yet",
      range: arguments.syntax.name.range, suggestion: "`train 20` first")
  }
}
