// `status`, `history`, `clear` and `weights`: what they say of a session, none of them changing it.
import CommandLanguage
import Events
import NeuralNetwork
import SessionSupport
import Testing

@Suite struct StatusCommandTests {
  private func status(_ session: RecordedSession) throws -> StatusReport {
    let before = StateDigest(session.state)
    #expect(session.run("status") == .done)
    #expect(StateDigest(session.state) == before)
    return try #require(
      session.events.compactMap { if case .status(let report) = $0 { report } else { nil } }.first)
  }

  @Test func aNewSessionHasNothing() throws {
    let report = try status(RecordedSession(explain: .brief))
    #expect(report.data == nil && report.layers == nil && report.loss == nil)
    #expect(report.epoch == 0 && report.settings.isEmpty)
    #expect(report.race == nil && report.search == nil)
  }

  @Test func saysWhatThereIs() throws {
    let session = RecordedSession()
    session.run("data circle n=40 test=0.25", "layers 4 3 tanh", "set lr 0.25", "train 3")
    session.run("race lr=0.1,0.2,0.3 epochs=1")
    session.run("search random lr=0.01..1:log trials=2 epochs=1")
    let report = try status(session)
    #expect(report.data == StatusReport.Data(name: "circle", trainingRows: 30, testRows: 10))
    #expect(report.layers == "4 3 tanh" && report.epoch == 3)
    #expect(report.loss == session.state.network?.epochs.last?.training.loss)
    #expect(report.settings == [StatusReport.Setting(name: "lr", value: "0.25")])
    #expect(report.race?.racers == 3 && report.race?.winner == session.state.race?.winner)
    #expect(report.search == StatusReport.Search(method: "random", trials: 2, planned: 2))
  }

  /// After patience the weights are those of an earlier epoch, trained on some of the rows.
  @Test func saysTheLossOfTheWeightsThereAre() throws {
    let session = RecordedSession()
    session.run(
      "data moons n=80 noise=0.6", "layer 9 tanh", "set patience 2", "set lr 1", "train 50")
    let epoch = try #require(session.state.training?.weightsEpoch)
    let epochs = session.state.epochs
    let there = try #require(epochs.first { $0.epoch == epoch }).training
    #expect(there.loss != epochs.last?.training.loss)
    let report = try status(session)
    #expect(report.loss == there.loss)
    let data = try #require(report.data)
    #expect(data.trainingRows == there.rows && data.validationRows > 0)
    #expect(data.trainingRows + data.validationRows == session.state.data?.training.count)
  }

  /// The loss is of an epoch's end, so that is said beside the rows taken since.
  @Test func aBegunEpochIsSaid() throws {
    let session = RecordedSession()
    session.run("data circle n=120 test=0.5", "layer 4 tanh", "train 3 stop=9")
    let training = try #require(session.state.training)
    #expect(training.epoch == 1 && training.rowsDoneInEpoch == 30)
    let report = try status(session)
    #expect(report.epoch == 1 && report.rowsDone == 30)
    #expect(report.loss == session.state.epochs.last?.training.loss)
    session.run("weights")
    let weights = session.events.compactMap {
      if case .weights(let report) = $0 { report } else { nil }
    }
    #expect(weights.first?.rowsDone == 30)
  }

  private func history(_ session: RecordedSession, _ line: String) throws -> HistoryReport {
    #expect(session.run(line) == .done)
    return try #require(
      session.events.compactMap { if case .history(let report) = $0 { report } else { nil } }.first)
  }

  @Test func historyHasWhatWasTyped() throws {
    let session = RecordedSession()
    session.run("learning rate 0.1; set l2 0.01", "blah", "undo")
    let all = try history(session, "history")
    #expect(
      all.latest.map(\.command) == ["learning rate 0.1", "set l2 0.01", "blah", "undo"])
    #expect(all.latest.map(\.number) == [1, 2, 3, 4] && all.count == 4 && all.pattern == nil)
    #expect(try history(session, "history L2").latest.map(\.command) == ["set l2 0.01"])
    #expect(try history(session, "history nothing").count == 0)
  }

  @Test func historyShowsTheLatest() throws {
    let session = RecordedSession()
    for number in 1...30 { session.run("set lr 0.\(number)") }
    let report = try history(session, "history")
    #expect(report.count == 30 && report.latest.count == 20)
    #expect(report.latest.last?.command == "set lr 0.30")
  }

  @Test func clearChangesNothing() {
    let session = RecordedSession()
    session.run("data circle n=40", "train 1")
    let before = StateDigest(session.state)
    #expect(session.run("clear") == .done)
    #expect(StateDigest(session.state) == before)
    #expect(session.events.count == 1)
    guard case .cleared? = session.events.first else {
      Issue.record("nothing was cleared")
      return
    }
  }
}

@Suite struct WeightsTests {
  private func weights(_ session: RecordedSession, _ line: String) throws -> WeightsReport {
    #expect(session.run(line) == .done)
    return try #require(
      session.events.compactMap { if case .weights(let report) = $0 { report } else { nil } }.first)
  }

  /// All 30 of a logistic regression, and those that L1 holds at 0.
  @Test func ofALogisticRegressionAllAreShown() throws {
    let session = RecordedSession()
    session.run("data cancer", "layers none", "set batch full", "set lr 0.3")
    session.run("set l1 0.05", "set l1mode proximal", "train 100")
    let report = try weights(session, "weights")
    let training = try #require(session.state.network?.training)
    #expect(report.count == 30 && report.largest.count == 30 && report.layer == "output")
    #expect(report.largest.count { $0.isHeldAtZero } == report.zeroCount)
    let values = report.largest.map(\.value)
    #expect(values == values.sorted { abs($0) > abs($1) })
    let all = training.parameters[training.shape.layers[0].weights].map { Double($0) }
    #expect(values.sorted() == all.sorted())
    #expect(report.zeroCount > 0 && report.zeroCount == all.count { $0 == 0 })
    #expect(Set(report.largest.map(\.name)) == Set(session.state.data?.inputNames ?? []))
  }

  @Test func ofManyTheLargestAreShown() throws {
    let session = RecordedSession()
    session.run("data circle n=40", "layers 20 5 tanh")
    let all = try weights(session, "weights")
    #expect(all.count == 2 * 20 + 20 * 5 + 5 && all.largest.count == 40 && all.layer == nil)
    let first = try weights(session, "weights 1")
    #expect(first.count == 40 && first.largest.count == 40 && first.layer == "hidden 1")
    #expect(try weights(session, "weights output").count == 5)
    #expect(Set(all.largest.map(\.name)).count == 40)
    #expect(session.run("weights 3") == .failed)
    #expect(session.diagnostic?.id == "no-such-layer")
  }
}
