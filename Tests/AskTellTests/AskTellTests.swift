// The conversation with another program: every line has one answer, and what is wrong with a line
// changes nothing.

import AskTell
import CommandLanguage
import HyperparameterSearch
import JSON
import Testing

@Suite struct AskTellTests {
  private func session(
    _ space: String = "x=0..1 lr=1e-4..1:log", direction: SearchDirection = .minimize,
    seed: UInt64 = 1, limit: Int? = nil
  ) throws -> AskTellSession {
    AskTellSession(
      study: Study(
        space: try SearchSpace(parsing: space), sampler: .random, direction: direction, seed: seed),
      limit: limit)
  }

  private func answers(_ session: AskTellSession, _ lines: [String]) throws -> [StrictJSON] {
    var session = session
    return try lines.map { try StrictJSON(parsing: Array(session.answer(to: Array($0.utf8)).utf8)) }
  }

  @Test func asksAndTellsMayBeMixed() throws {
    let answers = try answers(
      session(),
      [
        #"{"ask":true}"#, #" { "ask" : true } "#, #"{"tell":1,"value":0.5}"#,
        #"{"value":-3,"tell":0}"#, #"{"ask":true}"#, #"{"tell":2,"value":null}"#, #"{"best":true}"#,
      ])
    #expect(answers[0]["trial"] == .integer(0) && answers[1]["trial"] == .integer(1))
    #expect(answers[2] == .object([.init(name: "told", value: .integer(1))]))
    #expect(answers[3]["told"] == .integer(0) && answers[4]["trial"] == .integer(2))
    #expect(answers[5]["told"] == .integer(2))
    #expect(answers[6]["trial"] == .integer(0) && answers[6]["value"] == .number(-3))
    #expect(answers[6]["params"] == answers[0]["params"])
    let params = Set(answers.compactMap { $0["params"]?.names })
    #expect(params == [["x", "lr"]])
  }

  @Test func directionDecidesWhatIsBest() throws {
    let lines = [
      #"{"ask":true}"#, #"{"ask":true}"#, #"{"tell":0,"value":1}"#, #"{"tell":1,"value":2}"#,
      #"{"best":true}"#,
    ]
    #expect(try answers(session(), lines).last?["trial"] == .integer(0))
    #expect(try answers(session(direction: .maximize), lines).last?["trial"] == .integer(1))
  }

  @Test func guessesComeNext() throws {
    let answers = try answers(
      session("x=0..1 n=1..8:int kind=a|b w=1,2,4 p=0..1:if=kind=b"),
      [
        #"{"ask":true}"#, #"{"enqueue":{"w":2.0,"x":1,"n":4.0,"kind":"a"}}"#,
        #"{"enqueue":{"x":0.5,"n":4,"kind":"b","w":1,"p":0}}"#, #"{"ask":true}"#, #"{"ask":true}"#,
        #"{"ask":true}"#,
      ])
    #expect(answers[1]["enqueued"] == .integer(1) && answers[2]["enqueued"] == .integer(2))
    let params = answers.map { $0["params"] }
    #expect(params[3]?.text == #"{"x":1.0,"n":4,"kind":"a","w":2}"#)
    #expect(params[4]?.text == #"{"x":0.5,"n":4,"kind":"b","w":1,"p":0.0}"#)
    #expect(answers[5]["trial"] == .integer(3))
  }

