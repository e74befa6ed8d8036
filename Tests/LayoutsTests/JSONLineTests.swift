// Lines of JSON read back as the records they were written from.
import Events
import Experiments
import Files
import JSON
import Layouts
import NeuralNetwork
import SessionSupport
import Sessions
import TestSupport
import Testing

@Suite struct JSONLineTests {
  /// The line is written again, of what was read.
  private func again(_ text: String) throws -> (type: String, text: String) {
    let line = try JSONLine(reading: text.utf8)
    return (type(of: line.record).type, line.object.text)
  }

  private func expectSame(_ output: [SessionOutput]) throws {
    for output in output {
      if case .progress = output { continue }
      let text = try #require(JSONLines().object(for: output)?.text)
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
    let text = JSONLines().object(for: .epoch(report)).text
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
    guard case .object(let members) = JSONLines().object(for: step) else {
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
    // Of a contract to come.
    #"{"type":"command","cell":1,"text":"train","contract":2}"#,
    // A fault without its step.
    #"{"type":"training_ended","epoch":0,"rows_done_in_epoch":0,"steps":0,"fingerprint":"","#
      + #""reason":"diverged","what":"loss"}"#,
  ])
  func whatIsNoSuchObjectIsRefused(text: String) {
    #expect(throws: DecodingError.self) { try JSONLine(reading: text.utf8) }
  }

  private struct Unsayable: EventRecord {
    static let type = "unsayable"
    private struct Reason: Error {}
    init() {}
    init(from decoder: any Decoder) throws { throw Reason() }
    func encode(to encoder: any Encoder) throws { throw Reason() }
  }

  /// No event is passed over in silence.
  @Test(arguments: [nil, 7]) func whatCannotBeWrittenIsAnError(cell: Int?) throws {
    let text = JSONLine(cell: cell, Unsayable()).object.text
    #expect(text.contains("\"id\":\"no-json\"") && text.contains("`unsayable`"))
    #expect(try again(text) == ("error", text))
    #expect(try JSONLine(reading: text.utf8).cell == cell)
  }

  /// Kinds that do not change with the words, and numbers that are not rounded.
  @Test func notesOfDataHaveTheirFacts() throws {
    let event = try #require(said(["data penguins missing=mean"]).last)
    guard case .data(let report) = event else {
      Issue.record("no data")
      return
    }
    let facts = try #require(member("note_facts", of: event))
    let expected = report.notes.map { note in
      switch note {
      case .filledWithMean(_, let rows, let mean):
        #"{"kind":"filled_with_mean","values":{"rows":\#(rows).0,"mean":\#(mean)}}"#
      case .filledWithMostFrequent(_, let rows, _):
        #"{"kind":"filled_with_most_frequent","values":{"rows":\#(rows).0}}"#
      case .oneHot(_, let inputs): #"{"kind":"one_hot","values":{"inputs":\#(inputs).0}}"#
      default: "\(note)"
      }
    }
    #expect(facts.text == "[\(expected.joined(separator: ","))]")
    for kind in ["with_mean", "most_frequent", "one_hot"] { #expect(facts.text.contains(kind)) }
  }

  @Test func notesOfModelsHaveTheirFacts() throws {
    let folder = TemporaryFolder()
    let file = folder.path + "/net.safetensors"
    let session = RecordedSession(mayWrite: true)
    session.run([
      "data circle n=40", "layer 3 tanh", "train 2", "model save \(file)", "set lr 0.1",
      "data circle n=40 test=0.2", "model load \(file)",
    ])
    let event = try #require(
      session.events.first { if case .modelLoaded = $0 { true } else { false } })
    #expect(
      member("note_facts", of: event)?.text == """
        [{"kind":"other_data","values":{"saved_rows":20.0,"rows":32.0}},\
        {"kind":"other_setting","values":{}}]
        """)
  }

  private func member(_ name: String, of event: LearningEvent) -> JSONValue? {
    guard case .object(let members) = JSONLines().object(for: event) else { return nil }
    return members.first { $0.0 == name }?.1
  }
}
