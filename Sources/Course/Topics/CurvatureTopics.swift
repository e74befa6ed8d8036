// How sharply the loss bends and what that does to steps: curvature, oscillation and divergence.
// Goodfellow, Bengio and Courville, "Deep Learning", section 4.3.
import Events
import Experiments
import NeuralNetwork
import Text

extension Topic {
  static let curvature = Topic(
    name: "curvature",
    aliases: ["hessian", "sharpness", "second derivative", "stability", "edge of stability"],
    title: "Curvature: how sharply the loss bends",
    group: .training, summary: "limits the rate",
    seeAlso: ["lr", "oscillation", "divergence", "gradient"],
    idea: [
      """
      Curvature is how sharply the loss bends: how fast its slope changes along the way. In a narrow \
      valley it is large, and a long step goes past the bottom. For plain descent lr × curvature tells \
      what a step does: below 1 it comes nearer to the bottom, from 1 to 2 it crosses to the other side \
      and still comes nearer, beyond 2 it ends farther away than it began.
      """
    ],
    formulas: [
      "λ = largest eigenvalue of the loss's second derivatives, the Hessian",
      "stable while lr·λ < 2 (gd, sgd) or < 2·(1 + μ) (momentum)",
    ],
    measured: { state, checkStop throws(Stopped) in try state.curvatureNow(checkStop) },
    tried: { state, checkStop throws(Stopped) in try state.curvatureTrials(checkStop) })

  static let oscillation = Topic(
    name: "oscillation",
    aliases: ["oscillating", "overshooting", "zigzag", "unstable", "jumping loss"],
    title: "Oscillation: steps that swing from side to side",
    group: .training, summary: "swings across",
    seeAlso: ["lr", "curvature", "momentum", "plateau"],
    idea: [
      """
      Training goes downhill on the loss. Where its steps are too long for a valley, each ends on the other \
      side: the loss goes up and down instead of falling. A lower learning rate, or one that falls \
      as training goes on (a schedule), lets them settle; less momentum may too.
      """
    ],
    formulas: ["distance to the bottom ← (1 - lr·λ) · distance        λ being the curvature"],
    measured: { state, _ in state.oscillationNow },
    tried: { state, checkStop throws(Stopped) in try state.steadierTrials(checkStop) })

  static let divergence = Topic(
    name: "divergence", aliases: ["diverged", "diverging", "nan", "infinity", "overflow"],
    title: "Divergence: a loss that grows beyond all numbers",
    group: .training, summary: "beyond all numbers",
    seeAlso: ["curvature", "lr", "clipping", "standardization"],
    idea: [
      """
      A step that is too long for a valley ends higher up, on the other side. There the ground is \
      steeper, so the next step is longer still, and so on, until no number of 32 bits can hold the loss. \
      The learning rate is too high for so steep a valley; inputs in thousands make valleys steep.
      """
    ],
    formulas: ["the distance to the bottom grows with every step where lr·λ > 2"],
    measured: { state, checkStop throws(Stopped) in try state.divergenceNow(checkStop) },
    tried: { state, checkStop throws(Stopped) in try state.steadierTrials(checkStop) })
}

extension SessionState {
  fileprivate func curvatureNow(_ checkStop: StopCheck) throws(Stopped) -> [Statement] {
    guard let training, let data else { return [needsStep] }
    let settings = settings.training
    let measured = try measureCurvature(
      examples: trainedExamples(data), loss: data.loss(settings), shape: training.shape,
      parameters: training.parameters, checkStop: checkStop)
    guard let measured, let largest = measured.largest else {
      return ["At the present weights no curvature above 0 could be measured."]
    }
    let head: Statement = """
      At the present weights, after step \(training.stepCount, "steps"), the curvature is about \
      \(largest, "curvature", .short) where the loss of \(measured.rows, "measured_rows") training rows \
      bends most\(wantsAll ? ": λ" : "").
      """
    let rule = settings.optimizer.rule
    if rule.isNormalized {
      return [
        head,
        """
        Plain sgd would bear an lr of up to 2 / curvature ≈ \(2 / largest, "sgd_bound", .short); \
        \(settings.optimizer.rawValue) gives each weight a step length of its own, so this is not its limit.
        """,
      ]
    }
    let bound = rule.stabilityBound(settings)
    let product = settings.learningRate * largest
    return [
      head,
      """
      lr × curvature is \(settings.learningRate, "lr", .exact) × \(largest, "curvature", .short) ≈ \
      \(product, "product", .short): \(product < bound ? "below" : "not below") \(bound, "bound"), from \
      where on steps of \(settings.optimizer.rawValue) lead away from the bottom.
      """,
    ]
  }

  fileprivate func curvatureTrials(_ checkStop: StopCheck) throws(Stopped) -> [TopicReport.Trial] {
    try standingTrials(checkStop)
      + [.init(command: "explain divergence", why: "beyond the bound")]
  }

  fileprivate var oscillationNow: [Statement] {
    let losses = epochs.steady.suffix(9).map(\.training.loss)
    guard let first = losses.first, losses.count > 1 else { return [needsEpoch] }
    let rises = zip(losses, losses.dropFirst()).count { $0 < $1 }
    let lowest = losses.reduce(first) { min($0, $1) }
    let highest = losses.reduce(first) { max($0, $1) }
    return [
      """
      In the last \(losses.count, "reported_epochs") epochs the training loss lay between \
      \(lowest, "lowest") and \(highest, "highest"); it rose from one to the next \(rises, "rises") \
      times of \(losses.count - 1, "changes").
      """
    ]
  }

  fileprivate func divergenceNow(_ checkStop: StopCheck) throws(Stopped) -> [Statement] {
    if let divergence {
      let head: Statement = """
        The last run broke off in epoch \(divergence.epoch, "diverged_epoch"), at step \
        \(divergence.step, "diverged_step")
        """
      guard let loss = divergence.lastFiniteLoss else { return ["\(head)."] }
      return ["\(head). The last batch whose loss was a number had \(loss, "last_loss")."]
    }
    guard let training else { return ["Nothing has been trained yet, so nothing has diverged."] }
    if let data {
      let ruin = try WeightsInRuin(
        training, examples: trainedExamples(data), loss: data.loss(settings.training),
        settings: settings.training, kernels: .best, checkStop: checkStop)
      if let ruin { return [ruin.statement] }
    }
    let largest = training.parameters.reduce(0) { max($0, abs($1)) }
    return [
      """
      Here it has not happened. The largest of the \(training.parameters.count, "parameters") weights \
      and biases has the size \(largest, "largest"); a number of 32 bits goes up to about 3.4e38.
      """
    ]
  }

  fileprivate func steadierTrials(_ checkStop: StopCheck) throws(Stopped) -> [TopicReport.Trial] {
    try standingTrials(checkStop) + [
      .init(command: "explain curvature", why: "how long steps may be at the present weights")
    ]
  }
}
