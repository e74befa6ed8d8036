// From the scale that a network is trained on to the units of the column it predicts.

package struct TargetUnit: Equatable, Sendable {
  private let scale: Standardization.Scale
  private let transform: TargetTransform

  /// The scale is the units'.
  package static let same = TargetUnit(scale: .asIs, transform: .none)

  init(scale: Standardization.Scale, transform: TargetTransform) {
    (self.scale, self.transform) = (scale, transform)
  }

  /// How many of the units one on the scale is, wherever it is; nil where that depends on the place.
  package var factor: Double? { transform == .none ? scale.deviation : nil }

  package func original(_ value: Float) -> Double {
    transform.original(scale.original(Double(value)))
  }
}

extension PreparedData {
  package var targetUnit: TargetUnit {
    TargetUnit(scale: standardization?.target ?? .asIs, transform: transform)
  }
}
