// The whole arithmetic of one optimizer step, for explanations. Recording copies values; it never
// takes part in computing them.

/// One optimizer step, before and after.
package struct StepRecord: Equatable, Sendable {
  package let shape: NetworkShape
  /// Steps taken, this one included.
  package let step: Int
  /// The epoch the step belongs to, from 1.
  package let epoch: Int
  /// The batch within its epoch, from 1.
  package let batch: Int
  package let batchesInEpoch: Int
  /// Indices of the batch's training rows, in the order used.
  package let rows: [Int32]
  /// The batch's mean loss plus the penalties, both at `before`.
  package var loss: Double { dataLoss + l1Penalty + l2Penalty }
  package let dataLoss: Double
  package let l1Penalty: Double
  package let l2Penalty: Double
  /// √Σg² over `gradient`, before any clipping.
  package let gradientNorm: Double
  package let before: [Float]
  /// The gradient of the data loss alone.
  package let dataGradient: [Float]
  /// The whole gradient: (data + l1·sign(p)) + l2·p, without l1 where
  /// it is proximal.
  package let gradient: [Float]
  package let after: [Float]
  package let optimizerBefore: OptimizerState
  package let optimizerAfter: OptimizerState
  /// As they were in force: the learning rate is the schedule's at this step.
  package let settings: TrainingSettings
  /// What the schedule multiplied the learning rate by; 1 without one.
  package let scheduleFactor: Double
  /// What clipping multiplied the gradient by before the optimizer used it; 1 if it did not.
  package let clipFactor: Float

  /// How many rows the batch had.
  package var batchSize: Int { rows.count }
}

/// Why and where training stopped being finite. The state stays as it was before the step.
package struct Divergence: Equatable, Sendable {
  package enum Kind: String, Sendable {
    /// The batch's data loss was infinite or not a number; no update was tried.
    case loss
    /// The gradient was, or its squares or sums overflowed in what the optimizer remembers.
    case gradient
    /// The gradient was finite, the updated parameters were not.
    case parameter
    /// All of the step was finite, the loss over all rows after it was not.
    case figures
  }

  package let kind: Kind
  /// The step that failed, counting from 1 as if it had succeeded.
  package let step: Int
  /// The epoch it belongs to, from 1.
  package let epoch: Int
  /// The last data loss of a batch in this run that was finite.
  package let lastFiniteLoss: Double?
  /// The failed step's gradient norm, if it is finite and was computed.
  package let gradientNorm: Double?
}

/// One optimizer step as it came out.
package enum StepOutcome: Equatable, Sendable {
  case done(StepRecord)
  case diverged(Divergence)
}

/// One epoch as it came out.
package enum EpochOutcome: Equatable, Sendable {
  case finished
  case interrupted
  case diverged(Divergence)
}
