// AdamW (Loshchilov and Hutter, "Decoupled weight decay regularization", ICLR 2019): the two parts of
// one parameter's step.
import Events
import Experiments

extension Topic {
  static let adamw = Topic(
    name: "adamw", aliases: ["decay", "decoupled weight decay"],
    title: "AdamW: Adam with the decay kept apart",
    group: .optimizers, summary: "Adam, decay apart",
    seeAlso: ["adam", "lion", "l2", "regularization"],
    idea: [
      """
      With l2 under Adam the penalty's pull goes into the gradient and is divided by √v̂ like the \
      rest, so parameters with large gradients are hardly shrunk. AdamW shrinks every parameter by \
      the same share, lr · decay, beside Adam's step. For plain sgd the two are the same thing.
      """
    ],
    formulas: ["p ← p - lr · m̂ / (√v̂ + ε) - lr · decay · p      m̂ and v̂ as Adam has them"],
    now: { $0.adamwNow },
    tryNext: {
      $0.optimizerTrials(.adamw, against: .adam, why: "without a decay of its own")
    })
}

extension SessionState {
  fileprivate var adamwNow: [Statement] {
    let training = settings.training
    let head: Statement = """
      lr × decay = \(training.learningRate, "lr", .exact) × \(training.decay, "decay", .exact) = \
      \(training.learningRate * training.decay, "decay_share") is the share of every \
      \(training.penalize == .all ? "parameter" : "weight") that a step of adamw takes away.
      """
    guard let (traced, value) = tracedParameter(of: .adamw) else {
      return [head, otherStep(than: .adamw)]
    }
    let direction = value("m_hat") / (value("v_hat").squareRoot() + value("eps"))
    return [
      head,
      """
      In \(stepText(traced.record)), for \(traced.name), m̂/(√v̂+ε) was \
      \(direction, "direction"), which moved it by \
      \(value("adam_update"), "adam_update", .signed); \(decayed(traced, value)).
      """,
    ]
  }
}
