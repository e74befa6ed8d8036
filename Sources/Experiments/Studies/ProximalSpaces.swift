// Spaces in which some trial would draw weights to 0 with an optimizer that has no rate to do so by.
import CommandLanguage
import HyperparameterSearch
import NeuralNetwork
import SpaceLanguage

extension SearchSpaceReader {
  /// Error: `no-proximal-step`, where some trial would have it.
  func checkProximal(_ axes: [TypedAxis]) throws(Diagnostic) {
    let kinds = axes.first { $0.axis.name == SettingID.optimizer.rawValue }
    let modes = axes.first { $0.axis.name == SettingID.l1mode.rawValue }
    guard let culprit = modes ?? kinds else { return }
    for optimizer in OptimizerKind.allCases {
      for mode in L1Mode.allCases {
        let own = settings.training
        guard
          isPossible(optimizer.rawValue, kinds, own.optimizer.rawValue, .l1mode, mode.rawValue),
          isPossible(mode.rawValue, modes, own.l1Mode.rawValue, .optimizer, optimizer.rawValue)
        else { continue }
        var training = own
        (training.optimizer, training.l1Mode) = (optimizer, mode)
        try training.checkProximal(culprit.nameRange)
      }
    }
  }

  /// Whether a setting can have a value in a trial in which another has one.
  private func isPossible(
    _ value: String, _ axis: TypedAxis?, _ base: String, _ parent: SettingID, _ parentValue: String
  ) -> Bool {
    guard let axis = axis?.axis else { return value == base }
    if let condition = axis.condition, condition.parent == parent.rawValue,
      !condition.values.contains(.choice(parentValue))
    {
      return value == base
    }
    return axis.domain.gridValues(count: .max).contains { $0.description == value }
  }
}
