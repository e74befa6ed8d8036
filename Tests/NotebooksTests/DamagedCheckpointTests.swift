// What is kept of a long command and is not as it was written, or was made by another program or of other
// files, is not used: the command runs again.
import Experiments
import Notebooks
import Sessions
import TestSupport
import Testing

@Suite struct DamagedCheckpointTests {
  /// Large enough for the file beside the journal.
  private static let session = ["data iris", "layers 90 60", "set optimizer adam", "train 2"]

  private static func pair() throws -> ResumedPair { try ResumedPair(session) }

  @Test func everyFlippedBitIsSeen() throws {
    let pair = try Self.pair()
    let path = pair.folder.path + "/1.checkpoints"
    let whole = bytes(of: path)
    #expect(whole.count > 16_384)
    for place in stride(from: 0, to: whole.count, by: whole.count / 5) {
      var damaged = whole
      damaged[place] ^= 1 << UInt8(place % 8)
      try pair.resume { try write(damaged, to: path) }
      #expect(!pair.wasTakenUp)
      pair.expectSame()
    }
    try pair.resume { try write(whole, to: path) }
    #expect(pair.wasTakenUp)
    pair.expectSame()
  }

  @Test func fileThatIsShorterOrGoneIsNotUsed() throws {
    let pair = try Self.pair()
    let path = pair.folder.path + "/1.checkpoints"
    let whole = bytes(of: path)
    for count in [whole.count - 1, 20, 0] {
      try pair.resume { try write(whole.prefix(count), to: path) }
      #expect(!pair.wasTakenUp)
      pair.expectSame()
    }
  }

  @Test func anotherVersionRunsAgain() throws {
    let pair = try Self.pair()
    pair.whole.notebook.journal = nil
    var settings = SessionSettings()
    settings.training.seed = 1
    let other = Notebook(
      settings: settings, environment: SessionEnvironment(lessonFolders: [checkout + "/lessons"]),
      version: "another",
      commands: SessionCommands.all
    ) { _ in }
    #expect(other.resume(try SessionJournal.reading(pair.journal)) == Self.session.count)
    #expect(!other.session.wasTakenUp)
    #expect(other.session.state.training == pair.whole.notebook.session.state.training)
  }

  /// From a file on that has changed nothing would be as it was.
  @Test func filesThatHaveChangedEndIt() throws {
    let folder = TemporaryFolder(fast: true)
    let file = folder.path + "/a.csv"
    func table(_ shift: Int) -> String {
      "a,b,y\n" + (0..<40).map { "\($0),\($0 * 7 % 11),\($0 + shift)\n" }.joined()
    }
    try write(table(0), to: file)
    let pair = try ResumedPair(["set lr 0.2", "data load \(file) target=y", "layers 4", "train 3"])
    #expect(try pair.resume { try write(table(5), to: file) } == 1)
    #expect(pair.resumed.notebook.session.state.data == nil)
    #expect(try pair.resume { try write(table(0), to: file) } == 4)
    pair.expectSame()
  }
}
