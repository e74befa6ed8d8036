// Files that commands read and write: read while they are prepared, with a progress line where someone
// watches; written when they are performed, after what can be known of the place was checked.
import CommandLanguage
import Datasets
import Events
import Files

extension Preparation {
  /// Reads a file until it is done or the user stops it.
  ///
  /// - Parameter range: where in the command something that is wrong with the file is to be shown.
  mutating func reading<Content>(
    range: (DataError) -> SourceRange?,
    _ load: (_ progress: (Int, Int) -> Bool) throws(DataError) -> Content
  ) throws(Diagnostic) -> Content {
    let (reader, shouldStop) = (self, shouldStop)
    return try finishing(range: range) { () throws(DataError) in
      try load { read, total in
        reader.show(.reading(read, of: total))
        return !shouldStop()
      }
    }
  }

  /// Goes through rows until it is done or the user stops it.
  mutating func untilStopped<Result>(
    _ range: SourceRange?,
    _ work: (_ checkStop: () throws(DataError) -> Void) throws(DataError) -> Result
  ) throws(Diagnostic) -> Result {
    try untilStopped(range: { _ in range }, work: work)
  }

  /// - Parameter range: where in the command something that is wrong is to be shown.
  mutating func untilStopped<Result>(
    range: (DataError) -> SourceRange?,
    work: (_ checkStop: () throws(DataError) -> Void) throws(DataError) -> Result
  ) throws(Diagnostic) -> Result {
    let shouldStop = self.shouldStop
    return try finishing(range: range) { () throws(DataError) in
      try work { () throws(DataError) in
        if shouldStop() { throw DataError(id: DataError.stoppedID, message: "stopped") }
      }
    }
  }

  /// Notes whether what was not finished was stopped, and shows where in the command it was asked for.
  private mutating func finishing<Result>(
    range: (DataError) -> SourceRange?, _ work: () throws(DataError) -> Result
  ) throws(Diagnostic) -> Result {
    do {
      return try work()
    } catch {
      if error.id == DataError.stoppedID { noteInterruption() }
      var diagnostic = Diagnostic(error, range: range(error))
      if error.id == "csv-no-such-file" { diagnostic.notes = pathNotes }
      throw diagnostic
    }
  }

  // MARK: Where files are

  /// Where a path leads that a command names, `~/` expanded.
  func place(of path: String) -> String {
    let path = TextFile.expanded(path)
    guard let folder, !path.hasPrefix("/") else { return path }
    return folder + path
  }

  /// Does what has paths that start at the current folder, as those in the archive do.
  mutating func fromCurrentFolder<Result>(
    _ work: (inout Preparation) throws(Diagnostic) -> Result
  ) throws(Diagnostic) -> Result {
    let before = folder
    folder = nil
    defer { folder = before }
    return try work(&self)
  }

  /// Said where a file is missing that a script names; nothing where its user typed the path.
  var pathNotes: [String] {
    folder.map { ["paths in a file start at its own folder, here \(shown($0))"] } ?? []
  }

  /// The nearest folder with a data file of the lessons. Error: `no-lesson-data`.
  func folder(with fileName: String, range: SourceRange?) throws(Diagnostic) -> String {
    let folders = lessonFolders.map { $0 + "/data" }
    if let folder = folders.first(where: { TextFile.exists("\($0)/\(fileName)") }) {
      return folder
    }
    throw Diagnostic(
      id: "no-lesson-data", message: "the file \(fileName) was not found beside the lessons",
      range: range, suggestion: "set DESCENT_LESSONS to the folder that holds the lessons",
      notes: folders.map { "looked in \($0)" })
  }

  /// Where a file to write is to be, if it may be written and can be there.
  /// Errors: `writes-not-allowed`, `unwritable-place`.
  package mutating func pathToWrite(
    _ path: String, range: SourceRange?
  ) throws(Diagnostic) -> String {
    noteWrite()
    guard mayWrite else { throw .writesNotAllowed(path, range: range) }
    let place = place(of: path)
    guard let obstacle = TextFile.obstacle(toWriting: place) else { return place }
    throw .unwritable(
      FileError(path: place, message: obstacle), id: "unwritable-place", range: range)
  }
}
