// The searchers whose trials all run to their end.
import CommandLanguage
import HyperparameterSearch
import SpaceLanguage

package enum SearchMethod: String, CaseIterable, Sendable {
  case grid, random, sobol, tpe, bayes

  package var summary: String {
    switch self {
    case .grid: "every combination of some values"
    case .random: "random draws"
    case .sobol: "evenly spread points"
    case .tpe: "where good trials lie densely"
    case .bayes: "a model of the results chooses"
    }
  }

  /// The sampler for about so many trials, the space that it searches, and how many points there are of a
  /// grid. A table's grid has some values of each column that was not named, since all of them would be the
  /// whole table.
  package func sampler(
    over space: SearchSpace, trials: Int, table: TableObjective?, keeping named: [String],
    range: SourceRange
  ) throws(Diagnostic) -> (sampler: Sampler, space: SearchSpace, size: Int?) {
    switch self {
    case .random: return (.random, space, nil)
    case .sobol: return (.sobol, space, nil)
    case .tpe: return (.tpe, space, nil)
    case .bayes:
      let noise: ExpectedNoise = table == nil ? .trainings : .unknown
      return (.bayes(BayesianSampler(space: space, noise: noise)), space, nil)
    case .grid:
      do throws(SpaceError) {
        let space = table == nil ? space : try space.thinned(to: trials, keeping: named)
        let grid = try Grid(space: space, aboutTrials: trials)
        return (.grid(grid), space, grid.size)
      } catch {
        throw Diagnostic(error, axis: nil, range: range)
      }
    }
  }
}
