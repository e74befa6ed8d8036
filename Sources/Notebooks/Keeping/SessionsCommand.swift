// `sessions`: what was done earlier, or in a session that was cut off, is listed, gone on with, written to a
// file or deleted.
import CommandLanguage
import Events
import Files
import Sessions

package struct SessionsCommand: Command {
  enum FormID: String { case list, open, export, delete, deleteAll }

  static let number = Argument("N", .integer(1...Int.max), "a session's number")
  static let file = Argument("FILE", .file(extensions: ["md"]), "a Markdown file")
  private static let deleting = Keyword("delete", "one, or all")

  let sessions: KeptSessions

  package let signature = CommandSignature(
    "sessions", summary: "go on with an earlier one", area: CommandArea.notebook,
    forms: [
      Form(FormID.list, "the sessions that are kept, the latest first"),
      Form(
        FormID.open, "go on with session N", keywords: [Keyword("open", "go on with one")],
        positionals: [number]),
      Form(
        FormID.export, "write what session N did to FILE",
        keywords: [Keyword("export", "write one to a file")], positionals: [number, file]),
      Form(
        FormID.deleteAll, "delete all that no shell has",
        keywords: [deleting, Keyword("all", "all that no shell has")]),
      Form(
        FormID.delete, "delete session N", keywords: [deleting], positionals: [number]),
    ],
    details: [
      "A shell keeps its session by itself. One that was cut off is offered when the next shell "
        + "begins. Of those that you left the last \(SessionFolder.mostFinished) are kept.",
      "`sessions open` runs what session N did once more and leaves the present one, which stays in the "
        + "list; recording a file ends there. `sessions export` does not leave it: what cannot be run "
        + "any more stands in FILE without output. What was deleted does not come back.",
    ],
    examples: [Example("sessions", "which there are")])

  package init(_ sessions: KeptSessions) { self.sessions = sessions }

  /// It is about the notebook.
  package var isCell: Bool { false }

  package func writes(_ arguments: Arguments) -> Word? { arguments.word(of: Self.file) }

  package func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    guard let folder = sessions.folder else {
      throw Diagnostic(
        id: "no-sessions", message: "there is no folder in which sessions could be kept",
        range: arguments.syntax.name.range,
        suggestion: "set DESCENT_HOME to a folder before descent is started")
    }
    switch try arguments.form(FormID.self) {
    case .list: return .say(.sessions(SessionList(all(in: folder))))
    case .open: return try opening(arguments, folder)
    case .export: return try exporting(arguments, folder, &preparation)
    case .delete:
      let found = try summary(arguments, folder)
      let range = arguments.range(of: Self.number)
      try refuse(found, "deleted", range)
      return try deleting([found], in: folder, arguments, &preparation)
    case .deleteAll:
      let found = all(in: folder).filter { $0.status != .present && $0.status != .open }
      return try deleting(found, in: folder, arguments, &preparation)
    }
  }

  private func all(in folder: SessionFolder) -> [SessionSummary] {
    folder.numbers.compactMap { folder.summary($0, present: sessions.present) }
  }

  /// Error: `no-such-session`.
  private func summary(
    _ arguments: Arguments, _ folder: SessionFolder
  ) throws(Diagnostic) -> SessionSummary {
    let number = try arguments.require(Self.number)
    guard let found = folder.summary(number, present: sessions.present) else {
      throw Diagnostic(
        id: "no-such-session", message: "there is no session \(number)",
        range: arguments.range(of: Self.number), suggestion: "`sessions` lists them")
    }
    return found
  }

  /// Error: `session-in-use`, of one that a shell has.
  private func refuse(
    _ session: SessionSummary, _ action: String, _ range: SourceRange?
  ) throws(Diagnostic) {
    let number = session.number
    let message: String? =
      switch session.status {
      case .present: "session \(number) is the one you are in"
      case .open: "session \(number) is open in another shell and cannot be \(action)"
      default: nil
      }
    if let message { throw Diagnostic(id: "session-in-use", message: message, range: range) }
  }

  // MARK: What is done

  private func opening(
    _ arguments: Arguments, _ folder: SessionFolder
  ) throws(Diagnostic) -> Work {
    let found = try summary(arguments, folder)
    let range = arguments.range(of: Self.number)
    guard sessions.isShell else {
      throw Diagnostic(
        id: "no-shell", message: "only a shell in which one types can go over to another session",
        range: arguments.syntax.range,
        suggestion: "`sessions export \(found.number) FILE.md` writes what it did")
    }
    try refuse(found, "gone on with", range)
    guard found.status != .damaged else { throw damaged(found.number, range) }
    return Work { [sessions] _ in sessions.want(found.number) }
  }

  private func damaged(_ number: Int, _ range: SourceRange?) -> Diagnostic {
    Diagnostic(
      id: "damaged-session", message: "what is kept of session \(number) cannot be read",
      range: range)
  }

  private func exporting(
    _ arguments: Arguments, _ folder: SessionFolder, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let number = try summary(arguments, folder).number
    let (source, range) = (folder.journal(number), arguments.range(of: Self.file))
    _ = try preparation.pathToRead(source, range: arguments.range(of: Self.number))
    let named = try arguments.require(Self.file)
    let path = try preparation.pathToWrite(named, range: range)
    try NotebookDocument.checkReplacing(path, by: "", named: named, range: range)
    guard let kept = try? SessionJournal.reading(source) else {
      throw damaged(number, arguments.range(of: Self.number))
    }
    return Work { [read = sessions.read] performance in
      let document = read(kept, performance.environment)
      guard !performance.environment.shouldStop() else { return performance.noteNothingDone() }
      guard performance.write(path, range: range, { Array(document.markdown.utf8) })
      else { return }
      performance.emit(
        .notebookFile(NotebookFile(.saved, file: named, cells: document.cells.count)))
    }
  }

  private func deleting(
    _ found: [SessionSummary], in folder: SessionFolder, _ arguments: Arguments,
    _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    for session in found {
      _ = try preparation.pathToWrite(
        folder.journal(session.number), range: arguments.range(of: Self.number))
    }
    return Work { performance in
      let deleted = found.filter { folder.delete($0.number) }
      if found.isEmpty || !deleted.isEmpty {
        performance.emit(.sessions(SessionList(deleted, areDeleted: true)))
      }
      guard deleted.count < found.count else { return }
      performance.fail(
        Diagnostic(
          id: "undeletable-session",
          message: "not deleted: "
            + found.filter { !deleted.contains($0) }.map { "session \($0.number)" }
            .joined(separator: ", "),
          range: arguments.syntax.range))
    }
  }
}
