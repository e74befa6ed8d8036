// A lesson gone through as its author shows: what is in order passes, and each kind of fault is named with its line.
import Lessons
import TestSupport
import Testing

private let network = block("descent:run", "> data moons n=60 noise=0.2", "> layers 3")

@Suite struct LessonCheckerTests {
  private static let whole = step(
    network + "There are {rows = 60} rows and {parameters = 13} parameters.\n\n"
      + block(
        "predict", "What will the loss do?", "- [loss < loss@start] fall :: it is {loss}",
        "- [otherwise] rise :: no")
      + block("descent", "> train 5") + "It is {loss} {claim: epoch = 5}.\n\n"
      + block("check", "epoch = 6", "else: {epoch} epochs are not 6") + block("hint", "One more.")
      + block("solution", "> train 1")
      + block("question", "How many?", "= epoch", "wrong 5: before")
      + block("question", "Why?", "- [x] a", "- [ ] b :: no"))

  @Test func whatIsInOrderPasses() throws {
    let findings = try findings(Self.whole, seeds: 3)
    #expect(findings.isGood, "\(findings.faults.map(\.diagnostic))")
    #expect(findings.replay.commandCount == 4 && findings.seeds == 3)
  }

  /// Below the heading; line and id of what is found.
  static let faults: [(String, [String])] = [
    // 10 descent, 11 12 commands, 13 fence, 14 blank or the next block.
    (
      network + block("check", "layers = 1") + block("solution", "> layers 4"),
      ["15 passes-untouched"]
    ),
    (network + block("descent", "> train 2") + block("check", "rows > 1"), ["18 passes-untouched"]),
    (network + block("check", "epoch = 3") + block("solution", "> train 2"), ["15 solution-fails"]),
    (
      network + block("descent", "> train 2") + block("check", "epoch = 2", "lr = 1", "units = 9"),
      ["19 solution-fails", "20 solution-fails"]
    ),
    (
      network + block("check", "epoch = 2", "else: it is {loss}") + block("solution", "> train 2"),
      ["16 no-value"]
    ),
    (network + "There are {rows = 61} rows.", ["14 wrong-number"]),
    (network + "It is {data = xor}.", ["14 wrong-number"]),
    (network + "The loss is {loss}.", ["14 no-value"]),
    (network + "So {claim: layers = 2}.", ["14 claim-fails"]),
    (network + block("descent", "> train 2\n> trian 3\n> train 4"), ["16 unknown-command"]),
    (network + block("descent:error", "> train 2"), ["15 must-fail"]),
    (network + block("question", "Why?", "- [x] a", "- [ ] b"), ["17 no-feedback"]),
    (
      network + block("question", "How many?", "= rows ± 5", "wrong 62: no"),
      ["17 wrong-answer-is-right"]
    ),
    (network + block("question", "How many?", "= 3", "wrong 3: no"), ["17 wrong-answer-is-right"]),
    (network + block("question", "How many?", "= best"), ["16 no-right-answer"]),
    (
      block("predict", "?", "- [loss < 9] a :: b", "- [loss >= 9] b :: c")
        + block("descent", "> data xor"),
      ["10 no-right-answer"]
    ),
    (
      network + block("descent", "> train 1") + block("check", "command trian"),
      ["18 solution-fails", "18 unknown-command"]
    ),
    (
      "See [this](nothing.md) and [that](01-first-steps.md), [web](https://a.b/c), [top](#a).",
      ["10 broken-link"]
    ),
    (block("descent", "> data load nothing.csv target=x"), ["11 csv-no-such-file"]),
    (block("descent", "> model save x.safetensors"), []),
  ]

  @Test(arguments: faults.indices) func eachFaultHasItsLine(index: Int) throws {
    let (lines, expected) = Self.faults[index]
    let found = try findings(step(lines))
    #expect(places(found) == expected, "\(lines)\n\(found.faults.map(\.diagnostic))")
    for fault in found.faults {
      #expect(marked(fault).map { !$0.isEmpty } ?? false, "\(fault.diagnostic)")
    }
  }

