import LearningSession
import Rendering
import Testing

/// The end of a search that cuts trials, in words.
@Suite struct CutSearchTextTests {
  private func text(_ commands: String...) -> String {
    let log = EventLog()
    let session = Session(environment: SessionEnvironment()) { log.append($0) }
    for command in commands { #expect(session.execute(command) == .done, "\(command)") }
    return log.events.flatMap { TextRenderer().lines(for: $0) }.map(\.text).joined(separator: " ")
  }

  @Test func whatHasNotHappenedYetIsNoFailure() {
    let search = "search halving trials=9 epochs=9 lr=0.001..0.05:log"
    let stopped = text("data iris", "layer 4", "\(search) stop=6")
    #expect(stopped.contains("No trial has reached its last epoch yet"))
    #expect(!stopped.contains("smaller learning rates"))
    let whole = text("data iris", "layer 4", search)
    #expect(whole.contains("best: trial") && !whole.contains("the median trial"))
    let diverged = text("data iris", "search random trials=2 epochs=2 lr=1e20..1e30")
    #expect(diverged.contains("No trial reached a finite validation loss: try smaller"))
  }
}
