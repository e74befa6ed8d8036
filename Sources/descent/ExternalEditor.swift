// The editor that the user's own environment names, on a text in a private folder. Nothing of the text comes near
// a shell: the program is given the path of a file.
import CommandLanguage
import Files
import Sessions
import Terminal

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

struct ExternalEditor: Sendable {
  /// A command for the system's shell.
  private let command: String
  /// What the terminal is kept from while the shell runs commands.
  private let keyboard: QuietKeyboard?

  init(keyboard: QuietKeyboard?, environment: (String) -> String? = environmentVariable) {
    let named = ["VISUAL", "EDITOR"].compactMap(environment)
    // Who names none may not know vi; the other shows its keys.
    let folders = environment("PATH")?.split(separator: ":") ?? []
    let hasNano = folders.contains { access($0 + "/nano", X_OK) == 0 }
    command = named.first { !$0.allSatisfy(\.isWhitespace) } ?? (hasNano ? "nano" : "vi")
    self.keyboard = keyboard
  }

  func edit(_ text: String, named fileName: String) -> Result<String, TextEditorFailure> {
    do throws(FileError) {
      let folder = try PrivateFolder()
      defer { folder.remove() }
      let path = folder.path + "/" + fileName
      try ReplacingFile.replace(path, with: Array(text.utf8))
      let run = { ForegroundProgram.run(command, with: path) }
      switch keyboard?.lifted(run) ?? run() {
      case .exited(0): return .success(try TextFile.read(path))
      case .exited(126), .exited(127):
        return .failure(
          TextEditorFailure(
            "there is no program \(shown(command)), which $VISUAL or $EDITOR is to name"))
      case .exited(let status):
        return .failure(
          TextEditorFailure(
            "the editor \(shown(command)) failed with status \(status), so nothing was changed"
          ))
      case .notStarted(let code):
        return .failure(
          TextEditorFailure("the editor \(shown(command)) did not start: \(TextFile.reason(code))"))
      }
    } catch {
      return .failure(
        TextEditorFailure("the text that was edited cannot be used: \(error.message)"))
    }
  }
}

/// A folder for files that nobody else may look at and that are gone afterwards.
private struct PrivateFolder {
  let path: String

  init() throws(FileError) {
    let parent = environmentVariable("TMPDIR") ?? ""
    var template = Array(
      ((parent.hasPrefix("/") ? parent : "/tmp") + "/descent-XXXXXX").utf8CString)
    guard let made = mkdtemp(&template) else {
      throw FileError(path: parent, message: TextFile.reason(errno))
    }
    path = String(cString: made)
  }

  /// With what the editor left beside the file.
  func remove() {
    for name in TextFile.names(in: path) { unlink(path + "/" + name) }
    rmdir(path)
  }
}
