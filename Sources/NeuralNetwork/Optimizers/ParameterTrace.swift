// One parameter through one optimizer step: every number that a user could check with a calculator.

/// What happened to one parameter in one step. In 32-bit arithmetic `gradient` = (`dataGradient` +
/// `l1Gradient`) + `l2Gradient`, and `after` = `before` + `update`, exactly.
package struct ParameterTrace: Equatable, Sendable {
  package let index: Int
  package let name: ParameterName
  package let before: Float
  package let dataGradient: Float
  /// l1·sign(p), or 0 where the penalty does not reach or is proximal.
  package let l1Gradient: Float
  /// l2·p, or 0 where the penalty does not reach.
  package let l2Gradient: Float
  package let gradient: Float
  /// What clipping multiplied the gradient by; 1 if it did not.
  package let clipFactor: Float
  package let update: Float
  package let after: Float
  package let optimizer: OptimizerTrace
  /// What proximal L1 made of the optimizer's step; nil where it has no part.
  package let proximal: ProximalTrace?

  /// The gradient as the optimizer used it.
  package var usedGradient: Float { clipFactor == 1 ? gradient : gradient * clipFactor }
  /// The optimizer's own part of `update`, before any soft thresholding.
  package var optimizerUpdate: Float { optimizer.update }
}

/// Soft thresholding after the optimizer's step. stepped = before + optimizerUpdate; where |stepped|
/// is beyond the threshold, update = (stepped - before) + shrinkage with shrinkage =
/// -sign(stepped) · threshold; else the parameter becomes 0: shrinkage = -stepped, update = -before.
package struct ProximalTrace: Equatable, Sendable {
  /// l1 times the step's rate.
  package let threshold: Float
  package let optimizerUpdate: Float
  package let stepped: Float
  package let shrinkage: Float
}

extension StepRecord {
  /// The step of one parameter; the index must be in 0..<shape.parameterCount.
  package func trace(_ index: Int) -> ParameterTrace {
    let name = shape.parameter(at: index)
    var l1Gradient: Float = 0
    var l2Gradient: Float = 0
    if settings.penalizes(name) {
      let sign: Float = before[index] > 0 ? 1 : before[index] < 0 ? -1 : 0
      // Without the penalty the product could be -0, which reads as if it pulled.
      l1Gradient = settings.l1InGradient == 0 ? 0 : Float(settings.l1) * sign
      l2Gradient = settings.l2 == 0 ? 0 : Float(settings.l2) * before[index]
    }
    let optimizer = optimizerTrace(index, name)
    let (update, proximal) = proximalTrace(index, step: optimizer.update, name: name)
    return ParameterTrace(
      index: index, name: name, before: before[index], dataGradient: dataGradient[index],
      l1Gradient: l1Gradient, l2Gradient: l2Gradient, gradient: gradient[index],
      clipFactor: clipFactor, update: update,
      after: after[index], optimizer: optimizer, proximal: proximal)
  }

  private func proximalTrace(
    _ index: Int, step: Float, name: ParameterName
  ) -> (update: Float, ProximalTrace?) {
    let memory = optimizerAfter[settings.optimizer]
    let rate = settings.optimizer.rule.rate(
      settings, number: memory.steps, unitVelocity: memory.unitVelocity)
    guard settings.penalizes(name), let draw = SoftThreshold(settings, rate) else {
      return (step, nil)
    }
    let threshold = draw.value(slots: memory.slots.map { Self.element(index, of: $0) })
    let stepped = before[index] + step
    let isZero = after[index] == 0
    let shrinkage = isZero ? -stepped : stepped > 0 ? -threshold : threshold
    let trace = ProximalTrace(
      threshold: threshold, optimizerUpdate: step, stepped: stepped, shrinkage: shrinkage)
    return (isZero ? -before[index] : (stepped - before[index]) + shrinkage, trace)
  }

  private func optimizerTrace(_ index: Int, _ name: ParameterName) -> OptimizerTrace {
    let optimizer = settings.optimizer
    let (before, after) = (optimizerBefore[optimizer], optimizerAfter[optimizer])
    return optimizer.rule.trace(
      TraceInput(
        settings: settings, number: after.steps, before: self.before[index],
        gradient: clipFactor == 1 ? gradient[index] : gradient[index] * clipFactor,
        slots: zip(before.slots, after.slots).map {
          (Self.element(index, of: $0), Self.element(index, of: $1))
        },
        unitVelocity: (before.unitVelocity, after.unitVelocity),
        isPenalized: settings.penalizes(name), symbol: name.symbol))
  }

  /// An optimizer's memory reads as 0 before its first step.
  private static func element(_ index: Int, of memory: [Float]) -> Float {
    memory.isEmpty ? 0 : memory[index]
  }
}

extension TrainingSettings {
  /// Whether the penalties reach this parameter.
  package func penalizes(_ name: ParameterName) -> Bool {
    switch (penalize, name) {
    case (.all, _), (.weights, .weight): true
    case (.weights, .bias): false
    }
  }
}
