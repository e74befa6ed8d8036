// A training or a search that is cut off in the middle: it goes on from where it was last kept, to the bits
// of one that nothing has cut off.
import Experiments
import HyperparameterSearch
import Notebooks
import Synchronization
import TestSupport
import Testing

@Suite struct CutOffWorkTests {
  /// Copies a session's files while its last command runs, as a crash leaves them.
  private final class Crash: Sendable {
    let folder = TemporaryFolder(fast: true)
    private let left: Mutex<Int?>

    init(afterChecks checks: Int) { left = Mutex(checks) }

    var journal: String { folder.path + "/1.journal" }
    var hasHappened: Bool { left.withLock { $0 == nil } }

    func check(_ source: TemporaryFolder) {
      left.withLock { left in
        guard let count = left else { return }
        left = count - 1
        let path = source.path + "/1.underway"
        guard count <= 0, !bytes(of: path).isEmpty else { return }
        for name in directoryEntries(source.path) where !name.contains(".new-") {
          try? write(bytes(of: source.path + "/" + name), to: folder.path + "/" + name)
        }
        left = nil
      }
    }
  }

  /// Runs a command to its end, and what is left of it had it been cut off, in another notebook.
  private func cutOff(
    _ command: String, after commands: [String], checks: Int
  ) throws -> (pair: ResumedPair, notebook: RecordedNotebook, next: String?, progress: String) {
    let pair = try ResumedPair(commands)
    let crash = Crash(afterChecks: checks)
    let folder = pair.folder
    pair.whole.notebook.session.environment.shouldStop = {
      crash.check(folder)
      return false
    }
    pair.whole.run(command)
    #expect(crash.hasHappened)
    let kept = try SessionJournal.reading(crash.journal)
    let notebook = RecordedNotebook()
    notebook.notebook.session.environment.studies = pair.studies
    #expect(notebook.notebook.resume(kept) == commands.count)
    notebook.notebook.journal = try SessionJournal.goingOn(with: kept.path).journal
    let next = notebook.notebook.takeUpWork(of: kept)
    #expect(bytes(of: crash.folder.path + "/1.underway").isEmpty)
    #expect(try SessionJournal.reading(crash.journal).commandCount == commands.count + 1)
    return (pair, notebook, next, kept.progress ?? "")
  }

  @Test(arguments: [
    ["data circle n=200", "layers 8"],
    ["data iris", "layer 8 relu dropout=0.2", "set optimizer adam", "set schedule cosine"],
    ["data circle n=200 noise=0.3", "layers 8", "set patience 100", "set optimizer momentum"],
    ["data sine", "layers 5 tanh", "train 5", "set watch validation", "set batch 7"],
  ])
  func trainingGoesOnToTheSameBits(session: [String]) throws {
    let (pair, notebook, next, progress) = try cutOff(
      "train 600", after: session, checks: 1500)
    #expect(next == "train")
    #expect(progress.hasPrefix("training stopped at epoch "))
    #expect(notebook.notebook.cells.last?.source.hasPrefix("train 600 stop=") == true)
    let cut = notebook.notebook.session.state.network
    #expect(cut?.interrupted != nil)
    notebook.run("train")
    let (own, other) = (
      pair.whole.notebook.session.state.network, notebook.notebook.session.state.network
    )
    #expect(own?.training == other?.training)
    #expect(own?.epochs == other?.epochs)
    #expect(own?.earlyStopping == other?.earlyStopping)
    #expect(other?.interrupted == nil)
  }

  /// Typed anew, the cell that stands for it says what it says there and leaves the same.
  @Test func itsWordsGiveTheSameAgain() throws {
    let session = ["data circle n=200", "layers 8"]
    let (_, notebook, _, _) = try cutOff("train 600", after: session, checks: 1500)
    let fresh = RecordedNotebook()
    fresh.run(session + [notebook.notebook.cells.last?.source ?? ""])
    #expect(
      fresh.notebook.session.state.training == notebook.notebook.session.state.training)
    #expect(fresh.notebook.session.state.epochs == notebook.notebook.session.state.epochs)
  }

  @Test func searchGoesOnFromTheArchive() throws {
    let (pair, notebook, next, progress) = try cutOff(
      "search random trials=30 epochs=3 lr=0.01..1:log", after: ["data iris", "layers 4"],
      checks: 200)
    #expect(next == "search resume 1")
    #expect(progress.hasPrefix("search stopped at trial "))
    notebook.run(next ?? "")
    #expect(pair.studies.studies().count == 1)
    #expect(
      notebook.notebook.session.state.search?.reports
        == pair.whole.notebook.session.state.search?.reports)
  }

  @Test func damagedOneIsNotGoneOnWith() throws {
    let pair = try ResumedPair(["data circle n=50", "layers 3"])
    let path = pair.folder.path + "/1.underway"
    let folder = pair.folder
    let found = Mutex<[UInt8]>([])
    let copy: @Sendable () -> Void = {
      found.withLock { if $0.isEmpty { $0 = bytes(of: folder.path + "/1.underway") } }
    }
    pair.whole.notebook.session.environment.shouldStop = {
      copy()
      return false
    }
    let before = bytes(of: pair.journal)
    pair.whole.run("train 200")
    pair.whole.notebook.journal = nil
    let whole = found.withLock { $0 }
    try #require(whole.count > 100)
    try write(before, to: pair.journal)
    try write(whole, to: path)
    #expect(try SessionJournal.reading(pair.journal).progress != nil)
    for place in stride(from: 0, to: whole.count, by: 97) {
      var damaged = whole
      damaged[place] ^= 4
      try write(damaged, to: path)
      #expect(try SessionJournal.reading(pair.journal).progress == nil)
    }
    try write(whole.dropLast(), to: path)
    #expect(try SessionJournal.reading(pair.journal).progress == nil)
  }
}
