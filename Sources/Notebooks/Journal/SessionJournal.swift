// What of an interactive session is on the disk before the shell says that a thing is done: what it began
// with and every command since that made a cell or changed one. The same words give the same bits, so the
// words are enough; only what cannot be run again unasked is kept with what it said, and what took long with
// what it left.
import Events
import Experiments
import Files
import JSON
import Presentation
import Sessions

package final class SessionJournal {
  private let file: JournalFile
  private var commandCount = 0
  private var isUnderWayKept = false
  private var isBegun = false

  package var path: String { file.path }
  /// Why nothing is saved any more; nil while all is well.
  package var failure: String? { file.failure }

  enum Kind: UInt8 {
    case begin = 1
    case command = 2
    /// Its user left it in peace.
    case end = 3
    /// What a command came to, before the command itself.
    case run = 4
    /// That a command has begun that takes long; it is followed by the command, unless that was cut off.
    case begun = 5
  }

  /// With what a session began.
  package struct Begin: Codable, Equatable, Sendable {
    package var version: String
    package var seed: UInt64
    package var explain: String
    /// Where its relative paths start.
    package var folder: String
    /// Seconds since 1970.
    package var time: Int

    package init(version: String, seed: UInt64, explain: String, folder: String, time: Int) {
      self.version = version
      self.seed = seed
      self.explain = explain
      self.folder = folder
      self.time = time
    }
  }

  /// A command that was run.
  struct Command: Codable, Sendable {
    /// In the words that give the same again.
    var text: String
    /// What it said, of one that is not to be run again: it failed, or wrote a file.
    var said: Blocks?
    var hasFailed: Bool
    /// What its user gave in an editor.
    var edited: String?
    /// The files that it read, as they were.
    var reads: [FileDigest]?

    /// A file that it read and that is another now. One that has gone it will name itself.
    var changedFile: FileDigest? {
      (reads ?? []).first { TextFile.exists($0.path) && !$0.isSame }
    }
  }

  /// What a journal holds.
  package struct Kept: Sendable {
    package var path: String
    package var begin: Begin
    var commands: [Command]
    /// Whether its user left it in peace.
    package var hasEnded: Bool
    /// Bytes at its end that are no whole record.
    package var damaged: Int
    /// Of commands that took long.
    var runs: [KeptRun] = []
    /// The command that was cut off.
    var underWay: KeptRun?
    /// One that was cut off and of which nothing is kept but its words.
    package var begun: String?

    /// `training stopped at epoch 412 of 1000`; nil where no command was cut off.
    package var progress: String? {
      guard let progress = underWay?.head.underWay?.progress else { return nil }
      let (work, counted) =
        progress.unit == "epochs" ? ("training", "epoch") : ("search", "trial")
      return "\(work) stopped at \(counted) \(progress.done) of \(progress.planned)"
    }

    package var commandCount: Int { commands.count }

    /// What keeps a command from being run again, behind those before it: "; `data load a.csv` does not any
    /// more, since a.csv has changed".
    package func obstacle(after count: Int) -> String {
      guard commands.indices.contains(count) else { return "" }
      let command = commands[count]
      return "; the next, `\(command.text)`, does not any more"
        + (command.changedFile.map { ", since \($0.path) has changed" } ?? "")
    }

    /// Whether there is nothing to go on with.
    package var isEmpty: Bool { commands.isEmpty && underWay == nil && begun == nil }
    /// Where a damaged one is kept as it was found, once somebody goes on with it.
    package var damagedCopy: String { JournalFile.copy(of: path) }
  }

  /// Makes a journal.
  package init(creating path: String, _ begin: Begin) throws(FileError) {
    guard let record = Self.record(.begin, begin) else {
      throw FileError(path: path, message: "it cannot be written")
    }
    file = try JournalFile(creating: path, with: record)
  }

  private init(_ file: JournalFile, with kept: Kept) {
    self.file = file
    commandCount = kept.commands.count
    isUnderWayKept = kept.underWay != nil
  }

  /// Goes on with one, and gives what is in it.
  package static func goingOn(
    with path: String
  ) throws(FileError) -> (journal: SessionJournal, kept: Kept) {
    let (file, found) = try JournalFile.goingOn(with: path)
    let kept = try contents(of: found, path)
    return (SessionJournal(file, with: kept), kept)
  }

  /// Errors: what cannot be read or is no journal.
  package static func reading(_ path: String) throws(FileError) -> Kept {
    try contents(of: try JournalFile.reading(path), path)
  }

  private static func contents(
    of found: JournalFile.Kept, _ path: String
  ) throws(FileError) -> Kept {
    var begin: Begin?
    var commands: [Command] = []
    var runs: [KeptRun] = []
    var hasEnded = false
    var begun: String?
    for record in found.records {
      switch Kind(rawValue: record.kind) {
      case .begin: begin = decoded(record)
      case .command:
        (hasEnded, begun) = (false, nil)
        if let command: Command = decoded(record) { commands.append(command) }
      case .end: hasEnded = true
      case .begun:
        // Somebody went on with it.
        hasEnded = false
        begun = decoded(record).flatMap { (text: String) in text.isEmpty ? nil : text }
      case .run: if let run = KeptRun(record.content) { runs.append(run) }
      case nil: break
      }
    }
    guard let begin else { throw FileError(path: path, message: "it holds nothing") }
    var kept = Kept(
      path: path, begin: begin, commands: commands, hasEnded: hasEnded, damaged: found.damaged,
      runs: runs)
    if let run = UnderWayFile(of: path).read(), run.head.underWay?.commandCount == commands.count {
      kept.underWay = run
    } else {
      kept.begun = begun
    }
    return kept
  }

  /// Whether a running descent has it.
  package static func isInUse(_ path: String) -> Bool { JournalFile.isInUse(path) }

  /// Notes an execution; whether it is on the disk.
  func note(_ execution: Execution, saying said: Blocks) -> Bool {
    var text = execution.source
    if case .interrupted(let again) = execution.outcome {
      guard let again else { return true }
      text = again
    }
    let hasFailed = execution.outcome == .failed
    let isKept = hasFailed || execution.effect.writes
    var command = Command(
      text: text, said: isKept ? said : nil, hasFailed: hasFailed, edited: execution.effect.edited)
    if !execution.effect.reads.isEmpty { command.reads = execution.effect.reads }
    guard add(.command, command) else { return false }
    isBegun = false
    if isUnderWayKept {
      UnderWayFile(of: path).remove()
      isUnderWayKept = false
    }
    return true
  }

  /// The files in which a session is kept: its journal, and what may be beside it.
  package static func files(of path: String) -> [String] {
    [path, CheckpointPack(of: path).path, UnderWayFile(of: path).path]
  }

  /// Notes what a command came to that is noted next: it is on the disk when that is.
  func note(_ run: KeptRun) {
    var run = run
    if run.remains.count > CheckpointPack.small {
      guard let place = CheckpointPack(of: path).add(run.remains) else { return }
      run.head.place = place
      run.remains = []
    }
    guard let bytes = run.bytes else { return }
    _ = file.add(JournalRecord(kind: Kind.run.rawValue, content: bytes), waits: false)
  }

  /// Notes that a command has begun that takes long.
  func note(begun text: String) {
    guard let record = Self.record(.begun, text) else { return }
    _ = file.add(record, waits: false)
    isBegun = true
  }

  /// Forgets the command under way, which its user ended before it came to anything.
  func forgetWork() {
    guard isUnderWayKept || isBegun else { return }
    UnderWayFile(of: path).remove()
    isUnderWayKept = false
    note(begun: "")
    isBegun = false
  }

  /// Keeps the command under way in the place of what was kept of it before.
  func keep(underWay run: KeptRun) {
    var run = run
    run.head.underWay?.commandCount = commandCount
    isUnderWayKept = UnderWayFile(of: path).put(run) || isUnderWayKept
  }

  /// Notes a command of another journal; whether it is on the disk.
  func note(again command: Command) -> Bool { add(.command, command) }

  /// Notes that its user leaves it in peace.
  package func end() { _ = add(.end, [String]()) }

  private func add(_ kind: Kind, _ value: some Encodable) -> Bool {
    guard let record = Self.record(kind, value), file.add(record) else { return false }
    if kind == .command { commandCount += 1 }
    return true
  }

  private static func record(_ kind: Kind, _ value: some Encodable) -> JournalRecord? {
    (try? JSONValue(encoding: value)).map {
      JournalRecord(kind: kind.rawValue, content: Array($0.text.utf8))
    }
  }

  private static func decoded<Value: Decodable>(_ record: JournalRecord) -> Value? {
    (try? StrictJSON(parsing: record.content))
      .flatMap { try? $0.decoded(as: Value.self) }
  }
}
