// `step`: single optimizer steps, the last with its whole arithmetic.
import CommandLanguage
import Experiments

struct StepCommand: Command {
  static let count = Argument.optional(
    "N", .integer(1...1_000_000), "how many steps; 1 unless said")

  let signature = CommandSignature(
    "step", summary: "one step's arithmetic", area: CommandArea.training,
    forms: [
      Form(
        "step", "take one step, or N", positionals: [count], options: [TrainCommand.stop])
    ],
    details: [
      "Shown is the parameter that the last step moved most: its gradient, what each penalty added "
        + "to it, and how the optimizer made a step of it."
    ],
    examples: [
      Example("step", "the next batch, one step", setup: ["data circle", "layer 4 tanh"]),
      Example("step 10", "ten steps, the last one shown", setup: ["data iris", "layer 8 relu"]),
    ])

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let data = preparation.dataOrAssumed()
    let rows = try preparation.state.rows(of: data)
    let start = try preparation.trainingOrFresh(with: .gradients, for: arguments)
    try preparation.checkSize(of: start.shape)
    try TrainCommand.checkStop(arguments, from: start)
    let count = arguments[Self.count, default: 1]
    let begin = TrainingBegin(preparation.state, rows: rows, start: start, goal: nil)
    return Work(takingUp: begin.takeUp) { performance in
      var run = SteppingRun(
        performance.state, data: data, rows: rows, from: start,
        stop: arguments[TrainCommand.stop], in: performance.context)
      let outcome = run.run(count)
      if outcome.isChanged {
        performance.update {
          $0 = outcome.state
          $0.noteStepsTaken()
        }
        performance.leave { begin.remains(of: outcome.state) }
      }
      if let step = outcome.stoppedAtStep {
        performance.noteInterruption(
          again: arguments.syntax.with(option: TrainCommand.stop.name, String(step)))
      }
    }
  }
}