  @Test func aFiniteSpaceEnds() throws {
    let asks = [String](repeating: #"{"ask":true}"#, count: 6)
    let small = try answers(session("kind=a|b|c|d"), asks)
    #expect(Set(small.prefix(4).compactMap { $0["params"]?.text }).count == 4)
    #expect(small[4]["exhausted"] == .bool(true) && small[4]["trials"] == .integer(4))
    #expect(small[5] == small[4])
    let limited = try answers(session(limit: 2), asks)
    #expect(limited[2].text == #"{"exhausted":true,"trials":2}"#)
  }

  @Test func theSameLinesHaveTheSameAnswers() throws {
    let lines = [String](repeating: #"{"ask":true}"#, count: 20)
    #expect(try answers(session(), lines) == answers(session(), lines))
    #expect(try answers(session(seed: 2), lines) != answers(session(), lines))
  }

  @Test(arguments: [
    ("", "empty-line"), ("  \t", "empty-line"), ("{", "bad-json"), ("ask", "bad-json"),
    (#"{"ask":true"#, "bad-json"), (#"{"ask":true}}"#, "bad-json"), ("{'ask':true}", "bad-json"),
    (#"{"tell":0,"value":NaN}"#, "bad-json"), (#"{"tell":0,"value":-Infinity}"#, "bad-json"),
    (#"{"ask":true,"ask":true}"#, "bad-json"), ("\u{0}", "bad-json"),
    (String(repeating: "[", count: 100_000), "bad-json"),
    ("[]", "bad-message"), ("{}", "bad-message"), ("7", "bad-message"), ("null", "bad-message"),
    (#"{"ask":true,"best":true}"#, "bad-message"), (#"{"asks":true}"#, "unknown-message"),
    (#"{"value":1}"#, "unknown-message"), (#"{"ask":true,"value":1}"#, "unknown-message"),
    (#"{"tell":0,"vale":1}"#, "unknown-message"), (#"{"ask":false}"#, "bad-value"),
    (#"{"ask":1}"#, "bad-value"), (#"{"best":"true"}"#, "bad-value"), (#"{"tell":0}"#, "bad-value"),
    (#"{"tell":"0","value":1}"#, "bad-value"), (#"{"tell":-1,"value":1}"#, "bad-value"),
    (#"{"tell":0.0,"value":1}"#, "bad-value"), (#"{"tell":0,"value":"1"}"#, "bad-value"),
    (#"{"tell":0,"value":[1]}"#, "bad-value"), (#"{"tell":0,"value":true}"#, "bad-value"),
    (#"{"tell":0,"value":1e999}"#, "bad-value"),
    (#"{"tell":99999999999999999999,"value":1}"#, "bad-value"),
    (#"{"tell":1,"value":1}"#, "unknown-trial"), (#"{"best":true}"#, "no-value-yet"),
    (#"{"enqueue":[]}"#, "bad-value"), (#"{"enqueue":{"x":true,"lr":1}}"#, "bad-value"),
    (#"{"enqueue":{"x":2,"lr":0.1}}"#, "point-outside"),
    (#"{"enqueue":{"x":"a","lr":0.1}}"#, "point-outside"),
    (#"{"enqueue":{"x":0.5,"rl":0.1}}"#, "point-unknown-axis"),
  ]) func mistakesChangeNothing(_ line: String, _ id: String) throws {
    let clean = try answers(session(), [#"{"ask":true}"#, #"{"ask":true}"#])
    let answers = try answers(session(), [#"{"ask":true}"#, line, #"{"ask":true}"#])
    #expect(answers[1]["type"] == .string("error"))
    #expect(answers[1]["id"] == .string(id))
    #expect(answers[1]["line"] == .integer(2))
    #expect(answers[1]["message"] != nil)
    #expect([answers[0], answers[2]] == clean)
  }

  @Test func aTrialIsToldOnce() throws {
    let answers = try answers(
      session(),
      [
        #"{"ask":true}"#, #"{"tell":0,"value":1}"#, #"{"tell":0,"value":2}"#, #"{"best":true}"#,
      ])
    #expect(answers[2]["id"] == .string("already-told"))
    #expect(answers[3]["value"] == .number(1))
  }

  @Test func aByteOrderMarkIsNoMistake() throws {
    var session = try session()
    #expect(
      session.answer(to: [0xEF, 0xBB, 0xBF] + Array(#"{"ask":true}"#.utf8)).hasPrefix(
        "{\"trial\":0"))
    #expect(session.answer(to: [0x7B, 0xFF, 0x7D]).contains("bad-json"))
    #expect(session.answerToLongLine().contains("\"line\":3"))
  }

  // MARK: Spaces

  @Test(arguments: [
    ("x=0..1", Domain.uniform(0...1)), ("x=1..8", .uniform(1...8)),
    ("x=1..8:int", .integers(1...8)),
    ("x=1..64:int:log", .logIntegers(1...64)), ("x=0..10:step=5", .steps(from: 0, to: 10, by: 5)),
    ("x=1,2,4", .levels([.integer(1), .integer(2), .integer(4)])),
    ("x=1|0.5", .levels([.number(0.5), .number(1)])),
    ("x=a|b|3", .choices([.choice("a"), .choice("b"), .integer(3)])),
    ("x=off|0.5|1", .choices([.choice("off"), .number(0.5), .number(1)])),
    ("x=3", .fixed(.integer(3))), ("x=4:3|16:9", .choices([.choice("4:3"), .choice("16:9")])),
    ("x=\"a b\"", .fixed(.choice("a b"))), ("x=50%", .fixed(.number(0.5))),
  ]) func programsHaveAnyParameters(_ text: String, _ domain: Domain) throws {
    #expect(try SearchSpace(parsing: text).axes.map(\.domain) == [domain])
  }

  @Test(arguments: [
    ("", "space-empty", ""), ("  # x=1", "space-empty", ""), ("x", "not-named", "x"),
    ("x=8..1", "reversed-range", "8..1"), ("x=0..1:log", "log-needs-positive", "0"),
    ("x=a|nan", "not-a-number", "nan"), ("x=1,0x10", "not-a-number", "0x10"),
    ("x=1_000", "not-a-number", "1_000"), ("x=1,1.0", "repeated-value", "1.0"),
    ("x=0..1:each", "misplaced-each", "each"), ("x=1 X=2 x=3", "repeated-option", "x"),
    ("x=0..1:if=y=1", "space-unknown-parent", "y"), ("x=0..1 y=1:if=x=1", "wide-condition", "x"),
    ("x=a|b y=1:if=x=A", "impossible-condition", "A"),
    ("x=0..1:step=1e-8", "space-too-wide", ":step=1e-8"),
    ("n=0..9223372036854775807:int", "space-too-wide", "0..9223372036854775807:int"),
    ("x=a|b:if=y=1 y=1|2:if=x=a", "space-circular-condition", "x"),
    ("m=svm|tree svn.C=0..1", "space-unknown-parent", "svn"),
    ("m=svm|tree k=svm|none svm.C=0..1", "space-ambiguous-parent", "svm"),
    ("a.k=b|c b.j=a|d", "space-circular-condition", "a.k"),
  ]) func spacesThatAreNone(_ text: String, _ id: String, _ caret: String) {
    let error = #expect(throws: Diagnostic.self) { try SearchSpace(parsing: text) }
    #expect(error?.id == id)
    let range = error?.range ?? SourceRange(at: 0)
    #expect(String(decoding: Array(text.utf8)[range.start..<range.end], as: UTF8.self) == caret)
  }

  /// A word of another parameter and a dot before a name say when it is there.
  @Test func namesSayWhoseTheyAre() throws {
    let space = try SearchSpace(
      parsing: "svm.C=0..1 model=svm|forest|v1|v1.5 svm.kernel=rbf|poly poly.degree=2..5:int "
        + "forest.depth=1..9:int lr.max=1 v1.5.x=0..1 v1.x=0..1 forest.x=0..1:if=svm.kernel=rbf")
    let conditions = space.axes.map { axis in
      axis.name + " " + (axis.condition.map { "\($0)" } ?? "always")
    }
    #expect(
      conditions == [
        "svm.C model=svm", "model always", "svm.kernel model=svm", "poly.degree svm.kernel=poly",
        "forest.depth model=forest", "lr.max always", "v1.5.x model=v1.5", "v1.x model=v1",
        // What is said behind the values counts.
        "forest.x svm.kernel=rbf",
      ])
    for sampler in ["tpe", "bayes", "random", "sobol"] {
      var session = try AskTellSession.make(
        "svm.C=0..1 model=svm|forest svm.kernel=rbf|poly poly.degree=2..5:int forest.depth=1..9:int",
        sampler)
      var seen: Set<[String]> = []
      for number in 0..<30 {
        let answer = try StrictJSON(
          parsing: Array(session.answer(to: Array(#"{"ask":true}"#.utf8)).utf8))
        seen.insert(try #require(answer["params"]?.names))
        let tell = #"{"tell":\#(number),"value":\#((number * 5) % 13)}"#
        _ = session.answer(to: Array(tell.utf8))
      }
      #expect(
        seen == [
          ["model", "forest.depth"], ["svm.C", "model", "svm.kernel"],
          ["svm.C", "model", "svm.kernel", "poly.degree"],
        ], "\(sampler)")
    }
  }

  /// The limit that is told can be typed, and nothing beyond it.
  @Test(arguments: ["0..9223372036854775807", "0..9007199254740992", "-9e15..9e15"])
  func theLimitOfWholeNumbersIsTrue(range: String) throws {
    let error = #expect(throws: Diagnostic.self) { try SearchSpace(parsing: "n=\(range):int") }
    #expect(error?.message.contains("±9007199254740991") == true)
    let shorter = try #require(error?.suggestion).filter { $0 != "`" }
    #expect(throws: Never.self) { try SearchSpace(parsing: "n=\(shorter)") }
  }
}

extension StrictJSON {
  subscript(name: String) -> StrictJSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  var names: [String]? {
    if case .object(let members) = self { members.map(\.name) } else { nil }
  }

  /// Written again, as the program writes it.
  var text: String { written.text }

  private var written: JSONValue {
    switch self {
    case .null: .null
    case .bool(let value): .bool(value)
    case .integer(let value): .integer(value)
    case .unsigned(let value): .unsigned(value)
    case .number(let value): .number(value)
    case .string(let value): .string(value)
    case .array(let values): .array(values.map(\.written))
    case .object(let members): .object(members.map { ($0.name, $0.value.written) })
    }
  }
}
