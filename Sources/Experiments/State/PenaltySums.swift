// Sums over the penalized parameters, in Double and in the order of the parameters.
import NeuralNetwork

package struct PenaltySums: Sendable, Equatable {
  /// Σ|p|
  package private(set) var magnitudes = 0.0
  /// Σp²
  package private(set) var squares = 0.0
  package private(set) var count = 0
  /// Exactly 0.
  package private(set) var zeros = 0
  /// The parameter of the largest size, with its sign.
  package private(set) var largest = 0.0

  package init(_ training: TrainingState, _ settings: TrainingSettings) {
    for range in settings.penalizedRanges(training.shape) {
      for index in range {
        let value = Double(training.parameters[index])
        magnitudes += abs(value)
        squares += value * value
        count += 1
        if value == 0 { zeros += 1 }
        if abs(value) > abs(largest) { largest = value }
      }
    }
  }
}
