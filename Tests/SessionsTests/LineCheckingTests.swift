// What a line is made of and what Enter would refuse in it, while it is typed.
import CommandLanguage
import SessionSupport
import Sessions
import Testing

@Suite struct LineCheckingTests {
  private let session = RecordedSession()

  /// The line with its cursor at `¦`, if it has one.
  private func check(_ marked: String, after setup: [String] = []) -> (
    line: String, checked: CheckedLine
  ) {
    if !setup.isEmpty { session.run(setup) }
    let parts = marked.split(separator: "¦", maxSplits: 1, omittingEmptySubsequences: false)
    let line = parts.joined()
    let cursor = parts.count > 1 ? parts[0].utf8.count : nil
    return (line, session.knowledge.checked(line, cursor: cursor))
  }

  private func text(_ line: String, _ range: SourceRange) -> String {
    String(decoding: Array(line.utf8)[range.start..<range.end], as: UTF8.self)
  }

  @Test(
    arguments: [
      ("train 50", ["command train", "number 50"]),
      ("layer remove 1", ["command layer", "keyword remove", "number 1"]),
      ("layer 8 tanh", ["command layer", "number 8", "value tanh"]),
      ("set lr 0.1", ["command set", "name lr", "number 0.1"]),
      ("set lr=0.1", ["command set", "name lr=", "number 0.1"]),
      ("lr 0.1", ["name lr", "number 0.1"]),
      ("learning rate 0.1", ["name learning", "name rate", "number 0.1"]),
      ("set lr to 0.1", ["command set", "name lr", "keyword to", "number 0.1"]),
      (
        "data circle n=60 # few",
        ["command data", "value circle", "name n=", "number 60", "comment # few"]
      ),
      (
        "reset; train 5", ["command reset", "separator ;", "command train", "number 5"]
      ),
      (
        "train until loss < 0.1",
        ["command train", "keyword until", "value loss", "value <", "number 0.1"]
      ),
      ("data load \"my file.csv\"", ["command data", "keyword load", "text \"my file.csv\""]),
      (
        "race lr=0.01,0.1 \\\n epochs=5",
        ["command race", "name lr=", "number 0.01,0.1", "name epochs=", "number 5"]
      ),
      ("explain gradient descent", ["command explain", "value gradient", "value descent"]),
      ("trian 50", ["command trian", "number 50"]),
      ("layer remove ab \"", ["command layer", "keyword remove", "value ab"]),
      ("?train", ["command ?train"]), ("", []), (" # só", ["comment # só"]),
    ] as [(String, [String])])
  func marks(_ line: String, _ expected: [String]) {
    let marks = check(line).checked.marks
    #expect(marks.map { "\($0.role.rawValue) \(text(line, $0.range))" } == expected)
  }

  /// With what is pointed at; nil where nothing is wrong, or may still become right.
  @Test(
    arguments: [
      ("tr¦", nil), ("trian¦", "trian"), ("tri¦", nil), ("trian ¦", "trian"), ("tr ¦", "tr"),
      ("¦trian 50", "trian"), ("layer ta¦", "ta"), ("layer 4 ta¦", nil), ("layer 4 ta ¦", "ta"),
      ("layer ¦", nil), ("layer 4 tanh drop¦", nil), ("layer 4 tanh drop ¦", "drop"),
      ("layer 4 tanh dropout=¦", nil), ("layer 4 tanh dropout=2¦", nil),
      ("layer 4 tanh dropout=-1¦", "-1"),
      ("set lr 0¦", nil), ("set lr 0 ¦", "0"), ("set lr x¦", "x"), ("set lr 1e¦", nil),
      ("set lr 1e-¦", nil), ("set lr abc¦", "abc"), ("set l¦", nil), ("set lx¦", "lx"),
      ("set lx 1¦", "lx"), ("set learn¦", nil), ("set learning ¦", nil), ("set learning ra¦", nil),
      ("set learning rate 0.1¦", nil), ("lear¦", nil), ("learning ¦", nil), ("lr¦", nil),
      ("set optimizer ad¦", nil), ("set optimizer adm¦", "adm"), ("set optimizer ad ¦", "ad"),
      ("set momentum=0.¦", nil), ("set momentum=1 ¦", "1"), ("data cir¦", nil),
      ("data circle noise=¦", nil), ("data circle noise= n=5¦", "noise="),
      ("data load f.csv¦", nil), ("search random lr=1e-4..¦", nil),
      ("search random lr=1e-4..1:l¦", nil), ("search random lr=1e-4..1:lug¦", "lug"),
      ("search random optimizer=adam|¦", nil), ("train until¦", nil), ("train until loss¦", nil),
      ("train until loss <¦", nil), ("train until (loss < 1¦", nil), ("train 5 epo¦", nil),
      ("what is¦", nil), ("explain weight de¦", nil), ("explain xyzzy ¦", "xyzzy"),
      ("data circle \"a¦", nil), ("data circle \"a", "\""), ("layer \\\n rem¦", nil),
      ("layer \\\n rex¦", "rex"), ("reset; trian¦", "trian"), ("trian; reset¦", "trian"),
      ("# trian¦", nil), ("layer remove 9¦", "9"), ("layer 4; layer remove 1¦", nil),
      ("layer remove 1; layer 4¦", "1"), ("data circle; layer remove 1¦", nil),
      ("data circle; set lr x¦", "x"), ("model save net¦", nil), ("help trai¦", nil),
      ("help zzzz ¦", "zzzz"), ("set keep 128¦", nil), ("set keep 128 ¦", "128"),
    ] as [(String, String?)])
  func faults(_ marked: String, _ expected: String?) {
    let (line, checked) = check(marked)
    #expect(checked.fault.map { text(line, $0.range) } == expected)
  }

  @Test func saysWhatEnterSays() {
    let fault = check("trian 50").checked.fault
    #expect(
      fault?.sentence == "there is no command `trian`; did you mean `train`, `trial` or `trials`?")
    #expect(check("layer").checked.fault?.range == SourceRange(start: 0, end: 5))
  }

  @Test func looksAtTheStateWhereThatCostsNothing() {
    #expect(check("layer remove 1", after: ["layers 4 4 tanh"]).checked.fault == nil)
    #expect(check("layer remove 3").checked.fault?.diagnostic.id == "no-such-layer")
    #expect(check("set loss mse; layer remove 2; layer remove 2").checked.fault != nil)
    #expect(session.outcomes.count == 1)
  }

  /// Whatever is done, the session is as it was.
  @Test func leavesNoTrace() {
    let recorded = RecordedSession()
    recorded.run("data circle n=24", "layers 3 tanh")
    let before = StateDigest(recorded.state)
    for line in ["set lr 9", "layer 4", "layers none", "unset lr", "set lr 1; set lr 2; layer 9"] {
      #expect(recorded.knowledge.accepts(line))
    }
    #expect(StateDigest(recorded.state) == before)
    #expect(recorded.output.count { if case .ended = $0 { true } else { false } } == 1)
  }
}
