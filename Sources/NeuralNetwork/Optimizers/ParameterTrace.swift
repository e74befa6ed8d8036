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
  package var optimizerUpdate: Float { proximal?.optimizerUpdate ?? update }
}

/// Soft thresholding after the optimizer's step. stepped = before + optimizerUpdate; where |stepped|
/// is beyond the threshold, update = (stepped - before) + shrinkage with shrinkage =
/// -sign(stepped) · threshold; else the parameter becomes 0: shrinkage = -stepped, update = -before.
package struct ProximalTrace: Equatable, Sendable {
  /// lr · l1.
  package let threshold: Float
  package let optimizerUpdate: Float
  package let stepped: Float
  package let shrinkage: Float
}

/// The optimizer's part of a trace.
package enum OptimizerTrace: Equatable, Sendable {
  /// `gd` and `sgd`: update = -learningRate · gradient.
  case plain(learningRate: Float)
  case momentum(MomentumTrace)
  case nesterov(NesterovTrace)
  case adagrad(AdagradTrace)
  case rmsprop(RMSPropTrace)
  case adam(AdamTrace)
  case adamw(AdamWTrace)
}

/// velocity = mu · velocityBefore + gradient; update = -learningRate · velocity.
package struct MomentumTrace: Equatable, Sendable {
  package let learningRate: Float
  package let mu: Float
  package let velocityBefore: Float
  package let velocity: Float
}

/// velocity = mu · velocityBefore + gradient; ahead = gradient + mu · velocity; update =
/// -learningRate · ahead.
package struct NesterovTrace: Equatable, Sendable {
  package let learningRate: Float
  package let mu: Float
  package let velocityBefore: Float
  package let velocity: Float
  package let ahead: Float
}

/// squareSum = squareSumBefore + gradient²; denominator = √squareSum + epsilon; update =
/// (-learningRate · gradient) / denominator.
package struct AdagradTrace: Equatable, Sendable {
  package let learningRate: Float
  package let epsilon: Float
  package let squareSumBefore: Float
  package let squareSum: Float
  package let denominator: Float
}

/// squareMean = rho · squareMeanBefore + (1 - rho) gradient²; denominator = √squareMean + epsilon;
/// update = (-learningRate · gradient) / denominator.
package struct RMSPropTrace: Equatable, Sendable {
  package let learningRate: Float
  package let rho: Double
  package let epsilon: Float
  package let squareMeanBefore: Float
  package let squareMean: Float
  package let denominator: Float
}

/// update = adamUpdate + decayUpdate, where adamUpdate is what Adam would have done and decayUpdate
/// = -(lr · decay) · before.
package struct AdamWTrace: Equatable, Sendable {
  package let adam: AdamTrace
  /// 0 where the decay does not reach.
  package let decay: Double
  package let adamUpdate: Float
  package let decayUpdate: Float
}

