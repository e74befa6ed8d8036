// The importance of each axis, computed from the trials of a search.
import Events
import HyperparameterSearch

extension ImportanceReport {
  private static let mostInteractions = 3

  package init(_ search: FinishedSearch) throws(ImportanceError) {
    let importance = try FANOVA(
      space: search.study.space, trials: search.study.trials, seed: search.study.seed)
    let shares = importance.mainEffects.enumerated().sorted { left, right in
      left.element.mean != right.element.mean
        ? left.element.mean > right.element.mean : left.offset < right.offset
    }.map(\.element)
    self.init(
      method: search.method, shares: shares,
      interactions: Array(importance.interactions.prefix(Self.mostInteractions)),
      trials: importance.trials, trees: FANOVA.treeCount, valueName: search.measure.name,
      isConstant: importance.isConstant)
  }
}
