import Events
import HyperparameterSearch
import SessionSupport
import Testing

/// Spaces with few points: nothing is promised that cannot be.
@Suite struct SmallSpaceTests {
  private func session(_ search: String) -> RecordedSession {
    let session = RecordedSession()
    session.run("data iris", "layer 3")
    #expect(session.run(search) == .done, "\(session.diagnostic?.message ?? "")")
    return session
  }

  private func plan(_ session: RecordedSession) throws -> SearchPlan {
    try #require(
      session.events.compactMap { if case .searchStarted(let plan) = $0 { plan } else { nil } }
        .first
    )
  }

  private func values(_ statements: [Statement], _ name: String) -> [Double] {
    statements.flatMap(\.values).filter { $0.name == name }.map(\.value)
  }

  @Test(arguments: ["random", "sobol", "bayes", "tpe"])
  func whereAllIsTriedNothingIsPromised(method: String) throws {
    let session = session("search \(method) epochs=1 lr=0.1,0.2,0.3")
    #expect(try plan(session).trials == 0..<3)
    #expect(values(try plan(session).notes, "chance").isEmpty)
    let notes = try #require(session.searchEnd).notes
    #expect(try #require(session.searchEnd).finished == 3)
    #expect(values(notes, "points") == [3])
    for name in ["chance_of_next", "chance_of_as_many", "next_ei"] {
      #expect(values(notes, name).isEmpty)
    }
  }

  /// Of five points the two that are left hold a better one with a chance of 2 in 5.
  @Test func theRestIsCounted() throws {
    let session = session("search random trials=3 epochs=1 units=2..6")
    let notes = try #require(session.searchEnd).notes
    #expect(values(notes, "points_left") == [2] && values(notes, "chance_of_rest") == [0.4])
    #expect(values(notes, "chance_of_next") == [0.25])
    #expect(values(notes, "chance_of_as_many").isEmpty)
  }

  @Test func aGridIsNotToldOfRandomDraws() throws {
    let grid = session("search grid trials=9 epochs=1 lr=1e-3..1:log l2=0..0.1")
    #expect(values(try plan(grid).notes, "chance").isEmpty)
    let random = session("search random trials=9 epochs=1 lr=1e-3..1:log l2=0..0.1")
    #expect(values(try plan(random).notes, "chance").count == 1)
  }

  @Test(arguments: [
    (
      "search random epochs=1 batch=4..5 l2=0,0.1", "4 finished trials are",
      "this space has no other points"
    ),
    (
      "search grid epochs=1 lr=0.1,0.2 l2=0,0.1", "4 finished trials are",
      "this grid has no other points"
    ),
    (
      "search random trials=1 epochs=1 lr=0.1..1 l2=0..0.1", "1 finished trial is",
      "`search resume trials=9`"
    ),
    (
      "search random trials=3 epochs=1 units=2..3 l2=0,0.1", "3 finished trials are",
      "this space has only 1 other point,"
    ),
  ]) func importanceAsksForWhatCanBe(search: String, message: String, advice: String) {
    let session = session(search)
    #expect(session.run("importance") == .failed)
    #expect(session.diagnostic?.message.hasPrefix(message) == true)
    #expect(session.diagnostic?.suggestion?.hasPrefix(advice) == true)
  }

  /// Of one axis the answer is known before: it is told instead of advice that leads to it.
  @Test func oneAxisExplainsAll() {
    for trials in [3, 12] {
      let session = session("search random trials=\(trials) epochs=1 lr=0.1..1")
      #expect(session.run("importance") == .failed)
      #expect(session.diagnostic?.id == "one-axis")
    }
  }

  @Test func theOverviewKnowsHowManyPointsThereAre() throws {
    let session = session("search lr=0.1,0.2,0.3")
    guard case .searchOverview(let overview)? = session.events.last else {
      Issue.record("no overview")
      return
    }
    let statements = overview.methods.map(\.what)
    #expect(values(statements, "chance").isEmpty && values(statements, "points") == [3])
    #expect(values(statements, "trials").allSatisfy { $0 == 3 })
    #expect(values(statements, "bayes_starts") == [3] && values(statements, "tpe_starts") == [3])
  }
}
