// One kind of picture: its name, what can be chosen, and how it is made of the session's state. Each is one
// value in one file; the catalog lists them, and nothing else knows one by its name.
import CommandLanguage
import Events
import Sessions

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
  /// A picture of a training, where there was none.
  static func nothingTrained(_ arguments: Arguments) -> Diagnostic {
    Diagnostic(
      id: "nothing-trained", message: "nothing has been trained yet",
      range: arguments.syntax.name.range, suggestion: "`train 20` first")
  }
}
