// The most that can be asked for: beyond it a number is a mistake.

package enum TrainingLimits {
  /// The most epochs of a run whose end nothing else bounds: `until loss < 0` must end too.
  package static let mostOpenEpochs = 10_000
  /// The most epochs that can be asked for.
  package static let mostEpochs = 10_000_000
  /// More units of a layer than anyone trains; how many fit into memory is another question.
  package static let mostUnits = 100_000_000
}
