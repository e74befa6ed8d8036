// What the commands about a notebook share with it: its content, and what the command under way makes of
// it, which counts only if the command holds to its end.
import CommandLanguage
import Events
import Experiments
import Presentation
import Sessions
import Synchronization

package final class NotebookStore: Sendable {
  private struct Held: Sendable {
    var content: NotebookContent
    var wanted: NotebookCells?
    /// The files of the notebook, as they were when this session read or wrote them last.
    var files: [String: FileDigest] = [:]
    /// What came back from an editor and could not be read, with the words that it was to replace.
    var draft: (text: String, source: String)?
  }

  private let held: Mutex<Held>
  /// Which commands need not be run again to go on with the session.
  let keeper = RunKeeper()

  init(origin: NotebookOrigin, begin state: SessionState, folders: [String]) {
    held = Mutex(
      Held(content: NotebookContent(origin: origin, begin: state, folders: folders)))
  }

  /// What there is, to look at and to work on a copy of.
  var content: NotebookContent {
    get { held.withLock { $0.content } }
    set { held.withLock { $0.content = newValue } }
  }

  /// What the command under way will have made of the cells.
  func want(_ cells: NotebookCells) { held.withLock { $0.wanted = cells } }

  /// What its user wrote in the place of these words before, if that could not be read.
  func draft(of source: String) -> String? {
    held.withLock { $0.draft?.source == source ? $0.draft?.text : nil }
  }

  func keepDraft(_ text: String?, of source: String) {
    held.withLock { $0.draft = text.map { ($0, source) } }
  }

  /// The file at a path as this session left it; nil where it neither read nor wrote it.
  func left(_ path: String) -> FileDigest? { held.withLock { $0.files[path] } }

  /// Notes that a file is as this session knows it.
  func noteFile(_ path: String) { held.withLock { $0.files[path] = FileDigest(path) } }

  /// Keeps what was computed, whatever becomes of the command that did.
  func keep(_ content: NotebookContent) {
    held.withLock {
      $0.content.states = content.states
      $0.content.results = content.results
    }
  }

  /// Takes in what an execution came to; whether it is something to keep.
  func take(
    _ execution: Execution, from file: String?, saying output: Blocks, on before: CellGround,
    leaving state: SessionState
  ) -> Bool {
    held.withLock { held in
      defer { held.wanted = nil }
      if let travel = execution.effect.travelled {
        held.content.follow(travel)
        return true
      }
      if execution.effect.isCell {
        if var cell = NotebookCell(
          execution, saying: output, on: before, leaving: state.settings.explain)
        {
          cell.file = file
          held.content.append(cell, leaving: state)
          return true
        }
      } else if let wanted = held.wanted, execution.outcome == .done {
        held.content.take(wanted, by: execution.serial)
        return true
      }
      return false
    }
  }

  /// Takes in a command that was run in an earlier process and is not to be run again.
  ///
  /// - Parameter hasFailed: whether it was refused; else it wrote a file.
  func take(
    notRun command: String, hasFailed: Bool, saying output: Blocks, at explain: ExplainLevel
  ) {
    held.withLock { held in
      var cell = NotebookCell(command: command)
      cell.effect.writes = !hasFailed
      cell.output = output
      cell.stay(
        on: CellGround(identity: held.content.identity, explain: explain), hasFailed: hasFailed)
      held.content.append(cell)
    }
  }

  /// A command is not run below cells of which it is not known what they leave.
  func obstacle(to command: any Command, _ syntax: CommandSyntax) -> Diagnostic? {
    guard command.isCell(syntax), !held.withLock({ $0.content.isSettled }) else { return nil }
    let cells = listed.cells
    if !cells.contains(where: { $0.status == .stale || $0.status == .unrun }),
      let failed = cells.last(where: { $0.status == .failed })
    {
      return Diagnostic(
        id: "failed-cell",
        message: "cell \(failed.number) fails now, so it is not known what it leaves",
        range: syntax.name.range,
        suggestion: "`edit \(failed.number)` or `delete \(failed.number)`, or `undo`")
    }
    return Diagnostic(
      id: "stale-cells",
      message: "cells above have not been run since something above them changed",
      range: syntax.name.range, suggestion: "`rerun stale` first, or `undo`")
  }
}

extension NotebookCell {
  /// Stays what it is where it is not to be run again: the file that it wrote is of an earlier run, unless it
  /// was refused or never wrote one.
  mutating func stay(on ground: CellGround, hasFailed: Bool = false) {
    (before, after) = (ground.identity, ground.identity)
    (explain, explainAfter) = (ground.explain, ground.explain)
    let hasFile = output != Blocks()
    ending = hasFailed ? .failed : hasFile ? .done : .unrun
    isFileOfEarlierRun = !hasFailed && hasFile
    saidOn = saidOn ?? ground.identity
  }

  /// What was run; nil of what came to nothing because it was stopped.
  init?(
    _ execution: Execution, saying output: Blocks, on ground: CellGround,
    leaving explain: ExplainLevel
  ) {
    self.init(command: execution.source)
    switch execution.outcome {
    case .done: ending = .done
    case .failed, nil: ending = .failed
    case .interrupted(let again?): (ending, source) = (.interrupted, again)
    case .interrupted(nil): return nil
    }
    serial = execution.serial
    (before, saidOn) = (ground.identity, ground.identity)
    self.explain = ground.explain
    explainAfter = explain
    effect = execution.effect
    after =
      effect.changesState
      ? ground.identity.after(source, reading: effect.reads, outside: effect.outside)
      : ground.identity
    self.output = output
  }
}
