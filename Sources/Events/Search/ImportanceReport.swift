// What `importance` tells: how much of the differences each axis explains.
import HyperparameterSearch

/// The shares of the axes, the largest first, and of the pairs that add the most.
package struct ImportanceReport: Sendable, Equatable {
  package var method: String
  package var shares: [FANOVA.Share]
  package var interactions: [FANOVA.Share]
  package var trials: Int
  package var trees: Int
  package var valueName: String
  /// All trials had the same value.
  package var isConstant: Bool

  package init(
    method: String, shares: [FANOVA.Share], interactions: [FANOVA.Share], trials: Int, trees: Int,
    valueName: String, isConstant: Bool
  ) {
    self.method = method
    self.shares = shares
    self.interactions = interactions
    self.trials = trials
    self.trees = trees
    self.valueName = valueName
    self.isConstant = isConstant
  }
}
