// A search of another program that outlives both processes: killed after any answer it goes on with the next one, and no
// answer goes out that is not on the disk.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import TestSupport
import Testing

@Suite struct AskTellLogEndToEndTests {
  private static let space = "x=0..1 model=svm|forest svm.C=1e-2..1e2:log forest.depth=2..20:int"

  private func arguments(_ sampler: String, _ log: String? = nil) -> [String] {
    ["asktell", "--space", Self.space, "--sampler", sampler, "--halving", "3"]
      + (log.map { ["--log", $0] } ?? [])
  }

  private static func lines(_ rounds: Int) -> [String] {
    (0..<rounds).flatMap { number in
      [
        #"{"ask":true}"#, #"{"report":\#(number),"step":1,"value":\#((number * 7) % 11)}"#,
        #"{"tell":\#(number),"value":\#((number * 7) % 13)}"#,
      ]
    } + [#"{"enqueue":{"model":"svm"}}"#, #"{"ask":true}"#, #"{"trials":true}"#]
  }

  /// With SIGKILL after each answer, and now and then while the next message is on its way.
  @Test(arguments: ["bayes", "tpe"]) func aKilledSearchGoesOnExactly(sampler: String) throws {
    let folder = TemporaryFolder()
    let lines = Self.lines(sampler == "bayes" ? 9 : 13)
    let whole = try Conversation(arguments(sampler))
    let wanted = try lines.map { try whole.say($0) }
    #expect(try whole.finish() == .exited(0))
    let log = folder.path + "/log"
    for (number, line) in lines.enumerated() {
      let program = try Conversation(arguments(sampler, log))
      #expect(try program.say(line) == wanted[number])
      if number % 5 == 4 { try program.write(#"{"best":tr"#) }
      program.send(SIGKILL)
      #expect(try program.waitForEnd() == .signaled(SIGKILL))
      // What was answered is there, and ends where a line does.
      #expect(fileText(log).hasSuffix("}\n"))
    }
    let told = fileText(log).split(separator: "\n").filter { $0.hasPrefix(#"{"tell""#) }
    #expect(told.count == (sampler == "bayes" ? 9 : 13))
  }

  /// Killed while it answers as fast as it can: the log is a beginning of the uninterrupted one and has every line that
  /// was answered.
  @Test func killedAnywhereNothingAnsweredIsLost() throws {
    let folder = TemporaryFolder()
    let lines = Self.lines(60)
    let whole = folder.path + "/whole"
    let wanted = try Process.run(
      Descent.path, arguments("random", whole), input: Array(lines.joined(separator: "\n").utf8),
      environment: Descent.pipeEnvironment(folder), timeout: 60
    ).outputText.split(separator: "\n").map(String.init)
    #expect(wanted.count == lines.count)
    let complete = fileText(whole)
    var random = SeededGenerator(seed: 9)
    for number in 0..<6 {
      let log = folder.path + "/log\(number)"
      let program = try Conversation(arguments("random", log))
      let answered = 1 + random.below(150)
      for (line, answer) in zip(lines, wanted).prefix(answered) {
        #expect(try program.say(line) == answer)
      }
      // More than it can have answered by then.
      try program.write(lines[answered...].prefix(20).map { $0 + "\n" }.joined())
      usleep(UInt32(random.below(4000)))
      program.send(SIGKILL)
      #expect(try program.waitForEnd() == .signaled(SIGKILL))
      let kept = fileText(log)
      #expect(complete.hasPrefix(kept))
      // The lines that change something, and the first.
      let least = lines.prefix(answered).count { !$0.hasPrefix(#"{"trials""#) } + 1
      #expect(kept.split(separator: "\n").count >= least)
    }
  }

  @Test func aTornLineIsSaidAndCutOff() throws {
    let folder = TemporaryFolder()
    let log = folder.path + "/log"
    let first = try Conversation(arguments("random", log))
    let asked = try first.say(#"{"ask":true}"#)
    #expect(try first.finish() == .exited(0))
    let whole = fileText(log)
    try write(Array((whole + #"{"tell":0,"val"#).utf8), to: log)
    let result = try Process.run(
      Descent.path, arguments("random", log), input: Array(#"{"trials":true}"#.utf8),
      environment: Descent.pipeEnvironment(folder), timeout: 60)
    #expect(result.status == .exited(0) && fileText(log) == whole)
    #expect(
      result.errorText
        == "warning: the last line of `\(log)` was not whole and is cut off: 14 bytes, never answered\n"
    )
    #expect(result.outputText.contains("pending") && asked.hasPrefix(#"{"trial":0"#))
  }

  @Test func anotherSearchIsRefused() throws {
    let folder = TemporaryFolder()
    let log = folder.path + "/log"
    #expect(try Conversation(arguments("random", log)).finish() == .exited(0))
    let before = bytes(of: log)
    let text = try Process.run(
      Descent.path, arguments("tpe", log), environment: Descent.pipeEnvironment(folder),
      timeout: 60)
    #expect(text.status == .exited(64) && text.output.isEmpty)
    #expect(text.errorText.contains("--sampler `random` there, `tpe` here"))
    let json = try Process.run(
      Descent.path, arguments("random", log) + ["--seed", "2", "--format", "jsonl"],
      environment: Descent.pipeEnvironment(folder), timeout: 60)
    #expect(json.status == .exited(64) && json.errors.isEmpty)
    let error = try #require(try JSONText.lines(json.output).first)
    #expect(error["id"]?.string == "log-differs" && bytes(of: log) == before)
  }

  /// A file that may not grow: what is answered with an error has changed nothing, and all before it is there.
  @Test func aFullDiskIsAnsweredWithAnError() throws {
    let folder = TemporaryFolder()
    let log = folder.path + "/log"
    let lines = Self.lines(40)
    let limit = "ulimit -f 2 && exec '\(Descent.path)' \"$@\""
    let result = try Process.run(
      "/bin/sh", ["-c", limit, "sh"] + arguments("random", log),
      input: Array(lines.joined(separator: "\n").utf8),
      environment: Descent.pipeEnvironment(folder), timeout: 60)
    let answers = try JSONText.lines(result.output)
    #expect(answers.count == lines.count && result.status == .exited(0))
    let full = answers.filter { $0["id"]?.string == "log-unwritable" }
    #expect(full.count > 10)
    let answered = answers.dropLast().count { $0.type != "error" }
    #expect(fileText(log).hasSuffix("}\n"))
    #expect(fileText(log).split(separator: "\n").count == answered + 1)
    // What the last answer lists is what the file holds.
    let again = try Process.run(
      Descent.path, arguments("random", log), input: Array(#"{"trials":true}"#.utf8),
      environment: Descent.pipeEnvironment(folder), timeout: 60)
    #expect(again.outputText == (result.outputText.split(separator: "\n").last ?? "") + "\n")
  }

  // MARK: Exports

  @Test func theEndOfTheInputWritesTheTrials() throws {
    let folder = TemporaryFolder()
    let csv = folder.path + "/trials.csv"
    func run(_ export: String, _ input: String) throws -> Process.Result {
      try Process.run(
        Descent.path, ["asktell", "--space", "x=0..1", "--export", export],
        input: Array(input.utf8), environment: Descent.pipeEnvironment(folder), timeout: 60)
    }
    for value in [1, 2] {
      let result = try run(csv, "{\"ask\":true}\n{\"tell\":0,\"value\":\(value)}\n")
      #expect(result.status == .exited(0) && result.errors.isEmpty)
      #expect(
        fileText(csv).hasPrefix("trial,state,value,standard_error,x,origin,epochs\n0,done,\(value)")
      )
    }
    let own = folder.path + "/own.csv"
    try write(Array("a,b\n".utf8), to: own)
    for (path, id) in [
      (own, "is no export of a study"),
      (folder.path + "/trials.txt", "ends in neither .csv nor .db"),
      (folder.path + "/no/trials.csv", "there is no such folder"),
    ] {
      // Nobody is answered whose trials could not be written in the end.
      let result = try run(path, "{\"ask\":true}\n")
      #expect(result.status == .exited(64) && result.output.isEmpty)
      #expect(result.errorText.contains(id), "\(result.errorText)")
    }
    #expect(fileText(own) == "a,b\n")
  }

  @Test func aStepWithoutARuleIsRefused() throws {
    let result = try Descent.run(["asktell", "--space", "x=0..1", "--min-step", "2"])
    #expect(result.status == .exited(64) && result.errorText.contains("--halving"))
  }
}
