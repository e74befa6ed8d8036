import Datasets
import Events
import HyperparameterSearch
import NeuralNetwork
import Numerics
import SessionSupport
import TestSupport
import Testing

/// What a trial's value is made of, against trainings by the engine alone.
@Suite struct SearchJudgingTests {
  /// The validation loss and accuracy after each epoch of one training.
  private func train(
    _ parts: DividedRows, lr: Double, units: Int, seed: UInt64,
    epochs: Int
  ) -> [Evaluation] {
    var settings = TrainingSettings()
    settings.learningRate = lr
    settings.seed = seed
    let shape = NetworkShape(
      inputs: parts.training.inputCount, hidden: [HiddenLayer(units: units, activation: .tanh)],
      outputs: 3)
    let trainer = Trainer(
      examples: parts.training, loss: .softmaxCrossEntropy, settings: settings,
      state: TrainingState(shape: shape, seed: seed))
    return (0..<epochs).map { _ in
      _ = trainer.runEpoch(shouldStop: { false })
      return evaluate(
        examples: parts.validation, shape: shape, parameters: trainer.state.parameters,
        loss: .softmaxCrossEntropy, settings: settings)
    }
  }

  private func lr(_ report: TrialReport) throws -> Double {
    try #require(report.parameters.first { $0.name == "lr" }?.value.asNumber)
  }

  /// The seed of a repeat: the trial's own, then the first word of a stream of that seed.
  private func seed(_ trial: UInt64, repeat number: Int) -> UInt64 {
    guard number > 0 else { return trial }
    var stream = RandomStream(seed: trial, purpose: .search, index: UInt64(number))
    return stream.nextUInt64()
  }

