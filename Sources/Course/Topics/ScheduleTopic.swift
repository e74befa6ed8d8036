// Schedules: what lr is along a run. Sources are beside `Schedule`.
import Events
import Experiments
import NeuralNetwork

extension Topic {
  static let schedule = Topic(
    name: "schedule",
    aliases: [
      "schedules", "learning rate schedule", "lr schedule", "annealing", "cosine schedule",
      "warmup", "learning rate decay", "step decay",
    ],
    title: "Schedule: a learning rate that changes along the run",
    group: .training, summary: "lr that changes",
    seeAlso: ["lr", "sgd", "adam"],
    idea: [
      """
      Long steps get near the bottom of a valley, short ones settle in it: a schedule starts with lr and \
      lowers it as the run goes on. Warmup is for the other end: short steps at first, while the \
      optimizer knows few gradients. A schedule spans the epochs that one `train` was asked for.
      """
    ],
    formulas: [
      "constant  lr                 step    lr, from ½ on lr/10, from ¾ on lr/100",
      "cosine    lr · ½(1 + cos πt)  warmup  lr · min(1, 10t)",
      "t: the share of the run that is done, for warmup with the step itself",
    ],
    now: { $0.scheduleNow },
    tryNext: { $0.scheduleTrials })
}

extension SessionState {
  /// What `train` does unless told.
  private static let usualEpochs = 20

  fileprivate var scheduleNow: [Statement] {
    let training = settings.training
    let lr = training.learningRate
    let shown = training.schedule == .constant ? .cosine : training.schedule
    let head: Statement =
      training.schedule == .constant
      ? "schedule is constant: lr stays \(lr, "lr", .exact). One that changes it is cosine: after"
      : "schedule is \(training.schedule.rawValue), lr \(lr, "lr", .exact): after"
    var statements: [Statement] = [
      """
      \(head) 1, 10 and 19 epochs of a `train 20` it makes lr \(rate(shown, after: 1), "lr_after_1"), \
      \(rate(shown, after: 10), "lr_after_10") and \(rate(shown, after: 19), "lr_after_19").
      """
    ]
    guard let record = recordedStep else { return statements + [needsStep] }
    statements.append(
      """
      \(stepText(record).capitalized) was taken with lr \
      \(record.settings.learningRate, "step_lr") under schedule \
      \(record.settings.schedule.rawValue).
      """)
    return statements
  }

  private func rate(_ schedule: Schedule, after epochs: Int) -> Double {
    let factor = schedule.factor(
      plan: TrainingPlan(start: 0, end: Self.usualEpochs), epoch: epochs, rowsBefore: 0,
      rowsAfter: 0, rows: 1)
    return settings.training.learningRate * factor
  }

  fileprivate var scheduleTrials: [TopicReport.Trial] {
    let now = settings.training.schedule
    return [
      now == .cosine
        ? .init(command: "unset schedule", why: "lr as it is; \(thenTrain)")
        : .init(command: "set schedule cosine", why: "from lr smoothly down to 0; \(thenTrain)"),
      now == .step
        ? .init(command: "set schedule warmup", why: "a careful start; \(thenTrain)")
        : .init(command: "set schedule step", why: "two sudden drops; \(thenTrain)"),
    ]
  }
}
