// Commands typed at a prompt, of the shell and of a document that a class goes through.
import CommandLanguage
import Terminal

extension Console {
  /// Nil where there is no terminal to edit lines on.
  func makeEditor() -> LineEditor? {
    LineEditor(
      LineEditor.Configuration(
        historyFile: StateFolder.history, color: capabilities.color,
        escapes: capabilities.escapes, colorDepth: capabilities.colorDepth,
        wrapsRows: TerminalKind(environmentVariable).wrapsRows,
        marksPrompts: capabilities.takesMarks && options.format == .text))
  }

  /// One logical line: a line that ends in `\` goes on with the next.
  ///
  /// - Parameters:
  ///   - continuation: the prompt of the lines after the first.
  ///   - source: what may give the first line too.
  func readCommand(
    by editor: LineEditor, _ prompt: StyledText, continuation: StyledText,
    orFrom source: LineEditor.Source? = nil
  ) -> LineEditor.Input {
    var text = ""
    var scanner = ContinuationScanner()
    while true {
      output.flush()
      errors.flush()
      let goesOn = !text.isEmpty
      let input = editor.readLine(
        prompt: goesOn ? continuation : prompt, goingOnFrom: goesOn ? text + "\n" : "",
        assisted: true, orFrom: goesOn ? nil : source)
      guard case .line(let line) = input else { return input }
      text += goesOn ? "\n" + line : line
      if !scanner.endsInContinuation(line) { return .line(text) }
    }
  }
}
