import CommandLanguage
import Events
import HyperparameterSearch
import SessionSupport
import TestSupport
import Testing

/// Searches that cut trials: what is said before any trial has reached its end, and the scripts of those cut.
@Suite struct CutSearchTests {
  private static let search = "search halving trials=9 epochs=9 lr=0.001..0.05:log"

  private func script(_ session: RecordedSession) throws -> [String] {
    try #require(
      session.events.compactMap { if case .trialShown(let shown) = $0 { shown } else { nil } }.first
    ).script
  }

  /// The list calls a search what was typed for it.
  @Test func theListNamesTheMethod() throws {
    let session = RecordedSession(threads: 2, explain: .off)
    session.run("data iris", "layer 4", Self.search)
    session.run("search hyperband trials=9 epochs=9 lr=0.001..0.05:log")
    session.run("search random trials=2 epochs=1 lr=0.001..0.05:log", "search list")
    guard case .studies(let list)? = session.events.last else {
      Issue.record("no list")
      return
    }
    #expect(list.studies.map(\.method) == ["random", "hyperband", "halving"])
  }

  @Test func noTrialHasReachedItsEndYet() throws {
    let session = RecordedSession(threads: 2, explain: .off)
    session.run("data iris", "layer 4", "\(Self.search) stop=6")
    let stopped = try #require(session.searchEnd)
    #expect(stopped.cut == 6 && stopped.best == nil && stopped.median == nil)
    for command in ["use best", "search repeat"] {
      #expect(session.run(command) == .failed)
      #expect(session.diagnostic?.message == "no trial has reached its last epoch yet")
      #expect(session.diagnostic?.suggestion?.contains("`search resume`") == true)
    }
    #expect(session.run("search resume") == .done)
    // Of one trial that was trained to its end, the median is that one.
    let whole = try #require(session.searchEnd)
    #expect(whole.cut == 8 && whole.best != nil && whole.median == nil)
    #expect(session.run("use best") == .done)
    #expect(session.run("search halving trials=9 epochs=1 lr=0.001..0.05:log") == .done)
    #expect(try #require(session.searchEnd).median != nil)
  }

  /// Also in a session without the data or with others; a schedule runs over all that was planned.
  @Test(arguments: [
    [], ["set schedule cosine"], ["set schedule cosine", "set optimizer gd"],
    ["set schedule cosine", "set batch 7"],
  ]) func aScriptEndsWhereItsTrialWasCut(_ settings: [String]) throws {
    let journal = MemoryStudyJournal()
    let session = RecordedSession(threads: 2, explain: .off)
    session.session.environment.studies = journal
    for command in ["data iris", "layer 4"] + settings { session.run(command) }
    #expect(session.run(Self.search) == .done)
    let reports = session.trialReports.filter { $0.state == .pruned }
    #expect(Set(reports.map(\.epochs)) == [1, 3])
    for report in reports {
      #expect(session.run("trial \(report.number)") == .done)
      let script = try script(session)
      for setup in [[], ["data wine"]] as [[String]] {
        let other = RecordedSession(explain: .off)
        other.session.environment.studies = journal
        for command in setup + ["search open 1", "trial \(report.number)"] {
          #expect(other.run(command) == .done)
        }
        #expect(try self.script(other) == script)
        #expect((other.state.data == nil) == setup.isEmpty)
      }
      let fresh = RecordedSession(explain: .off)
      for command in script { #expect(fresh.run(command) == .done, "\(command)") }
      #expect(fresh.state.epochs.count == report.bestEpoch ?? report.epochs)
      #expect(fresh.state.epochs.last?.test?.dataLoss == report.value)
    }
  }

  /// The command that the data came from is not advised once more.
  @Test func aFileThatHasChangedIsSaid() throws {
    let folder = TemporaryFolder()
    let path = folder.path + "/chg.csv"
    let rows = (1...20).map { "\($0),\($0 * $0)\n" }.joined()
    try write("x,y\n" + rows, to: path)
    let journal = MemoryStudyJournal()
    let session = RecordedSession(explain: .off)
    session.session.environment.studies = journal
    session.run("data load \(path) target=y", "search random trials=2 epochs=1 lr=0.01..1")
    try write("x,y\n" + rows + "3,3\n", to: path)
    var messages: [String] = []
    for setup in [[], ["data load \(path) target=y seed=1"]] as [[String]] {
      let other = RecordedSession(explain: .off)
      other.session.environment.studies = journal
      for command in setup { #expect(other.run(command) == .done) }
      #expect(other.run("search resume 1 trials=1") == .failed)
      #expect(other.diagnostic?.id == "other-data")
      messages.append(other.diagnostic?.message ?? "")
    }
    #expect(messages[0].contains("does not make the training rows any more"))
    #expect(messages[1] == messages[0])
  }
}
