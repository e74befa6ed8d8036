// A conversation that is on the disk: gone on with from any line it answers as if it had never ended, what is torn is cut
// off, and what is not its own is left as it is.

import AskTell
import HyperparameterSearch
import JSON
import TestSupport
import Testing

@Suite struct AskTellLogTests {
  private static let space = "x=0..1 kind=a|b a.rate=1e-4..1:log b.n=1..9:int"

  private static let halving = AsynchronousHalving(reduction: 2, minStep: 1)

  private func session(
    _ sampler: String, _ path: String, space: String = space,
    direction: SearchDirection = .minimize, seed: UInt64 = 1,
    halving: AsynchronousHalving? = halving
  ) throws -> (session: AskTellSession, warning: String?) {
    var session = try AskTellSession.make(
      space, sampler, direction: direction, seed: seed, halving: halving)
    let warning = try session.keep(in: path, space: space)
    return (session, warning)
  }

  /// Everything that can be said, wrong things too; several trials are under way at any time.
  private static func conversation(_ rounds: Int) -> [String] {
    var random = SeededGenerator(seed: 5)
    var lines = [#"{"ask":true}"#, #"{"ask":true}"#]
    for number in 0..<rounds {
      let value = Double(random.below(1000)) / 8
      lines += [
        #"{"ask":true}"#, #"{"report":\#(number),"step":\#(1 + number % 3),"value":\#(value)}"#,
      ]
      switch number % 7 {
      case 3: lines.append(#"{"prune":\#(number)}"#)
      case 5: lines.append(#"{"tell":\#(number),"value":null}"#)
      default: lines.append(#"{"tell":\#(number),"value":\#(value)}"#)
      }
      if number % 4 == 1 {
        lines.append(#"{"enqueue":{"kind":"a"}}"#)
        lines.append(#"{"add":{"x":\#(value / 128),"kind":"b","b.n":3},"value":\#(value)}"#)
        // Both take a number.
        lines.append(#"{"ask":true}"#)
        lines.append(#"{"tell":\#(number),"value":1}"#)
      }
    }
    return lines + [#"{"trials":true}"#, #"{"best":true}"#]
  }

  private func say(_ line: String, _ session: inout AskTellSession) -> String {
    // The line's number in an error is that of its own process.
    let answer = session.answer(to: Array(line.utf8))
    guard let place = answer.range(of: #","line":"#) else { return answer }
    return String(answer[..<place.lowerBound])
  }

  @Test(arguments: ["bayes", "tpe", "random", "grid"])
  func anyLineIsAPlaceToGoOnFrom(sampler: String) throws {
    let folder = TemporaryFolder(fast: true)
    let lines = Self.conversation(sampler == "bayes" ? 16 : 20)
    var (whole, _) = try session(sampler, folder.path + "/whole")
    let wanted = lines.map { say($0, &whole) }
    #expect(wanted.contains { $0.contains("\"prune\":true") })
    #expect(wanted.contains { $0.contains("error") } && wanted.contains { $0.contains("added") })
    let path = folder.path + "/log"
    for (line, wanted) in zip(lines, wanted) {
      // Released and opened again for every line.
      var (next, warning) = try session(sampler, path)
      #expect(warning == nil)
      #expect(say(line, &next) == wanted)
    }
    #expect(bytes(of: path) == bytes(of: folder.path + "/whole"))
  }

  /// Cut anywhere the log begins with whole lines: those that were answered, and a part that never was.
  @Test func whatIsTornIsCutOff() throws {
    let folder = TemporaryFolder(fast: true)
    let path = folder.path + "/log"
    let lines = Self.conversation(3)
    var (first, _) = try session("tpe", path)
    for line in lines { _ = say(line, &first) }
    first = try AskTellSession.make(Self.space, "tpe")
    let all = bytes(of: path)
    let header = try #require(all.firstIndex(of: 0x0A)) + 1
    for length in Array(0..<4) + Array(header - 3..<all.count) {
      try write(Array(all[..<length]), to: path)
      let kept = all[..<length].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
      var (again, warning) = try session("tpe", path)
      #expect((warning != nil) == (kept < length), "\(length)")
      if length - kept == 1 { #expect(warning?.contains("1 byte,") == true) }
      #expect(bytes(of: path) == Array(all[..<max(kept, header)]), "\(length)")
      // It takes more, and that is whole.
      #expect(say(#"{"ask":true}"#, &again).contains("trial"))
      #expect(bytes(of: path).last == 0x0A)
    }
  }

  @Test func pendingTrialsCanStillBeTold() throws {
    let folder = TemporaryFolder(fast: true)
    let path = folder.path + "/log"
    var (first, _) = try session("random", path)
    let asked = (0..<3).map { _ in say(#"{"ask":true}"#, &first) }
    _ = say(#"{"tell":1,"value":2}"#, &first)
    first = try AskTellSession.make(Self.space, "random")
    var (second, _) = try session("random", path)
    let trials = say(#"{"trials":true}"#, &second)
    #expect(trials.components(of: "pending") == 2 && asked.count == 3)
    #expect(say(#"{"tell":2,"value":1}"#, &second) == #"{"told":2}"#)
    #expect(say(#"{"best":true}"#, &second).hasPrefix(#"{"trial":2,"#))
    #expect(say(#"{"tell":1,"value":1}"#, &second).contains("already-told"))
  }

  @Test func anotherSearchIsRefusedWithWhatDiffers() throws {
    let folder = TemporaryFolder(fast: true)
    let path = folder.path + "/log"
    var (first, _) = try session("bayes", path)
    _ = say(#"{"ask":true}"#, &first)
    let before = bytes(of: path)
    first = try AskTellSession.make(Self.space, "bayes")
    func message(_ make: () throws -> Void) -> String {
      let error = #expect(throws: AskTellError.self, performing: make)
      #expect(error?.id == "log-differs")
      #expect(bytes(of: path) == before)
      return error?.message ?? ""
    }
    let space = Self.space.replacing("0..1 ", with: "0..2 ")
    #expect(
      message { _ = try session("bayes", path, space: space) }.hasSuffix(
        "--space `x=0..1` there, `x=0..2` here"))
    #expect(
      message { _ = try session("bayes", path, space: Self.space + " y=0..1") }.hasSuffix(
        "--space nothing else there, `y=0..1` here"))
    let turned = "kind=a|b x=0..1 a.rate=1e-4..1:log b.n=1..9:int"
    #expect(
      message { _ = try session("bayes", path, space: turned) }.hasSuffix(
        "its parameters stand in another order"))
    #expect(
      message {
        _ = try session("tpe", path, direction: .maximize, seed: .max, halving: nil)
      }.hasSuffix(
        "--sampler `bayes` there, `tpe` here; --direction `minimize` there, `maximize` here; "
          + "--seed `1` there, `18446744073709551615` here; "
          + "--halving reduction `2`, min_step `1` there, none here"))
    // Written in other words it is the same.
    #expect(throws: Never.self) {
      _ = try session("bayes", path, space: Self.space.replacing("1e-4", with: "0.0001"))
    }
  }

  @Test func aGridOfAnotherSizeIsAnother() throws {
    let path = TemporaryFolder(fast: true)
    let log = path.path + "/log"
    func keep(_ trials: Int) throws {
      let space = try SearchSpace(parsing: "x=0..1")
      let study = Study(
        space: space, sampler: .grid(try Grid(space: space, aboutTrials: trials)), seed: 1)
      var session = AskTellSession(study: study)
      _ = try session.keep(in: log, space: "x=0..1")
    }
    try keep(4)
    let error = #expect(throws: AskTellError.self) { try keep(5) }
    #expect(error?.message.contains("--trials") == true)
    #expect(throws: Never.self) { try keep(4) }
  }

  @Test(arguments: [
    "", "my notes\n", "{}\n", #"{"asktell":2,"space":"x=0..1"}"# + "\n", #"{"ask":true}"# + "\n",
    "{",
    "my notes", "\u{0}\u{0}",
  ]) func aFileThatIsNoLogIsLeftAsItIs(_ text: String) throws {
    let folder = TemporaryFolder(fast: true)
    let path = folder.path + "/file"
    try write(Array(text.utf8), to: path)
    // A beginning of the first line may be a log that was just begun.
    if #"{"asktell":1"#.hasPrefix(text) {
      #expect(throws: Never.self) { _ = try session("random", path) }
      #expect(fileText(path).hasPrefix(#"{"asktell":1,"#) && fileText(path).hasSuffix("}\n"))
      return
    }
    let error = #expect(throws: AskTellError.self) { _ = try session("random", path) }
    #expect(error?.id == "log-foreign" && fileText(path) == text)
  }

  @Test(arguments: [
    (#"{"tell":0,"value":1}"#, "trial 0 was not asked for"),
    (#"{"best":true}"#, "this changes nothing"),
    (#"{"ask":0,"params":{"x":3},"origin":"random"}"#, "lies outside"),
    (#"{"ask":0,"params":{"x":0.5},"origin":"luck"}"#, "incomplete"), ("", "the line is empty"),
    (#"{"ask":0}"#, "incomplete"), ("nonsense", "this is not JSON"),
  ]) func aLineThatDoesNotFitIsNamed(_ line: String, _ reason: String) throws {
    let folder = TemporaryFolder(fast: true)
    let path = folder.path + "/log"
    var (first, _) = try session("random", path)
    _ = first
    first = try AskTellSession.make(Self.space, "random")
    let text = fileText(path) + line + "\n" + #"{"enqueue":{"x":0.5}}"# + "\n"
    try write(Array(text.utf8), to: path)
    let error = #expect(throws: AskTellError.self) { _ = try session("random", path) }
    #expect(error?.id == "log-damaged" && error?.message.contains("line 2 of") == true)
    #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
    #expect(fileText(path) == text)
  }

  @Test func onlyOneWritesIt() throws {
    let folder = TemporaryFolder(fast: true)
    let path = folder.path + "/log"
    let (first, _) = try session("random", path)
    let error = #expect(throws: AskTellError.self) { _ = try session("random", path) }
    #expect(error?.id == "log-unusable" && error?.message.contains("another descent") == true)
    withExtendedLifetime(first) {}
    let missing = #expect(throws: AskTellError.self) {
      _ = try session("random", folder.path + "/no/log")
    }
    #expect(missing?.id == "log-unusable")
    #expect(#expect(throws: AskTellError.self) { _ = try session("random", "/dev/null") } != nil)
  }
}

extension String {
  fileprivate func components(of part: String) -> Int {
    ranges(of: part).count
  }

  fileprivate func replacing(_ part: String, with other: String) -> String {
    guard let place = ranges(of: part).first else { return self }
    return String(self[..<place.lowerBound]) + other + String(self[place.upperBound...])
  }

  fileprivate func range(of part: String) -> Range<String.Index>? { ranges(of: part).first }
}
