// The two penalties, for what holds of either.
import NeuralNetwork

enum PenaltyKind: String, CaseIterable {
  case l1, l2

  /// As sentences have it.
  var title: String { self == .l1 ? "L1" : "L2" }

  /// What the penalty counts of a parameter.
  func size(of value: Double) -> Double { self == .l1 ? abs(value) : value * value }
}

extension TrainingSettings {
  subscript(penalty: PenaltyKind) -> Double {
    get { penalty == .l1 ? l1 : l2 }
    set {
      switch penalty {
      case .l1: l1 = newValue
      case .l2: l2 = newValue
      }
    }
  }
}
