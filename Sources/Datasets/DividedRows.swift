// Training rows divided once more, into those that are trained on and those that judge.

/// Both filled and scaled by what the rows that are trained on show.
package struct DividedRows: Sendable {
  package let training: Examples
  package let validation: Examples
  /// What numbers to be predicted were scaled by; nil of classes and where they are as they were.
  let targetScale: Standardization.Scale?
  let transform: TargetTransform

  /// A target or an output of a network in the target's own units.
  @Sendable package func originalTarget(_ value: Float) -> Double {
    transform.original(targetScale?.original(Double(value)) ?? Double(value))
  }
}
