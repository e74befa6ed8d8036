// Going on with a session that was cut off: nothing that is kept is run again, and everything is to the bit
// as if there had been no break.
import Experiments
import HyperparameterSearch
import NeuralNetwork
import Notebooks
import Sessions
import TestSupport
import Testing

@Suite struct ResumingTests {
  @Test(arguments: OptimizerKind.allCases)
  func everyOptimizerGoesOnToTheBit(optimizer: OptimizerKind) throws {
    let pair = try ResumedPair([
      "data iris", "layers 6 relu 4 tanh", "set optimizer \(optimizer.rawValue)", "train 4",
    ])
    #expect(try pair.resume() == 4)
    #expect(pair.wasTakenUp)
    pair.expectSame()
    pair.expectSame(after: ["train 3", "explain step", "undo", "undo", "train 2"])
  }

  /// Neither its words nor what was kept of it meanwhile.
  @Test func whatWasGivenUpIsNotThere() throws {
    let pair = try ResumedPair(["data xor n=20", "layers 3"])
    pair.whole.notebook.session.environment.isAbandoned = { true }
    pair.whole.run("train 50")
    pair.whole.notebook.session.environment.isAbandoned = { false }
    #expect(try pair.resume() == 2)
    pair.expectSame()
  }

  /// The archive has it once.
  @Test func shortSearchesAreNotRunTwice() throws {
    let folder = TemporaryFolder(fast: true)
    let (path, studies) = (folder.path + "/1.journal", MemoryStudyJournal())
    let first = RecordedNotebook()
    first.notebook.session.environment.studies = studies
    first.notebook.journal = try SessionJournal(
      creating: path,
      SessionJournal.Begin(version: "test", seed: 1, explain: "brief", folder: "", time: 0))
    first.run("data xor n=20", "layers 2", "search random trials=2 epochs=1 lr=0.01..1:log")
    first.notebook.journal = nil
    let again = RecordedNotebook()
    again.notebook.session.environment.studies = studies
    #expect(again.notebook.resume(try SessionJournal.reading(path)) == 3)
    #expect(again.notebook.session.state.search?.study.trials.count == 2)
    #expect(studies.studies().count == 1)
  }

  /// What it assumed is in its file, and is assumed again by what comes after it.
  @Test func whatWritesAFileLeavesTheSessionAsItWas() {
    let folder = TemporaryFolder(fast: true)
    let notebook = RecordedNotebook(mayWrite: true)
    #expect(notebook.run("data xor n=20", "model save \(folder.path)/a.safetensors") == .done)
    #expect(notebook.notebook.session.state.hidden == nil)
    notebook.run("undo")
    #expect(notebook.list.isEmpty || notebook.notebook.session.state.data == nil)
  }

  static let sessions: [[String]] = [
    ["train 3"],
    ["data iris", "layer 6 relu dropout=0.3", "train 4"],
    ["data circle n=80", "layers 5", "set schedule cosine", "train 8"],
    ["data circle n=80", "layers 5", "set schedule warmup", "train 8 stop=21"],
    ["data circle n=80", "layers 5", "train 30 stop=0"],
    ["data circle n=80", "layers 5", "train 400 until loss < 0.001", "train stop=50"],
    ["data circle n=80 noise=0.4", "layers 12", "set patience 2", "set lr 0.3", "train 80"],
    ["data iris", "layers 8", "set watch validation", "set l1 0.01", "train 5"],
    ["data sine", "layers 6 tanh", "set l1 0.01", "set l1mode proximal", "train 5"],
    ["data sine", "layers 6 relu", "set clip 0.5", "set lr 0.2", "train 4"],
    ["data sine", "layers 9 relu", "set lr 1000000", "train 6"],
    ["data circle n=80", "layers 5", "step", "step 9", "set lr 0.01", "step 3 stop=12"],
    ["data circle n=80", "layers 5", "train 4", "set batch full", "train 3", "set explain full"],
    ["set explain full", "data xor n=40", "layers 4", "train 4", "why", "explain overfitting"],
    ["data circle n=80", "layers 5", "train 3", "reset", "train 2", "undo", "undo", "redo"],
  ]

