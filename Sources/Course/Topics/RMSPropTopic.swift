// RMSProp (Tieleman and Hinton, Coursera lecture 6.5, 2012): the mean of one parameter's squared
// gradients.
import Events
import Experiments

extension Topic {
  static let rmsprop = Topic(
    name: "rmsprop", aliases: ["rms", "rho", "root mean square"],
    title: "RMSProp: gradients divided by their recent size",
    group: .optimizers, summary: "g over its recent size",
    seeAlso: ["adagrad", "adam", "lr"],
    idea: [
      """
      RMSProp divides each gradient by the root of a running mean of its parameter's squared \
      gradients, so that steps have about the length lr wherever the loss is steep or flat. Unlike \
      Adagrad's sum, the mean forgets, so steps need not shrink for ever.
      """
    ],
    formulas: [
      "s ← ρ · s + (1 - ρ) · g²       s starts at 0",
      "p ← p - lr · g / (√s + ε)",
    ],
    now: { $0.rmspropNow },
    tryNext: { $0.optimizerTrials(.rmsprop, against: .adam, why: "with momentum as well") })
}

extension SessionState {
  fileprivate var rmspropNow: [Statement] {
    let training = settings.training
    let head: Statement = """
      rho, ρ here, is \(training.rho, "rho", .exact): the mean looks back over some 1/(1 - ρ) = \
      \(1 / (1 - training.rho), "memory") steps. lr is \(training.learningRate, "lr", .exact).
      """
    guard let (traced, value) = tracedParameter(of: .rmsprop) else {
      return [head, otherStep(than: .rmsprop)]
    }
    return [
      head,
      """
      In \(stepText(traced.record)), for \(traced.name), s became \(value("rho"), "step_rho", .exact) \
      × \(value("square_mean_before"), "square_mean_before") + \(1 - value("rho"), "fresh_share") × \
      \(traced.trace.usedGradient, "gradient")² = \(value("square_mean"), "square_mean"), so √s = \
      \(value("square_mean").squareRoot(), "root").
      """,
      comparedWithPlain(traced),
    ]
  }
}
