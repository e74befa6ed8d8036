// Proximal L1 draws each parameter toward 0 by l1 times the rate of the optimizer's step. Where an
// optimizer has no such rate the two are refused together, before anything is trained: as settings, and
// where some trial of a search would have both.
import CommandLanguage
import HyperparameterSearch
import NeuralNetwork
import SpaceLanguage

extension TrainingSettings {
  /// Why proximal L1 is not for the optimizer; nil where it is.
  package var reasonAgainstProximal: String? {
    guard case .none(let why) = optimizer.rule.rate(self, number: 1, unitVelocity: 1) else {
      return nil
    }
    return why
  }

  /// Error: `no-proximal-step`.
  package func checkProximal(_ range: SourceRange) throws(Diagnostic) {
    guard l1Mode == .proximal, let why = reasonAgainstProximal else { return }
    throw Diagnostic(
      id: "no-proximal-step",
      message: "`l1mode proximal` draws weights to 0 by l1 times the rate of a step, which "
        + "\(optimizer.rawValue) does not have: \(why)",
      range: range, suggestion: "`set l1mode subgradient`, or an optimizer such as adamw")
  }
}

extension SessionSettings {
  /// Error: `no-proximal-step`, where some trial would have it.
  ///
  /// - Parameter axes: what the trials vary; all else is as it is here.
  func checkProximal(_ axes: [TypedAxis]) throws(Diagnostic) {
    let kinds = axes.first { $0.axis.name == SettingID.optimizer.rawValue }
    let modes = axes.first { $0.axis.name == SettingID.l1mode.rawValue }
    guard let culprit = modes ?? kinds else { return }
    for optimizer in OptimizerKind.allCases {
      for mode in L1Mode.allCases {
        guard
          (kinds?.axis).allows(
            optimizer.rawValue, else: training.optimizer.rawValue, where: .l1mode, is: mode.rawValue
          ),
          (modes?.axis).allows(
            mode.rawValue, else: training.l1Mode.rawValue, where: .optimizer, is: optimizer.rawValue
          )
        else { continue }
        var changed = training
        (changed.optimizer, changed.l1Mode) = (optimizer, mode)
        try changed.checkProximal(culprit.nameRange)
      }
    }
  }
}

extension Axis? {
  /// Whether a setting can have a value in a trial in which another has one.
  ///
  /// - Parameter base: what it has where the search does not vary it.
  fileprivate func allows(
    _ value: String, else base: String, where parent: SettingID, is parentValue: String
  ) -> Bool {
    guard let axis = self else { return value == base }
    if let condition = axis.condition, condition.parent == parent.rawValue,
      !condition.values.contains(.choice(parentValue))
    {
      return value == base
    }
    return axis.domain.gridValues(count: .max).contains { $0.description == value }
  }
}
