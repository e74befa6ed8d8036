// Nesterov's momentum (Nesterov 1983, in the form of Sutskever, Martens, Dahl and Hinton, ICML 2013):
// the look ahead for one parameter of the recorded step.
import Events
import Experiments

extension Topic {
  static let nesterov = Topic(
    name: "nesterov", aliases: ["nesterov momentum", "nag", "accelerated gradient", "look ahead"],
    title: "Nesterov: momentum that looks ahead",
    group: .optimizers, summary: "momentum looking ahead",
    seeAlso: ["momentum", "sgd", "lr"],
    idea: [
      """
      Like momentum, Nesterov gives every weight a velocity: a share of the old one plus the new \
      gradient, the slope of the loss. It knows that the next step will go on along that velocity, so it \
      adds the next share already now. Where the slope turns round, it turns sooner than momentum does, \
      and swings less.
      """
    ],
    formulas: [
      "v ← momentum · v + g                       as with momentum",
      "p ← p - lr · (g + momentum · v)            where momentum has lr · v",
    ],
    now: { $0.nesterovNow },
    tryNext: { $0.optimizerTrials(.nesterov, against: .momentum, why: "without the look ahead") })
}

extension SessionState {
  fileprivate var nesterovNow: [Statement] {
    let head: Statement = """
      The share, momentum, is \(settings.training.momentum, "momentum", .exact), as for optimizer \
      momentum; the velocity is its own.
      """
    guard let (traced, value) = tracedParameter(of: .nesterov) else {
      return [head, otherStep(than: .nesterov)]
    }
    let mu = traced.record.settings.momentum
    let symbols = wantsAll ? [stepInSymbols(traced)] : []
    return [
      head,
      """
      In \(stepText(traced.record)) the velocity of \(traced.title) became \
      \(mu, "step_momentum", .exact) × \(value("velocity_before"), "velocity_before") + \
      \(traced.trace.usedGradient, "gradient") = \(value("velocity"), "velocity"). The gradient and the \
      next share of that are \(traced.trace.usedGradient, "gradient") + \(mu, "step_momentum", .exact) × \
      \(value("velocity"), "velocity") = \(value("ahead"), "ahead").
      """,
      comparedWithPlain(traced),
    ] + symbols
  }
}
