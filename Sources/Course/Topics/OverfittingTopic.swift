// Overfitting: training and test loss side by side, epoch by epoch.
import Datasets
import Events
import Experiments

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
    guard data.test != nil || settings.training.keepsValidation else {
      return [
        """
        No test rows were kept, so nothing shows whether what is learned holds elsewhere. Choose \
        the data again with some, as in `data circle test=0.5`.
        """
      ]
    }
    let trained = trainedRowCount ?? data.training.count
    var rows: Statement = "\(trained, "rows") rows to train on"
    if trained < data.training.count {
      rows = "\(rows), \(data.training.count - trained, "validation_rows") for validation"
    }
    rows = data.test.map { "\(rows), \($0.count, "test_rows") to test." } ?? "\(rows)."
    guard let course = WatchedCourse(epochs) else {
      let why: Statement =
        epochs.isEmpty
        ? "No epoch has been reported yet: `train` gives both losses after every epoch."
        : """
        The last epoch looked at none but training rows: `set watch validation`, then `train`, shows \
        others.
        """
      return ["\(rows) \(why)"]
    }
    let name = course.rowsName
    var statements: [Statement?] = [
      """
      \(rows) After epoch \(course.last.epoch, "last_epoch") the training loss is \
      \(course.last.training.dataLoss, "training_loss"), the \(name) loss \
      \(course.lastWatched.dataLoss, "\(name)_loss"): a gap of \(course.gap, "gap", .signed).
      """,
      lowest(course), try verdict(course, checkStop),
    ]
    statements.append(scores(course))
    return statements.compactMap(\.self)
  }

  private func lowest(_ course: WatchedCourse) -> Statement {
    guard course.best.epoch < course.last.epoch else {
      return """
        No epoch of the \(course.watchedEpochs, "reported_epochs") reported had a lower \
        \(course.rowsName) loss: so far, training has helped on the \(course.rowsName) rows as well.
        """
    }
    return """
      The \(course.rowsName) loss was lowest after epoch \(course.best.epoch, "best_epoch"), at \
      \(course.bestWatched.dataLoss, "best_\(course.rowsName)_loss"). Since then it rose by \
      \(course.rise, "\(course.rowsName)_rise"), \
      \(course.rise / course.bestWatched.dataLoss, "rise_share", .percent), while the training loss \
      changed by \(course.trainingChange, "training_change", .signed).
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

  private func scores(_ course: WatchedCourse) -> Statement? {
    if let training = course.last.training.accuracy, let watched = course.lastWatched.accuracy {
      return """
        Right answers: \(training, "training_accuracy", .percent) of the training rows, \
        \(watched, "\(course.rowsName)_accuracy", .percent) of the \(course.rowsName) rows.
        """
    }
    guard let training = course.last.training.r2, let watched = course.lastWatched.r2 else {
      return nil
    }
    return """
      R² (1 is perfect, 0 no better than the mean) is \(training, "training_r2") on the training \
      rows and \(watched, "\(course.rowsName)_r2") on the \(course.rowsName) rows.
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
    guard data.test != nil || settings.training.keepsValidation else {
      return [
        .init(command: "data circle test=0.5", why: "half of the rows kept for testing"),
        noisyRows(cost: ""),
      ]
    }
    guard let course = WatchedCourse(epochs), course.verdict == .overfitting else {
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
