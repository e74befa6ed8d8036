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
      Lion mixes the mean m of a parameter's gradients with the new one and steps lr against the sign \
      of the mix, be gradients large or tiny. Adam's steps get shorter where gradients change sign, \
      Lion's do not: it usually takes an lr 3 to 10 times smaller, and a decay larger by as much. \
      As its step does not scale with the gradient, it has no rate for proximal L1.
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
      beta2 is \(beta2, "beta2", .exact), so m looks back over some 1/(1 - β₂) = \
      \(1 / (1 - beta2), "m_memory") steps. A step of lion moves by lr = \
      \(training.learningRate, "lr", .exact), and takes lr × decay = \
      \(training.learningRate, "lr", .exact) × \(training.decay, "decay", .exact) = \
      \(training.learningRate * training.decay, "decay_share") of every \
      \(training.penalize == .all ? "parameter" : "weight") away.
      """
    guard let (traced, value) = tracedParameter(of: .lion) else {
      return [head, otherStep(than: .lion)]
    }
    let gradient = traced.trace.usedGradient
    return [
      head,
      """
      In \(stepText(traced.record)), for \(traced.name), c was \(value("beta1"), "step_beta1", .exact) × \
      \(value("m_before"), "m_before") + \(1 - value("beta1"), "fresh_share") × \
      \(gradient, "gradient") = \(value("c"), "c", .signed), whose sign moved it by \
      \(value("sign_update"), "sign_update", .signed); \(decayed(traced, value)). Plain sgd would have \
      moved it by -lr × g = \(traced.plainUpdate, "plain_update", .signed).
      """,
    ]
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
