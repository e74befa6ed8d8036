// Every number of `why`, from a training of the tests' own: step by step, with the slopes of all rows in
// Double.
import CommandLanguage
import Course
import Datasets
import DoubleNetwork
import Events
import Experiments
import NeuralNetwork
import SessionSupport
import Testing

@Suite struct WhyTests {
  struct Account {
    var layers: [Double]
    var l1 = 0.0
    var l2 = 0.0
    var before: Double
    var after: Double
    var curvature: Double { after - before - layers.reduce(0, +) - l1 - l2 }
  }

  static func report(_ session: RecordedSession) -> WhyReport? {
    session.events.compactMap { if case .why(let report) = $0 { report } else { nil } }.last
  }

  /// What so many steps come to.
  private func account(of steps: Int, after setup: [String]) throws -> Account {
    let session = RecordedSession(explain: .off)
    for command in setup { #expect(session.run(command) == .done, "\(command)") }
    session.run("eval")
    let settings = session.state.settings.training
    let data = try #require(session.state.data)
    let rows =
      settings.patience == nil
      ? data.training : data.validating(seed: session.state.divisionSeed).training
    let all = Array(0..<rows.count)
    var last = try #require(session.state.training)
    func network() -> DoubleNetwork {
      DoubleNetwork(last.shape, last.parameters, data.loss(settings), rows)
    }
    func loss() -> Double {
      let penalties = network().penalties(settings)
      return network().evaluate(all).loss + penalties.l1 + penalties.l2
    }
    let penalized = DoubleNetwork.penalized(last.shape, settings)
    let start = loss()
    var account = Account(layers: last.shape.layers.map { _ in 0 }, before: start, after: start)
    for _ in 0..<steps {
      let slopes = network().gradient(all)
      session.run("step")
      let next = try #require(session.state.training)
      for layer in last.shape.layers {
        for place in layer.parameters {
          let value = Double(last.parameters[place])
          let move = Double(next.parameters[place]) - value
          account.layers[layer.index] += slopes[place] * move
          guard penalized[place] else { continue }
          let sign = value > 0 ? 1.0 : value < 0 ? -1 : 0
          account.l1 += settings.l1 * sign * move
          account.l2 += settings.l2 * value * move
        }
      }
      last = next
    }
    account.after = loss()
    return account
  }

  static let setups: [[String]] =
    [
      ["data xor n=60", "layers 5 tanh 3 sigmoid", "set l1 0.01", "set l2 0.02", "set lr 0.2"],
      ["data circle n=60", "layer 4 tanh", "set l1 0.05", "set l1mode proximal"],
      ["data circle n=60", "layer 6 relu dropout=0.5", "set batch 7"],
      ["data iris", "layers none", "set clip 0.01", "train 2"],
      ["data iris", "layer 4 gelu", "set penalize weights", "set l2 1", "set batch full"],
      ["data sine n=50", "layer 5 tanh", "set patience 5"],
    ]
    + OptimizerKind.allCases.map {
      ["data moons n=50", "layer 3 tanh", "set optimizer \($0.rawValue)", "set l2 0.01"]
    }

  private func expectClose(_ value: Double, _ wanted: Double, _ what: String) {
    #expect(abs(value - wanted) <= 2e-5 * max(1, abs(wanted)), "\(what): \(value), not \(wanted)")
  }

  @Test(arguments: setups.indices)
  func partsAreSlopesTimesMoves(index: Int) throws {
    let setup = Self.setups[index]
    let session = RecordedSession(threads: 2)
    session.run(setup)
    session.run("train 3")
    let trained = session.state
    #expect(session.run("why") == .done)
    let report = try #require(Self.report(session))
    let whole = report.whole
    let wanted = try account(of: whole.to.step - whole.from.step, after: setup)
    let name = setup.joined(separator: "; ")
    #expect(whole.layers.count == wanted.layers.count)
    for (value, layer) in zip(whole.layers, wanted.layers) { expectClose(value, layer, name) }
    expectClose(whole.l1, wanted.l1, "\(name): l1")
    expectClose(whole.l2, wanted.l2, "\(name): l2")
    expectClose(whole.curvature, wanted.curvature, "\(name): curvature")
    expectClose(whole.lossBefore, wanted.before, "\(name): before")
    // The very figures that the training showed.
    #expect(whole.lossAfter == trained.epochs.last?.training.loss)
    #expect(report.rows == report.trainingRows && whole.to.epoch == trained.training?.epoch)
    #expect(whole.lossAfter - whole.lossBefore == whole.change)
    expectClose(
      whole.layers.reduce(0, +) + whole.l1 + whole.l2 + whole.curvature, whole.change, name)
    expectSameTraining(session.state, trained, "\(name)")
  }

  @Test func epochsAddUpToTheWhole() throws {
    let session = RecordedSession()
    session.run("data moons n=60", "layer 4 tanh", "set l2 0.01", "train 2", "train 12")
    session.run("why")
    let whole = try #require(Self.report(session))
    #expect(whole.whole.from.epoch == 2 && whole.whole.to.epoch == 14)
    #expect(whole.parts.count == 8 && whole.parts.first?.from == whole.whole.from)
    func expectWhole(_ parts: [WhyReport.Stretch]) throws {
      let sum = parts.dropFirst().reduce(try #require(parts.first)) { $0.followed(by: $1) }
      #expect(sum.from == whole.whole.from && sum.to == whole.whole.to)
      #expect(sum.lossBefore == whole.whole.lossBefore && sum.lossAfter == whole.whole.lossAfter)
      for (part, all) in zip(sum.layers, whole.whole.layers) { #expect(abs(part - all) < 1e-12) }
      #expect(abs(sum.l2 - whole.whole.l2) < 1e-12)
    }
    try expectWhole(whole.parts)
    try expectWhole(
      try (3...14).map { epoch in
        session.run("why \(epoch)")
        let report = try #require(Self.report(session))
        #expect(report.epoch == epoch && report.whole.to.epoch == epoch)
        return report.whole
      })
  }

  @Test func halfTheLearningRateLeavesAQuarterOfTheCurvature() throws {
    func curvature(_ rate: String) throws -> Double {
      let session = RecordedSession()
      session.run("data circle n=60", "layer 4 tanh", "set optimizer gd", "set lr \(rate)")
      session.run("train 1", "why")
      return try #require(Self.report(session)).whole.curvature
    }
    let ratio = try curvature("0.4") / curvature("0.2")
    #expect(abs(ratio - 4) < 0.3, "\(ratio)")
  }

  @Test(arguments: ["data iris", "data sine n=60"])
  func rowsAreThoseThatChangedMost(data: String) throws {
    let session = RecordedSession()
    session.run(data, "layer 4 tanh", "eval")
    let before = try #require(session.state.training)
    session.run("train 4", "why")
    let after = try #require(session.state.training)
    let report = try #require(Self.report(session))
    let training = try #require(session.state.data?.training)
    let loss = try #require(session.state.data).loss(session.state.settings.training)
    let changes = (0..<training.count).map { row in
      [before, after].map { state in
        let network = DoubleNetwork(state.shape, state.parameters, loss, training)
        return network.lossOfRow(row, network.logits(row)).loss
      }
    }
    for row in report.fell + report.rose {
      expectClose(row.before, changes[row.number - 1][0], "row \(row.number) before")
      expectClose(row.after, changes[row.number - 1][1], "row \(row.number) after")
    }
    let sorted = changes.map { $0[1] - $0[0] }.sorted()
    for (place, row) in report.fell.enumerated() { expectClose(row.change, sorted[place], "fell") }
    for (place, row) in report.rose.enumerated() {
      expectClose(row.change, sorted[sorted.count - 1 - place], "rose")
    }
    #expect(report.fell.count == 3)
    #expect(report.fell.allSatisfy { ($0.className == nil) == data.hasPrefix("data sine") })
  }

  @Test func anInterruptedTrainIsLookedAtUpToItsStop() throws {
    let setup = ["data circle n=80", "layer 4 tanh", "set batch 5"]
    let session = try #require(
      stopped("train 6", after: setup) { session in
        session.state.training.map { $0.epoch == 2 && $0.rowsDoneInEpoch > 0 } ?? false
      })
    let training = try #require(session.state.training)
    session.run("why")
    let report = try #require(Self.report(session))
    #expect(report.whole.to == WeightsPlace(training))
    let wanted = try account(of: training.stepCount, after: setup)
    expectClose(report.whole.lossAfter, wanted.after, "after")
    expectClose(report.whole.curvature, wanted.curvature, "curvature")
    session.run("why 3")
    let last = try #require(Self.report(session)).whole
    #expect(last.from.epoch == 2 && last.from.rowsDone == 0 && last.to == report.whole.to)
    #expect(session.run("why 4") == .failed)
    #expect(session.diagnostic?.id == "epoch-not-in-last-train")
    #expect(session.diagnostic?.suggestion == "`why 1` to `why 3`")
  }

  @Test func whatPatienceTookBackIsNoPartOfIt() throws {
    let session = RecordedSession()
    session.run(
      "data moons n=60 noise=0.5", "layers 16 16 tanh", "set optimizer adam", "set lr 0.1",
      "set patience 3", "train 200")
    let training = try #require(session.state.training)
    let kept = try #require(training.weightsEpoch)
    session.run("why")
    let report = try #require(Self.report(session))
    #expect(report.whole.to.epoch == kept && report.lastEpoch == training.epoch)
    #expect(report.weightsEpoch == kept)
    let figures = session.state.epochs.first { $0.epoch == kept }
    #expect(report.whole.lossAfter == figures?.training.loss)
    // The epochs after it can still be asked for, and rows go by their users' numbers.
    #expect(session.run("why \(training.epoch)") == .done)
    let data = try #require(session.state.data)
    let rows = try data.validationRows(seed: session.state.divisionSeed).kept.map { $0 + 1 }
    #expect(Set((report.fell + report.rose).map(\.number)).isSubset(of: rows))
  }

  @Test func whatIsTooLongToLookAtIsRefused() throws {
    let session = RecordedSession(explain: .off)
    session.run("data circle n=60", "layers 200 200 tanh", "set batch 1", "train 200")
    let before = session.state
    #expect(session.run("why") == .failed)
    #expect(session.diagnostic?.id == "too-long-to-look-at")
    #expect(session.diagnostic?.suggestion == "`why 1`, one epoch of it")
    #expect(session.run("why 1") == .done)
    expectSameTraining(session.state, before, "why 1")
  }

  @Test func afterManyStepsFewerRowsAreTaken() throws {
    let session = RecordedSession(explain: .off)
    session.run("data circle n=600", "layer 8 tanh", "set l2 0.01", "train 5")
    let context = ExperimentContext(
      kernels: .best, threads: 1, settings: SettingCatalog(), showsProgress: false,
      availableMemory: { 1_000_000_000 }, shouldStop: { false }, emit: { _ in }, show: { _ in },
      watcher: RunCoach.init, commentary: SearchComments(level: .off))
    let ledger = try #require(
      try LossLedger(of: session.state, epoch: nil, mostMeasured: 25_700_000))
    let report = try #require(try ledger.run(in: context)).report
    #expect(report.rows >= 100 && report.rows < report.trainingRows)
    let training = try #require(session.state.training)
    let data = try #require(session.state.data)
    let settings = session.state.settings.training
    let network = DoubleNetwork(
      training.shape, training.parameters, data.loss(settings), data.training.spread(report.rows))
    let loss = network.evaluate(Array(0..<report.rows)).loss + network.penalties(settings).l2
    expectClose(report.whole.lossAfter, loss, "of the rows taken")
    expectClose(report.whole.promised + report.whole.curvature, report.whole.change, "sum")
  }

  @Test func threadsChangeNothing() throws {
    let reports = try [1, 3].map { threads in
      let session = RecordedSession(threads: threads)
      session.run("data digits", "layers 24 tanh", "set batch 200", "train 2", "why")
      return try #require(Self.report(session))
    }
    #expect(reports[0] == reports[1])
  }

  @Test func surprisesAreTheFirstOfTheRun() throws {
    func surprise(_ commands: String...) throws -> WhyReport.Surprise? {
      let session = RecordedSession()
      session.run(commands)
      session.run("why")
      return try #require(Self.report(session)).surprise
    }
    let penalty = try surprise("data circle n=60", "layer 4 tanh", "set l2 5", "train 3")
    #expect(penalty?.kind == .penalty && penalty?.epoch == 1)
    let rise = try surprise(
      "data circle n=60", "layer 4 tanh", "set optimizer gd", "set lr 30", "train 6")
    #expect(rise?.kind == .rise)
    let value = try #require(rise?.statement.values.first { $0.name == "loss_before" }).value
    let after = try #require(rise?.statement.values.first { $0.name == "loss_after" }).value
    #expect(after > 1.02 * value)
    let plateau = try surprise(
      "data circle n=60", "layers 4 4 4 4 sigmoid", "set lr 0.001", "train 40")
    #expect(plateau?.kind == .plateau)
    let calm = try surprise(
      "data circle n=60", "layer 4 tanh", "set optimizer gd", "set lr 0.01", "train 5")
    #expect(calm == nil)
  }

  private func bend(_ commands: String...) throws -> (text: String, share: Double, ofAll: Double?) {
    let session = RecordedSession()
    session.run(commands)
    session.run("why")
    let report = try #require(Self.report(session))
    let surprise = try #require(report.surprise, "\(commands)")
    #expect(surprise.kind == .bend)
    func value(_ name: String) -> Double? {
      surprise.statement.values.first { $0.name == name }?.value
    }
    let text = surprise.statement.parts.reduce("") {
      if case .text(let text) = $1 { $0 + text } else { $0 }
    }
    return (text, try #require(value("share")), value("share_of_all_rows"))
  }

  /// Steps that all rows take lose nearly nothing at a rate at which those of few rows lose most: then the
  /// steps are not called long.
  @Test(arguments: 1...3) func whatBatchesCostIsNotBlamedOnLongSteps(seed: Int) throws {
    let setup = ["set seed \(seed)", "data circle", "layers 8 8 tanh", "set lr 0.1"]
    let found = try bend(setup[0], setup[1], setup[2], setup[3], "train 20")
    let ofAll = try #require(found.ofAll)
    #expect(ofAll < 1 / 3.0)
    #expect(found.text.contains("what batches cost") && !found.text.contains("slopes change"))
    // As many steps of all rows, as it says.
    let session = RecordedSession()
    session.run(setup + ["set batch full", "train 500", "why"])
    let whole = try #require(Self.report(session)).whole
    #expect(whole.curvature < -0.1 * whole.promised)
  }

  /// Steps that are lost in the rounding of 32-bit weights say nothing about slopes.
  @Test func roundingIsNoCurvature() throws {
    let session = RecordedSession()
    session.run("data circle n=60", "layer 4 tanh", "set clip 1e-30", "train 2", "why")
    let report = try #require(Self.report(session))
    #expect(report.whole.promised < 0 && report.surprise == nil)
  }

  /// Where steps take all rows there is nothing to tell apart.
  @Test func longStepsOfAllRowsAreCalledThat() throws {
    let found = try bend(
      "data circle n=60", "layer 4 tanh", "set optimizer gd", "set lr 5", "train 1")
    #expect(found.ofAll == nil && found.text.contains("slopes change much within such steps"))
  }

  static let refusals: [(setup: [String], line: String, id: String)] = [
    ([], "why", "no-train-yet"),
    (["data iris", "step 3"], "why", "no-train-yet"),
    (["data iris", "train 2", "reset"], "why", "no-train-yet"),
    (["data iris", "train 2", "layer 3"], "why 1", "no-train-yet"),
    (["data iris", "train 2"], "why 0", "out-of-range"),
    (["data iris", "train 2"], "why 3", "epoch-not-in-last-train"),
    (["data iris", "train 2", "train 2"], "why 2", "epoch-not-in-last-train"),
  ]

  @Test(arguments: refusals.indices)
  func whatThereIsNoAnswerToIsRefused(index: Int) {
    let refusal = Self.refusals[index]
    let session = RecordedSession()
    session.run(refusal.setup)
    #expect(session.run(refusal.line) == .failed)
    #expect(session.diagnostic?.id == refusal.id, "\(refusal.setup)")
    #expect(session.diagnostic?.suggestion != nil || refusal.id == "out-of-range")
  }

  @Test func ofADivergedTrainThereIsWhatWasFinite() throws {
    let session = RecordedSession()
    session.run("data diabetes", "layers none", "set lr 3", "train 200")
    #expect(session.state.network?.divergence != nil)
    #expect(session.run("why") == .done)
    if let report = Self.report(session) {
      #expect(report.whole.curvature.isFinite && report.whole.lossAfter.isFinite)
      #expect(report.surprise != nil)
    }
  }
}
