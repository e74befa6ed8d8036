// Everything that training changes, as one value: undo, snapshot and save are keeping a copy.
import Numerics

/// A network in training: its parameters, what the optimizer remembers, and how far the epoch is.
package struct TrainingState: Equatable, Sendable {
  package var shape: NetworkShape
  /// In the order of `shape.layers`.
  package var parameters: [Float]
  package var optimizer = OptimizerState()
  /// Optimizer steps taken.
  package var stepCount = 0
  /// Epochs completed.
  package var epoch = 0
  /// Rows of the next epoch already used: 0 between epochs. With it an interrupted epoch goes on
  /// exactly.
  package var rowsDoneInEpoch = 0
  /// The epoch after which the weights were these, where an earlier one's were taken back; nil where
  /// they are those of this very place.
  package var weightsEpoch: Int?
  /// The epochs of the run under way, for the learning rate's schedule; nil between runs.
  package var plan: TrainingPlan?

  /// A network with its initial parameters.
  package init(
    shape: NetworkShape, seed: UInt64, initializer: ParameterInitializer = .auto
  ) {
    self.init(shape: shape, seed: seed, initializer: initializer, checkStop: neverStops)
  }

  /// The same; `checkStop` is asked while they are drawn.
  package init<Failure: Error>(
    shape: NetworkShape, seed: UInt64, initializer: ParameterInitializer,
    checkStop: () throws(Failure) -> Void
  ) throws(Failure) {
    self.init(
      shape: shape,
      parameters: try initialParameters(
        shape: shape, seed: seed, initializer: initializer, checkStop: checkStop))
  }

  /// A network with given parameters; there must be `shape.parameterCount`.
  package init(shape: NetworkShape, parameters: [Float]) {
    precondition(parameters.count == shape.parameterCount, "parameters do not fit the shape")
    self.shape = shape
    self.parameters = parameters
  }
}

extension TrainingState {
  /// The fingerprint of the parameters.
  package var fingerprint: Fingerprint { Fingerprint(parameters) }
}
