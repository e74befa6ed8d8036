// Overfitting: training and test loss side by side, epoch by epoch.
import Datasets
import Events
import Experiments
import NeuralNetwork

extension Topic {
  static let overfitting = Topic(
    name: "overfitting",
    aliases: ["overfit", "memorizing", "high variance"],
    title: "Overfitting: learning the rows instead of the rule",
    group: .data, summary: "learned by heart",
    seeAlso: ["underfitting", "early-stopping", "regularization", "noise"],
    idea: [
      """
      A network overfits when it learns its training rows by heart, chance included, instead of the rule \
      behind them. Their loss keeps falling, while that of rows it is not trained on, such as the test \
      rows, rises. More rows, fewer units, a price for large weights or stopping earlier help against it.
      """
    ],
    formulas: ["gap = test loss - training loss, both without penalties"],
    measured: { state, checkStop throws(Stopped) in try state.overfittingNow(checkStop) },
    tried: { state, checkStop throws(Stopped) in try state.overfittingTrials(checkStop) })
}

extension SessionState {
  fileprivate func overfittingNow(_ checkStop: StopCheck) throws(Stopped) -> [Statement] {
    guard let data else {
      return ["There is no data yet: `data circle` makes some and keeps half of it for testing."]
    }
    guard data.test != nil || keepsValidation else {
      return [
        """
        No test rows were kept, so nothing shows whether what is learned holds elsewhere: \
        `\(dataKeepingTest)` keeps half of them.
        """
      ]
    }
    guard let course = watchedCourse, let report = reportOfWeights,
      let (name, figures) = watched(in: report)
    else {
      let why: Statement =
        epochs.isEmpty
        ? "No epoch has been reported yet: `train` gives both losses after every epoch."
        : lacksWatchedRows
      return ["\(division(of: data, in: nil)) \(why)"]
    }
    let losses: Statement = """
      \(division(of: data, in: report)) \(afterEpoch(of: report, named: "last_epoch")) the training loss is \
      \(report.training.dataLoss, "training_loss"), the \(name) loss \
      \(figures.dataLoss, "\(name)_loss"): a gap of \
      \(figures.dataLoss - report.training.dataLoss, "gap", .signed).
      """
    var statements: [Statement?] = [losses] + notesOnWatchedRows
    if report.epoch < course.last.epoch {
      statements.append(
        """
        Of the epochs after it, up to \(course.last.epoch, "dropped_epoch"), none had a lower \
        validation loss, so their weights are gone.
        """)
    } else {
      statements += [lowest(course), try verdict(course, checkStop)]
    }
    statements.append(scores(report.training, figures, name))
    return statements.compactMap(\.self)
  }

  private func lowest(_ course: WatchedCourse) -> Statement {
    guard course.best.epoch < course.last.epoch else {
      return """
        No epoch of the \(course.watchedEpochs, "reported_epochs") reported had a lower \
        \(course.rowsName) loss: so far, training has helped on the \(course.rowsName) rows as well.
        """
    }
    let share = course.rise / course.bestWatched.dataLoss
    return """
      The \(course.rowsName) loss was lowest after epoch \(course.best.epoch, "best_epoch"), at \
      \(course.bestWatched.dataLoss, "best_\(course.rowsName)_loss"). Since then it rose by \
      \(course.rise, "\(course.rowsName)_rise"), \
      \(share, "rise_share", .percent)\(share > 10 ? " as much" : ""), while the training loss changed by \(course.trainingChange, "training_change", .signed).
      """
  }

  /// Whether that is overfitting, or what is missing.
  private func verdict(
    _ course: WatchedCourse, _ checkStop: StopCheck
  ) throws(Stopped) -> Statement? {
    guard course.best.epoch < course.last.epoch else { return nil }
    let not = "Not called overfitting"
    switch course.verdict {
    case .trainingRose: return "\(not): for that the training loss must go on falling."
    case .smallRise:
      return "\(not): for that it must rise by \(WatchedCourse.leastRise, "least_rise", .percent)."
    case .early(let epochs, let needed):
      return """
        \(not) yet: that is told \(needed, "needed_epochs") epochs after the lowest at the earliest, not \
        \(epochs, "epochs_since").
        """
    case .passing(let near):
      return """
        \(not): for that it must stay up; after epoch \(epochs[near].epoch, "near_epoch") it was near its \
        lowest.
        """
    case .overfitting: break
    }
    guard
      let rise = try WatchedRise(lastTrainOf: self)?.difference(course, checkStop)
    else { return "Perhaps overfitting: whether that is luck with these rows is not known." }
    let error: Statement = """
      the standard error of that rise on \(rise.rows, "rise_rows") rows is \(rise.standardError, "rise_error")
      """
    return rise.isSecondClearlyBetter
      ? "This is overfitting: \(error), so it is more than luck."
      : "\(not): \(error), so it may be luck."
  }

