// What the first update of fresh weights did and why it has that size.
import Events
import Experiments
import NeuralNetwork

extension CoachNote {
  /// - Parameter step: the first step since the weights were made.
  static func firstUpdate(_ step: StepRecord, _ names: ParameterNames) -> CoachNote? {
    let trace = step.trace(step.mostMovedByGradient)
    // An optimizer that remembers earlier steps, of which nothing is known here, is left alone.
    guard trace.before + trace.optimizerUpdate != trace.before, trace.optimizer.isFirst else {
      return nil
    }
    let statement: Statement = """
      \(FirstUpdate(name: names.text(trace.name), trace: trace, step: step).statement)\
      \(trace.drawn)\(step.scheduled)
      """
    return CoachNote(kind: .firstUpdate, epoch: step.epoch, statement: statement)
  }
}

/// One parameter's, in a sentence.
private struct FirstUpdate {
  let name: String
  let trace: ParameterTrace
  let step: StepRecord

  private var rule: any Optimizer { step.settings.optimizer.rule }
  private var lr: Statement {
    "\(step.settings.learningRate, "lr", step.scheduleFactor == 1 ? .exact : .plain)"
  }
  private var g: Statement { "\(trace.usedGradient, "gradient")" }

  /// What moved parameters beside the optimizer's step, and is not counted: ", decay aside,".
  private var aside: String {
    var parts: [String] = []
    if trace.optimizer.gradientUpdate != trace.optimizer.update { parts.append("decay") }
    if step.isDrawn { parts.append("L1") }
    return parts.isEmpty ? "" : ", \(parts.joined(separator: " and ")) aside,"
  }

  var statement: Statement {
    let first = rule.firstStep(step.settings)
    switch first {
    case .alongGradient(let factor, let why): return along(factor, why)
    case .ofLength(let divisor, let epsilon, let why):
      let isShortened = first.isShortened(Double(trace.usedGradient))
      let length = isShortened ? shortened(divisor, epsilon) : full(divisor)
      let whatever: Statement = isShortened ? "" : ", whatever the gradient (\(g))"
      return """
        The first update\(aside) moved \(name) by \
        \(trace.optimizer.gradientUpdate, "update", .signed): \(rule.title)'s first step is \
        \(length) long, since \(why)\(whatever).
        """
    }
  }

  private func along(_ factor: FirstStep.Factor?, _ why: String) -> Statement {
    let clipped: Statement =
      trace.clipFactor == 1 ? "" : " (clipped to \(trace.clipFactor, "clip_factor", .percent))"
    let times = factor.map { "\($0.text) × " } ?? ""
    let timesValue: Statement = factor.map { "\($0.value, "factor") × " } ?? ""
    return """
      The first update\(aside) moved \(name) most, by -lr × \(times)gradient = \
      -\(timesValue)\(lr) × \(g)\(clipped) = \(trace.optimizerUpdate, "update", .signed): \(why).
      """
  }

  private func full(_ divisor: FirstStep.Factor?) -> Statement {
    guard let divisor else { return "lr" }
    return """
      lr/\(divisor.text) = \(step.settings.learningRate / divisor.value, "step_length")
      """
  }

  private func shortened(_ divisor: FirstStep.Factor?, _ epsilon: Double) -> Statement {
    let size: Statement = "\(abs(trace.usedGradient), "gradient_size")"
    let divided = divisor.map { "\($0.text)·" } ?? ""
    let dividedValue: Statement = divisor.map { "\($0.value, "divisor") × " } ?? ""
    return """
      lr·|g|/(\(divided)|g| + ε) = \(lr) × \(size)/(\(dividedValue)\(size) + \
      \(epsilon, "eps", .exact))
      """
  }
}

extension StepRecord {
  /// Proximal L1 draws in ways of its own; the first step of every optimizer is longest where the
  /// gradient is.
  fileprivate var mostMovedByGradient: Int {
    guard isDrawn else { return mostMoved }
    return gradient.indices.max { abs(gradient[$0]) < abs(gradient[$1]) } ?? mostMoved
  }

  fileprivate var isDrawn: Bool { settings.l1Mode == .proximal && settings.l1 > 0 }

  /// The lr of the step where it is not the one that was set.
  fileprivate var scheduled: Statement {
    guard scheduleFactor != 1 else { return "" }
    return " In this step \(settings.schedule.rawValue) makes lr \(settings.learningRate, "lr")."
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
  /// What proximal L1 made of it then.
  fileprivate var drawn: Statement {
    guard let proximal else { return "" }
    return " L1 then took it from \(proximal.stepped, "stepped") to \(after, "after")."
  }
}
