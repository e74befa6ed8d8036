// `record`: a notebook's file that is as `save` would write it after every command, so that whatever ends the
// shell leaves it whole. What only adds a cell is added to the file, whose length then does not matter; all
// else replaces it at once.
import Files
import Synchronization

final class Recorder: Sendable {
  private let held = Mutex(Recording?.none)

  /// What is written now; nil where nothing is.
  var recording: Recording? {
    get { held.withLock { $0 } }
    set { held.withLock { $0 = newValue } }
  }

  /// Brings the file up to date, if there is one; what is to be said where that cannot be done any more.
  ///
  /// - Parameter isAdded: whether the last cell was added, and nothing else changed.
  func write(_ origin: NotebookOrigin, _ cells: CellArray, isAdded: Bool) -> String? {
    held.withLock { held in
      guard var recording = held else { return nil }
      held = nil
      do throws(FileError) {
        try recording.write(origin, cells, isAdded: isAdded)
        held = recording
        return nil
      } catch {
        return "Not recording any more: \(recording.named): \(error.message). Work goes on."
      }
    }
  }
}

/// A file that holds a notebook's cells.
struct Recording: Sendable {
  /// As typed.
  let named: String
  private let path: String
  /// How many cells it holds.
  private(set) var count = 0
  private var length = 0
  /// As it was left.
  private var stamp: FileStamp?
  private var origin: NotebookOrigin?
  /// Whether the last fence can be gone on with: none is longer than the others.
  private var isPlain = false

  /// Writes the file with the cells there are.
  init(
    named: String, at path: String, _ origin: NotebookOrigin, _ cells: CellArray
  ) throws(FileError) {
    (self.named, self.path) = (named, path)
    try replace(origin, cells)
    stamp = FileStamp(path)
  }

  mutating func write(
    _ origin: NotebookOrigin, _ cells: CellArray, isAdded: Bool
  ) throws(FileError) {
    guard FileStamp(path) == stamp else {
      throw FileError(path: path, message: "something else has changed it, and it stays as it is")
    }
    if !isAdded || origin != self.origin || !add(cells) { try replace(origin, cells) }
    stamp = FileStamp(path)
  }

  private mutating func replace(
    _ origin: NotebookOrigin, _ cells: CellArray
  ) throws(FileError) {
    let text = NotebookDocument(origin: origin, cells: Array(cells)).markdown
    try ReplacingFile.replace(path, with: Array(text.utf8))
    count = cells.count
    self.origin = origin
    length = text.utf8.count
    isPlain = !text.contains(Self.longFence)
  }

  private static let longFence = "````"

  /// Adds the last of the cells to the file; false where more than that is to be done. What ends the program
  /// leaves a write whole, and that of a machine without power the journal has, so nothing waits for the disk.
  private mutating func add(_ cells: CellArray) -> Bool {
    guard let origin, isPlain, cells.count == count + 1, cells.count > 1 else { return false }
    // Only what was just run is added, so that what stands before it was not stale.
    let before = NotebookDocument(origin: origin, cells: [cells[cells.count - 2]])
      .markdown(of: [.valid])
    let after = NotebookDocument(origin: origin, cells: Array(cells.suffix(2)))
      .markdown(of: [.valid, .valid])
    guard !after.contains(Self.longFence) else { return false }
    let (old, new) = (Array(before.utf8), Array(after.utf8))
    let same = zip(old, new).prefix { $0 == $1 }.count
    let (replaced, tail) = (Array(old[same...]), Array(new[same...]))
    guard GrowingFile.replace(replaced, endingAt: length, of: path, with: tail) else {
      return false
    }
    length += tail.count - replaced.count
    count += 1
    return true
  }
}