  private func meanAndError(_ values: [Double]) -> (mean: Double, error: Double) {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, (squares / (count - 1) / count).squareRoot())
  }

  @Test func foldsAndRepeatsAreTheMeanOfTrainings() throws {
    let session = RecordedSession(threads: 2)
    session.run(
      "data iris", "layer 4 tanh",
      "search random trials=2 epochs=3 folds=3 repeats=2 lr=0.01..1:log")
    let data = try #require(session.state.data)
    let search = try #require(session.state.search)
    let folds = data.divided(data.folds(3, seed: search.study.seed))
    #expect(session.trialReports.count == 2)
    for report in session.trialReports {
      let trialSeed = search.study.trialSeed(report.number)
      var last: [Evaluation] = []
      for number in 0..<2 {
        for fold in folds {
          let all = train(
            fold, lr: try lr(report), units: 4, seed: seed(trialSeed, repeat: number), epochs: 3)
          last.append(all[2])
        }
      }
      let expected = meanAndError(last.map(\.dataLoss))
      #expect(abs((report.value ?? 0) - expected.mean) < 1e-12)
      #expect(abs((report.trial.standardError ?? 0) - expected.error) < 1e-12)
      let accuracy = last.compactMap(\.accuracy).reduce(0, +) / 6
      #expect(abs((report.score ?? 0) - accuracy) < 1e-12)
    }
  }

  /// Every row judges once, and folds are alike in size and in classes.
  @Test func everyRowIsInOneFold() {
    let session = RecordedSession()
    session.run("data iris test=0.3")
    guard let training = session.state.data?.training,
      case .classes(let classes, let count) = training.targets
    else {
      Issue.record("iris has classes")
      return
    }
    let folds = foldRows(count: 4, seed: 9, of: training)
    #expect(folds.flatMap(\.self).sorted() == Array(0..<training.count))
    let sizes = folds.map(\.count)
    #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
    for label in 0..<count {
      let shares = folds.map { fold in fold.count { classes[$0] == Int32(label) } }
      #expect((shares.max() ?? 0) - (shares.min() ?? 0) <= 1)
    }
    #expect(foldRows(count: 4, seed: 10, of: training) != folds)
  }

  @Test func curvesAreTheValuesOnTheWay() throws {
    let session = RecordedSession()
    session.run("data iris", "layer 4 tanh", "search random trials=1 epochs=20 lr=0.01..1:log")
    let data = try #require(session.state.data)
    let search = try #require(session.state.search)
    let report = try #require(session.trialReports.first)
    let parts = data.validating(seed: search.study.seed)
    let all = train(
      parts, lr: try lr(report), units: 4, seed: search.study.trialSeed(0), epochs: 20)
    let curve = report.trial.curve
    #expect(curve.count == 8 && curve.last?.epoch == 20)
    for point in curve { #expect(point.value == all[point.epoch - 1].dataLoss) }
    #expect(curve.last?.value == report.value)
  }

  @Test func accuracyIsMaximized() throws {
    let session = RecordedSession(threads: 2)
    session.run(
      "data iris", "layer 4 tanh", "search random trials=6 epochs=4 measure=accuracy lr=0.01..1:log"
    )
    let reports = session.trialReports
    let best = try #require(reports.compactMap(\.value).max())
    let search = try #require(session.state.search)
    #expect(search.study.best?.value == best)
    // Of equal ones the first.
    #expect(search.study.best?.number == reports.first { $0.value == best }?.number)
    #expect(reports.allSatisfy { (0...1).contains($0.value ?? -1) && ($0.score ?? -1) >= 0 })
    #expect(reports.last { $0.isBestSoFar }?.number == search.study.best?.number)
  }

  @Test func accuracyNeedsClasses() {
    let session = RecordedSession()
    #expect(session.run("data diabetes", "search random measure=accuracy lr=0.01..0.1") == .failed)
    #expect(session.diagnostic?.id == "no-accuracy")
    #expect(session.run("search random folds=5000 lr=0.01..0.1") == .failed)
    #expect(session.run("data sine n=20", "search random folds=200 lr=0.01..0.1") == .failed)
    #expect(session.diagnostic?.id == "too-few-rows-for-folds")
  }

  // MARK: Halving

  /// Each cut trial has the value of a whole training after that epoch, and the right ones are cut.
  @Test(arguments: [1, 3]) func halvingCutsTheWorst(threads: Int) throws {
    let session = RecordedSession(threads: threads)
    session.run(
      "data iris", "layer 4 tanh", "search halving trials=9 epochs=9 lr=0.001..1:log")
    let data = try #require(session.state.data)
    let search = try #require(session.state.search)
    let parts = data.validating(seed: search.study.seed)
    var curves: [[Double]] = []
    for trial in search.study.trials {
      let lr = try #require(trial.param("lr")?.asNumber)
      curves.append(
        train(parts, lr: lr, units: 4, seed: search.study.trialSeed(trial.number), epochs: 9)
          .map(\.dataLoss))
    }
    #expect(curves.count == 9)
    func best(_ count: Int, of trials: [Int], epoch: Int) -> [Int] {
      Array(trials.sorted { curves[$0][epoch - 1] < curves[$1][epoch - 1] }.prefix(count)).sorted()
    }
    let second = best(3, of: Array(0..<9), epoch: 1)
    let last = best(1, of: second, epoch: 3)
    for trial in search.study.trials {
      let epochs = last.contains(trial.number) ? 9 : second.contains(trial.number) ? 3 : 1
      #expect(trial.curve.last?.epoch == epochs)
      #expect(trial.value == curves[trial.number][epochs - 1])
      #expect(trial.state == (epochs == 9 ? .done : .pruned))
    }
    #expect(search.study.best?.number == last[0])
    let rungs = session.events.compactMap { if case .rung(let rung) = $0 { rung } else { nil } }
    #expect(rungs.map(\.epochs) == [1, 3, 9] && rungs[0].kept == second && rungs[1].kept == last)
  }

  @Test func bracketsShareTheTrials() throws {
    let session = RecordedSession(threads: 2)
    session.run(
      "data iris", "layer 3 tanh", "search halving brackets=on trials=12 epochs=9 lr=0.001..1:log")
    let search = try #require(session.state.search)
    #expect(search.study.trials.map(\.number) == Array(0..<12))
    #expect(search.study.trials.contains { $0.state == .pruned && $0.curve.last?.epoch != 9 })
    #expect(search.study.trials.count { $0.state == .done } > 1)
  }

  // MARK: Luck and skill

  @Test func repeatsAreNewTrainingsOfTheBest() throws {
    let session = RecordedSession(threads: 2, explain: .full)
    session.run(
      "data iris", "layer 4 tanh", "search random trials=5 epochs=3 lr=0.01..1:log",
      "search repeat top=2 seeds=3")
    guard case .repeats(let report)? = session.events.last else {
      Issue.record("no report of the repeats")
      return
    }
    let data = try #require(session.state.data)
    let search = try #require(session.state.search)
    let parts = data.validating(seed: search.study.seed)
    #expect(Set(report.rows.map(\.trial.number)) == Set(search.study.top(2).map(\.number)))
    for row in report.rows {
      let trialSeed = search.study.trialSeed(row.trial.number)
      let values = try (1...3).map { number in
        train(
          parts, lr: try lr(row.trial), units: 4, seed: seed(trialSeed, repeat: number), epochs: 3
        )[2].dataLoss
      }
      #expect(row.values == values)
      let expected = meanAndError(values)
      #expect(abs((row.mean ?? 0) - expected.mean) < 1e-12)
      #expect(abs((row.standardError ?? 0) - expected.error) < 1e-12)
    }
    // The lead is told with the standard error of the difference, and ranks nobody within Student's t.
    func value(_ name: String) throws -> Double {
      try #require(report.notes.flatMap(\.values).first { $0.name == name }?.value)
    }
    let (one, two) = (report.rows[0], report.rows[1])
    let gap = abs((one.mean ?? 0) - (two.mean ?? 0))
    let (a, b) = (one.standardError ?? 0, two.standardError ?? 0)
    let spread = (a * a + b * b).squareRoot()
    #expect(abs(try value("lead_error") - spread) < 1e-9)
    #expect(abs(try value("lead_errors") - gap / spread) < 1e-9)
    // scipy.stats.t.ppf(0.975, n)
    let freedom = Int(spread * spread * spread * spread / ((a * a * a * a + b * b * b * b) / 2))
    let critical = try #require([2: 4.303, 3: 3.182, 4: 2.776][freedom])
    #expect(try value("lead_critical") == critical)
    let lead = try #require(report.notes.last).text
    #expect(lead.contains("more than luck explains") == (gap > critical * spread))
    // So is what the search's best lost or gained by new seeds.
    let best = try #require(report.rows.first { Double($0.trial.number) == (try? value("winner")) })
    let error = 2 * (best.standardError ?? 0)
    #expect(abs(try value("winner_luck_error") - error) < 1e-9)
    let first = try #require(report.notes.first).text
    let isClear = try value("winner_luck") > 4.303 * error
    #expect(first.contains("within what seeds differ by") != isClear)
  }

  /// In brief there is the error, and no word of t.
  @Test func inBriefNothingIsSaidOfStudent() throws {
    let session = RecordedSession(threads: 2)
    session.run(
      "data iris", "layer 4 tanh", "search random trials=5 epochs=3 lr=0.01..1:log",
      "search repeat top=2 seeds=3")
    guard case .repeats(let report)? = session.events.last else {
      Issue.record("no report of the repeats")
      return
    }
    let names = Set(report.notes.flatMap(\.values).map(\.name))
    #expect(names.isSuperset(of: ["lead", "lead_error", "winner_luck", "winner_luck_error"]))
    #expect(!names.contains("lead_errors") && !names.contains("lead_critical"))
  }

  // MARK: Training a trial again

  /// The script of a trial, in a new session of another seed, comes to the same value.
  @Test(arguments: [
    "search random trials=3 epochs=4 lr=0.01..1:log units=3..6",
    "search random trials=2 epochs=3 folds=3 repeats=2 lr=0.01..1:log activation=relu|tanh",
    "search random trials=2 epochs=5 batch=5..20 optimizer=adam|momentum",
    "search halving trials=6 epochs=6 lr=0.01..1:log",
    "search random trials=4 epochs=1..20 lr=0.01..1:log",
  ])
  func scriptsRepeatTrials(search: String) throws {
    let session = RecordedSession(threads: 2)
    session.run(
      "set seed 7", "data iris test=0.2", "layer 5 tanh dropout=0.2", "layer 4 relu",
      "set l2 0.01", "set schedule cosine", "set patience 3", search)
    let trials = session.trialReports
    let state = session.state
    for report in trials {
      #expect(session.run("trial \(report.number)") == .done)
      guard case .trialShown(let details)? = session.events.last else {
        Issue.record("`trial` showed nothing")
        return
      }
      let fresh = RecordedSession()
      for command in details.script { #expect(fresh.run(command) == .done, "\(command)") }
      let epochs = fresh.state.epochs
      let own = report.trial.param("epochs")?.asNumber.map { Int($0) }
      #expect(
        epochs.count == (report.state == .pruned ? report.epochs : own ?? state.search?.epochs))
      guard details.runs == 1 else {
        // The first of the trainings; its own search of one trial says what it has to be.
        #expect(epochs.last?.test?.dataLoss.isFinite == true)
        continue
      }
      for point in report.trial.curve {
        #expect(epochs[point.epoch - 1].test?.dataLoss == point.value)
      }
      let last = epochs[(report.epochs ?? 1) - 1]
      #expect(last.test?.accuracy == report.score)
    }
  }

  @Test func aRepetitionThatIsInterruptedChangesNothing() throws {
    let setup = ["data iris", "layer 3 tanh", "search random trials=3 epochs=2 lr=0.01..1:log"]
    let command = "search repeat top=2 seeds=3"
    let session = try #require(
      stopped(command, after: setup) { session in
        session.events.contains { if case .hint = $0 { true } else { false } }
      })
    let untouched = RecordedSession()
    untouched.run(setup)
    #expect(session.outcomes == [.interrupted(again: nil)])
    #expect(StateDigest(session.state) == StateDigest(untouched.state))
  }

  /// Errors in the target's own units are those of the rows that judge, whatever they were scaled by.
  @Test(arguments: ["y", "log(y)"], ["mae", "rmse"])
  func errorsAreInTheUnitsOfTheirRows(target: String, measure: String) throws {
    let folder = TemporaryFolder()
    let rows = (0..<60).map { "\($0 * 17 % 60),\($0 * $0 + 3 * $0 + 5)" }
    try write("x,y\n" + rows.joined(separator: "\n") + "\n", to: folder.path + "/t.csv")
    let session = RecordedSession(explain: .off)
    session.run(
      "data load \(folder.path)/t.csv target=\(target) test=0", "layers 4",
      "search random trials=1 epochs=3 measure=\(measure) lr=0.01..0.1:log")
    let trial = try #require(session.trialReports.first)
    session.run("trial 0")
    guard case .trialShown(let details)? = session.events.last else {
      Issue.record("no trial")
      return
    }
    let again = RecordedSession(explain: .off)
    #expect(again.run(details.script + ["eval"]) == .done)
    guard case .evaluation(let report)? = again.events.last else {
      Issue.record("no evaluation")
      return
    }
    let test = try #require(report.epoch.test)
    let expected = measure == "mae" ? test.meanAbsoluteError : test.figures?[.rmse]
    let value = try #require(trial.value)
    #expect(abs(value - (expected ?? 0)) <= 1e-12 * value)
  }
}
