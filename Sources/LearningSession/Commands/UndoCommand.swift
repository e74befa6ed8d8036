// `undo` and `redo`: the session as it was before a command, exactly.
import CommandLanguage

private let count = Argument.optional("N", .integer(1...100), "how many commands; 1 unless said")

struct UndoCommand: Command {
  let signature = CommandSignature(
    "undo", summary: "take back the last command that changed something", area: CommandArea.shell,
    forms: [Form("undo", "take back one command, or N", positionals: [count])],
    details: ["Weights, optimizer state, settings and data are exactly as they were."],
    examples: [Example("undo", "the learning rate is as before", setup: ["set lr 1"])])

  func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) {
    let commands = try session.undo(arguments[count, default: 1])
    session.emit(.undone(UndoReport(direction: .undo, commands: commands)))
  }
}

struct RedoCommand: Command {
  let signature = CommandSignature(
    "redo", summary: "do again what `undo` took back", area: CommandArea.shell,
    forms: [Form("redo", "do one command again, or N", positionals: [count])],
    examples: [Example("redo", "and 1 once more", setup: ["set lr 1", "undo"])])

  func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) {
    let commands = try session.redo(arguments[count, default: 1])
    session.emit(.undone(UndoReport(direction: .redo, commands: commands)))
  }
}
