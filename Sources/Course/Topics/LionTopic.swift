// Lion (Chen and others, "Symbolic discovery of optimization algorithms", NeurIPS 2023): the mix of one
// parameter's gradients, what its sign makes of it, and the decay beside it.
import Events
import Experiments
import NeuralNetwork
import Text

extension Topic {
  static let lion = Topic(
    name: "lion", aliases: ["evolved sign momentum"],
    title: "Lion: the sign alone makes the step",
    group: .optimizers, summary: "steps by sign alone",
    seeAlso: ["adam", "adamw", "lr"],
    idea: [
      """
      Lion mixes the newest gradient, the slope of the loss, with the mean of earlier ones and looks at \
      nothing but the sign of the mix: plus or minus. Every weight then moves by lr against that sign, \
      be the slope steep or flat. Adam's steps get shorter where slopes change sign, Lion's do not: it \
      usually wants an lr 3 to 10 times smaller, and a decay larger by as much.
      """
    ],
    formulas: [
      "c = β₁ · m + (1 - β₁) · g           m starts at 0; sign(0) = 0",
      "p ← p - lr · (sign(c) + decay · p)",
      "m ← β₂ · m + (1 - β₂) · g           after the step",
    ],
    now: { $0.lionNow },
    tryNext: { $0.lionTrials })
}

extension SessionState {
  fileprivate var lionNow: [Statement] {
    let training = settings.training
    let beta2 = training.beta2 ?? OptimizerKind.lion.rule.standardBeta2
    let head: Statement = """
      beta2 is \(beta2, "beta2", .exact): the mean looks back over some \
      1 / (1 - \(beta2, "beta2", .exact)) = \(1 / (1 - beta2), "m_memory") steps. Each step is \
      lr = \(training.learningRate, "lr", .exact) long, and takes lr × decay = \
      \(training.learningRate, "lr", .exact) × \(training.decay, "decay", .exact) = \
      \(training.learningRate * training.decay, "decay_share") of every \
      \(training.penalize == .all ? "weight and bias" : "weight") away.
      """
    guard let (traced, value) = tracedParameter(of: .lion) else {
      return [head, otherStep(than: .lion)]
    }
    let gradient = traced.trace.usedGradient
    let symbols: Statement = """
      The mix is c = \(value("beta1"), "step_beta1", .exact) × \(value("m_before"), "m_before") + \
      \(1 - value("beta1"), "fresh_share") × \(gradient, "gradient") = \(value("c"), "c", .signed).
      """
    return [
      head,
      """
      In \(stepText(traced.record)), for \(traced.title), the mix was \(value("c"), "c", .signed): its \
      sign moved it by \(value("sign_update"), "sign_update", .signed). And \(decayed(traced, value)). \
      Plain sgd would have moved it by \(traced.plainUpdate, "plain_update", .signed).
      """,
    ] + (wantsAll ? [symbols] : [])
  }

  fileprivate var lionTrials: [TopicReport.Trial] {
    let training = settings.training
    var trials = optimizerTrials(.lion, against: .adamw, why: "steps of different lengths")
    guard let lower = Rungs.below(training.learningRate) else { return trials }
    let slower = "set lr \(exactText(lower))"
    if training.optimizer == .lion {
      trials.insert(.init(command: slower, why: "shorter steps for all; \(thenTrain)"), at: 1)
    } else if training.optimizer.isOrVaries(.adam) {
      trials[1] = .init(command: slower, why: "as well: lion wants 3 to 10 times less than Adam")
    }
    return trials
  }
}
