// Proximal L1 draws each parameter toward 0 by l1 times the rate of the optimizer's step. Where an
// optimizer has no such rate the two are refused together, before anything is trained.
import CommandLanguage
import HyperparameterSearch
import NeuralNetwork
import SpaceLanguage

extension TrainingSettings {
  /// Error: `no-proximal-step`.
  func checkProximal(_ range: SourceRange) throws(Diagnostic) {
    let rate = optimizer.rule.rate(self, number: 1, unitVelocity: 1)
    guard l1Mode == .proximal, case .none(let why) = rate else { return }
    throw Diagnostic(
      id: "no-proximal-step",
      message: "`l1mode proximal` draws weights to 0 by l1 times the rate of a step, which "
        + "\(optimizer.rawValue) does not have: \(why)",
      range: range, suggestion: "`set l1mode subgradient`, or an optimizer such as adamw")
  }
}

extension SearchSpaceReader {
  /// Error: `no-proximal-step`, where some trial would have it.
  func checkProximal(_ axes: [TypedAxis]) throws(Diagnostic) {
    let kinds = axes.first { $0.axis.name == "optimizer" }
    let modes = axes.first { $0.axis.name == "l1mode" }
    guard let culprit = modes ?? kinds else { return }
    for optimizer in OptimizerKind.allCases {
      for mode in L1Mode.allCases {
        let own = settings.training
        guard
          isPossible(optimizer.rawValue, kinds, own.optimizer.rawValue, "l1mode", mode.rawValue),
          isPossible(mode.rawValue, modes, own.l1Mode.rawValue, "optimizer", optimizer.rawValue)
        else { continue }
        var training = own
        (training.optimizer, training.l1Mode) = (optimizer, mode)
        try training.checkProximal(culprit.nameRange)
      }
    }
  }

  /// Whether a setting can have a value in a trial in which another has one.
  private func isPossible(
    _ value: String, _ axis: TypedAxis?, _ base: String, _ parent: String, _ parentValue: String
  ) -> Bool {
    guard let axis = axis?.axis else { return value == base }
    if let condition = axis.condition, condition.parent == parent,
      !condition.values.contains(.choice(parentValue))
    {
      return value == base
    }
    return axis.domain.gridValues(count: .max).contains { $0.description == value }
  }
}
