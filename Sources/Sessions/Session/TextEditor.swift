// A text that its user changes in a program of his own while a command is prepared: what comes back is part
// of the command, as if it had been typed.
import CommandLanguage

/// Lets a text be changed, under the name of a file; what came back, or why nothing did.
package typealias TextEditor =
  @Sendable (_ text: String, _ fileName: String) -> Result<String, TextEditorFailure>

package struct TextEditorFailure: Error, Sendable {
  /// Why, as of a diagnostic.
  package var message: String

  package init(_ message: String) { self.message = message }
}

extension Preparation {
  /// The text as it came back from the user's editor. Errors: `no-editor`, `editor-failed`.
  ///
  /// - Parameters:
  ///   - range: where the command asks for it.
  ///   - instead: the command that needs no editor.
  package mutating func edited(
    _ text: String, named fileName: String, range: SourceRange?, instead: String
  ) throws(Diagnostic) -> String {
    guard let editor = environment.editor else {
      throw Diagnostic(
        id: "no-editor", message: "there is no terminal for an editor here", range: range,
        suggestion: "`\(instead)`")
    }
    switch editor(text, fileName) {
    case .success(let text):
      noteEdited(text)
      return text
    case .failure(let failure):
      throw Diagnostic(id: "editor-failed", message: failure.message, range: range)
    }
  }
}
