import Events
import Experiments
import HyperparameterSearch
import SessionSupport
import Testing

/// Trials whose value is not of their last epoch, and what is made of them: their script and `train` alone train the
/// epochs that belong to them.
@Suite struct SearchOwnEpochsTests {
  private func script(of number: Int, in session: RecordedSession) throws -> [String] {
    #expect(session.run("trial \(number)") == .done)
    return try #require(
      session.events.compactMap { if case .trialShown(let shown) = $0 { shown } else { nil } }.first
    ).script
  }

  /// Trained again to the epoch, and for as long as the trial went on, that epoch has the trial's value and the lowest
  /// of all.
  @Test(arguments: ["", "measure=accuracy "])
  func patienceEndsTrialsAtTheirBest(_ measure: String) throws {
    let session = RecordedSession(threads: 2, explain: .off)
    session.run(
      "data iris", "layer 8",
      "search random trials=6 epochs=60 patience=2,4 lr=0.1..1:log \(measure)dropout=0..0.5")
    let reports = session.trialReports
    #expect(reports.count == 6 && reports.contains { $0.bestEpoch != nil })
    for report in reports {
      let trained = try #require(report.epochs)
      let best = report.bestEpoch ?? trained
      let patience = try #require(report.trial.param("patience")?.asNumber)
      #expect(trained == 60 || Double(trained - best) == patience)
      // The epoch that it is judged by is among those that are shown, in their order.
      let epochs = report.trial.curve.map(\.epoch)
      #expect(
        epochs.contains(best) && epochs == epochs.sorted() && Set(epochs).count == epochs.count)
      let script = try script(of: report.number, in: session)
      let fresh = RecordedSession(explain: .off)
      for command in script { #expect(fresh.run(command) == .done, "\(command)") }
      #expect(fresh.state.epochs.count == best)
      let last = try #require(fresh.state.epochs.last?.test)
      #expect((measure.isEmpty ? last.dataLoss : last.accuracy) == report.value)
      if best < trained { #expect(fresh.run("train \(trained - best)") == .done) }
      let losses = fresh.state.epochs.compactMap { $0.test?.dataLoss }
      #expect(losses.count == trained && losses.min() == losses[best - 1])
      let dropout = try #require(report.trial.param("dropout")?.asNumber)
      #expect(fresh.state.hidden?.map(\.dropout) == [dropout])
    }
  }

  @Test func halvingJudgesByTheBestEpochSoFar() throws {
    let journal = MemoryStudyJournal()
    let line = "search halving trials=9 epochs=27 lr=0.3..3:log"
    let session = RecordedSession(threads: 2, explain: .off)
    session.session.environment.studies = journal
    session.run("data iris", "layer 8", line)
    let reports = session.trialReports
    #expect(reports.contains { $0.bestEpoch != nil && $0.state == .pruned })
    for report in reports where report.state.hasValue {
      let values = report.trial.curve.map(\.value)
      #expect(report.value == values.min())
      let best = report.trial.curve.first { $0.value == report.value }
      #expect(report.bestEpoch ?? report.epochs == best?.epoch)
    }
    // Stopped and gone on with, it decides the same.
    let stopped = RecordedSession(threads: 2, explain: .off)
    stopped.session.environment.studies = journal
    stopped.run("data iris", "layer 8", "\(line) stop=6", "search resume")
    #expect(stopped.state.search?.study.trials == session.state.search?.study.trials)
    // By its last epoch where a schedule makes that one another training.
    session.run("set schedule cosine", line)
    let scheduled = session.trialReports.filter { $0.state.hasValue }
    #expect(scheduled.allSatisfy { $0.bestEpoch == nil && $0.value == $0.trial.curve.last?.value })
  }

  @Test(arguments: [
    "search halving trials=9 epochs=27 lr=0.3..3:log",
    "search random trials=4 epochs=40 patience=2,3 lr=0.5",
    "search random trials=4 epochs=3..9 lr=0.1,0.5", "search random trials=2 epochs=7 lr=0.1",
  ])
  func trainAloneTrainsTheTrialsEpochs(_ search: String) throws {
    let session = RecordedSession(threads: 2, explain: .off)
    session.run("data iris", "layer 8", search)
    let best = try #require(session.state.search?.best)
    session.run("use best")
    #expect(session.state.settings.training.patience == nil)
    session.run("train")
    #expect(session.state.training?.epoch == best.bestEpoch ?? best.epochs)
    // After that it is as ever, and a number is as typed.
    session.run("train")
    #expect(session.state.training?.epoch == (best.bestEpoch ?? best.epochs ?? 0) + 20)
    session.run("use best", "train 2")
    #expect(session.state.training?.epoch == 2)
  }

  @Test func whatCannotHavePatienceIsRefused() {
    let session = RecordedSession(explain: .off)
    session.run("data iris", "layer 8")
    for (line, id) in [
      ("search random trials=2 epochs=2 folds=2 patience=1,2", "patience-of-several"),
      ("search random trials=2 epochs=2 repeats=2 patience=1,2", "patience-of-several"),
      ("search compare random sobol epochs=2 folds=2 patience=1,2", "patience-of-several"),
      ("search halving trials=3 epochs=3 patience=1,2", "epochs-decided"),
    ] {
      #expect(session.run(line) == .failed)
      #expect(session.diagnostic?.id == id, "\(line)")
    }
    // A schedule is made for all epochs, patience ends some trials before.
    let patient = "search random trials=2 epochs=2 patience=1,2 lr=0.01..1:log"
    for line in [patient + " schedule=constant|cosine", "set schedule cosine; " + patient] {
      #expect(session.run(line) == .failed)
      #expect(session.diagnostic?.id == "patience-with-schedule", "\(line)")
    }
  }
}
