// `descent asktell` as another program meets it: a pipe in, a pipe out, one answer for every line.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import TestSupport
import Testing

@Suite struct AskTellEndToEndTests {
  private static let space = "x=0..1 lr=1e-4..1:log n=1..64:int:log kind=a|b p=0..1:if=kind=b"

  private func run(_ input: [UInt8], _ arguments: [String] = []) throws -> Process.Result {
    let home = TemporaryFolder()
    return try withExtendedLifetime(home) {
      try Process.run(
        Descent.path, ["asktell", "--space", Self.space] + arguments, input: input,
        environment: Descent.pipeEnvironment(home), timeout: 60)
    }
  }

  private func answers(_ text: String, _ arguments: [String] = []) throws -> [JSONText] {
    let result = try run(Array(text.utf8), arguments)
    #expect(result.status == .exited(0) && result.errors.isEmpty)
    return try JSONText.lines(result.output)
  }

  @Test(arguments: ["bayes", "tpe", "sobol", "random", "grid"])
  func aSearchFindsItsBest(sampler: String) throws {
    let asks = String(repeating: "{\"ask\":true}\n", count: 12)
    let asked = try answers(asks, ["--sampler", sampler, "--trials", "12"])
    #expect(asked.count == 12)
    for (number, answer) in asked.enumerated() {
      #expect(answer["trial"]?.int == number)
      let params = try #require(answer["params"])
      #expect((0...1).contains(params["x"]?.double ?? -1))
      #expect((1e-4...1).contains(params["lr"]?.double ?? -1))
      #expect((1...64).contains(params["n"]?.int ?? -1))
      #expect((params["p"] == nil) == (params["kind"]?.string == "a"))
    }
    let tells = (0..<12).map { "{\"tell\":\($0),\"value\":\(($0 * 5 + 3) % 12)}\n" }.joined()
    let told = try answers(
      asks + tells + "{\"best\":true}", ["--sampler", sampler, "--trials", "12"])
    #expect(told.prefix(12) == asked[...])
    #expect(told[12..<24].map { $0["told"]?.int } == Array(0..<12))
    #expect(told.last?["value"]?.double == 0 && told.last?["trial"]?.int == 9)
    #expect(told.last?["params"] == asked[9]["params"])
  }

  /// The other program waits for each answer before it writes on.
  @Test func everyAnswerComesAtOnce() throws {
    let program = try Conversation(["asktell", "--space", "x=0..1", "--trials", "3"])
    for number in 0..<3 {
      #expect(try program.say("{\"ask\":true}").hasPrefix("{\"trial\":\(number),"))
      #expect(try program.say("{\"tell\":\(number),\"value\":1}") == "{\"told\":\(number)}")
    }
    #expect(try program.say("{\"ask\":true}") == "{\"exhausted\":true,\"trials\":3}")
    #expect(try program.say("so what").hasPrefix("{\"type\":\"error\",\"id\":\"bad-json\""))
    #expect(try program.finish() == .exited(0))
  }

  @Test func signalsAndClosedPipesEndIt() throws {
    let interrupted = try Conversation(["asktell", "--space", "x=0..1"])
    _ = try interrupted.say("{\"ask\":true}")
    interrupted.send(SIGINT)
    #expect(try interrupted.waitForEnd() == .exited(130))
    let terminated = try Conversation(["asktell", "--space", "x=0..1"])
    _ = try terminated.say("{\"ask\":true}")
    terminated.send(SIGTERM)
    #expect(try terminated.waitForEnd() == .signaled(SIGTERM))
    let deserted = try Conversation(["asktell", "--space", "x=0..1"])
    _ = try deserted.say("{\"ask\":true}")
    deserted.closeOutput()
    try deserted.write("{\"ask\":true}\n")
    #expect(try deserted.waitForEnd() == .signaled(SIGPIPE))
  }

  @Test(arguments: [
    [], ["--space"], ["--space", "x=0..1", "--sampler", "magic"],
    ["--space", "x=0..1", "--direction", "up"], ["--space", "x=0..1", "--trials", "0"],
    ["--space", "x=0..1", "--seed", "-1"], ["--space", "x=0..1", "more"],
  ]) func wrongArguments(_ arguments: [String]) throws {
    let result = try Descent.run(["asktell"] + arguments)
    #expect(result.status == .exited(64))
    #expect(result.output.isEmpty && result.errorText.hasPrefix("Error: "))
  }