  @Test(arguments: sessions) func trainingsAreAsIfNothingHadBeen(session: [String]) throws {
    let pair = try ResumedPair(session)
    #expect(try pair.resume() == session.count)
    pair.expectSame()
    pair.expectSame(
      after: ["eval", "why", "explain step", "explain overfitting", "train", "undo", "train 2"])
  }

  @Test func racersAreThereToBeUsed() throws {
    let pair = try ResumedPair(["data iris", "layers 5", "race sgd adam momentum epochs=4"])
    try pair.resume()
    #expect(pair.wasTakenUp)
    pair.expectSame()
    pair.expectSame(after: ["use winner", "why", "train 2", "use sgd", "train 2"])
  }

  @Test func whatIfIsThereToBeUsed() throws {
    let pair = try ResumedPair(["data circle n=60", "layers 5", "train 4", "what if lr=0.01"])
    try pair.resume()
    #expect(pair.wasTakenUp)
    pair.expectSame(after: ["use winner", "train 2"])
  }

  @Test(arguments: [
    "search random trials=5 epochs=2 lr=0.01..1:log",
    "search bayes trials=6 epochs=2 lr=0.01..1:log l2=0..0.1",
    "search halving trials=4 epochs=4 lr=0.01..1:log",
  ])
  func searchesComeFromTheArchive(search: String) throws {
    let pair = try ResumedPair([
      "data iris", "layers 4", search, "use best", "train 2", "search repeat top=2 seeds=2",
    ])
    #expect(try pair.resume() == 6)
    #expect(pair.studies.studies().count == 1)
    pair.expectSame()
    pair.expectSame(after: ["trials", "use best", "train 2"])
  }

  @Test func trialsAddedLaterDoNotCountBefore() throws {
    let pair = try ResumedPair([
      "data iris", "layers 4", "search random trials=5 epochs=2 lr=0.01..1:log stop=2",
      "search resume", "search resume trials=2",
    ])
    try pair.resume()
    #expect(pair.studies.studies().count == 1)
    pair.expectSame()
    pair.expectSame(after: ["undo", "trials", "undo", "trials"])
  }

  @Test func searchThatIsNotThereAnyMoreIsRunAgain() throws {
    let pair = try ResumedPair([
      "data iris", "layers 4", "search random trials=4 epochs=2 lr=0.01..1:log",
    ])
    let reports = pair.whole.notebook.session.state.search?.reports
    pair.whole.notebook.journal = nil
    let fresh = RecordedNotebook()
    _ = fresh.notebook.resume(try SessionJournal.reading(pair.journal))
    #expect(fresh.notebook.session.state.search?.reports == reports)
  }

  @Test func editedNotebooksAreAsTheyWere() throws {
    let pair = try ResumedPair([
      "data circle n=60", "set lr 0.1", "train 3", "eval", "edit 2 set lr 0.4", "rerun stale",
      "train 2", "edit 2 set lr 0.1",
    ])
    try pair.resume()
    pair.expectSame()
    #expect(pair.whole.list == pair.resumed.list)
  }

  @Test func searchGoneOnWithIsKnownByItsNumber() throws {
    let pair = try ResumedPair([
      "data iris", "layers 4", "search random trials=5 epochs=2 lr=0.01..1:log stop=2",
      "search resume",
    ])
    // The session's own needs no number: it is the same wherever the words are run.
    #expect(pair.whole.notebook.cells.last?.source == "search resume")
    pair.whole.run("search random trials=4 epochs=2 lr=0.01..1:log stop=2")
    let other = RecordedNotebook()
    other.notebook.session.environment.studies = pair.studies
    other.run("search resume")
    #expect(other.notebook.cells.last?.source == "search resume 2")
  }
}
