// Which cells are still true: those that were run on the state that the cells above make now, and whose
// files are as they read them.
import Events

extension [NotebookCell] {
  /// The status of each; nil of a note, which is neither.
  ///
  /// - Parameters:
  ///   - root: of the state with which the notebook begins.
  ///   - digest: of a file as it is now; nil if it cannot be read.
  package func statuses(
    from root: Identity, digest: (String) -> UInt64?
  ) -> [CellStatus?] {
    // Nil below a cell of which it is not known what it leaves.
    var identity: Identity? = root
    var seen: [String: UInt64?] = [:]
    return map { cell in
      guard cell.content == .command else { return nil }
      let areFilesSame = cell.reads.allSatisfy { file in
        let now = seen[file.path] ?? digest(file.path)
        seen[file.path] = now
        return now == file.content
      }
      if cell.ending == .unrun {
        identity = nil
        return .unrun
      }
      guard let before = identity, cell.before == before, areFilesSame else {
        if cell.effect.changesState || cell.before == nil { identity = nil }
        return .stale
      }
      identity = cell.after
      return cell.ending == .failed ? .failed : .valid
    }
  }
}
