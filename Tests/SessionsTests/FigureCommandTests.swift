// Figures where commands ask for them: eval, confusion with a threshold, calibration, measures of searches and
// conditions of `train until`.
import CommandLanguage
import Events
import Experiments
import NeuralNetwork
import SessionSupport
import Testing

@Suite struct FigureCommandTests {
  private func evaluation(_ commands: String...) -> EvaluationReport? {
    let session = RecordedSession()
    session.run(commands + ["eval"])
    guard case .evaluation(let report)? = session.events.last else { return nil }
    return report
  }

  @Test func evalHasTheFiguresOfItsKindOfTarget() throws {
    let two = try #require(evaluation("data cancer", "layers 4", "train 2"))
    for figure in QualityFigure.allCases where figure != .rmse {
      #expect(two.epoch.training.figures?[figure] != nil && two.epoch.test?.figures?[figure] != nil)
    }
    #expect(two.secondClass != nil && !two.isWeighted)
    let three = try #require(evaluation("data iris", "train 2"))
    for figure in QualityFigure.allCases {
      let isThere = figure != .rmse && !figure.isOfTwoClasses
      #expect((three.epoch.training.figures?[figure] != nil) == isThere, "\(figure)")
    }
    #expect(three.secondClass == nil)
  }

  /// Each row's error in its own units: what `predict` would say of it.
  @Test func errorsOfNumbersAreInTheTargetsUnits() throws {
    let session = RecordedSession()
    session.run("data diabetes", "layers 4 tanh", "train 3", "eval")
    guard case .evaluation(let report)? = session.events.last,
      let data = session.state.data, let training = session.state.training,
      case .values(let wanted) = data.training.targets
    else {
      Issue.record("no evaluation")
      return
    }
    #expect(report.targetName == data.targetName)
    let answers = predictOutputs(
      inputs: data.training.inputs, shape: training.shape, parameters: training.parameters,
      loss: .squaredError)
    let errors = zip(answers, wanted).map { data.originalTarget($0) - data.originalTarget($1) }
    let count = Double(errors.count)
    let (mae, square) = (
      errors.reduce(0) { $0 + abs($1) } / count, errors.reduce(0) { $0 + $1 * $1 } / count
    )
    #expect(abs((report.epoch.training.meanAbsoluteError ?? 0) - mae) < 1e-9 * mae)
    #expect(abs((report.epoch.training.figures?[.rmse] ?? 0) - square.squareRoot()) < 1e-9 * mae)
    // In its own units, not in standard deviations.
    #expect(mae > 10)
  }

  @Test func aThresholdMovesRowsToTheSecondClass() throws {
    let session = RecordedSession()
    session.run("data moons n=300 noise=0.3", "layers 4 tanh", "train 10", "confusion")
    guard case .confusion(let plain)? = session.events.last else { return }
    session.run("confusion threshold=0.5")
    guard case .confusion(let half)? = session.events.last else { return }
    #expect(half.counts == plain.counts && half.threshold == 0.5 && plain.threshold == nil)
    #expect(plain.thresholds.map(\.threshold) == [0.1, 0.3, 0.5, 0.7, 0.9])
    session.run("confusion threshold=25%")
    guard case .confusion(let low)? = session.events.last else { return }
    #expect(low.thresholds.map(\.threshold) == [0.1, 0.25, 0.3, 0.5, 0.7, 0.9])
    let row = try #require(low.thresholds.first { $0.threshold == 0.25 })
    #expect(row.predicted == low.counts[0][1] + low.counts[1][1])
    #expect(row.scores == low.scores[1])
    let predicted = low.thresholds.map(\.predicted)
    #expect(predicted == predicted.sorted(by: >) && predicted[0] > predicted[5])
  }

  @Test func aThresholdNeedsTwoClasses() {
    let session = RecordedSession()
    session.run("data iris", "train 1")
    #expect(session.run("confusion threshold=0.3") == .failed)
    #expect(session.diagnostic?.id == "threshold-needs-two-classes")
    #expect(session.diagnostic?.range != nil)
    session.run("data circle n=60", "train 1")
    #expect(session.run("confusion threshold=1.5") == .failed)
    session.run("confusion")
    guard case .confusion(let report)? = session.events.last else { return }
    #expect(!report.thresholds.isEmpty)
  }

