// `history`: the commands of this session, and `clear`, which empties the screen.
import CommandLanguage
import Events

struct HistoryCommand: Command {
  let isCell = false
  static let pattern = Argument.rest(
    "PATTERN", .text(label: "text", placeholder: "PATTERN"), "only commands that contain this",
    isOptional: true)

  /// A screen has room for them.
  private static let most = 20

  let signature = CommandSignature(
    "history", summary: "commands of this session", area: CommandArea.shell,
    forms: [Form("history", "the latest commands, or those with PATTERN", positionals: [pattern])],
    details: [
      "PATTERN is any part of a command, blanks included, in capitals or not.",
      "They are as you typed them, also those that were refused or taken back. At the prompt, Up "
        + "and Ctrl-R bring back those of earlier sessions too.",
    ],
    examples: [
      Example("history", "the latest commands", setup: ["set lr 0.1", "set l2 0.01"]),
      Example("history lr", "those with `lr`", setup: ["set lr 0.1", "set l2 0.01"]),
      Example("history set l2", "those with `set l2`", setup: ["set lr 0.1", "set l2 0.01"]),
    ])

  func prepare(_ arguments: Arguments, _ preparation: inout Preparation) -> Work {
    let pattern = arguments.word(of: Self.pattern)?.text
    let found = preparation.history.filter { entry in
      pattern.map { entry.command.lowercased().contains($0.lowercased()) } ?? true
    }
    return .say(
      .history(
        HistoryReport(
          pattern: pattern, count: found.count, latest: Array(found.suffix(Self.most)))))
  }
}

struct ClearCommand: Command {
  let isCell = false
  let signature = CommandSignature(
    "clear", aliases: ["cls"], summary: "empty the screen", area: CommandArea.shell,
    forms: [Form("clear", "empty the screen")],
    details: ["Nothing else changes. `reset` is what goes back to the first weights."],
    examples: [Example("clear", "an empty screen")])

  func prepare(_ arguments: Arguments, _ preparation: inout Preparation) -> Work {
    .say(.cleared)
  }
}
