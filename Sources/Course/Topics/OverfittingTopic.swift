// Overfitting: training and test loss side by side, epoch by epoch.
import Events
import Experiments
import Text

extension Topic {
  static let overfitting = Topic(
    name: "overfitting",
    aliases: ["overfit", "memorizing", "high variance"],
    title: "Overfitting: learning the rows instead of the rule",
    group: .data, summary: "learned by heart",
    seeAlso: ["underfitting", "early-stopping", "regularization", "noise"],
    idea: [
      """
      A network overfits when it learns what only its training rows have in common, noise included: \
      their loss keeps falling while that of the test rows, never trained on, rises. More \
      rows, fewer units, a penalty or stopping earlier help against it.
      """
    ],
    formulas: ["gap = test loss - training loss, both without penalties"],
    measured: { state, checkStop throws(Stopped) in try state.overfittingNow(checkStop) },
    tryNext: { $0.overfittingTrials })
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

  fileprivate var overfittingTrials: [TopicReport.Trial] {
    guard let data else {
      return [
        .init(command: "data moons n=60 noise=0.5", why: "few and noisy rows, easy to overfit"),
        .init(command: "data circle", why: "more rows and less noise"),
      ]
    }
    guard data.test != nil || settings.training.keepsValidation else {
      return [
        .init(command: "data circle test=0.5", why: "half of the rows kept for testing"),
        .init(command: "data moons n=60 noise=0.5", why: "few and noisy rows, easy to overfit"),
      ]
    }
    guard let course = WatchedCourse(epochs), course.verdict == .overfitting else {
      return fittingTrials
    }
    let l2 = settings.training.l2
    var trials = [
      TopicReport.Trial(
        command: "set l2 \(exactText(l2 == 0 ? 0.01 : Rungs.above(l2) ?? l2))",
        why: "hold the weights down; \(thenTrain)")
    ]
    if let first = hidden?.first, first.units > 1 {
      trials.append(
        .init(
          command: "layer edit 1 \(first.units / 2)",
          why: "fewer units to learn noise with\(layerCost)"))
    }
    return trials
      + searchTrial(
        "search random trials=8 epochs=20 l2=1e-4..1e-1:log",
        why: "eight penalties, judged on validation rows")
  }

  private var fittingTrials: [TopicReport.Trial] {
    var trials = [trainTrial]
    if hidden?.isEmpty == false, !epochs.isEmpty {
      trials.append(
        .init(command: "layer 16 tanh", why: "for high losses: more units\(layerCost)"))
    }
    trials.append(
      .init(
        command: "data moons n=60 noise=0.5",
        why: "few and noisy rows, easy to overfit\(layerCost)"))
    return trials
  }
}
