// `use best` takes the trial that is best by all that is known of it, and leaves what is watched alone.
import Events
import Experiments
import SessionSupport
import Testing

@Suite struct UseBestTests {
  private static let search = "search random trials=8 epochs=2 lr=1e-2..1:log"

  /// Searches whose best by one value is another than by new seeds, among some.
  private func repeated() throws -> (session: RecordedSession, best: Int, own: Int)? {
    for seed in 1...12 {
      let session = RecordedSession()
      session.run("set seed \(seed)", "data circle n=60 noise=0.3", "layer 4 tanh", Self.search)
      session.run("search repeat top=4 seeds=3")
      guard case .repeats(let report)? = session.events.last else { continue }
      let best = try #require(report.rows.first).trial.number
      let own = try #require(session.state.search?.study.best).number
      if best != own { return (session, best, own) }
    }
    return nil
  }

  private func taken(_ session: RecordedSession) -> Int? {
    session.events.compactMap {
      if case .trialApplied(let applied) = $0 { applied.trial.number } else { nil }
    }.first
  }

  @Test func newSeedsDecide() throws {
    let (session, best, own) = try #require(try repeated())
    session.run("use best")
    #expect(taken(session) == best)
    let said = session.events.compactMap {
      if case .hint(let statement) = $0 { statement.text } else { nil }
    }
    #expect(said.contains { $0.contains("`use trial \(own)`") })
    session.run("use trial \(own)")
    #expect(taken(session) == own)
    // What further trials come to was not trained again.
    session.run("search resume trials=1")
    session.run("use best")
    #expect(taken(session) == session.state.search?.study.best?.number)
  }

  @Test func whatIsWatchedStays() {
    let session = RecordedSession()
    session.run("data circle n=60", "layer 4 tanh", "set watch validation", Self.search)
    session.run("set watch none", "use best")
    #expect(session.state.settings.training.watch == .none)
  }
}
