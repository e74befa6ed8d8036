// What a penalty did in the recorded step, for the topics of L1 and L2.
import Events
import Experiments

extension PenaltyKind {
  fileprivate var formula: String { self == .l1 ? "l1 × sign(p)" : "l2 × p" }
}

extension SessionState {
  /// The penalty's part in the gradient of the penalized parameter that moved most; nil while there
  /// are no weights.
  func penaltyPull(_ kind: PenaltyKind) -> Statement? {
    guard training != nil else { return nil }
    guard let record = recordedStep else { return needsStep }
    let settings = record.settings
    let name = kind.rawValue
    guard (kind == .l1 ? settings.l1 : settings.l2) > 0 else {
      return "In \(stepText(record)) \(name) was 0, so there was no pull."
    }
    guard let traced = tracedParameter(where: { settings.penalizes($0) }) else { return nil }
    let trace = traced.trace
    if kind == .l1, settings.l1Mode == .proximal { return proximalPull(traced) }
    let gradient = kind == .l1 ? trace.l1Gradient : trace.l2Gradient
    let formula: Statement = wantsAll ? "\(kind.formula) = " : ""
    let head: Statement = """
      In \(stepText(record)) \(traced.title) was \(trace.before, "before"): to its gradient, the rows' \
      \(trace.dataGradient, "data_gradient", .signed), the penalty added \(formula)\
      \(gradient, "\(name)_gradient", .signed).
      """
    let rule = settings.optimizer.rule
    guard rule.isPlain else {
      let words = "The step depends on both together, so the penalty alone has none."
      return "\(head) \(wantsAll ? rule.penaltyText : words)"
    }
    let move = -settings.learningRate * Double(trace.clipFactor) * Double(gradient)
    let clipped = trace.clipFactor == 1 ? "" : " and what clipping left of the gradient"
    return """
      \(head) Times -lr\(clipped), the penalty alone moved it by \(move, "\(name)_move", .signed).
      """
  }

  /// What soft thresholding did to the parameter.
  private func proximalPull(_ traced: TracedParameter) -> Statement? {
    guard let proximal = traced.trace.proximal else { return nil }
    let isPlain = traced.record.settings.optimizer.rule.isPlain
    let head: Statement = """
      In \(stepText(traced.record)) \(traced.title) was \(traced.trace.before, "before"); the \
      optimizer's step took it to \(proximal.stepped, "stepped"), and drawing it toward 0 by \
      \(isPlain ? "lr × l1" : "its rate times l1") = \(proximal.threshold, "l1_threshold")
      """
    return traced.trace.after == 0
      ? "\(head) made it exactly 0." : "\(head) left \(traced.trace.after, "l1_after")."
  }

  /// The other choice of what the penalties count.
  var penalizeTrial: TopicReport.Trial {
    settings.training.penalize == .all
      ? .init(command: "set penalize weights", why: "leave the biases out of the penalties")
      : .init(command: "set penalize all", why: "count the biases in the penalties as well")
  }
}
