// `quit`: leaves the shell, or ends the script.
import CommandLanguage

struct QuitCommand: Command {
  let isCell = false
  let signature = CommandSignature(
    "quit", aliases: ["exit", "bye", "q"], summary: "leave", area: CommandArea.shell,
    forms: [Form("quit", "leave")], details: ["Ctrl-D on an empty line does the same."],
    examples: [Example("quit", "leave")])

  func prepare(_ arguments: Arguments, _ preparation: inout Preparation) -> Work {
    Work { $0.quit() }
  }
}
