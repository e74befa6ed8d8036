// What is concluded when a search is over is no more than its numbers carry.
import Events
import SessionSupport
import Testing

@Suite struct SearchRemarksTests {
  private func values(_ session: RecordedSession) throws -> [String: Double] {
    let end = try #require(session.searchEnd)
    return Dictionary(
      end.notes.flatMap(\.values).map { ($0.name, $0.value) }, uniquingKeysWith: { a, _ in a })
  }

  /// A result beyond three standard deviations of its guess is told; a smaller one is none.
  @Test(arguments: [
    ("data gauss n=80", "search bayes l2=1e-4..10:log trials=16 epochs=4", true),
    ("data iris", "search bayes lr=1e-3..100:log trials=20 epochs=3", false),
  ])
  func aModelTooSureIsTold(data: String, search: String, isSure: Bool) throws {
    let session = RecordedSession()
    session.run(data, search)
    let scores = session.trialReports.compactMap { report -> (number: Int, z: Double)? in
      guard let guess = report.trial.prediction, let value = report.value else { return nil }
      let doubt = (guess.sd * guess.sd + guess.noise * guess.noise).squareRoot()
      return (report.number, abs(value - guess.mean) / doubt)
    }
    let worst = try #require(scores.max { $0.z < $1.z })
    #expect((worst.z > 3) == isSure)
    let said = try values(session)
    #expect((said["largest_z"] != nil) == isSure)
    guard isSure else { return }
    expect(said["largest_z"], worst.z, within: 1e-4)
    expect(said["surprising_trial"], Double(worst.number))
  }

  /// Whatever is said to have mattered has its doubt beside it, and is ranked only beyond it.
  @Test(arguments: 1...4) func sharesHaveTheirDoubt(seed: Int) throws {
    let session = RecordedSession()
    session.run(
      "data circle n=60; set seed \(seed); layer 4 tanh",
      "search random trials=14 epochs=2 lr=1e-3..1:log l2=1e-4..1:log")
    let (said, search) = (try values(session), session.searchEnd)
    let first = try #require(said["share_first"])
    let deviation = try #require(said["share_first_deviation"])
    session.run("importance")
    let shares = session.events.compactMap {
      if case .importance(let report) = $0 { report.shares } else { nil }
    }.joined()
    let other = try #require(shares.dropFirst().first)
    let isRanked = first - deviation > other.mean + other.deviation
    #expect((said["share_second"] == nil) == isRanked)
    // A wide ± goes with no firm word.
    let note = try #require(search?.notes.first { $0.values.contains { $0.name == "share_first" } })
    if isRanked { #expect(note.text.contains("seems to have mattered") == (deviation > 0.15)) }
  }

  /// The best is ranked before the second only where there is an error to go by, and beyond two of it.
  @Test(arguments: ["", "folds=3", "repeats=3"]) func theBestLeadsBeyondItsError(judging: String)
    throws
  {
    let session = RecordedSession()
    session.run("data iris", "layer 4 tanh")
    session.run("search random trials=6 epochs=3 lr=1e-2..1:log \(judging)")
    let end = try #require(session.searchEnd)
    #expect(end.notes.count <= 3)
    let note = try #require(end.notes.first)
    guard !judging.isEmpty else {
      #expect(note.values.isEmpty && note.text.contains("judged once"))
      return
    }
    let said = try values(session)
    let top = try #require(session.state.search).study.top(2)
    let errors = try top.map { try #require($0.standardError) }
    let error = (errors[0] * errors[0] + errors[1] * errors[1]).squareRoot()
    let lead = try #require(top[1].value) - (try #require(top[0].value))
    expect(said["lead"], lead)
    expect(said["lead_error"], error)
    #expect(note.text.contains("more than luck explains") == (lead > 2 * error))
  }

  /// No loss falls below 0, so no trial is said to promise that.
  @Test(arguments: [
    "data circle n=60; layer 4 tanh", "data gauss n=80", "data plane n=60; layer 4",
  ])
  func nothingIsPromisedBelowZero(setup: String) throws {
    let session = RecordedSession()
    session.run(setup, "search bayes lr=1e-3..1:log trials=9 epochs=6")
    let best = try #require(session.searchEnd?.best?.value)
    if let promised = try values(session)["next_ei"] { #expect(promised <= best) }
  }
}
