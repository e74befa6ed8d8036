// Says in a sentence why a run stopped being finite. DivergenceExamination.swift finds the cause.
import Events

extension DivergenceDiagnosis {
  init(cause: Cause, remedy: String, isTried: Bool) {
    self.init(cause: cause, statement: cause.statement, remedy: remedy, isTried: isTried)
  }

  /// The line to type, with what is known of it.
  var advice: Statement {
    isTried
      ? "`\(remedy)` kept all numbers finite in a trial." : "Try `\(remedy)` (not tried here)."
  }
}

extension DivergenceDiagnosis.Cause {
  /// The cause and its evidence as a sentence, without the remedy.
  fileprivate var statement: Statement {
    switch self {
    case .unscaledInputs(let column): column.statement
    case .penalty(let penalty): penalty.statement
    case .learningRate(let bound):
      """
      The likeliest cause is the learning rate: lr × curvature = \(bound.arithmetic), and \
      \(bound.optimizer.title) is stable only below \(bound.bound, "bound"). \(bound.measured)
      """
    case .momentum(let bound):
      """
      The likeliest cause is momentum: it adds gradients up to lr / (1 - momentum) = \
      \(bound.lr / (1 - bound.momentum), "effective_lr"), and times the curvature, \
      \(bound.curvature, "curvature"), that is \
      \(bound.product / (1 - bound.momentum), "effective_product"): above 2. \(bound.measured)
      """
    case .stepSize(let lr, let weightSize):
      """
      The likeliest cause is the learning rate: this optimizer moves each weight by about lr = \
      \(lr, "lr", .exact) a step, whatever its gradient, and the weights began with sizes of about \
      \(weightSize, "weight_size").
      """
    case .gradient(let growth): growth.statement
    case .startingWeights:
      "The likeliest cause is the weights it began with: even their loss is not a finite number."
    case .weightsInRuin(let largest, let initial):
      """
      The weights were in ruins before this run: the largest was \(largest, "largest_weight"), of the \
      initial ones \(initial, "largest_initial"). Only `reset` mends that.
      """
    case .unclear(let lr, let bound?):
      """
      The likeliest cause is the learning rate, \(lr, "lr", .exact), although lr × curvature = \
      \(bound.arithmetic) is below \(bound.bound, "bound"). \(bound.measured)
      """
    case .unclear(let lr, nil):
      "The likeliest cause is the learning rate, \(lr, "lr", .exact)."
    }
  }
}

extension DivergenceDiagnosis.UnscaledColumn {
  fileprivate var statement: Statement {
    let head: Statement = """
      The likeliest cause is a column in its own units: \(isTarget ? "the target " : "")\(name) \
      reaches \(largest, "largest"), with a standard deviation of \(deviation, "sd")
      """
    guard let curvature, let standardizedCurvature else { return "\(head)." }
    return """
      \(head). The loss's curvature is \(curvature, "curvature"); with standardized columns it \
      would be \(standardizedCurvature, "standardized_curvature").
      """
  }
}

extension DivergenceDiagnosis.PenaltyOvershoot {
  fileprivate var statement: Statement {
    let setting = penalty.rawValue
    return "The likeliest cause is \(setting) = \(strength, setting, .exact). \(warning)"
  }
}

extension DivergenceDiagnosis.CurvatureBound {
  fileprivate var arithmetic: Statement {
    "\(lr, "lr", .exact) × \(curvature, "curvature") = \(product, "product")"
  }

  fileprivate var measured: Statement {
    let weights: Statement =
      switch place {
      case .start: "the weights this run began with"
      case .epoch(let epoch): "the weights after epoch \(epoch, "measured_epoch")"
      case .initial: "the initial weights"
      }
    return "(Curvature: the loss's largest, over \(rows, "rows") training rows, at \(weights).)"
  }
}

extension DivergenceDiagnosis.GradientGrowth {
  fileprivate var statement: Statement {
    guard let last else {
      return """
        The likeliest cause is an exploding gradient: at the weights this run began with its length \
        √Σg² was \(first, "first_norm"), so a step of lr × that is \(lr * first, "step_length") long.
        """
    }
    return """
      The likeliest cause is an exploding gradient: its length √Σg² was \(first, "first_norm") at the \
      weights this run began with and \(last, "last_norm") when it was last finite.
      """
  }
}
