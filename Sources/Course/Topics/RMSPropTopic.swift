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
      RMSProp divides each gradient, the slope of the loss, by the usual size of that weight's latest \
      gradients. So its steps are about lr long, where the slope is steep and where it is flat. Unlike \
      Adagrad it forgets old gradients, so steps need not shrink for ever. The usual size starts from 0, \
      so the first steps are longer.
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
      rho is \(training.rho, "rho", .exact): the usual size looks back over some \
      1 / (1 - \(training.rho, "rho", .exact)) = \(1 / (1 - training.rho), "memory") steps. lr is \
      \(training.learningRate, "lr", .exact).
      """
    guard let (traced, value) = tracedParameter(of: .rmsprop) else {
      return [head, otherStep(than: .rmsprop)]
    }
    let gradient = traced.trace.usedGradient
    let symbols: [Statement] = [
      """
      s became \(value("rho"), "step_rho", .exact) × \
      \(value("square_mean_before"), "square_mean_before") + \(1 - value("rho"), "fresh_share") × \
      \(gradient, "gradient")² = \(value("square_mean"), "square_mean"), and the usual size is √s.
      """,
      stepInSymbols(traced),
    ]
    return [
      head,
      """
      In \(stepText(traced.record)) \(traced.title) had the gradient \(gradient, "gradient"). It was \
      divided by the usual size, \(value("square_mean").squareRoot(), "root")\
      \(guardText(value("eps"))), and multiplied by -lr.
      """,
      comparedWithPlain(traced),
    ] + (wantsAll ? symbols : [])
  }
}
