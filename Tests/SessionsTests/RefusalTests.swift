// A refused command has one error and nothing else, wherever in its arguments the fault is, and leaves
// state, archive and folder as they were.
import CommandLanguage
import Experiments
import Files
import HyperparameterSearch
import SessionSupport
import TestSupport
import Testing

@Suite struct RefusalTests {
  /// Sessions in which commands meet different obstacles.
  static let situations: [[String]] = [
    [],
    ["data circle n=24 test=0.25", "layers 3 tanh"],
    ["data iris", "layers 2", "set optimizer adam", "set patience 3", "train 2", "step", "undo"],
    [
      "data sine n=24", "enqueue lr=0.02", "search random trials=3 epochs=1 lr=0.01..0.1",
      "lesson first-steps",
    ],
    ["data circle n=24", "layers 3 tanh", "train 2", "race sgd adam epochs=2", "enqueue units=3"],
  ]

  /// Every broken line in two or three of them.
  @Test(arguments: situations.indices) func refusedCommandsLeaveNoTrace(place: Int) throws {
    let folder = TemporaryFolder()
    let here = TextFile.names(in: ".")
    let session = RecordedSession(explain: .off, mayWrite: true)
    var journal = MemoryStudyJournal()
    session.session.environment.studies = journal
    session.session.environment.folder = folder.path + "/"
    for line in Self.situations[place] { session.run(line) }
    let (state, records) = (session.state, try journal.records())
    let digests = (StateDigest(state), StateDigest(records))
    func expectUnchanged(_ state: SessionState, _ records: [StudyRecord], _ command: String) {
      #expect(StateDigest(state) == digests.0, "\(command)")
      #expect(StateDigest(records) == digests.1, "\(command)")
    }
    let commands = BrokenCommands(folder: folder.path)
    var (refused, accepted) = (0, 0)
    for command in session.session.catalog.commands {
      let lines = commands.lines(of: command.signature).enumerated()
      for line in lines.filter({ $0.offset % 2 == place % 2 }).map(\.element) {
        let before = (session.state, try journal.records())
        session.run(line, stoppingAfter: 400)
        if session.outcomes == [.failed] {
          refused += 1
          #expect(session.output.count == 3 && session.diagnostic != nil, "`\(line)` says more")
          #expect(TextFile.names(in: folder.path).isEmpty, "`\(line)` wrote a file")
        } else {
          // It turned out to be valid, so it need not run to its end, and is taken back.
          accepted += 1
          expectUnchanged(before.0, before.1, "before `\(line)`")
          journal = MemoryStudyJournal(records)
          session.session.update { $0 = state }
          session.session.environment.studies = journal
          folder.clear()
        }
      }
      expectUnchanged(session.state, try journal.records(), command.signature.name)
    }
    #expect(TextFile.names(in: ".") == here)
    #expect(refused > 9 * accepted, "\(refused) refused, \(accepted) accepted")
  }

  /// What the test above finds unchanged would not be if anything had changed.
  @Test func digestsTellStatesApart() {
    let session = RecordedSession()
    var digests = [StateDigest(session.state)]
    for line in [
      "data circle n=24", "layers 3 tanh", "set lr 0.5", "set explain off", "train 1", "step",
      "enqueue lr=0.1", "search random trials=2 epochs=1 lr=0.01..1", "race sgd adam epochs=1",
      "set patience 2", "train 1", "data validation",
    ] {
      #expect(session.run(line) == .done)
      digests.append(StateDigest(session.state))
      #expect(digests.count { $0 == digests.last } == 1, "\(line)")
      #expect(StateDigest(session.state) == digests.last)
    }
  }

  // MARK: What used to be said and taken back

