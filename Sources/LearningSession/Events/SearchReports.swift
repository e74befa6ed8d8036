// What a hyperparameter search says: the plan before, each trial, the outcome after.
import HyperparameterSearch
import NeuralNetwork

package struct SearchPlan: Sendable, Equatable {
  package struct Axis: Sendable, Equatable {
    package var name: String
    /// The axis as a user would type it: `1e-4..1:log`.
    package var domain: String
    /// How many different values of this axis the planned trials will try.
    package var distinctValues: Int
  }

  package var method: String
  package var trials: Int
  /// Number of points of the full grid; nil for random search.
  package var gridSize: Int?
  package var epochs: Int
  package var trainingRows: Int
  package var validationRows: Int
  package var axes: [Axis]
  package var objective: String
  /// "accuracy" or "R²", beside the objective.
  package var scoreName: String
  package var seed: UInt64
}

package struct TrialReport: Sendable, Equatable {
  package var number: Int
  package var parameters: [ParameterAssignment]
  package var state: TrialState
  /// Data loss on the validation rows; smaller is better. Nil when the trial diverged.
  package var value: Double?
  /// Accuracy (or R² for regression) on the validation rows.
  package var score: Double?
  package var scoreName: String
  package var isBestSoFar: Bool
}

package struct SearchEnd: Sendable, Equatable {
  package var finished: Int
  package var planned: Int
  package var diverged: Int
  package var interrupted: Bool
  package var best: TrialReport?
  /// The median value of the trials that did not diverge.
  package var median: Double?
}

package struct TrialTable: Sendable, Equatable {
  package var method: String
  package var trials: [TrialReport]
  package var total: Int
  package var sortedBy: String
}

package struct TrialApplied: Sendable, Equatable {
  package var trial: TrialReport
  /// The commands that say the same.
  package var commands: [String]
  package var epochs: Int
}
