import Events
import Layouts
import Testing
import Text

/// What the coach prints, as text and as JSON.
@Suite struct CoachOutputTests {
  private func coachLines(_ events: [LearningEvent]) -> [String] {
    events.flatMap { event -> [String] in
      guard case .coach = event else { return [] }
      return TerminalText().lines(for: event).map(\.text)
    }
  }

  @Test(arguments: [
    ["data circle", "layer 6 tanh", "set l2 0.001", "set lr 0.1"],
    ["data digits", "layer 32 relu", "set optimizer adam", "set lr 0.001", "set batch 32"],
    ["data iris", "layer 8 tanh"],
    ["data sine", "layer 16 tanh", "set optimizer nesterov", "set lr 0.01"],
    ["data cancer", "layer 16 relu", "set optimizer adagrad", "set lr 0.01", "set l1 0.0003"],
    ["data diabetes", "layer 8 tanh", "set lr 0.003", "set l2 0.01", "set clip 1"],
  ])
  func fiftyHealthyEpochsAreAtMostSixLines(setup: [String]) {
    let lines = coachLines(said(setup + ["train 50"]))
    #expect((1...6).contains(lines.count), "\(lines)")
    #expect(lines.allSatisfy { DisplayWidth.columns(of: $0) <= 80 && $0.hasPrefix("  ") })
  }

  @Test func everyNoteIsAnObjectWithItsNumbers() throws {
    let events = said(
      ["data wine", "layer 16 relu", "set l1 0.01", "set optimizer adam", "train 30"],
      explain: .full)
    var kinds: [String] = []
    for case .coach(let note) in events {
      guard case .object(let members) = JSONLines().object(for: .coach(note)) else {
        Issue.record("no object")
        return
      }
      #expect(members.map(\.0) == ["type", "kind", "epoch", "warning", "text", "values"])
      let object = Dictionary(members.map { ($0.0, $0.1) }, uniquingKeysWith: { a, _ in a })
      guard case .string(let kind)? = object["kind"], case .string(let text)? = object["text"],
        case .object(let values)? = object["values"]
      else {
        Issue.record("not of the types they should be")
        return
      }
      kinds.append(kind)
      #expect(text == note.statement.text)
      #expect(Set(values.map(\.0)) == Set(note.statement.values.map(\.name)))
    }
    #expect(kinds.contains("first_update") && kinds.contains("penalty_half"))
  }

  /// The end of the run says why it diverged; programs are told by the coach too.
  @Test func aDivergenceIsPrintedOnce() {
    let events = said(["data sine", "layer 8 relu", "set lr 100", "train 5"])
    let divergences = events.filter {
      if case .coach(let note) = $0 { note.kind == .divergence } else { false }
    }
    #expect(divergences.count == 1)
    let text = TerminalText().lines(for: events).map(\.text).joined(separator: "\n")
    #expect(text.ranges(of: "likeliest cause").count == 1)
  }
}
