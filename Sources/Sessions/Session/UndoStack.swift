// Earlier and later states of the session. States share their arrays until one of them changes, so
// keeping a hundred costs little more than the weights that differ; where these are many, fewer
// states are kept.
import CommandLanguage
import Events
import Experiments

package struct UndoStack: Sendable {
  private struct Entry: Sendable {
    var state: SessionState
    var execution: Execution
    /// What it held that the state after it did not.
    var bytes = 0
  }

  private static let depth = 100
  /// How much the earlier states may hold beside the present one; the last of them is kept in any case.
  package var byteLimit: Int
  private var past: [Entry] = []
  private var future: [Entry] = []

  package init(byteLimit: Int = 256 << 20) { self.byteLimit = byteLimit }

  /// Notes the state before and after an execution; what had been undone can no longer be done again.
  package mutating func remember(
    _ before: SessionState, after: SessionState, execution: Execution
  ) {
    past.append(
      Entry(state: before, execution: execution, bytes: before.ownBytes(besides: after)))
    var bytes = past.reduce(0) { $0 + $1.bytes }
    while past.count > Self.depth || (bytes > byteLimit && past.count > 1) {
      bytes -= past.removeFirst().bytes
    }
    future.removeAll()
  }

  /// Goes back; the executions undone, newest first. Error: `nothing-to-undo`.
  package mutating func undo(
    _ count: Int, state: inout SessionState
  ) throws(Diagnostic) -> [Execution] {
    try Self.move(count, from: &past, to: &future, state: &state, word: "undo")
  }

  package mutating func redo(
    _ count: Int, state: inout SessionState
  ) throws(Diagnostic) -> [Execution] {
    try Self.move(count, from: &future, to: &past, state: &state, word: "redo")
  }

  private static func move(
    _ count: Int, from source: inout [Entry], to target: inout [Entry],
    state: inout SessionState, word: String
  ) throws(Diagnostic) -> [Execution] {
    guard source.count >= count else {
      let left =
        source.count == 1 ? "there is only 1 command" : "there are only \(source.count) commands"
      throw Diagnostic(
        id: "nothing-to-\(word)",
        message: source.isEmpty ? "there is nothing to \(word)" : "\(left) to \(word)",
        suggestion: source.isEmpty ? nil : "`\(word) \(source.count)`")
    }
    var moved: [Execution] = []
    for _ in 0..<count {
      let entry = source.removeLast()
      target.append(Entry(state: state, execution: entry.execution, bytes: entry.bytes))
      state = entry.state
      moved.append(entry.execution)
    }
    return moved
  }
}
