import Events
import Layouts
import Testing

/// The end of a search that cuts trials, in words.
@Suite struct CutSearchTextTests {
  private func text(_ commands: String...) -> String {
    let output = Corpus.output(commands)
    return TerminalText().lines(for: output.compactMap(\.event)).map(\.text)
      .joined(separator: " ")
  }

  @Test func whatHasNotHappenedYetIsNoFailure() {
    let search = "search halving trials=9 epochs=9 lr=0.001..0.05:log"
    let stopped = text("data iris", "layer 4", "\(search) stop=6")
    #expect(stopped.contains("No trial has reached its last epoch yet"))
    #expect(!stopped.contains("smaller learning rates"))
    let whole = text("data iris", "layer 4", search)
    #expect(whole.contains("best: trial") && !whole.contains("the median trial"))
    let diverged = text("data sine n=40", "search random trials=2 epochs=2 lr=1e20..1e30")
    #expect(diverged.contains("No trial reached a finite validation loss: try smaller"))
  }
}
