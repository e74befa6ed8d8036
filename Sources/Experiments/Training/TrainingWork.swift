// How much work training is, in weights touched, to keep what is only tried short.
import NeuralNetwork

package enum TrainingWork {
  /// The most that something beside a run may cost.
  package static let mostBeside = 50_000_000
}

extension TrainingSettings {
  /// About how many weights an epoch touches, and the steps themselves; at least 1.
  package func epochCost(rows: Int, of shape: NetworkShape) -> Int {
    let steps = rows / stepRows(of: rows) + 1
    return max(1, rows * shape.parameterCount + steps * (shape.parameterCount + 1000))
  }

  /// How many epochs something beside a run may train; 0 where not even one takes little enough.
  package func epochsBeside(rows: Int, of shape: NetworkShape) -> Int {
    TrainingWork.mostBeside / epochCost(rows: rows, of: shape)
  }
}
