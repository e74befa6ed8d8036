// `undo` and `redo`: the session as it was before a command, exactly.
import CommandLanguage
import Events

private let count = Argument.optional("N", .integer(1...100), "how many commands; 1 unless said")

struct UndoCommand: Command {
  let isCell = false
  let signature = CommandSignature(
    "undo", summary: "take back the last change", area: CommandArea.shell,
    forms: [Form("undo", "take back one command, or N", positionals: [count])],
    details: ["Weights, optimizer state, settings and data are exactly as they were."],
    examples: [Example("undo", "the learning rate is as before", setup: ["set lr 1"])])

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    try preparation.travelling(.undo, by: arguments[count, default: 1])
  }
}

struct RedoCommand: Command {
  let isCell = false
  let signature = CommandSignature(
    "redo", summary: "do again what was undone", area: CommandArea.shell,
    forms: [Form("redo", "do one command again, or N", positionals: [count])],
    examples: [Example("redo", "and 1 once more", setup: ["set lr 1", "undo"])])

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    try preparation.travelling(.redo, by: arguments[count, default: 1])
  }
}

extension Preparation {
  /// Errors: `nothing-to-undo`, `nothing-to-redo`.
  fileprivate func travelling(
    _ direction: UndoReport.Direction, by count: Int
  ) throws(Diagnostic) -> Work {
    var (state, stack) = (state, undoStack)
    let executions =
      switch direction {
      case .undo: try stack.undo(count, state: &state)
      case .redo: try stack.redo(count, state: &state)
      }
    return Work { [state, stack] performance in
      performance.travel(
        to: state, with: stack, past: Execution.Travel(direction, executions.map(\.serial)))
      performance.emit(
        .undone(UndoReport(direction: direction, commands: executions.map(\.source))))
    }
  }
}