  @Test func aWrongSpaceIsPointedAt() throws {
    let result = try Descent.run(["asktell", "--space", "x=0..1 lr=0..1:log"])
    #expect(result.status == .exited(64) && result.output.isEmpty)
    #expect(
      result.errorText == """
          x=0..1 lr=0..1:log
                    ^ log needs a range above 0; try `1e-6..1:log`

        """)
    let json = try Descent.run(["asktell", "--format", "jsonl", "--space", "x=8..1"])
    #expect(json.status == .exited(64) && json.errors.isEmpty)
    let error = try #require(try JSONText.lines(json.output).first)
    #expect(error.type == "error" && error["id"]?.string == "reversed-range")
    #expect(error["column"]?.int == 3 && error["end_column"]?.int == 7)
  }

  /// Lines that end in other ways, and lines that are none.
  @Test func everyKindOfLine() throws {
    let long = [UInt8](repeating: 0x20, count: 1 << 20) + Array("{\"ask\":true}".utf8)
    let lines: [([UInt8], String)] = [
      ([0xEF, 0xBB, 0xBF] + Array("{\"ask\":true}".utf8), "trial"),
      (Array("{\"ask\":true}\r".utf8), "trial"), ([], "error"), ([0x0D], "error"),
      (Array("  \t ".utf8), "error"), ([0], "error"), ([0xFF, 0xFE], "error"), (long, "error"),
      (Array("{\"tell\":0,\"value\":1}\\".utf8), "error"),
      ([UInt8](repeating: UInt8(ascii: "["), count: 1 << 19), "error"),
      (Array(#"{"tell":18446744073709551616,"value":1}"#.utf8), "error"),
      (Array("{\"ask\":true}".utf8), "trial"),
    ]
    let result = try run(Array(lines.map(\.0).joined(separator: [0x0A])))
    #expect(result.status == .exited(0))
    let answers = try JSONText.lines(result.output)
    #expect(answers.count == lines.count)
    for (index, answer) in answers.enumerated() {
      #expect(
        lines[index].1 == "trial" ? answer["trial"] != nil : answer.type == "error", "\(index)")
      if answer.type == "error" { #expect(answer["line"]?.int == index + 1) }
    }
  }

  /// Thousands of lines made of messages by cutting, doubling, mixing and changing bytes.
  @Test func garbageHasAnswersToo() throws {
    var generator = SeededGenerator(seed: 42)
    func random(_ count: Int) -> Int { generator.below(count) }
    let messages = [
      #"{"ask":true}"#, #"{"tell":3,"value":0.25}"#, #"{"tell":1,"value":null}"#, #"{"best":true}"#,
      #"{"enqueue":{"x":0.5,"lr":0.1,"n":4,"kind":"a"}}"#, #"{"tell":0,"value":-1e-300}"#,
      #"{"report":2,"step":1,"value":0.5}"#, #"{"prune":2}"#, #"{"enqueue":{"x":0.5}}"#,
      #"{"add":{"x":0.25,"lr":0.1,"n":4,"kind":"a"},"value":2}"#,
      "{\"enqueue\":{\"\\u001b\":\"\\ud83d\\ude00é\u{202E}\"}}",
    ].map { Array($0.utf8) }
    var lines: [[UInt8]] = []
    for _ in 0..<6000 {
      var line = messages[random(messages.count)]
      for _ in 0..<random(4) {
        let (start, length) = (random(line.count + 1), random(6))
        let end = min(line.count, start + length)
        switch random(5) {
        case 0: line.removeSubrange(start..<end)
        case 1: line.insert(contentsOf: line[start..<end], at: start)
        case 2: line.insert(UInt8(random(256)), at: start)
        case 3 where start < line.count: line[start] = UInt8(random(256))
        default: line = Array(line[..<start]) + messages[random(messages.count)].dropFirst(length)
        }
      }
      lines.append(line.map { $0 == 0x0A ? 0x20 : $0 })
    }
    let input = Array(lines.joined(separator: [0x0A])) + [0x0A]
    // A model of all that is told and added would take its time.
    let sampler = ["--sampler", "random"]
    let result = try run(input, sampler)
    #expect(result.status == .exited(0) && result.errors.isEmpty)
    let answers = try JSONText.lines(result.output)
    #expect(answers.count == lines.count)
    let known: Set = ["trial", "told", "enqueued", "reported", "pruned", "added"]
    for (index, answer) in answers.enumerated() where !known.contains(where: { answer[$0] != nil })
    {
      #expect(answer.type == "error" && answer["line"]?.int == index + 1)
    }
    #expect(Set(answers.compactMap { $0["id"]?.string }).count > 8)
    #expect(answers.contains { $0["trial"] != nil } && answers.contains { $0["told"] != nil })
    #expect(try run(input, sampler).output == result.output)
  }

  // MARK: Examples

  /// The conversation that the examples' own page shows.
  @Test func theConversationShownIsTrue() throws {
    let page = fileText(checkout + "/examples/asktell/README.md").split(separator: "\n")
    let messages = page.filter { $0.hasPrefix("> ") }.map { $0.dropFirst(2) + "\n" }
    let shown = page.filter { $0.hasPrefix("< ") }.map { $0.dropFirst(2) + "\n" }
    #expect(messages.count == 7)
    let result = try Descent.run(
      ["asktell", "--space", "x=0..1 lr=1e-4..1:log", "--sampler", "random"],
      input: messages.joined())
    #expect(result.outputText == shown.joined())
  }

  private static let python = (["/usr/bin/python3", "/usr/local/bin/python3"] as [String]).first {
    access($0, X_OK) == 0
  }

  private func example(_ name: String, _ arguments: [String]) throws -> Process.Result {
    try Process.run(
      try #require(Self.python), [checkout + "/examples/asktell/" + name] + arguments,
      environment: ["DESCENT": Descent.path, "PATH": "/usr/bin:/bin"], timeout: 120)
  }

  @Test(.enabled(if: python != nil, "there is no Python 3"), arguments: ["bayes", "random"])
  func aPythonFunctionIsMinimized(sampler: String) throws {
    let result = try example("python_function.py", [sampler, "30"])
    #expect(result.status == .exited(0) && result.errors.isEmpty, "\(result.errorText)")
    let lines = result.outputText.split(separator: "\n")
    #expect(lines.count == 31)
    let values = lines.dropLast().compactMap { Double($0.split(separator: " ")[1]) }
    let best = try #require(
      lines.last?.split { ", ".contains($0) }.compactMap { Double($0) }.dropFirst().first)
    #expect(values.count == 30 && abs(best - (values.min() ?? 0)) < 1e-5)
  }

  /// Once there is a model it says what it expects, and learns from what it is told.
  @Test func aModelPredicts() throws {
    let program = try Conversation(["asktell", "--space", "x=-2..2", "--sampler", "bayes"])
    var errors: [Double] = []
    for number in 0..<16 {
      let answer = try JSONText(try program.say("{\"ask\":true}"))
      let x = try #require(answer["params"]?["x"]?.double)
      let value = (x - 1) * (x - 1)
      if let predicted = answer["predicted"]?.double {
        #expect(try #require(answer["sd"]?.double) > 0 && answer["log_ei"]?.double != nil)
        errors.append(abs(predicted - value))
      }
      _ = try program.say("{\"tell\":\(number),\"value\":\(value)}")
    }
    #expect(errors.count >= 6 && (errors.last ?? 1) < 0.01)
    let best = try JSONText(try program.say("{\"best\":true}"))
    #expect(abs((best["params"]?["x"]?.double ?? 0) - 1) < 0.05)
  }

  /// Where scikit-learn is not installed the example says what to install.
  @Test(.enabled(if: python != nil, "there is no Python 3"))
  func aModelIsTunedOrWhatIsMissingIsSaid() throws {
    let result = try example("scikit_learn_model.py", ["random", "3"])
    if result.status == .exited(0) {
      #expect(result.outputText.split(separator: "\n").count == 4)
      #expect(result.outputText.contains("best: trial"))
    } else {
      #expect(result.errorText.contains("pip install scikit-learn"))
    }
  }
}
