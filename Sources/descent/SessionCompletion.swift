// What Tab offers at a prompt: the ways to go on in a session's command, names of its own and files among them.
import CommandLanguage
import Files
import Lessons
import Sessions
import Terminal

extension LineEditor {
  /// - Parameter session: in which the line will run.
  func complete(in session: @escaping () -> Session) {
    completer = { line, cursor in
      let session = session()
      if let next = session.state.lesson?.lineToType, line.allSatisfy(\.isWhitespace) {
        return CompletionList(
          replace: 0..<line.utf8.count,
          candidates: [
            Candidate(text: next, description: "what the lesson asks for", appendsSpace: false)
          ])
      }
      let result = LineKnowledge(of: session).completion(
        of: line, at: cursor, names: session.namesWithLessons, files: FileCandidates.matching)
      return CompletionList(
        replace: result.replace.start..<result.replace.end,
        candidates: result.candidates.map {
          Candidate(
            text: $0.text, description: $0.description, appendsSpace: $0.appendsSpace,
            isShownOnly: $0.isShownOnly)
        })
    }
  }
}

/// Files for completion.
enum FileCandidates {
  static func matching(_ prefix: String, _ extensions: [String]) -> [Candidate] {
    let slash = prefix.lastIndex(of: "/")
    let folder = slash.map { String(prefix[...$0]) } ?? ""
    let stem = slash.map { String(prefix[prefix.index(after: $0)...]) } ?? prefix
    return TextFile.names(in: folder.isEmpty ? "." : TextFile.expanded(folder))
      .filter { $0.hasPrefix(stem) && (stem.hasPrefix(".") || !$0.hasPrefix(".")) }
      .compactMap { name in
        if TextFile.isDirectory(TextFile.expanded(folder) + name) {
          return Candidate(folder + name + "/", "a folder", kind: .file, appendsSpace: false)
        }
        let matches = extensions.isEmpty || extensions.contains { name.hasSuffix("." + $0) }
        return matches ? Candidate(folder + name, "a file", kind: .file) : nil
      }
  }
}