  private func scores(
    _ training: Evaluation, _ watched: Evaluation, _ name: String
  ) -> Statement? {
    if let training = training.accuracy, let watched = watched.accuracy {
      return """
        Right answers: \(training, "training_accuracy", .percent) of the training rows, \
        \(watched, "\(name)_accuracy", .percent) of the \(name) rows.
        """
    }
    guard let training = training.r2, let watched = watched.r2 else { return nil }
    return """
      R² (1 is perfect, 0 no better than the mean) is \(training, "training_r2") on the training \
      rows and \(watched, "\(name)_r2") on the \(name) rows.
      """
  }

  fileprivate func overfittingTrials(
    _ checkStop: StopCheck
  ) throws(Stopped) -> [TopicReport.Trial] {
    guard let data else {
      return [
        noisyRows(cost: ""), .init(command: "data circle", why: "more rows and less noise"),
      ]
    }
    guard data.test != nil || keepsValidation else {
      return [
        .init(command: dataKeepingTest, why: "half of the rows kept for testing\(layerCost)"),
        noisyRows(cost: ""),
      ]
    }
    // Weights that were taken back are of before it.
    guard let course = watchedCourse, course.verdict == .overfitting,
      training?.weightsEpoch == nil
    else {
      return fittingTrials
    }
    let remedy = try overfittingRemedy(course, data, checkStop)
    let tried = remedy.map { remedy in
      let why = remedy.kind == .penalty ? "holds the weights down" : "ends where it was best"
      return TopicReport.Trial(
        command: remedy.line, why: "\(why): a lower \(course.rowsName) loss in a trial")
    }
    var trials: [TopicReport.Trial] = []
    if let tried, remedy?.kind == .penalty { trials.append(tried) }
    if let first = hidden?.first, first.units > 1 {
      trials.append(
        .init(
          command: "layer edit 1 \(first.units / 2)",
          why: "fewer units to learn noise with\(layerCost)"))
    }
    // Training on from there would only overfit again, so that it does not come first.
    if let tried, remedy?.kind == .fewerEpochs { trials.append(tried) }
    let others =
      searchTrial(
        "search random trials=8 epochs=20 l2=1e-4..1e-1:log",
        why: "eight penalties, judged on validation rows")
      + [
        .init(command: "explain regularization", why: "what holds weights down"),
        .init(command: "explain early-stopping", why: "the weights of the best epoch"),
      ]
    return Array((trials + others).prefix(3))
  }

  private func overfittingRemedy(
    _ course: WatchedCourse, _ data: PreparedData, _ checkStop: StopCheck
  ) throws(Stopped) -> OverfittingRemedy? {
    guard let tried = TriedRates(self), let rows = watchedExamples(data) else { return nil }
    return try OverfittingRemedy(
      course, tried, settings: settings.training, on: rows, checkStop)
  }

  /// Rows to see it with; others where these are there.
  private func noisyRows(cost: String) -> TopicReport.Trial {
    let few = "data moons n=60 noise=0.5"
    let isThere = dataCommands.first.map { $0 == few || $0.hasPrefix("\(few) ") } ?? false
    return isThere
      ? .init(command: "data gauss n=40 noise=0.8", why: "other few and noisy rows\(cost)")
      : .init(command: few, why: "few and noisy rows, easy to overfit\(cost)")
  }

  private var fittingTrials: [TopicReport.Trial] {
    var trials = [trainTrial]
    let isAllRight = epochs.last?.training.accuracy == 1
    if hidden?.isEmpty == false, epochs.hasLossLeft, !isBroken, !isAllRight {
      trials.append(moreUnits("for high losses"))
    }
    return trials + [noisyRows(cost: layerCost)]
  }
}
