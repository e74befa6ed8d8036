// What is printed in brief after trainings, races and searches needs no symbols that nobody introduced.
import Events
import Layouts
import Testing

@Suite struct BriefWordsTests {
  static let symbols = [
    "Σ", "√", "m̂", "v̂", "ᵀ", "engthscale", "radient noise", "|gradient|", " t = ",
  ]

  /// Whether it is said of what was run, and not asked for. What a divergence is found by, is shown.
  private func isRemark(_ event: LearningEvent) -> Bool {
    switch event {
    case .coach(let note): note.kind != .divergence
    case .raceEnded, .searchEnded, .trialReason, .repeats, .compared, .hint: true
    default: false
    }
  }

  @Test func remarksNeedNoSymbols() {
    var count = 0
    for output in Corpus.said {
      var isBrief = true
      for event in output.compactMap(\.event) {
        if case .settingChanged(let change) = event, change.name == "explain" {
          isBrief = change.after == "brief"
        }
        guard isBrief, isRemark(event) else { continue }
        count += 1
        let text = TerminalText(columns: 80).lines(for: [event]).map(\.text)
          .joined(separator: " ")
        for symbol in Self.symbols { #expect(!text.contains(symbol), "\(text)") }
      }
    }
    #expect(count > 60)
  }

  /// In full they are there: the test above would find them.
  @Test func theyAreThereInFull() {
    let events = said(["data circle", "layer 4 tanh", "train 2"], explain: .full)
    let text = TerminalText(columns: 80).lines(for: events).map(\.text).joined(separator: " ")
    #expect(text.contains("Σ") && text.contains("radient noise"))
  }
}
