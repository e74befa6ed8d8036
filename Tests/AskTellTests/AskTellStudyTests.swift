// What a program can say beside asking and telling: results it knows, points with some values only, how trials stand on
// their way, and what all of them come to.

import AskTell
import HyperparameterSearch
import JSON
import StudyStorage
import TestSupport
import Testing

@Suite struct AskTellStudyTests {
  static let samplers = ["bayes", "tpe", "sobol", "random", "grid"]

  private func answers(
    _ lines: [String], space: String = "x=0..1 lr=1e-4..1:log", sampler: String = "random",
    direction: SearchDirection = .minimize, halving: AsynchronousHalving? = nil, limit: Int? = nil
  ) throws -> [StrictJSON] {
    var session = try AskTellSession.make(
      space, sampler, direction: direction, halving: halving, limit: limit)
    return try lines.map { try StrictJSON(parsing: Array(session.answer(to: Array($0.utf8)).utf8)) }
  }

  // MARK: Known results

  @Test func aKnownResultIsATrialAndInformsTheModel() throws {
    let known = (0..<12).map { #"{"add":{"x":\#(Double($0) / 11),"lr":0.1},"value":\#($0)}"# }
    for sampler in ["bayes", "tpe"] {
      let answers = try answers(
        known + [#"{"best":true}"#, #"{"ask":true}"#], sampler: sampler)
      #expect(answers.prefix(12).map { $0["added"] } == (0..<12).map { .integer($0) })
      #expect(answers[12].text == #"{"trial":0,"params":{"x":0.0,"lr":0.1},"value":0.0}"#)
      #expect(answers[13]["trial"] == .integer(12))
      // Values fall towards 0, and nobody told the sampler but by adding.
      #expect(try #require(answers[13]["params"]?["x"]?.double) < 0.3, "\(sampler)")
    }
  }

  /// As trials that were asked for and told with the same values.
  @Test(arguments: ["bayes", "tpe"]) func aKnownResultIsWorthATold(sampler: String) throws {
    let asks = (0..<14).map { [#"{"ask":true}"#, #"{"tell":\#($0),"value":\#(($0 * 5) % 14)}"#] }
    let told = try answers(asks.flatMap(\.self) + [#"{"ask":true}"#], sampler: sampler)
    let added = (0..<14).map { number in
      #"{"add":\#(told[2 * number]["params"]?.text ?? ""),"value":\#((number * 5) % 14)}"#
    }
    let answer = try answers(added + [#"{"ask":true}"#], sampler: sampler).last
    #expect(answer?["trial"] == .integer(14))
    if sampler == "tpe" { #expect(answer?["params"] == told.last?["params"]) }
  }

  @Test func numbersAreNobodyElses() throws {
    let answers = try answers([
      #"{"ask":true}"#, #"{"enqueue":{"x":1,"lr":1}}"#, #"{"add":{"x":0.5,"lr":0.5},"value":null}"#,
      #"{"add":{"x":0.5,"lr":0.25},"value":2}"#, #"{"ask":true}"#, #"{"ask":true}"#,
      #"{"tell":2,"value":1}"#, #"{"tell":4,"value":1}"#,
    ])
    #expect(answers[1]["enqueued"] == .integer(1))
    #expect(answers[2]["added"] == .integer(2) && answers[3]["added"] == .integer(3))
    #expect(answers[4]["trial"] == .integer(1) && answers[4]["params"]?["x"] == .number(1))
    #expect(answers[5]["trial"] == .integer(4))
    #expect(answers[6]["id"] == .string("already-told") && answers[7]["told"] == .integer(4))
  }

  @Test func addedResultsTakeNothingFromAGridOrALimit() throws {
    let plain = try answers(
      [String](repeating: #"{"ask":true}"#, count: 5), space: "kind=a|b|c|d", sampler: "grid")
    let known = try answers(
      [#"{"add":{"kind":"c"},"value":1}"#]
        + [String](repeating: #"{"ask":true}"#, count: 5), space: "kind=a|b|c|d", sampler: "grid",
      limit: 4)
    #expect(known.dropFirst().map { $0["params"] } == plain.map { $0["params"] })
    #expect(known.last?.text == #"{"exhausted":true,"trials":4}"#)
  }

  // MARK: Points with some values

  @Test(arguments: samplers) func whatIsGivenStaysAndTheRestIsChosen(sampler: String) throws {
    let space = "x=0..1 lr=1e-4..1:log n=1..9:int kind=a|b|c a.p=0..1"
    let given = [
      #"{"x":0.1234567890123}"#, #"{"kind":"a"}"#, #"{"lr":0.003,"kind":"b"}"#, #"{"n":7}"#, "{}",
      #"{"kind":"a","a.p":0.3}"#, #"{"n":2,"x":1,"lr":1,"kind":"a"}"#,
    ]
    var lines: [String] = []
    // Some while nothing is known, some with a model.
    for number in 0..<14 {
      lines += [#"{"ask":true}"#, #"{"tell":\#(number),"value":\#((number * 3) % 7)}"#]
    }
    lines += given.map { #"{"enqueue":\#($0)}"# }
    lines += given.map { _ in #"{"ask":true}"# }
    let answers = try answers(lines, space: space, sampler: sampler, limit: 100).suffix(given.count)
    let points = try SearchSpace(parsing: space)
    for (text, answer) in zip(given, answers) {
      let params = try #require(answer["params"])
      for name in try StrictJSON(parsing: Array(text.utf8)).names ?? [] {
        let wanted = try #require(try StrictJSON(parsing: Array(text.utf8))[name])
        #expect(
          params[name] == wanted || params[name]?.double == wanted.double, "\(sampler) \(text)")
      }
      try points.check(params.assignments)
    }
    #expect(try #require(answers.first?["params"]?["x"]) == .number(0.1234567890123))
  }

  /// With a value fixed the others are chosen for that value, and not for the best one: chosen without a look at it,
  /// every second one would be 0.6 away.
  @Test(arguments: ["bayes", "tpe"]) func theRestFitsWhatIsGiven(sampler: String) throws {
    var session = try AskTellSession.make("x=0..1 kind=a|b", sampler)
    let valleys = ["a": 0.2, "b": 0.8]
    for number in 0..<60 {
      let (x, kind) = (Double(number * 37 % 60) / 60, number % 2 == 0 ? "a" : "b")
      let away = x - (try #require(valleys[kind]))
      _ = session.answer(
        to: Array(#"{"add":{"x":\#(x),"kind":"\#(kind)"},"value":\#(away * away)}"#.utf8))
    }
    var away = 0.0
    for number in 0..<10 {
      let kind = number % 2 == 0 ? "a" : "b"
      _ = session.answer(to: Array(#"{"enqueue":{"kind":"\#(kind)"}}"#.utf8))
      let answer = try StrictJSON(
        parsing: Array(session.answer(to: Array(#"{"ask":true}"#.utf8)).utf8))
      #expect(answer["params"]?["kind"] == .string(kind))
      let x = try #require(answer["params"]?["x"]?.double)
      away += abs(x - (try #require(valleys[kind]))) / 10
    }
    #expect(away < 0.15)
  }

  // MARK: On the way

  @Test func reportsAreAnsweredWithWhetherToPrune() throws {
    let answers = try answers(
      [
        #"{"ask":true}"#, #"{"ask":true}"#, #"{"ask":true}"#, #"{"report":0,"step":1,"value":0.5}"#,
        #"{"report":1,"step":1,"value":0.4}"#, #"{"report":2,"step":2,"value":0.6}"#,
        #"{"prune":2}"#, #"{"report":1,"step":3,"value":0.9}"#, #"{"tell":1,"value":0.3}"#,
        #"{"report":1,"step":4,"value":0.9}"#, #"{"report":0,"step":1,"value":0.5}"#,
        #"{"enqueue":{"x":0.5}}"#, #"{"trials":true}"#,
      ], halving: AsynchronousHalving(reduction: 3, minStep: 1))
    #expect(answers[3].text == #"{"reported":0,"step":1,"prune":false}"#)
    #expect(answers[4]["prune"] == .bool(false) && answers[5]["prune"] == .bool(true))
    #expect(answers[6].text == #"{"pruned":2}"# && answers[7]["prune"] == .bool(false))
    #expect(answers[9]["id"] == .string("already-told"))
    #expect(answers[10]["id"] == .string("report-not-later"))
    let params = answers.prefix(3).map { $0["params"]?.text ?? "" }
    #expect(
      answers[12].text == #"{"trials":["#
        + #"{"trial":0,"state":"pending","params":\#(params[0]),"#
        + #""reports":[{"step":1,"value":0.5}],"prune":false},"#
        + #"{"trial":1,"state":"done","params":\#(params[1]),"value":0.3,"#
        + #""reports":[{"step":1,"value":0.4},{"step":3,"value":0.9}]},"#
        + #"{"trial":2,"state":"pruned","params":\#(params[2]),"value":0.6,"#
        + #""reports":[{"step":2,"value":0.6}]},"#
        + #"{"trial":3,"state":"enqueued","params":{"x":0.5}}]}"#)
  }

  @Test func withoutARuleNothingIsPruned() throws {
    let lines = (1...5).flatMap { step in
      (0..<4).map { #"{"report":\#($0),"step":\#(step),"value":\#($0)}"# }
    }
    let answers = try answers([String](repeating: #"{"ask":true}"#, count: 4) + lines)
    #expect(answers.dropFirst(4).allSatisfy { $0["prune"] == .bool(false) })
  }

  // MARK: What all come to

  @Test func importanceIsOfTheParametersThatMatter() throws {
    let known = (0..<40).map { number in
      let (x, lr) = (Double(number * 7 % 40) / 40, Double(1 + number * 11 % 40) / 40)
      return #"{"add":{"x":\#(x),"lr":\#(lr)},"value":\#(x * x)}"#
    }
    let answer = try #require(try answers(known + [#"{"importance":true}"#]).last)
    guard case .array(let shares) = answer["importance"] else {
      Issue.record("\(answer.text)")
      return
    }
    #expect(shares.count == 2 && shares[0]["axes"]?.text == #"["x"]"#)
    #expect(try #require(shares[0]["share"]?.double) > 0.8 && answer["trials"] == .integer(40))
    guard case .array(let pairs) = answer["interactions"] else {
      Issue.record("\(answer.text)")
      return
    }
    #expect(pairs.count == 1 && pairs[0]["axes"]?.text == #"["x","lr"]"#)
  }

  @Test func trialsAreExported() throws {
    let folder = TemporaryFolder()
    var session = try AskTellSession.make("x=0..1 kind=a|b", "random")
    for line in [
      #"{"ask":true}"#, #"{"ask":true}"#, #"{"report":0,"step":4,"value":2}"#,
      #"{"tell":0,"value":1.5}"#, #"{"add":{"x":0.25,"kind":"b"},"value":null}"#,
    ] {
      _ = session.answer(to: Array(line.utf8))
    }
    let csv = folder.path + "/trials.csv"
    for _ in 0..<2 {
      #expect(
        session.answer(to: Array(#"{"export":"\#(csv)"}"#.utf8))
          == #"{"exported":"\#(csv)","trials":2}"#)
    }
    let lines = fileText(csv).split(separator: "\n")
    #expect(lines[0] == "trial,state,value,standard_error,x,kind,origin,epochs")
    #expect(
      lines.count == 3 && lines[1].hasPrefix("0,done,1.5,,") && lines[1].hasSuffix(",random,4"))
    #expect(lines[2] == "2,failed,,,0.25,b,enqueued,")
    // Neither a table of somebody else's nor an export with a column of theirs is replaced.
    for text in ["my own table\n", lines[0] + ",note\n0,done,1.5,,0.5,a,random,4,good\n"] {
      try write(Array(text.utf8), to: csv)
      #expect(
        session.answer(to: Array(#"{"export":"\#(csv)"}"#.utf8))
          .contains(#""id":"export-not-ours""#))
      #expect(fileText(csv) == text)
    }
    let database = folder.path + "/trials.db"
    #expect(
      session.answer(to: Array(#"{"export":"\#(database)"}"#.utf8))
        == #"{"exported":"\#(database)","trials":2}"#)
    #expect(bytes(of: database).starts(with: Array("SQLite format 3".utf8)))
  }

  // MARK: Mistakes

  @Test(arguments: [
    (#"{"add":{"x":0.5,"lr":0.1}}"#, "bad-value"),
    (#"{"add":{"x":0.5},"value":1}"#, "point-missing-axis"),
    (#"{"add":{"x":2,"lr":0.1},"value":1}"#, "point-outside"),
    (#"{"add":true,"value":1}"#, "bad-value"),
    (#"{"add":{"x":0.5,"lr":0.1},"value":"1"}"#, "bad-value"),
    (#"{"add":{"x":0.5,"lr":0.1},"value":1e999}"#, "bad-value"),
    (#"{"add":{"x":0.5,"lr":0.1},"step":1}"#, "unknown-message"),
    (#"{"enqueue":{"x":2}}"#, "point-outside"), (#"{"enqueue":{"y":0.5}}"#, "point-unknown-axis"),
    (#"{"enqueue":{"x":0.5},"value":1}"#, "unknown-message"),
    (#"{"report":0,"value":1}"#, "bad-value"), (#"{"report":0,"step":-1,"value":1}"#, "bad-value"),
    (#"{"report":0,"step":1.5,"value":1}"#, "bad-value"), (#"{"report":0,"step":1}"#, "bad-value"),
    (#"{"report":0,"step":1,"value":null}"#, "bad-value"),
    (#"{"report":7,"step":1,"value":1}"#, "unknown-trial"), (#"{"prune":0}"#, "no-report"),
    (#"{"prune":7}"#, "unknown-trial"), (#"{"prune":true}"#, "bad-value"),
    (#"{"prune":0,"value":1}"#, "unknown-message"), (#"{"trials":1}"#, "bad-value"),
    (#"{"importance":true}"#, "too-few-trials"), (#"{"importance":0}"#, "bad-value"),
    (#"{"export":true}"#, "bad-value"), (#"{"export":"trials.txt"}"#, "export-unknown-kind"),
    (#"{"export":""}"#, "export-unknown-kind"),
    (#"{"export":"/no/such/folder/a.csv"}"#, "export-unwritable"),
    (#"{"trials":true,"prune":0}"#, "bad-message"), (#"{"step":1}"#, "unknown-message"),
    (#"{"trial":true}"#, "unknown-message"),
  ]) func mistakesChangeNothing(_ line: String, _ id: String) throws {
    let rest = [#"{"ask":true}"#, #"{"trials":true}"#]
    let clean = try answers([#"{"ask":true}"#] + rest)
    let answers = try answers([#"{"ask":true}"#, line] + rest)
    #expect(answers[1]["type"] == .string("error") && answers[1]["id"] == .string(id))
    #expect(answers[1]["line"] == .integer(2) && answers[1]["message"] != nil)
    #expect([answers[0]] + answers.dropFirst(2) == clean)
  }

  @Test func aParameterThatIsNotThereIsRefused() throws {
    let answers = try answers(
      [#"{"enqueue":{"svm.C":1}}"#, #"{"enqueue":{"model":"forest","svm.C":1}}"#],
      space: "model=svm|forest svm.C=1e-2..1e2:log")
    for answer in answers { #expect(answer["id"] == .string("point-inactive-axis")) }
    #expect(answers[0]["message"]?.text.contains("model=svm") == true)
  }
}

extension AskTellSession {
  static func make(
    _ space: String, _ sampler: String, direction: SearchDirection = .minimize, seed: UInt64 = 1,
    halving: AsynchronousHalving? = nil, limit: Int? = nil
  ) throws -> AskTellSession {
    let space = try SearchSpace(parsing: space)
    let samplers: [String: Sampler] = [
      "random": .random, "sobol": .sobol, "tpe": .tpe,
      "bayes": .bayes(BayesianSampler(space: space)),
      "grid": .grid(try Grid(space: space, aboutTrials: 64)),
    ]
    return AskTellSession(
      study: Study(
        space: space, sampler: try #require(samplers[sampler]), direction: direction, seed: seed),
      limit: limit, halving: halving, exporter: StudyFiles())
  }
}

extension StrictJSON {
  /// Of an object of parameters.
  var assignments: [ParameterAssignment] {
    guard case .object(let members) = self else { return [] }
    return members.map { member in
      let value: ParameterValue =
        switch member.value {
        case .integer(let whole): .integer(whole)
        case .string(let word): .choice(word)
        default: .number(member.value.double ?? .nan)
        }
      return ParameterAssignment(member.name, value)
    }
  }
}
