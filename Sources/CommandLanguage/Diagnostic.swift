// The one value in which every part of the shell reports that something is wrong: what, where, and
// what would have been right. How it looks (carets, colors, JSON) is decided where it is shown.
import Text

package struct Diagnostic: Error, Equatable, Sendable {
  /// Stable and kebab-case, for scripts and tests: `unknown-command`.
  package var id: String
  /// One sentence with a lower-case start and no final period.
  package var message: String
  /// The bytes of the command line it is about; empty where something is missing.
  package var range: SourceRange?
  /// What would have been right: "`lr` (learning rate)", or a command to type.
  package var suggestion: String?
  /// Further lines: usage, the list of what is possible, an example.
  package var notes: [String]
  /// The place in another file (a data table, a lesson) when the fault is there and not in the
  /// command.
  package var file: SourceLocation?

  package init(
    id: String, message: String, range: SourceRange? = nil, suggestion: String? = nil,
    notes: [String] = [], file: SourceLocation? = nil
  ) {
    self.id = id
    self.message = message
    self.range = range
    self.suggestion = suggestion
    self.notes = notes
    self.file = file
  }

  /// The same diagnostic for text that stands `offset` bytes further on.
  package func shifted(by offset: Int) -> Diagnostic {
    var copy = self
    copy.range = range?.shifted(by: offset)
    return copy
  }

  package func with(note: String) -> Diagnostic {
    var copy = self
    copy.notes.append(note)
    return copy
  }
}

extension Diagnostic {
  /// In one sentence: what is wrong, and what would be right where that is known.
  package var sentence: String {
    var text = message
    if let file {
      let column = file.column.map { ", column \($0)" } ?? ""
      text = "line \(file.line)\(column) of \(shown(file.file)): \(text)"
    }
    guard let advice = suggestion else { return text }
    // Something to type is offered as a guess after an unknown name, else as a thing to try; advice
    // in words stands by itself.
    guard advice.hasPrefix("`") else { return "\(text); \(advice)" }
    return id.hasPrefix("unknown-")
      ? "\(text); did you mean \(advice)?" : "\(text); try \(advice)"
  }

  /// A name that is not among those there are, with the nearest ones: what a command throws that
  /// looks up a setting, a column or a topic itself.
  /// - Parameters:
  ///   - kind: what the name should have named: "setting".
  ///   - synonyms: other words people use, each with the name it stands for.
  package static func unknownName(
    _ word: Word, kind: String, among names: [String], synonyms: [String: String] = [:]
  ) -> Diagnostic {
    let near = suggestions(for: word.text, among: names, synonyms: synonyms)
    var notes: [String] = []
    if near.isEmpty && !names.isEmpty {
      notes = ["possible: " + listing(names)]
    }
    return Diagnostic(
      id: "unknown-\(kind.lowercased().split(separator: " ").joined(separator: "-"))",
      message: "there is no \(kind) \(shown(word.text))", range: word.range,
      suggestion: near.isEmpty ? nil : joinedByOr(near.map { "`\($0)`" }), notes: notes)
  }
}

/// Text from the user as it stands in a message: in backquotes, control characters escaped, long
/// text cut.
package func shown(_ text: String) -> String {
  let limit = 60
  let head = text.prefix(limit + 1)
  let visible = head.count > limit ? head.prefix(limit - 1) + "…" : head
  return inBackquotes(escapedForDisplay(String(visible)))
}

/// "a", "a or b", "a, b or c".
package func joinedByOr(_ items: [String]) -> String {
  guard let last = items.last, items.count > 1 else { return items.first ?? "" }
  return items.dropLast().joined(separator: ", ") + " or " + last
}

/// A list for a note; beyond `limit` items it says how many more there are.
package func listing(_ items: [String], limit: Int = 24) -> String {
  let head = items.prefix(limit).joined(separator: ", ")
  return items.count > limit ? "\(head), and \(items.count - limit) more" : head
}
