// Earlier and later states of the session. States share their arrays until one of them changes, so
// keeping a hundred costs little more than the weights that differ.
import CommandLanguage

struct UndoStack: Sendable {
  private struct Entry: Sendable {
    var state: SessionState
    var command: String
  }

  private static let depth = 100
  private var past: [Entry] = []
  private var future: [Entry] = []

  /// Notes the state before `command`; what had been undone can no longer be done again.
  mutating func remember(_ state: SessionState, command: String) {
    past.append(Entry(state: state, command: command))
    if past.count > Self.depth { past.removeFirst() }
    future.removeAll()
  }

  /// Goes back; the commands undone, newest first. Error: `nothing-to-undo`.
  mutating func undo(
    _ count: Int, state: inout SessionState
  ) throws(Diagnostic) -> [String] {
    try Self.move(count, from: &past, to: &future, state: &state, word: "undo")
  }

  mutating func redo(
    _ count: Int, state: inout SessionState
  ) throws(Diagnostic) -> [String] {
    try Self.move(count, from: &future, to: &past, state: &state, word: "redo")
  }

  private static func move(
    _ count: Int, from source: inout [Entry], to target: inout [Entry],
    state: inout SessionState, word: String
  ) throws(Diagnostic) -> [String] {
    guard source.count >= count else {
      throw Diagnostic(
        id: "nothing-to-\(word)",
        message: source.isEmpty
          ? "there is nothing to \(word)" : "there are only \(source.count) commands to \(word)",
        suggestion: source.isEmpty ? nil : "`\(word) \(source.count)`")
    }
    var commands: [String] = []
    for _ in 0..<count {
      let entry = source.removeLast()
      target.append(Entry(state: state, command: entry.command))
      state = entry.state
      commands.append(entry.command)
    }
    return commands
  }
}
