// A kept session in a notebook of its own: as a document, and as a session that a new journal keeps.
import CommandLanguage
import Files
import Sessions

extension Notebook {
  /// What a kept session did: with its output where it can be run again, without where it cannot.
  package func documentGoingOn(with kept: SessionJournal.Kept) -> NotebookDocument {
    let count = resume(kept)
    var shown = Array(cells)
    if failedCell(of: kept, after: count) != nil { shown.removeLast() }
    shown += kept.commands.dropFirst(count).map(unrunCell)
    return NotebookDocument(origin: origin, cells: shown)
  }

  /// What stands for a command that is not run.
  private func unrunCell(of command: SessionJournal.Command) -> NotebookCell {
    if isCell(command.text) {
      var cell = NotebookCell(command: command.text)
      cell.output = command.said ?? cell.output
      if command.hasFailed { cell.ending = .failed }
      return cell
    }
    return NotebookCell(note: "Here stood `\(command.text)`, which is about the notebook.")
  }

  private func isCell(_ text: String) -> Bool {
    guard case .success(let syntax)? = ScriptParser().parse(text).first else { return true }
    return catalog.isCell(syntax)
  }

  /// The cell of the command after which a kept session could not be gone on with.
  private func failedCell(of kept: SessionJournal.Kept, after count: Int) -> NotebookCell? {
    guard kept.commands.indices.contains(count), let cell = cells.last, cell.ending == .failed,
      cell.source == kept.commands[count].text
    else { return nil }
    return cell
  }

  /// Keeps this session, which went on with another as far as that could be done, in a journal of its own.
  package func beginJournal(
    in folder: SessionFolder, _ begin: SessionJournal.Begin, goingOnWith kept: SessionJournal.Kept,
    count: Int
  ) throws(FileError) {
    let journal = try folder.makeJournal(begin)
    var commands = Array(kept.commands.prefix(count))
    if let cell = failedCell(of: kept, after: count) {
      commands.append(
        SessionJournal.Command(text: cell.source, said: cell.output, hasFailed: true))
    }
    // What they left is of use as long as the same program runs them.
    let (pack, texts) = (CheckpointPack(of: kept.path), Set(commands.map(\.text)))
    if begin.version == kept.begin.version {
      for run in kept.runs where texts.contains(run.head.text) {
        if let whole = run.whole(from: pack) { journal.note(whole) }
      }
    }
    for command in commands where !journal.note(again: command) {
      throw FileError(path: journal.path, message: journal.failure ?? "it cannot be written")
    }
    self.journal = journal
  }
}
