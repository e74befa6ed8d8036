import Events
import Layouts
import SessionSupport
import Testing

/// What is said of a divergence: the same cause, numbers and remedy as text and as JSON.
@Suite struct DivergenceTextTests {
  @Test func textAndJSONSayTheSame() throws {
    let session = RecordedSession()
    session.run("data sine; layer 8; set lr 3; train 4")
    let end = try #require(session.trainingEnd)
    let event = LearningEvent.trainingEnded(end)
    let diagnosis = try #require(end.diagnosis)
    let lines = TerminalText().lines(for: event).map(\.text)
    #expect(lines.allSatisfy { $0.count <= 80 })
    let text = lines.joined(separator: " ")
    #expect(text.hasSuffix("\(diagnosis.statement.text) Try `\(diagnosis.remedy)`."))
    let json = JSONLines().object(for: event).text
    #expect(json.contains("\"cause\":\"learning_rate\""))
    #expect(json.contains("\"try\":\"\(diagnosis.remedy)\""))
    let values = Dictionary(diagnosis.statement.values) { first, _ in first }
    let product = try #require(values["product"])
    #expect(product == 3 * (try #require(values["curvature"])) && product > 2)
    #expect(json.contains("\"product\":\(product)"))
  }

  /// Each step was finite, the loss over all rows after the last was not.
  @Test func figuresThatAreNoNumbersAreSaid() throws {
    let session = RecordedSession()
    session.run("data xor n=12; layer 4 linear; set lr 1e30; train 1")
    let event = LearningEvent.trainingEnded(try #require(session.trainingEnd))
    let text = TerminalText().lines(for: event).map(\.text).joined(separator: " ")
    #expect(text.contains("the loss over all rows was no longer a finite number after it."))
    #expect(text.contains("The weights are those before that step."))
    let json = JSONLines().object(for: event).text
    #expect(json.contains(#""reason":"diverged","what":"figures""#))
  }
}
