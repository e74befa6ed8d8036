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
      An L2 penalty pulls each weight toward 0, large ones harder. Under Adam that pull becomes part of \
      the gradient, the slope of the loss, and Adam divides all of that by its usual size: weights with \
      large gradients hardly shrink. AdamW keeps the pull out: beside Adam's step it takes the same \
      share, lr × decay, of every weight away. For plain sgd both come to the same.
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
      \(training.penalize == .all ? "weight and bias" : "weight") that a step of adamw takes away.
      """
    guard let (traced, value) = tracedParameter(of: .adamw) else {
      return [head, otherStep(than: .adamw)]
    }
    let direction = value("m_hat") / (value("v_hat").squareRoot() + value("eps"))
    let symbols: Statement =
      wantsAll ? " Adam's direction m̂/(√v̂+ε) was \(direction, "direction")." : ""
    return [
      head,
      """
      In \(stepText(traced.record)) Adam's step moved \(traced.title) by \
      \(value("adam_update"), "adam_update", .signed); \(decayed(traced, value)).\(symbols)
      """,
    ]
  }
}
