// Lines of JSON read back as the records they were written from.
import Events
import Experiments
import Files
import JSON
import Layouts
import NeuralNetwork
import Sessions
import TestSupport
import Testing

@Suite struct JSONLineTests {
  /// The line is written again, of what was read.
  private func again(_ text: String) throws -> (type: String, text: String?) {
    let line = try JSONLine(reading: text.utf8)
    return (type(of: line.record).type, line.object?.text)
  }

  private func expectSame(_ output: [SessionOutput]) throws {
    for output in output {
      if case .progress = output { continue }
      let text = try #require(JSONRenderer().object(for: output)?.text)
      #expect(try again(text).text == text)
    }
  }

  /// Every kind of object is in the page of the contract, and its examples come back to the byte.
  @Test func examplesOfThePageReadBack() throws {
    let page = try TextFile.read(checkout + "/docs/json-lines.md")
    var types: Set<String> = []
    for line in page.split(separator: "\n") where line.hasPrefix("{\"type\":") {
      let (type, text) = try again(String(line))
      #expect(text == String(line))
      types.insert(type)
    }
    #expect(types == Set(JSONLine.kinds.map { $0.type }))
    #expect(types.count == JSONLine.kinds.count, "a type that two kinds have")
  }

  @Test(arguments: Corpus.sessions.indices) func sessionsReadBack(index: Int) throws {
    try expectSame(Corpus.said[index])
  }

  @Test(arguments: Corpus.examples.indices) func examplesOfHelpReadBack(index: Int) throws {
    let example = Corpus.examples[index]
    try expectSame(Corpus.output(example.setup + [example.command]))
  }

  @Test func pagesReadBack() throws { try expectSame(Corpus.pages) }

  /// Seeds need all of 64 bits; what is not finite is null.
  @Test func numbersAreKept() throws {
    let seed = #"{"type":"reset","seed":18446744073709551615,"new":false,"epochs_dropped":0}"#
    #expect(try again(seed).text == seed)
    let evaluation = Evaluation(
      rows: 2, dataLoss: .infinity, l1Penalty: 0, l2Penalty: 0, correct: nil, r2: .nan)
    let report = EpochReport(epoch: 1, training: evaluation)
    let text = try #require(JSONRenderer().object(for: .epoch(report))?.text)
    #expect(text.contains("\"loss\":null") && text.contains("\"train_r2\":null"))
    #expect(try again(text).text == text)
  }

  /// A step is read with all that its optimizer traces, or not at all.
  @Test(arguments: OptimizerKind.allCases)
  func stepsHaveTheQuantitiesOfTheirOptimizer(optimizer: OptimizerKind) throws {
    let events = explained([
      "data moons n=20", "layer 2 tanh", "set optimizer \(optimizer.rawValue)", "train 1",
      "explain step",
    ])
    let step = try #require(events.first)
    guard case .object(let members)? = JSONRenderer().object(for: step) else {
      Issue.record("a step gives no object")
      return
    }
    let text = JSONValue.object(members).text
    #expect(try again(text).text == text)
    for quantity in optimizer.rule.quantities {
      let others = members.filter { $0.0 != quantity.name }
      #expect(others.count == members.count - 1)
      #expect(throws: DecodingError.self, "\(quantity.name)") {
        try JSONLine(reading: JSONValue.object(others).text.utf8)
      }
    }
    let unknown = text.replacing(
      #""optimizer":"\#(optimizer.rawValue)""#, with: #""optimizer":"unknown""#)
    #expect(throws: DecodingError.self) { try JSONLine(reading: unknown.utf8) }
  }

  @Test(arguments: [
    #"{"cell":1}"#, #"{"type":"other"}"#, #"{"type":"epoch","cell":1}"#, "[]",
    #"{"type":"reset","seed":-1,"new":false,"epochs_dropped":0}"#,
    #"{"type":"network","layers":[],"parameters":null,"epoch":0,"epochs_lost":0}"#,
  ])
  func whatIsNoSuchObjectIsRefused(text: String) {
    #expect(throws: DecodingError.self) { try JSONLine(reading: text.utf8) }
  }
}
