// Whether a text can be a cell of a notebook, or several.
import CommandLanguage

extension Preparation {
  /// Errors: those of reading a command, `not-a-cell`.
  ///
  /// - Parameter range: where it stands in the command under way.
  package func checkCell(_ text: String, range: SourceRange?) throws(Diagnostic) {
    do throws(Diagnostic) {
      _ = try cells(in: text)
    } catch {
      var error = error
      error.range = range
      throw error
    }
  }

  /// The commands of a text, each of which can be a cell. Errors: those of reading a command, `not-a-cell`,
  /// with their places in the text.
  package func cells(in text: String) throws(Diagnostic) -> [String] {
    var commands: [String] = []
    for parsed in ScriptParser().parse(utf8: Array(text.utf8)) {
      let syntax = try parsed.get()
      let (command, _) = try catalog.read(syntax, settings: settings)
      if let obstacle = command.obstacle(asCell: syntax) { throw obstacle }
      commands.append(syntax.text)
    }
    return commands
  }
}

extension Command {
  /// Refuses what is no cell: `not-a-cell`.
  package func obstacle(asCell syntax: CommandSyntax) -> Diagnostic? {
    guard !isCell else { return nil }
    return Diagnostic(
      id: "not-a-cell",
      message: "`\(signature.name)` is about the notebook and no cell of one",
      range: syntax.name.range)
  }
}
