// What people say for a command does what the command does.
import CommandLanguage
import Events
import Experiments
import SessionSupport
import Testing

@Suite struct PhrasesTests {
  static let small = ["data circle n=24", "layers 3 tanh", "set batch 8"]

  static let phrases = [
    ("learning rate 0.1", "set lr 0.1"),
    ("set learning rate 0.1", "set lr 0.1"), ("set learning rate=0.1", "set lr=0.1"),
    ("learning rate=0.1", "set lr=0.1"), ("lr=0.1", "set lr=0.1"), ("lr = 0.1", "set lr 0.1"),
    ("set lr to 0.1", "set lr 0.1"), ("lr is 0.1", "set lr 0.1"), ("lr", "set lr"),
    ("learning rate", "set lr"), ("momentum 0.5", "set momentum 0.5"),
    ("set batch size 32", "set batch 32"), ("batch size full", "set batch full"),
    ("set early stopping 5", "set patience 5"), ("unset batch size", "unset batch"),
    ("train 5 epochs", "train 5"), ("train 1 epoch", "train 1"), ("train for 5 epochs", "train 5"),
    ("train 5 epochs stop=4", "train 5 stop=4"),
    ("train 5 epochs until loss < 0.1", "train 5 until loss < 0.1"),
    ("what is adam", "explain adam"), ("what is adam?", "explain adam"),
    ("what is adam ?", "explain adam"), ("what's adam", "explain adam"),
    ("what is the learning rate", "explain lr"), ("help learning rate", "help lr"),
    ("confusion matrix", "confusion"),
    ("show settings", "set"), ("show lr", "set lr"), ("show learning rate", "set lr"),
    ("show", "status"), ("show weights", "weights"), ("show history", "history"),
    ("set the learning rate to 0.1", "set lr 0.1"), ("learning rate of 0.1", "set lr 0.1"),
    ("train for 5 more epochs", "train 5"), ("train 5 more", "train 5"),
    ("train 1e1 epochs", "train 10"), ("what does adam do", "explain adam"),
    ("what does the learning rate do?", "explain lr"), ("what does adam do ?", "explain adam"),
    ("what are gradients", "explain gradient"),
    ("what is l1 regularization", "explain l1"), ("what is l2 regularization?", "explain l2"),
    ("show test accuracy", "eval"), ("show accuracy", "eval"), ("evaluate", "eval"),
    ("accuracy", "eval"), ("undo 2 commands", "undo 2"), ("show layers", "layers"),
    ("show data", "data"), ("show confusion matrix", "confusion"),
  ]

  @Test(arguments: phrases) func standsForItsCommand(_ phrase: (said: String, command: String)) {
    let (first, second) = (RecordedSession(), RecordedSession())
    first.run(Self.small + [phrase.said])
    second.run(Self.small + [phrase.command])
    #expect(first.outcomes == second.outcomes && first.outcomes != [.failed])
    #expect("\(first.events)" == "\(second.events)")
    #expect(StateDigest(first.state) == StateDigest(second.state))
  }

  /// What was typed is what is undone.
  @Test func keepsWhatWasTyped() {
    let session = RecordedSession()
    session.run("learning rate 0.1", "undo")
    guard case .undone(let report)? = session.events.last else {
      Issue.record("nothing was undone")
      return
    }
    #expect(report.commands == ["learning rate 0.1"])
  }

  @Test func pointsAtWhatWasTyped() {
    let session = RecordedSession()
    session.run("learning rate fast")
    #expect(session.diagnostic?.range == SourceRange(start: 14, end: 18))
    session.run("train 5 epochz")
    #expect(session.diagnostic?.range == SourceRange(start: 8, end: 14))
  }

  @Test(arguments: ["learning 0.1", "adam", "\"lr\" 0.1", "show data circle", "show train"])
  func isNoPhrase(_ line: String) {
    let session = RecordedSession()
    session.run(Self.small)
    let before = StateDigest(session.state)
    #expect(session.run(line) == .failed)
    #expect(session.diagnostic?.id == "unknown-command")
    #expect(StateDigest(session.state) == before)
  }

  static let elsewhere = [
    "set dropout 0.5", "set dropout", "set dropout=0.5", "set dropout 7", "set epochs 3",
    "set units 4", "set activation relu", "set layers 4", "set data iris", "set test 0.2",
  ]

  static let withoutSet = ["dropout 0.2", "dropout=0.2", "dropout", "activation relu", "units 4"]

  /// The suggestion runs as it stands, with layers and without.
  @Test(arguments: elsewhere + withoutSet, [[], ["data circle n=24", "layers 3 tanh 5 relu"]])
  func saysWhereItBelongs(_ line: String, _ setup: [String]) throws {
    let session = RecordedSession()
    session.run(setup + [line])
    let diagnostic = try #require(session.diagnostic)
    #expect(diagnostic.id == "setting-elsewhere")
    let command = try #require(diagnostic.suggestion).filter { $0 != "`" }
    #expect(session.run(command) == .done)
  }

  /// What a newcomer types first is answered by what does it.
  @Test(arguments: [
    ("start", "`train`"), ("learn", "`train`"), ("epochs 50", "`train`"),
    ("how do I start", "`help`"),
    ("train 20 lr=0.1", "`set lr 0.1` before it"), ("save", "`model`"),
    ("data mine.csv", "`data load mine.csv target=COLUMN`"),
    ("train 1,000 epochs", "`1000`"), ("train 1.000 epochs", "`1000`"), ("train 1,000", "`1000`"),
    ("set batch 1,000", "`1000`"), ("undo 2 steps", "`undo 2`"),
  ])
  func firstLinesAreAnswered(_ wanted: (line: String, suggestion: String)) {
    let session = RecordedSession()
    #expect(session.run(wanted.line) == .failed)
    #expect(session.diagnostic?.suggestion == wanted.suggestion)
  }

  @Test func dropoutGetsTheValueThatWasTyped() {
    let session = RecordedSession()
    session.run("layers 3 tanh", "set dropout 0.5")
    #expect(session.diagnostic?.message == "dropout belongs to a layer")
    #expect(session.diagnostic?.suggestion == "`layer edit 1 3 dropout=0.5`")
    session.run("layer edit 1 3 dropout=0.5")
    #expect(session.state.hidden?.first?.dropout == 0.5)
    #expect(session.state.hidden?.first?.activation == .tanh)
  }
}
