// Early stopping (Prechelt, "Early stopping - but when?", 1998): where the reported run would have
// stopped.
import Events
import Experiments

extension Topic {
  static let earlyStopping = Topic(
    name: "early-stopping", aliases: ["patience", "stopping", "stop early"],
    title: "Early stopping: the weights of the best epoch",
    group: .regularization, summary: "ends at the best epoch",
    seeAlso: ["overfitting", "validation", "regularization"],
    idea: [
      """
      A network usually learns first what holds for all rows, and only later what is peculiar to its \
      training rows. So watch the loss of rows that are not trained on. Once it has not fallen for some \
      epochs, the patience, stop and take the weights of the best epoch. Those rows have then been used \
      to choose, so they no longer tell how well new rows go.
      """
    ],
    formulas: ["stop when (epoch - best epoch) ≥ patience, and go back to the best epoch"],
    now: { $0.earlyStoppingNow },
    tryNext: { $0.earlyStoppingTrials })
}

extension SessionState {
  /// A patience to show it with where none is set.
  private static let usualPatience = 5

  fileprivate var earlyStoppingNow: [Statement] {
    let head: Statement
    if let patience = settings.training.patience {
      head =
        "patience is \(patience, "patience"), judged by validation rows kept from the training rows."
    } else {
      head = "patience is off: `train` takes all the epochs it is asked for."
    }
    let byValidation = epochs.compactMap { report in
      report.validation.map { (epoch: report.epoch, loss: $0.dataLoss) }
    }
    if !byValidation.isEmpty { return [head] + course(byValidation, of: "validation") }
    let watchesTest = settings.training.watch == .test
    let byTest = epochs.compactMap { report in
      watchesTest && report.watch == .test
        ? report.test.map { (epoch: report.epoch, loss: $0.dataLoss) } : nil
    }
    if !byTest.isEmpty { return [head] + course(byTest, of: "test") }
    return [
      head,
      epochs.isEmpty ? needsEpoch : "No rows were kept to judge by: `set patience 10` keeps some.",
    ]
  }

  private func course(
    _ losses: [(epoch: Int, loss: Double)], of rows: String
  ) -> [Statement] {
    let patience = settings.training.patience ?? Self.usualPatience
    var best = losses[0]
    var stop: (at: Int, kept: Int)?
    for report in losses.dropFirst() {
      if report.loss < best.loss { best = report }
      if stop == nil, report.epoch - best.epoch >= patience { stop = (report.epoch, best.epoch) }
    }
    let since = (losses.last?.epoch ?? best.epoch) - best.epoch
    let ago: Statement =
      since == 0
      ? "the last one so far"
      : "\(since, "epochs_since") \(since == 1 ? "epoch" : "epochs") before the last"
    let lowest: Statement = """
      The \(rows) loss was lowest after epoch \(best.epoch, "best_epoch"), \(ago): it was \
      \(best.loss, "best_loss").
      """
    guard let stop else {
      return [
        lowest, "A patience of \(patience, "tried_patience") would not have stopped this run yet.",
      ]
    }
    return [
      lowest,
      """
      A patience of \(patience, "tried_patience") stops such a course after epoch \
      \(stop.at, "stop_epoch") and goes back to epoch \(stop.kept, "kept_epoch").
      """,
    ]
  }

  fileprivate var earlyStoppingTrials: [TopicReport.Trial] {
    let short = TopicReport.Trial(command: "train 5", why: "a few epochs; if it got worse, `undo`")
    if settings.training.patience != nil {
      return [
        hasSpentPatience ? trainTrial : short,
        .init(command: "unset patience", why: "all the epochs asked for; \(thenTrain)"),
      ]
    }
    let set = searchTrial(
      "set patience 10", why: "stop after ten epochs without a lower loss; \(thenTrain)")
    return set + [short]
      + (set.isEmpty ? [.init(command: "data circle", why: "more rows\(layerCost)")] : [])
  }
}
