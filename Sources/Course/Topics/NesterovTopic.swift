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
      Momentum knows that it will go on along its velocity, so Nesterov counts the next share of it \
      already. A gradient that turns against the velocity brakes at once instead of a step later, \
      which swings less.
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
      momentum is \(settings.training.momentum, "momentum", .exact): the setting is shared with \
      optimizer momentum, the velocity is not.
      """
    guard let (traced, value) = tracedParameter(of: .nesterov) else {
      return [head, otherStep(than: .nesterov)]
    }
    let mu = traced.record.settings.momentum
    return [
      head,
      """
      In \(stepText(traced.record)), for \(traced.name), v became momentum × v + g = \
      \(mu, "step_momentum", .exact) × \(value("velocity_before"), "velocity_before") + \
      \(traced.trace.usedGradient, "gradient") = \(value("velocity"), "velocity"), and g + momentum × \
      v was \(traced.trace.usedGradient, "gradient") + \(mu, "step_momentum", .exact) × \
      \(value("velocity"), "velocity") = \(value("ahead"), "ahead").
      """,
      comparedWithPlain(traced),
    ]
  }
}
