// Batch size: how an epoch is cut into steps.
import Events
import Experiments
import NeuralNetwork

extension Topic {
  static let batchSize = Topic(
    name: "batch", aliases: ["batch size", "minibatch", "mini-batch", "epoch", "epochs"],
    title: "Batch size and epochs: how rows make steps",
    group: .training, summary: "rows in a step",
    seeAlso: ["sgd", "gd", "lr", "noise-scale"],
    idea: [
      """
      A step averages the gradient, the slope of the loss, over a batch of rows; an epoch takes every \
      training row once. Small batches give many steps an epoch, each cheap but noisy: few rows speak \
      for all. Large batches give few steps in a steadier direction, and often bear a larger lr.
      """
    ],
    formulas: [
      "g = (1/B) · Σ of the gradients of the B rows' losses, plus the penalties'",
      "steps an epoch = rows / batch, rounded up; 1 with gd or batch full",
    ],
    now: { $0.batchSizeNow },
    tryNext: { $0.batchSizeTrials })
}

extension SessionState {
  fileprivate var batchSizeNow: [Statement] {
    guard let plan = epochPlan else {
      return ["batch is \(batchValue). There is no data yet: `data circle` makes some."]
    }
    var statements = [planStatement(plan.rows, plan.batchRows, plan.steps)]
    guard let training else { return statements + [needsStep] }
    let rest: Statement =
      training.rowsDoneInEpoch == 0
      ? "." : ", and \(training.rowsDoneInEpoch, "rows_done") rows of the next."
    statements.append(
      """
      So far: \(training.stepCount, "steps") \(training.stepCount == 1 ? "step" : "steps") in \
      \(training.epoch, "epochs") full \(training.epoch == 1 ? "epoch" : "epochs")\(rest)
      """)
    statements.append(recordedStep.map(batchLoss) ?? needsStep)
    return statements
  }

  var batchValue: Statement {
    switch settings.training.batchSize {
    case .rows(let rows): "\(rows, "batch")"
    case .full: "full"
    }
  }

  private func planStatement(_ rows: Int, _ batchRows: Int, _ steps: Int) -> Statement {
    let optimizer = settings.training.optimizer
    if optimizer.rule.takesAllRows {
      return """
        The optimizer is \(optimizer.rawValue): it takes all \(rows, "rows") training rows in every step, whatever \
        batch says, so an epoch is \(steps, "steps_per_epoch") step.
        """
    }
    let head: Statement = "batch is \(batchValue) and there are \(rows, "rows") training rows: "
    if batchRows == rows {
      return """
        \(head)a step takes all of them, so an epoch is \(steps, "steps_per_epoch") step.
        """
    }
    let lastRows = rows - (steps - 1) * batchRows
    let rest: Statement =
      lastRows == batchRows ? "." : ", the last over only \(lastRows, "last_batch_rows")."
    return """
      \(head)\(rows, "rows") / \(batchRows, "batch_rows"), rounded up, makes \
      \(steps, "steps_per_epoch") steps an epoch\(rest)
      """
  }

  /// The loss of a few rows beside that of all of them.
  private func batchLoss(_ record: StepRecord) -> Statement {
    let head: Statement = """
      In \(stepText(record)), batch \(record.batch, "batch_number") of \
      \(record.batchesInEpoch, "batches") in epoch \(record.epoch, "epoch"), the \
      \(record.batchSize, "step_rows") \(record.batchSize == 1 ? "row" : "rows") had a mean data \
      loss of \(record.dataLoss, "batch_loss").
      """
    guard let report = epochs.last, report.epoch == record.epoch else { return head }
    return """
      \(head) Over \(figureRows(report.training, noun: "rows")) it was \
      \(report.training.dataLoss, "epoch_loss") once that epoch was done.
      """
  }

  fileprivate var batchSizeTrials: [TopicReport.Trial] {
    var trials: [TopicReport.Trial] = []
    let batchRows = epochPlan?.batchRows ?? settings.training.batchSize.rows(of: .max)
    let takesAllRows = settings.training.optimizer.rule.takesAllRows
    if takesAllRows {
      trials.append(
        .init(command: "set optimizer sgd", why: "a step for every batch; \(thenTrain)"))
      trials.append(trainTrial)
    } else if epochPlan?.steps == 1 || settings.training.batchSize == .full {
      let fewer = max(1, min(10, batchRows / 2))
      trials.append(
        .init(command: "set batch \(fewer)", why: "more and noisier steps an epoch; \(thenTrain)"))
      trials.append(trainTrial)
    } else {
      trials.append(
        .init(command: "set batch full", why: "one steady step an epoch; \(thenTrain)"))
      trials.append(
        batchRows > 1
          ? .init(command: "set batch 1", why: "a step for every row, the noisiest; \(thenTrain)")
          : .init(command: "set batch 10", why: "ten rows a step, less noisy; \(thenTrain)"))
    }
    return trials
      + searchTrial(
        "search grid batch=1,10,100\(takesAllRows ? " optimizer=sgd" : "") epochs=5",
        why: "three sizes, five epochs each")
  }
}