  @Test func aWrongNumberIsSaidWithTheRightOne() throws {
    let found = try findings(step(network + "There are {rows = 61} rows."))
    #expect(marked(found.faults.first) == "61")
    #expect(found.faults.first?.diagnostic.suggestion == "`60`")
    #expect(found.faults.first?.column == 19)
  }

  @Test func precisionIsThatWritten() throws {
    let trained = network + block("descent", "> layers none", "> train 1")
    for (written, isRight) in [("3", true), ("3.0", true), ("0.3e1", true), ("2.9", false)] {
      let found = try findings(step(trained + "It has {parameters = \(written)}."))
      #expect(found.isGood == isRight, "\(written)")
    }
    let share = try findings(step(trained + "It is {zero_weights = 0.0%}."))
    #expect(share.isGood)
  }

  @Test func neededLessonsExist() throws {
    let text = "---\ntitle: T\nneeds: [batches, batchs]\n---\n\n## One\n\nText.\n"
    let found = try findings(text)
    #expect(places(found) == ["3 unknown-lesson"])
    #expect(marked(found.faults.first) == "batchs")
  }

  @Test func outputThatStandsUnderACommandCounts() throws {
    let found = try findings(step(block("descent", "> set lr 0.5", "lr = 0.6")))
    #expect(found.faults.isEmpty && !found.isGood)
    #expect(found.replay.findings.map(\.difference.line) == [11])
  }

  /// A claim that holds by luck: with which seeds it does, the runs themselves say.
  @Test func claimsHoldWithNineOfTenSeeds() throws {
    let start = network + block("descent", "> train 1")
    var losses: [Double] = []
    for seed in 2...10 {
      let session = RecordedFigures(
        ["set seed \(seed)", "data moons n=60 noise=0.2", "layers 3", "train 1", "eval"])
      losses.append(try #require(session.evaluated))
    }
    let order = losses.sorted()
    func claim(failingFor count: Int) -> String {
      let bound = count == 0 ? order[8] + 1 : (order[8 - count] + order[9 - count]) / 2
      return step(start + "So {claim: loss < \(bound) or seed = 1}.")
    }
    #expect(try findings(claim(failingFor: 0), seeds: 10).isGood)
    #expect(try findings(claim(failingFor: 1), seeds: 10).isGood)
    let found = try findings(claim(failingFor: 3), seeds: 10)
    #expect(places(found) == ["17 claim-fails"])
    #expect(found.faults.first?.diagnostic.message.contains("3 of 10") ?? false)
  }

  /// What stands in the lesson is what its reader sees with its own seed.
  @Test func theOwnSeedIsNeverUnlucky() throws {
    let text = step(
      network + block("check", "seed > 1", "layers = 2") + block("solution", "> layers 3 3"))
    let found = try findings(text, seeds: 10)
    #expect(places(found) == ["15 solution-fails"])
    #expect(
      found.faults.first?.diagnostic.message.hasSuffix("(with the lesson's own seed)") ?? false)
  }

  @Test func anInterruptEndsIt() throws {
    let countdown = Countdown(30)
    let found = try findings(
      step(network + block("descent", "> train 100000")), shouldStop: { countdown.isOver() })
    #expect(found.wasInterrupted && found.faults.isEmpty)
  }

  /// The states of a step are those at its own beginning and end.
  @Test func momentsAreThoseOfTheSteps() throws {
    let text =
      step(network + block("descent", "> set lr 0.1", "> train 2"))
      + "\n## Two\n\n" + block("descent", "> set lr 0.2", "> train 3", "> eval")
      + "\n{claim: lr@1 = 0.1 and lr@start = 0.1 and lr = 0.2}\n\n"
      + "{claim: epoch@1 = 2 and epoch@start = 2 and epoch@before = 2 and epoch = 5 and command eval}\n"
    let found = try findings(text)
    #expect(found.isGood, "\(found.faults.map(\.diagnostic))")
  }
}
