// Journals that were cut short, changed or are none: what is read is exactly what was written before the damage,
// and a session goes on from there.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import Files
import Notebooks
import TestSupport
import Testing

/// A session of thirty commands and its journal.
private struct KeptSession {
  let folder = TemporaryFolder(fast: true)
  let path: String
  let bytes: [UInt8]
  /// How long the journal was before each command, and at last.
  let lengths: [Int]

  static let commands =
    ["data xor n=40", "layer 3", "train 1", "undo", "train 2", "layr 3", "note some prose"]
    + (1...23).map { "set lr 0.\($0)" }

  init() throws {
    path = folder.path + "/one.journal"
    let session = RecordedNotebook()
    session.notebook.journal = try SessionJournal(creating: path, Self.begin)
    var lengths = [TestSupport.bytes(of: path).count]
    for command in Self.commands {
      session.run(command)
      lengths.append(TestSupport.bytes(of: path).count)
    }
    self.lengths = lengths
    bytes = TestSupport.bytes(of: path)
  }

  static let begin = SessionJournal.Begin(
    version: "test", seed: 1, explain: "brief", folder: "/", time: 0)

  /// How many commands a damaged copy gives; nil where it is refused.
  func count(in bytes: some Sequence<UInt8>) throws -> Int? {
    try write(bytes, to: path)
    return try? SessionJournal.reading(path).commandCount
  }

  /// How many commands stand wholly before a byte; nil where it is in the beginning of the journal.
  func expected(upTo byte: Int) -> Int? {
    lengths.lastIndex { $0 <= byte }
  }
}

struct DamagedJournalTests {
  private func goOn(with path: String) throws -> SessionJournal {
    try SessionJournal.goingOn(with: path).journal
  }

  @Test func everyTruncationGivesTheExactPrefix() throws {
    let session = try KeptSession()
    for length in session.bytes.indices {
      let count = try session.count(in: session.bytes[..<length])
      #expect(count == session.expected(upTo: length), "cut at \(length)")
    }
  }

  @Test func everyFlippedBitGivesTheExactPrefix() throws {
    let session = try KeptSession()
    for place in session.bytes.indices {
      for bit in 0..<8 {
        var damaged = session.bytes
        damaged[place] ^= 1 << bit
        let count = try session.count(in: damaged)
        #expect(count == session.expected(upTo: place), "bit \(bit) of byte \(place)")
      }
    }
  }

  /// The state after it is that of the commands before the damage, and what comes then is kept.
  @Test(arguments: [1, 4, 6, 29])
  func aSessionGoesOnFromBeforeTheDamage(command: Int) throws {
    let session = try KeptSession()
    var damaged = session.bytes
    damaged[session.lengths[command] + 14] ^= 1
    try write(damaged, to: session.path)
    let found = try SessionJournal.reading(session.path)
    #expect(found.damaged == damaged.count - session.lengths[command])

    let resumed = RecordedNotebook()
    resumed.notebook.journal = try goOn(with: session.path)
    #expect(resumed.notebook.resume(found) == command)
    let same = RecordedNotebook()
    same.run(Array(KeptSession.commands.prefix(command)))
    #expect(resumed.list == same.list && resumed.outputs.suffix(1) == same.outputs.suffix(1))
    // What was found is there to be looked at.
    #expect(bytes(of: found.damagedCopy) == damaged)

    for notebook in [resumed, same] { notebook.run("train 3") }
    let again = try SessionJournal.reading(session.path)
    #expect(again.commandCount == command + 1 && again.damaged == 0)
    let twice = RecordedNotebook()
    #expect(twice.notebook.resume(again) == command + 1)
    #expect(twice.list == same.list)
  }

  @Test func whatIsNoJournalIsRefused() throws {
    let session = try KeptSession()
    let magic = Array(session.bytes.prefix(18))
    var generator = SeededGenerator(seed: 4)
    var cases: [[UInt8]] = [[], [0], magic, magic + [UInt8](repeating: 0xFF, count: 40)]
    // Lengths that no memory has.
    let lengths: [UInt32] = [.max, 1 << 31, 64 << 20, 64 << 20 | 1]
    for length in lengths {
      let head: [UInt8] = withUnsafeBytes(of: length.littleEndian) { magic + Array($0) }
      cases += [head, head + [UInt8](repeating: 0, count: 100)]
    }
    for round in 0..<200 {
      let noise = (0..<generator.below(300)).map { _ in UInt8(generator.below(256)) }
      cases.append(round % 2 == 0 ? noise : magic + noise)
    }
    for bytes in cases {
      #expect(try session.count(in: bytes) == nil)
      #expect(throws: FileError.self) { try goOn(with: session.path) }
    }
  }

  @Test func onlyPlainFilesAreGoneOnWith() throws {
    let session = try KeptSession()
    let folder = session.folder.path
    #expect(mkdir(folder + "/a.journal", 0o700) == 0 && mkfifo(folder + "/b.journal", 0o600) == 0)
    #expect(symlink(session.path, folder + "/c.journal") == 0)
    for name in ["a", "b", "c", "missing"] {
      let path = "\(folder)/\(name).journal"
      #expect(throws: FileError.self) { try goOn(with: path) }
    }
    #expect(!SessionJournal.isInUse(folder + "/b.journal"))
  }

  @Test func oneProgramHasIt() throws {
    let session = try KeptSession()
    let one = try goOn(with: session.path)
    #expect(SessionJournal.isInUse(session.path))
    #expect(throws: FileError.self) { try goOn(with: session.path) }
    one.end()
  }

  @Test func nothingIsLeftOfWhatCannotBeMade() throws {
    let folder = TemporaryFolder()
    let path = folder.path + "/one.journal"
    try write("", to: path)
    #expect(throws: FileError.self) { try SessionJournal(creating: path, KeptSession.begin) }
    // What was there before is.
    #expect(folder.names == ["one.journal"])
  }
}
