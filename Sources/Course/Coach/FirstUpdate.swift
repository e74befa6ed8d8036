// What the first update of fresh weights did and why it has that size.
import Events
import Experiments
import NeuralNetwork

extension CoachNote {
  /// - Parameter step: the first step since the weights were made.
  static func firstUpdate(_ step: StepRecord, _ names: ParameterNames) -> CoachNote? {
    let trace = step.trace(step.mostMoved)
    guard trace.after != trace.before,
      let statement = statement(names.text(trace.name), trace, step.settings)
    else { return nil }
    return CoachNote(kind: .firstUpdate, epoch: step.epoch, statement: statement)
  }

  /// Nil where the optimizer remembers earlier steps, of which nothing is known here.
  private static func statement(
    _ name: String, _ trace: ParameterTrace, _ settings: TrainingSettings
  ) -> Statement? {
    guard trace.optimizer.isFirst else { return nil }
    let (g, lr) = (trace.usedGradient, settings.learningRate)
    let rule = settings.optimizer.rule
    let head: Statement = "The first update\(trace.aside) moved \(name) most, by"
    let clipped: Statement =
      trace.clipFactor == 1 ? "" : " (clipped to \(trace.clipFactor, "clip_factor", .percent))"
    let product: Statement = """
      \(lr, "lr", .exact) × \(g, "gradient")\(clipped) = \(trace.optimizerUpdate, "update", .signed)
      """
    switch rule.firstStep(settings) {
    case .alongGradient(nil, let why): return "\(head) -lr × gradient = -\(product): \(why)."
    case .alongGradient(let factor?, let why):
      return """
        \(head) -lr × \(factor.text) × gradient = -\(factor.value, "factor") × \(product): \(why).
        """
    case .ofLength(let why): return sized(name, trace, "\(rule.title)'s first step \(why)")
    case .ofLengthDivided(let factor):
      return sized(
        name, trace,
        """
        \(rule.title)'s first step is lr/\(factor.text) = \(lr / factor.value, "step_length") long
        """)
    }
  }

  /// Of the optimizers whose first step does not depend on the gradient's size.
  private static func sized(
    _ name: String, _ trace: ParameterTrace, _ why: Statement
  ) -> Statement {
    """
    The first update\(trace.aside) moved \(name) by \(trace.optimizer.gradientUpdate, "update", .signed): \
    \(why), whatever the gradient (\(trace.usedGradient, "gradient")).
    """
  }
}

extension OptimizerTrace {
  /// Whether the optimizer remembered nothing of earlier steps.
  fileprivate var isFirst: Bool {
    (self["t"] ?? 1) == 1
      && quantities.allSatisfy { !$0.name.hasSuffix("_before") || self[$0.name] == 0 }
  }
}

extension ParameterTrace {
  /// What moved the parameter beside the optimizer's step, and is not counted: ", decay aside,".
  fileprivate var aside: String {
    var parts: [String] = []
    if optimizer.gradientUpdate != optimizer.update { parts.append("decay") }
    if proximal != nil { parts.append("L1") }
    return parts.isEmpty ? "" : ", \(parts.joined(separator: " and ")) aside,"
  }
}
