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
    let (g, update) = (trace.usedGradient, trace.optimizerUpdate)
    let lr = settings.learningRate
    let head: Statement = "The first update\(trace.aside) moved \(name) most, by"
    let clipped: Statement =
      trace.clipFactor == 1 ? "" : " (clipped to \(trace.clipFactor, "clip_factor", .percent))"
    let product: Statement =
      "\(lr, "lr", .exact) × \(g, "gradient")\(clipped) = \(update, "update", .signed)"
    switch trace.optimizer {
    case .plain:
      return "\(head) -lr × gradient = -\(product): the steeper the loss, the longer the step."
    case .momentum(let momentum) where momentum.velocityBefore == 0:
      return "\(head) -lr × gradient = -\(product): velocity starts at 0 and builds up from now on."
    case .nesterov(let nesterov) where nesterov.velocityBefore == 0:
      return """
        \(head) -lr × (1 + momentum) × gradient = -\(1 + settings.momentum, "factor") × \(product): it \
        looks a step ahead.
        """
    case .adagrad(let adagrad) where adagrad.squareSumBefore == 0:
      return sized(name, trace.aside, update, g, "Adagrad's first step is lr × g/√g², so lr long")
    case .rmsprop(let rmsprop) where rmsprop.squareMeanBefore == 0:
      return sized(
        name, trace.aside, update, g,
        "RMSProp's first step is lr/√(1 - rho) = \(lr / (1 - settings.rho).squareRoot(), "step_length") long"
      )
    case .adam(let adam) where adam.t == 1:
      return sized(
        name, trace.aside, update, g, "Adam's first step is lr long, since m̂ = g and √v̂ = |g|")
    case .adamw(let adamw) where adamw.adam.t == 1:
      return sized(
        name, trace.aside, adamw.adamUpdate, g,
        "AdamW's first step is lr long, since m̂ = g and √v̂ = |g|")
    case .momentum, .nesterov, .adagrad, .rmsprop, .adam, .adamw: return nil
    }
  }

  /// Of the optimizers whose first step does not depend on the gradient's size.
  private static func sized(
    _ name: String, _ aside: String, _ update: Float, _ gradient: Float, _ why: Statement
  ) -> Statement {
    """
    The first update\(aside) moved \(name) by \(update, "update", .signed): \(why), whatever the gradient \
    (\(gradient, "gradient")).
    """
  }
}

extension ParameterTrace {
  /// What moved the parameter beside the optimizer's step, and is not counted: ", decay aside,".
  fileprivate var aside: String {
    var parts: [String] = []
    if case .adamw(let adamw) = optimizer, adamw.decayUpdate != 0 { parts.append("decay") }
    if proximal != nil { parts.append("L1") }
    return parts.isEmpty ? "" : ", \(parts.joined(separator: " and ")) aside,"
  }
}
