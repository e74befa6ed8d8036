// Before results can choose trials, some are spread: how many, and when that is all of them.
import Events
import SessionSupport
import Testing

@Suite struct SearchStartTests {
  private func run(_ search: String) throws -> (session: RecordedSession, plan: SearchPlan) {
    let session = RecordedSession()
    session.run("data circle n=60", "layer 4 tanh")
    session.run(search)
    let plan = session.events.compactMap {
      if case .searchStarted(let plan) = $0 { plan } else { nil }
    }.first
    return (session, try #require(plan))
  }

  /// The number told is that of the trials which no results chose.
  @Test(arguments: [
    ("search bayes trials=14 epochs=1 lr=1e-4..1:log", 8),
    ("search bayes trials=7 wave=1 epochs=1 lr=1e-4..1:log", 5),
    ("search tpe trials=14 epochs=1 lr=1e-4..1:log", 12),
  ])
  func asManyAsAreToldAreSpread(search: String, spread: Int) throws {
    let (session, plan) = try run(search)
    let said = plan.notes.flatMap(\.values).reduce(into: [:]) { $0[$1.name] = $1.value }
    let starts = session.trialReports.count { $0.trial.origin == .start }
    #expect(starts == spread)
    #expect(said["spread_trials"] == Double(starts))
    #expect(said["chosen_trials"] == Double(session.trialReports.count - starts))
  }

  /// What is advised where no trial would be chosen gives some that are.
  @Test(arguments: ["bayes", "tpe"]) func aSearchWithoutAModelIsWarned(method: String) throws {
    let (session, plan) = try run("search \(method) trials=8 epochs=1 lr=1e-4..1:log")
    #expect(session.trialReports.allSatisfy { $0.trial.origin == .start })
    let note = try #require(plan.notes.first { $0.text.contains("All 8") })
    let words = note.text.split(separator: "`")
    let option = try #require(words.first { $0.hasPrefix("trials=") })
    let again = try run("search \(method) \(option) epochs=1 lr=1e-4..1:log")
    let chosen = again.session.trialReports.count { $0.trial.origin != .start }
    #expect(chosen > 0)
    #expect(note.values.contains { $0.name == "left_to_choose" && $0.value == Double(chosen) })
  }

  /// The rest of such a search gets a model too.
  @Test func goingOnIsAdvisedWhereItWasTyped() throws {
    let (session, _) = try run("search bayes trials=4 epochs=1 lr=1e-4..1:log")
    session.run("search resume trials=2")
    let plan = session.events.compactMap {
      if case .searchStarted(let plan) = $0 { plan } else { nil }
    }.first
    #expect(plan?.notes.contains { $0.text.contains("`search resume trials=10`") } == true)
  }

  @Test func thePreviewCountsWholeWaves() throws {
    let session = RecordedSession()
    session.run("data circle", "search lr=1e-3..1:log")
    let methods = session.events.compactMap {
      if case .searchOverview(let overview) = $0 { overview.methods } else { nil }
    }.joined()
    let values = methods.flatMap(\.what.values).reduce(into: [:]) { $0[$1.name] = $1.value }
    #expect(values["bayes_starts"] == 8 && values["tpe_starts"] == 12)
  }

  /// What the model takes the best to be is not called the best, and both of its doubts are named.
  @Test func theModelsBestIsItsOwn() throws {
    let (session, _) = try run("search bayes trials=12 epochs=2 lr=1e-3..1:log")
    session.run("explain acquisition")
    let topic = session.topic
    let now = try #require(topic).now
    #expect(!now.contains { $0.text.contains("best so far was") })
    let values = now.flatMap(\.values).reduce(into: [:]) { $0[$1.name] = $1.value }
    let doubt = try #require(values["sigma"]), shown = try #require(values["observation_sd"])
    #expect(shown >= doubt && values["incumbent"] != nil)
  }
}
