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
      Adam's mean of squares v forgets: after small gradients steps grow long again, and on some \
      problems Adam never settles for that reason. AMSGrad divides by the largest v so far, vmax, \
      which never falls. It is taken, as in PyTorch, of v before the correction: once 1 - β₂ᵗ is near \
      1, a parameter's rate lr/(√v̂ + ε) hardly grows again.
      """
    ],
    formulas: [
      "vmax ← max(vmax, v)      v̂ = vmax / (1 - β₂ᵗ)      v and m̂ as Adam has them",
      "p ← p - lr · m̂ / (√v̂ + ε)",
    ],
    now: { $0.amsgradNow },
    tryNext: { $0.optimizerTrials(.amsgrad, against: .adam, why: "a v that forgets") })
}

extension SessionState {
  fileprivate var amsgradNow: [Statement] {
    let beta2 = settings.training.beta2 ?? OptimizerKind.amsgrad.rule.standardBeta2
    let head: Statement = """
      beta2 is \(beta2, "beta2", .exact), so v looks back over some 1/(1 - β₂) = \
      \(1 / (1 - beta2), "v_memory") steps.
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
    return [
      head,
      """
      In \(stepText(traced.record)) (t = \(t, "t")), for \(traced.name), v became \
      \(value("beta2"), "step_beta2", .exact) × \(value("v_before"), "v_before") + \
      \(1 - value("beta2"), "fresh_share") × \(traced.trace.usedGradient, "gradient")² = \
      \(value("v"), "v"); \(change), and v̂ = vmax / (1 - β₂ᵗ) = \(after, "v_max") / \
      \(scalars.biasCorrection2, "correction2") = \(value("v_hat"), "v_hat").
      """,
      comparedWithPlain(traced),
      forgotten(traced.record),
    ]
  }

  /// Where Adam's v has come down again.
  private func forgotten(_ record: StepRecord) -> Statement {
    let memory = record.optimizerAfter
    let below = zip(
      memory[.amsgrad, "second_moment"], memory[.amsgrad, "largest_second_moment"]
    ).count { $0 < $1 }
    return """
      v is below vmax for \(below, "below") of \(record.before.count, "parameters") parameters: Adam \
      would divide by less there.
      """
  }
}