  @Test(arguments: [
    (setup: "data circle n=24", line: "set lr=0.5 batch=zzz", id: "wrong-type"),
    (setup: "help", line: "predict 1 x", id: "example-not-a-number"),
    (setup: "help", line: "train until loss < 0 and epoch < 1", id: "never-holds"),
    (setup: "help", line: "confusion 3", id: "extra-argument"),
    (setup: "set loss huber", line: "train", id: "loss-mismatch"),
    (setup: "help", line: "features x1 x2 x3", id: "unknown-feature"),
    (
      setup: "help", line: "search random trials=2 measure=accuracy folds=900",
      id: "too-few-rows-for-folds"
    ),
    (setup: "help", line: "race lr=0.1,0.10", id: "same-racers"),
    (setup: "help", line: "model save /nowhere/net.safetensors", id: "unwritable-place"),
    (setup: "help", line: "model save net.csv", id: "wrong-type"),
    (setup: "help", line: "model export /nowhere/net.onnx", id: "unwritable-place"),
    (setup: "help", line: "model export net.safetensors", id: "wrong-type"),
    (setup: "set loss huber", line: "model export /tmp/net.onnx", id: "loss-mismatch"),
  ])
  func nothingIsSaidBeforeACommandHolds(setup: String, line: String, id: String) {
    let session = RecordedSession(mayWrite: true)
    session.run(setup)
    let before = StateDigest(session.state)
    #expect(session.run(line) == .failed)
    #expect(session.events.count == 1 && session.diagnostic?.id == id, "\(session.events)")
    #expect(StateDigest(session.state) == before)
  }

  /// Proximal L1 and an optimizer without a rate for it, wherever the two could meet.
  @Test(arguments: [
    (setup: ["set optimizer lion"], line: "set l1mode proximal", isRefused: true),
    (setup: ["set l1mode proximal"], line: "set optimizer lion", isRefused: true),
    (setup: [], line: "set optimizer=lion l1mode=proximal lr=0.001", isRefused: true),
    (
      setup: ["set l1mode proximal"], line: "set optimizer=lion l1mode=subgradient",
      isRefused: false
    ),
    (setup: ["set optimizer lion"], line: "set l1mode=proximal optimizer=adam", isRefused: false),
    (setup: ["set l1mode proximal"], line: "race adam lion epochs=1", isRefused: true),
    (setup: ["set l1mode proximal"], line: "race adam sgd epochs=1", isRefused: false),
    (
      setup: ["set l1mode proximal"],
      line: "search random trials=2 epochs=1 optimizer=adam|lion", isRefused: true
    ),
    (
      setup: ["set l1 0.1", "set optimizer lion"],
      line: "search random trials=2 epochs=1 l1mode=subgradient|proximal", isRefused: true
    ),
    (
      setup: ["set l1 0.1"],
      line: """
      search random trials=2 epochs=1 optimizer=adam|lion \
      l1mode=subgradient|proximal:if=optimizer=adam
      """, isRefused: false
    ),
  ])
  func proximalNeedsARate(setup: [String], line: String, isRefused: Bool) {
    let session = RecordedSession()
    session.run("data circle n=24")
    for command in setup { #expect(session.run(command) == .done) }
    let before = StateDigest(session.state)
    #expect(session.run(line) == (isRefused ? .failed : .done), "\(line)")
    guard isRefused else { return }
    #expect(session.diagnostic?.id == "no-proximal-step", "\(line)")
    #expect(session.diagnostic?.message.contains("lion") == true)
    #expect(StateDigest(session.state) == before)
  }

  /// `search resume` checks before it plans, and before it gives the search its guesses.
  @Test(arguments: ["trials=1", "2 trials=5"]) func aSearchIsNotPlannedBeforeItHolds(
    _ arguments: String
  ) throws {
    let session = RecordedSession()
    let journal = MemoryStudyJournal()
    session.session.environment.studies = journal
    session.run("data circle n=24", "search random trials=2 epochs=1 lr=0.01..1 units=2..4")
    session.run("search bayes trials=2 epochs=1 lr=0.01..1 units=2..4")
    session.run("enqueue lr=0.5", "enqueue lr=7")
    let before = (StateDigest(session.state), StateDigest(try journal.records()))
    #expect(session.run("search resume \(arguments)") == .failed)
    #expect(session.events.count == 1 && session.diagnostic?.id == "guess-outside")
    session.run("enqueue clear")
    session.session.environment.availableMemory = { 100 }
    let cleared = StateDigest(session.state)
    #expect(session.run("search resume \(arguments)") == .failed)
    #expect(session.events.count == 1 && session.diagnostic?.id == "network-too-large")
    #expect(StateDigest(session.state) == cleared && cleared != before.0)
    #expect(try StateDigest(journal.records()) == before.1)
  }
}

extension MemoryStudyJournal {
  /// The oldest first.
  fileprivate func records() throws -> [StudyRecord] {
    try studies().reversed().map { try load($0.id) }
  }

  fileprivate convenience init(_ records: [StudyRecord]) {
    self.init()
    for record in records { _ = create(record) }
  }
}
