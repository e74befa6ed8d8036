// AMSGrad (Reddi, Kale and Kumar, "On the convergence of Adam and beyond", ICLR 2018), in PyTorch's form:
// one parameter's v and the largest so far, and for how many parameters the two differ.
import Events
import Experiments
import NeuralNetwork

extension Topic {
  static let amsgrad = Topic(
    name: "amsgrad", aliases: ["vmax", "largest second moment"],
    title: "AMSGrad: Adam that does not forget large gradients",
    group: .optimizers, summary: "Adam by its largest v",
    seeAlso: ["adam", "adagrad", "lr"],
    idea: [
      """
      Adam divides the mean of a weight's latest gradients, the slopes of the loss, by their usual size. \
      That size forgets: after a while of small gradients it has fallen and steps are long again, and on \
      some problems Adam never settles for that reason. AMSGrad remembers the largest that the usual \
      size has been, and goes on dividing by it.
      """
    ],
    formulas: [
      "vmax ← max(vmax, v)      v̂ = vmax / (1 - β₂ᵗ)      v and m̂ as Adam has them",
      "p ← p - lr · m̂ / (√v̂ + ε)",
    ],
    now: { $0.amsgradNow },
    tryNext: { $0.optimizerTrials(.amsgrad, against: .adam, why: "a size that forgets") })
}

extension SessionState {
  fileprivate var amsgradNow: [Statement] {
    let beta2 = settings.training.beta2 ?? OptimizerKind.amsgrad.rule.standardBeta2
    let head: Statement = """
      beta2 is \(beta2, "beta2", .exact): the usual size looks back over some \
      1 / (1 - \(beta2, "beta2", .exact)) = \(1 / (1 - beta2), "v_memory") steps.
      """
    guard let (traced, value) = tracedParameter(of: .amsgrad) else {
      return [head, otherStep(than: .amsgrad)]
    }
    let t = traced.ownSteps
    let scalars = AdamScalars(settings: traced.record.settings, step: t)
    let (before, after) = (value("v_max_before"), value("v_max"))
    let change: Statement =
      after > before
      ? "vmax, \(before, "v_max_before") before, became this v"
      : "vmax stayed \(after, "v_max")"
    let symbols: [Statement] = [
      """
      There t was \(t, "t"), v became \
      \(value("beta2"), "step_beta2", .exact) × \(value("v_before"), "v_before") + \
      \(1 - value("beta2"), "fresh_share") × \(traced.trace.usedGradient, "gradient")² = \
      \(value("v"), "v"); \(change), and v̂ = vmax / (1 - β₂ᵗ) = \(after, "v_max") / \
      \(scalars.biasCorrection2, "correction2") = \(value("v_hat"), "v_hat").
      """,
      stepInSymbols(traced),
    ]
    return [
      head,
      """
      In \(stepText(traced.record)), for \(traced.title), the largest usual size was \
      \(value("v_hat").squareRoot(), "root_v_hat")\(guardText(value("eps"))), \
      \(after > before ? "reached in this very step" : "reached in an earlier step").
      """,
      comparedWithPlain(traced),
      forgotten(traced.record),
    ] + (wantsAll ? symbols : [])
  }

  /// Where Adam's v has come down again.
  private func forgotten(_ record: StepRecord) -> Statement {
    let memory = record.optimizerAfter
    let below = zip(
      memory[.amsgrad, "second_moment"], memory[.amsgrad, "largest_second_moment"]
    ).count { $0 < $1 }
    return """
      For \(below, "below") of \(record.before.count, "parameters") weights and biases the usual size has \
      been larger than it is now: there Adam would divide by less.
      """
  }
}
