// The list of optimizers. Each is one file beside this one, and all that others know of it is its
// `rule`.

/// The rule that turns gradients into steps. The raw value is the name users type.
package enum OptimizerKind: String, CaseIterable, Sendable {
  case gd, sgd, momentum, nesterov, adagrad, rmsprop, adam, amsgrad, adamw, lion

  package var rule: any Optimizer {
    switch self {
    case .gd: GradientDescent(takesAllRows: true)
    case .sgd: GradientDescent(takesAllRows: false)
    case .momentum: Momentum()
    case .nesterov: Nesterov()
    case .adagrad: Adagrad()
    case .rmsprop: RMSProp()
    case .adam: Adam()
    case .amsgrad: AMSGrad()
    case .adamw: AdamW()
    case .lion: Lion()
    }
  }

  /// Whether it is this one or a variation of it.
  package func isOrVaries(_ base: OptimizerKind) -> Bool {
    self == base || rule.variation?.base == base
  }
}