/// m = m₀ + (g - m₀)(1 - β₁); v = v₀ β₂ + (1 - β₂) g g; denominator = √v · rootScale +
/// epsilon; update = (-stepSize · m) / denominator. With mHat and vHat the same update reads -lr ·
/// mHat / (√vHat + epsilon).
package struct AdamTrace: Equatable, Sendable {
  package let learningRate: Double
  package let beta1: Double
  package let beta2: Double
  package let epsilon: Float
  /// Adam's own step count, from 1.
  package let t: Int
  package let firstMomentBefore: Float
  package let firstMoment: Float
  package let secondMomentBefore: Float
  package let secondMoment: Float
  /// 1 - β₁ᵗ.
  package let biasCorrection1: Double
  /// 1 - β₂ᵗ.
  package let biasCorrection2: Double
  /// lr / biasCorrection1.
  package let stepSize: Float
  /// 1 / √biasCorrection2.
  package let rootScale: Float
  package let denominator: Float

  /// m / (1 - β₁ᵗ), the bias-corrected mean of gradients.
  package var mHat: Double { Double(firstMoment) / biasCorrection1 }
  /// v / (1 - β₂ᵗ), the bias-corrected mean of squared gradients.
  package var vHat: Double { Double(secondMoment) / biasCorrection2 }
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
    let (step, optimizer) = optimizerTrace(index)
    let (update, proximal) = proximalTrace(index, step: step, name: name)
    return ParameterTrace(
      index: index, name: name, before: before[index], dataGradient: dataGradient[index],
      l1Gradient: l1Gradient, l2Gradient: l2Gradient, gradient: gradient[index],
      clipFactor: clipFactor, update: update,
      after: after[index], optimizer: optimizer, proximal: proximal)
  }

  private func proximalTrace(
    _ index: Int, step: Float, name: ParameterName
  ) -> (update: Float, ProximalTrace?) {
    let threshold = settings.softThreshold
    guard threshold > 0, settings.penalizes(name) else { return (step, nil) }
    let stepped = before[index] + step
    let isZero = after[index] == 0
    let shrinkage = isZero ? -stepped : stepped > 0 ? -threshold : threshold
    let trace = ProximalTrace(
      threshold: threshold, optimizerUpdate: step, stepped: stepped, shrinkage: shrinkage)
    return (isZero ? -before[index] : (stepped - before[index]) + shrinkage, trace)
  }

  private func optimizerTrace(_ index: Int) -> (update: Float, OptimizerTrace) {
    let rate = Float(settings.learningRate)
    let g = clipFactor == 1 ? gradient[index] : gradient[index] * clipFactor
    let memory = memories(index)
    switch settings.optimizer {
    case .gd, .sgd:
      return (-rate * g, .plain(learningRate: rate))
    case .momentum:
      let trace = MomentumTrace(
        learningRate: rate, mu: Float(settings.momentum), velocityBefore: memory[0].before,
        velocity: memory[0].after)
      return (-rate * trace.velocity, .momentum(trace))
    case .nesterov:
      let mu = Float(settings.momentum)
      let trace = NesterovTrace(
        learningRate: rate, mu: mu, velocityBefore: memory[0].before, velocity: memory[0].after,
        ahead: g + memory[0].after * mu)
      return (-rate * trace.ahead, .nesterov(trace))
    case .adagrad:
      let epsilon = Float(settings.effectiveEpsilon)
      let trace = AdagradTrace(
        learningRate: rate, epsilon: epsilon, squareSumBefore: memory[0].before,
        squareSum: memory[0].after, denominator: memory[0].after.squareRoot() + epsilon)
      return ((-rate * g) / trace.denominator, .adagrad(trace))
    case .rmsprop:
      let epsilon = Float(settings.effectiveEpsilon)
      let trace = RMSPropTrace(
        learningRate: rate, rho: settings.rho, epsilon: epsilon, squareMeanBefore: memory[0].before,
        squareMean: memory[0].after, denominator: memory[0].after.squareRoot() + epsilon)
      return ((-rate * g) / trace.denominator, .rmsprop(trace))
    case .adam:
      let (update, trace) = adamTrace(memory, step: optimizerAfter[.adam].steps)
      return (update, .adam(trace))
    case .adamw:
      let (update, adam) = adamTrace(memory, step: optimizerAfter[.adamw].steps)
      let reached = settings.penalizes(shape.parameter(at: index))
      let decayed = reached ? before[index] * -settings.decayOfStep : 0
      let trace = AdamWTrace(
        adam: adam, decay: reached ? settings.decay : 0, adamUpdate: update, decayUpdate: decayed)
      return (update + decayed, .adamw(trace))
    }
  }

  private func adamTrace(
    _ memory: [(before: Float, after: Float)], step: Int
  ) -> (update: Float, AdamTrace) {
    let scalars = AdamScalars(settings: settings, step: step)
    let (m, v) = (memory[0], memory[1])
    let denominator = v.after.squareRoot() * scalars.rootScale + scalars.epsilon
    let trace = AdamTrace(
      learningRate: settings.learningRate, beta1: settings.beta1, beta2: settings.beta2,
      epsilon: scalars.epsilon, t: step, firstMomentBefore: m.before, firstMoment: m.after,
      secondMomentBefore: v.before, secondMoment: v.after,
      biasCorrection1: scalars.biasCorrection1, biasCorrection2: scalars.biasCorrection2,
      stepSize: scalars.stepSize, rootScale: scalars.rootScale, denominator: denominator)
    return ((-scalars.stepSize * m.after) / denominator, trace)
  }

  /// What the optimizer remembers of one parameter, before and after the step.
  private func memories(_ index: Int) -> [(before: Float, after: Float)] {
    let optimizer = settings.optimizer
    return zip(optimizerBefore[optimizer].slots, optimizerAfter[optimizer].slots).map {
      (Self.element(index, of: $0), Self.element(index, of: $1))
    }
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
