// The one list of settings: complete, and true of what uses it.
import Events
import Experiments
import NeuralNetwork
import SessionSupport
import Testing

@Suite struct SettingListTests {
  @Test func everySettingStandsInTheListOnce() {
    #expect(SettingCatalog().all.map(\.id) == SettingID.allCases)
  }

  /// What an optimizer says that it looks at is a setting, and that setting knows it.
  @Test(arguments: OptimizerKind.allCases)
  func optimizersLookAtSettings(optimizer: OptimizerKind) throws {
    for looked in optimizer.rule.settings {
      let setting = try #require(SettingCatalog()[name: looked.rawValue])
      #expect(setting.usedBy?.contains(optimizer) == true)
    }
  }

  @Test func settingsKnowWhoLooksAtThem() {
    let catalog = SettingCatalog()
    #expect(catalog[name: "rho"]?.usedBy == [.rmsprop])
    #expect(catalog[name: "batch"]?.usedBy == OptimizerKind.allCases.filter { $0 != .gd })
    #expect(catalog[name: "lr"]?.usedBy == nil)
  }

  /// What a setting does is said of just those optimizers that look at it.
  @Test(arguments: ["beta1", "beta2", "eps", "rho", "decay"])
  func meaningsNameWhoLooksAtThem(name: String) throws {
    let setting = try #require(SettingCatalog()[name: name])
    let words = Set(setting.meaning.split { !$0.isLetter }.map(String.init))
    let named = OptimizerKind.allCases.filter { words.contains($0.rawValue) }
    #expect(named == setting.usedBy)
  }

  /// Threads are the user's own: a trial is taken over without those that it was searched with.
  @Test func takingATrialOverNamesNoThreads() {
    let session = RecordedSession(threads: 2)
    session.run("data iris", "set threads 1", "search random trials=2 epochs=1 lr=0.01..1:log")
    session.run("set threads 2", "use best")
    guard case .trialApplied(let applied)? = session.events.last else {
      Issue.record("no trial was taken over")
      return
    }
    #expect(!applied.commands.isEmpty)
    #expect(!applied.commands.contains { $0.hasPrefix("set threads") })
    #expect(session.state.settings.threads == 2)
  }

  /// A seed that is the session's own anyway makes no other racer.
  @Test func aRaceSaysWhetherSeedsDiffer() throws {
    let session = RecordedSession(threads: 2)
    session.run("data circle n=60", "layer 4 tanh", "set seed 7", "train 2")
    #expect(try variesSeed("what if seed=7 lr=0.3", session) == false)
    #expect(try variesSeed("what if seed=8", session))
    #expect(try variesSeed("race lr=0.1,0.3 epochs=1", session) == false)
    #expect(try variesSeed("race seed=1,2 epochs=1", session))
  }

  private func variesSeed(_ command: String, _ session: RecordedSession) throws -> Bool {
    session.run(command)
    let plans = session.events.compactMap { event in
      if case .raceStarted(let plan) = event { plan } else { nil }
    }
    return try #require(plans.last).variesSeed
  }
}