  @Test(arguments: ["data moons n=300 noise=0.3", "data iris"])
  func calibrationCountsEveryRow(data: String) throws {
    let session = RecordedSession()
    session.run(data, "layers 4 tanh", "train 10", "calibration")
    guard case .calibration(let report)? = session.events.last else {
      Issue.record("no calibration")
      return
    }
    #expect(report.calibration.rows == session.state.data?.test?.count)
    #expect((report.secondClass != nil) == (session.state.data?.classNames.count == 2))
    #expect((0...1).contains(report.calibration.error))
    session.run("data sine n=40")
    #expect(session.run("calibration") == .failed)
    #expect(session.diagnostic?.id == "not-classification")
  }

  // MARK: Measures

  @Test(arguments: TrialMeasure.allCases)
  func eachMeasureJudgesWhereItApplies(measure: TrialMeasure) throws {
    for (data, classes) in [("data moons n=80", 2), ("data iris", 3), ("data sine n=80", 0)] {
      let session = RecordedSession()
      session.run(data, "layers 3 tanh")
      let outcome = session.run(
        "search grid lr=0.001,0.3 epochs=3 measure=\(measure.rawValue)")
      let applies =
        switch measure {
        case .loss: true
        case .mae, .rmse, .r2: classes == 0
        case .f1, .auc, .averagePrecision: classes == 2
        case .accuracy, .logLoss, .balancedAccuracy, .macroF1: classes > 0
        }
      #expect((outcome == .done) == applies, "\(measure) \(data)")
      guard applies else {
        #expect(["no-such-measure", "no-accuracy"].contains(session.diagnostic?.id))
        #expect(session.diagnostic?.suggestion?.contains("measure=") == true)
        continue
      }
      let search = try #require(session.state.search)
      let values = search.reports.compactMap(\.value)
      #expect(values.count == 2 && values.allSatisfy(\.isFinite))
      let isError = [.loss, .logLoss, .mae, .rmse].contains(measure)
      #expect(search.measure.direction == (isError ? .minimize : .maximize))
      if measure == .logLoss { #expect(values == search.reports.compactMap { $0.metric(.loss) }) }
    }
  }

  /// The value of a trial is the figure of its validation rows.
  @Test func aTrialsValueIsTheFigureOfItsValidationRows() throws {
    let session = RecordedSession()
    session.run(
      "data moons n=200 noise=0.3", "layers 3 tanh", "search grid lr=0.03 epochs=4 measure=auc")
    let value = try #require(session.state.search?.reports.first?.value)
    // Its script makes the validation rows the test rows.
    session.run("trial 0")
    let details = session.events.compactMap {
      if case .trialShown(let shown) = $0 { shown } else { nil }
    }
    let script = try #require(details.first?.script)
    session.run(script + ["eval"])
    guard case .evaluation(let report)? = session.events.last else {
      Issue.record("no evaluation")
      return
    }
    #expect(report.epoch.test?.figures?[.auc] == value)
  }

  // MARK: Conditions

  @Test func trainingEndsByAFigure() throws {
    let session = RecordedSession()
    session.run("data moons n=200 noise=0.1", "layers 6 tanh")
    #expect(session.run("train 200 until test_auc > 0.9 and train_log_loss < 0.4") == .done)
    let last = try #require(session.state.epochs.last)
    #expect(last.epoch < 200)
    #expect((last.test?.figures?[.auc] ?? 0) > 0.9)
    #expect((last.training.figures?[.logLoss] ?? 1) < 0.4)
    // Asked for by nobody, they are not computed.
    session.run("train 1")
    #expect(session.state.epochs.last?.test?.figures == nil)
    #expect(session.run("train until test_f1 > 95") == .failed)
    #expect(session.diagnostic?.id == "out-of-range")
  }

  @Test(arguments: [
    ("data iris", "test_auc > 0.9", "train_macro_f1"), ("data iris", "train_rmse < 1", "accuracy"),
    ("data sine n=60", "test_f1 > 0.5", "test_rmse"),
    ("data sine n=60", "validation_rmse < 1", "set watch validation"),
  ])
  func figuresThatThereAreNotAreRefused(data: String, condition: String, instead: String) {
    let session = RecordedSession()
    session.run(data)
    #expect(session.run("train 5 until \(condition)") == .failed)
    #expect(session.diagnostic?.id == "quantity-missing" && session.diagnostic?.range != nil)
    let suggestion = session.diagnostic?.suggestion ?? ""
    #expect(suggestion.contains(instead.replacingPrefix("train_", with: "")), "\(suggestion)")
  }
}

extension String {
  fileprivate func replacingPrefix(_ prefix: String, with other: String) -> String {
    hasPrefix(prefix) ? other + dropFirst(prefix.count) : self
  }
}
