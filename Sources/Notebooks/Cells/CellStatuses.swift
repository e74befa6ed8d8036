// Which cells are still true: those that were run on what the cells above them make now, and whose files are
// as they read them.
import Events
import Sessions

extension NotebookCell {
  /// Whether it was run on that, and what it read is as it was.
  func isValid(on ground: CellGround) -> Bool {
    ending != .unrun && self.ground == ground && areFilesSame
  }

  var areFilesSame: Bool {
    effect.reads.allSatisfy(\.isSame)
  }

  /// Whether it is known what it would leave without running it: not of one that has other words now, or
  /// that changes what comes after.
  var leavesGround: Bool {
    before != nil && !effect.changesState && explain == explainAfter
  }
}

extension Sequence<NotebookCell> {
  /// The status of each; nil of a note, which is neither.
  ///
  /// - Parameter begin: with what the notebook begins.
  func statuses(from begin: CellGround) -> [CellStatus?] {
    // Nil below a cell of which it is not known what it leaves.
    var ground: CellGround? = begin
    return map { cell in
      guard cell.content == .command else { return nil }
      if cell.ending == .unrun {
        // What writes a file leaves the session as it was, also where it is not run.
        if cell.isRun, !cell.effect.writes { ground = nil }
        return .unrun
      }
      guard let before = ground, cell.isValid(on: before) else {
        if !cell.leavesGround { ground = nil }
        return .stale
      }
      ground = cell.groundAfter
      return cell.ending == .failed ? .failed : .valid
    }
  }
}
