// What the hint row says of the place at the cursor, and what F1 opens.
import CommandLanguage
import Events
import Experiments
import SessionSupport
import Sessions
import Testing

@Suite struct LineHintTests {
  /// With the names of computed numbers in place of these.
  private func hint(_ marked: String, in session: RecordedSession = RecordedSession()) -> String? {
    let parts = marked.split(separator: "¦", maxSplits: 1, omittingEmptySubsequences: false)
    let found = session.knowledge.hint(
      of: parts.joined(), at: parts[0].utf8.count)
    return found.map { hint in
      "\(hint.label): "
        + hint.text.parts.map { part in
          switch part {
          case .text(let text): text
          case .number(_, let name, _): "[\(name)]"
          }
        }.joined()
    }
  }

  @Test(
    arguments: [
      ("¦", nil), ("tra¦", "train: train for some epochs"), ("tr¦", "tr: train, trials, trial"),
      (
        "train ¦",
        "EPOCHS: how many epochs; 20 unless said, after `use best` the trial's; or until, live; stop="
      ),
      ("set lr ¦", "lr: number > 0, now 0.03"), ("set lr 0.¦", "lr: number > 0, now 0.03"),
      ("lr ¦", "lr: number > 0, now 0.03"), ("lr¦", "lr: number > 0, now 0.03"),
      ("learning rate ¦", "lr: number > 0, now 0.03"), ("set lr=¦", "lr: number > 0, now 0.03"),
      ("set lr¦", "lr: number > 0, now 0.03"), ("set lr \\\n ¦", "lr: number > 0, now 0.03"),
      ("set momentum ¦", "momentum: number ≥ 0 and < 1, now 0.9"),
      ("set ¦", "NAME: which setting; NAME="),
      (
        "set optimizer ¦",
        "optimizer: now sgd; gd, sgd, momentum, nesterov, adagrad, rmsprop, adam, amsgrad, adamw, lion"
      ),
      ("set shuffle ¦", "shuffle: on, off, now on"),
      ("data circle noise=¦", "noise=: "),
      ("search random lr=¦", "lr=: 1e-4..1:log or 0.01,0.1, now 0.03"),
      ("race lr=¦", "lr=: 1e-4..1:log or 0.01,0.1, now 0.03"),
      ("layer remove ¦", "N: which hidden layer, counted from 1"),
      ("layer remove¦", "remove: take one out"), ("zzz ¦", nil), ("train 5 # a ¦", nil),
    ] as [(String, String?)])
  func says(_ line: String, _ expected: String?) {
    let found = hint(line)
    if let expected, expected.hasSuffix(": ") {
      #expect(found?.hasPrefix(expected) == true, "\(found ?? "nothing")")
    } else {
      #expect(found == expected)
    }
  }

  @Test func namesWhatIsNotTheDefault() {
    let session = RecordedSession()
    session.run("set lr 0.1")
    #expect(hint("set lr ¦", in: session) == "lr: number > 0, now 0.1 (default 0.03)")
  }

  @Test func tellsWhatWasTriedAndWhatCameOfIt() {
    let session = RecordedSession()
    session.run("data sine n=40 noise=0.1", "layers 3 relu", "set lr 0.01", "train 2", "undo 2")
    session.run("set lr 1000", "train 40")
    #expect(session.trainingEnd?.reason.divergence != nil)
    session.run("set lr 0.03")
    #expect(
      hint("set lr ¦", in: session)
        == "lr: number > 0, now 0.03; tried 1000 → diverged, 0.01 → R² [r2]")
    #expect(session.memory.tried["lr"].map(\.value) == ["1000", "0.01"])
    // What is as it was in all of them says nothing.
    #expect(hint("set l2 ¦", in: session)?.contains("tried") == false)
    #expect(hint("search random lr=¦", in: session)?.contains("; tried 1000 → diverged") == true)
  }

  /// With another network or other rows nothing was tried yet; looking at the rows changes nothing.
  @Test func valuesOfAnotherNetworkAreForgotten() {
    for other in ["layers 5 tanh", "data xor n=40"] {
      let session = RecordedSession()
      session.run("data circle n=40", "layers 3 tanh", "set lr 0.2", "train 1", "data")
      #expect(session.memory.tried["lr"].map(\.value) == ["0.2"])
      session.run(other, "set lr 0.1", "train 1")
      #expect(session.memory.tried["lr"].map(\.value) == ["0.1"])
    }
  }

  @Test func searchesAndRacesAreTrialsToo() {
    let session = RecordedSession()
    session.run("data circle n=40", "layers 3 tanh", "race lr=0.2,0.4 epochs=1")
    #expect(Set(session.memory.tried["lr"].map(\.value)) == ["0.2", "0.4"])
    session.run("search grid units=2,3 epochs=1")
    #expect(session.memory.tried["units"].map(\.value) == ["3", "2"])
    #expect(hint("search random units=¦", in: session)?.contains("tried 3 → ") == true)
  }

  @Test func keepsTheLatestValuesAlone() {
    var tried = TriedValues()
    for value in 0..<100 { tried.note("lr", String(value), .loss(Double(value))) }
    tried.note("lr", "97", .diverged)
    #expect(tried["lr"].first?.value == "97" && tried["lr"].first?.outcome == .diverged)
    #expect(tried["lr"].count < 10 && Set(tried["lr"].map(\.value)).count == tried["lr"].count)
  }

  @Test(
    arguments: [
      ("set l2¦ 0.1", "l2"), ("set l2 0.1¦", "set"), ("optimizer ad¦am", "adam"),
      ("set optimizer adam¦", "adam"), ("set optimizer=ad¦am", "adam"),
      ("set opti¦mizer=adam", "optimizer"),
      ("race sgd|adam¦", "adam"), ("race sg¦d|adam", "sgd"), ("race activation=relu,ta¦nh", "tanh"),
      ("tra¦ 5", "train"),
      ("lr¦ 0.1", "lr"), ("lr 0.1¦", "set"), ("explain weight de¦cay", "l2"), ("zzz¦", nil),
      ("¦", nil), ("data circle; layer 4 re¦lu", "relu"), ("train 5 # l2¦", "train"),
      ("layer 8 tanh dropout=0.1¦", "dropout"),
    ] as [(String, String?)])
  func topicAtTheCursor(_ marked: String, _ expected: String?) {
    let parts = marked.split(separator: "¦", maxSplits: 1, omittingEmptySubsequences: false)
    let session = RecordedSession()
    let topic = session.knowledge.topic(of: parts.joined(), at: parts[0].utf8.count)
    #expect(topic == expected)
    if let topic { #expect(session.run("help \(topic)") == .done) }
  }
}
