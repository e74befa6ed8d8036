// Commands that may not write what they name, found before anything is run: whoever starts a script of an hour learns
// at once that its last line would be refused.
import CommandLanguage

extension Session {
  /// What comes first in a script.
  package enum Outlook {
    case refused(LogicalLine, Diagnostic)
    /// It leaves by itself; what stands behind that is never run.
    case quits
  }

  /// The first command that may not write, of lines that are to be run here. What cannot be read is left for its time.
  package func outlook(on lines: [LogicalLine]) -> Outlook? {
    guard !environment.mayWrite else { return nil }
    for line in lines {
      for case .success(let syntax) in ScriptParser().parse(utf8: line.bytes) {
        guard let (command, arguments) = try? catalog.read(syntax, settings: settings) else {
          continue
        }
        if command.signature.name == "quit" { return .quits }
        guard let file = command.writes(arguments) else { continue }
        var refusal = Diagnostic.writesNotAllowed(file.text, range: file.range)
        refusal.notes = ["nothing of the script was run"]
        return .refused(line, refusal)
      }
    }
    return nil
  }
}

extension Diagnostic {
  static func writesNotAllowed(_ path: String, range: SourceRange?) -> Diagnostic {
    Diagnostic(
      id: "writes-not-allowed",
      message: "a file's commands may not write \(shown(path)) unless its user allows it",
      range: range,
      suggestion: "type the command yourself, or start descent with --allow-writes")
  }
}
