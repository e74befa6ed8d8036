// A penalty whose own steps make weights larger: known from the settings alone, before any training.
import Events
import NeuralNetwork
import Text

extension TrainingSettings {
  /// The penalty whose step goes so far beyond 0 that it ends farther away; nil where none does. L2 is a
  /// part of the gradient, so clipping or a scale of each weight's own holds it; a decay beside it is not.
  package var penaltyOvershoot: DivergenceDiagnosis.PenaltyOvershoot? {
    let rule = optimizer.rule
    if rule.decaysBeside {
      guard learningRate * decay > 2 else { return nil }
      return .init(penalty: .decay, lr: learningRate, strength: decay, bound: 2)
    }
    let bound = rule.stabilityBound(self)
    guard !rule.isNormalized, clip == nil, learningRate * l2 > bound else { return nil }
    return .init(penalty: .l2, lr: learningRate, strength: l2, bound: bound)
  }
}

extension DivergenceDiagnosis.PenaltyOvershoot {
  /// A strength that learning rates like this one bear, as it is typed; none where they bear hardly any.
  var weaker: String { lr > 1000 ? "0" : oneDigit(min(0.01, 0.1 / lr)) }

  /// Whether steps so long fail without the penalty too.
  private var isRateToBlame: Bool { lr > (penalty == .decay ? 1 : 1000) }

  /// Names it, so that it is said once.
  var about: String { "\(penalty.rawValue) \(exactText(lr)) \(exactText(strength))" }

  /// What it does to the weights.
  package var warning: Statement {
    let setting = penalty.rawValue
    let head: Statement = """
      lr × \(setting) = \(lr, "lr", .exact) × \(strength, setting, .exact) = \(product, "product")
      """
    // Where a velocity is kept the next step is not the one before times a number.
    guard bound == 2 else {
      return """
        \(head), which is above \(bound, "bound"): each step of \(setting) throws the weights farther \
        beyond 0 than they were, so that they grow without end.
        """
    }
    return """
      \(head): each step of \(setting) multiplies the weights by 1 - \(product, "product") = \
      \(1 - product, "factor"), so that they change sign and grow without end.
      """
  }

  /// The same with a change that follows from the arithmetic.
  package var warningWithChange: Statement {
    if isRateToBlame {
      return "\(warning) No other \(penalty.rawValue) mends that: lr is too large."
    }
    return """
      \(warning) `set \(penalty.rawValue) \(weaker)` multiplies them by \
      \(1 - lr * (Double(weaker) ?? 0), "weaker_factor").
      """
  }
}
