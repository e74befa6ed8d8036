// Early stopping (Prechelt, "Early stopping - but when?", 1998): where the reported run would have
// stopped.
import NeuralNetwork

extension Topic {
  static let earlyStopping = Topic(
    name: "early-stopping", aliases: ["patience", "stopping", "stop early"],
    title: "Early stopping: the weights of the best epoch",
    group: .regularization, summary: "ends at the best epoch",
    seeAlso: ["overfitting", "validation", "regularization"],
    idea: [
      """
      A network first learns what holds for all rows and only then what is peculiar to its training \
      rows. Stop once the loss of rows not trained on has not fallen for some epochs, the patience, \
      and take the weights of the best epoch. Those rows have then been used to choose.
      """
    ],
    formulas: ["stop when (epoch - best epoch) ≥ patience, and go back to the best epoch"],
    now: { $0.earlyStoppingNow },
    tryNext: { $0.earlyStoppingTrials })
}

extension SessionState {
  /// A patience to show it with.
  private static let patience = 5

  fileprivate var earlyStoppingNow: [Statement] {
    guard data?.test != nil || data == nil else {
      return ["No test rows were kept, so there is no loss to stop by: `data circle` keeps some."]
    }
    guard let course = TestCourse(epochs) else { return [needsEpoch] }
    let since = course.last.epoch - course.best.epoch
    let ago: Statement =
      since == 0
      ? "the last one so far"
      : "\(since, "epochs_since") \(since == 1 ? "epoch" : "epochs") ago"
    return [
      """
      The test loss was lowest after epoch \(course.best.epoch, "best_epoch"), \(ago): it was \
      \(course.bestTest.dataLoss, "best_test_loss").
      """,
      verdict(on: course),
    ]
  }

  private func verdict(on course: TestCourse) -> Statement {
    var best = (epoch: 0, loss: Double.infinity)
    for report in epochs {
      guard let loss = report.test?.dataLoss else { continue }
      if loss < best.loss {
        best = (report.epoch, loss)
      } else if report.epoch - best.epoch >= Self.patience {
        return """
          A patience of \(Self.patience, "patience") would have stopped after epoch \
          \(report.epoch, "stop_epoch") and gone back to epoch \(best.epoch, "kept_epoch").
          """
      }
    }
    return "A patience of \(Self.patience, "patience") would not have stopped this run yet."
  }

  fileprivate var earlyStoppingTrials: [TopicReport.Trial] {
    var trials = [
      TopicReport.Trial(command: "train 5", why: "a few epochs; if it got worse, `undo`")
    ]
    if let course = TestCourse(epochs), course.best.epoch < course.last.epoch {
      trials.append(
        .init(
          command: "reset; train \(course.best.epoch)",
          why: "from the same start, only as far as the best epoch"))
    } else {
      trials.append(.init(command: "eval", why: "both losses as they are now"))
    }
    return trials
  }
}
