// What the plan of a search means: how well so many trials cover the axes, and what can be expected of
// them.
import Events
import HyperparameterSearch
import Numerics

extension SearchPlan {
  /// How well axes are covered, what chance allows.
  func notes(on study: Study) -> [Statement] {
    var notes: [Statement] = []
    let trials = trials.upperBound
    let axes = study.space.axes.filter { $0.domain.varies }
    let most = Self.gridValues(trials: trials, axes: axes.count)
    if axes.count > 1, trials > 1, axes.allSatisfy({ isEven(over: $0.domain, most, study) }) {
      notes.append(
        """
        \(trials, "trials") trials over \(axes.count, "axes") axes: a grid would try \
        \(most, "grid_values") \(most == 1 ? "value" : "values") of each, random draws \
        \(trials, "random_values") of each range.
        """)
    }
    if trials > 0, study.sampler == .random, study.space.isWide(for: trials) {
      notes.append(
        """
        1 - 0.95^\(trials, "draws") = \(1 - PortableMath.power(0.95, trials), "chance", .percent) is \
        the chance that one of so many random draws is among the best 5% of the space.
        """)
    }
    if let spread = spreadNote(study) { notes.append(spread) }
    if measure.value == .metric(.accuracy), let rows = training?.validationRows, rows > 0 {
      notes.append(
        """
        One row of \(rows, "validation_rows") is \(1 / Double(rows), "one_row", .percent) of \
        accuracy, so trials often tie; the earlier one then counts as the better.
        """)
    }
    return notes
  }

  /// Whether an even grid would try so many values of an axis: of choices it tries all, and a grid that is searched
  /// tries those that it has.
  private func isEven(over domain: Domain, _ count: Int, _ study: Study) -> Bool {
    if case .choices = domain { return false }
    guard case .grid = study.sampler else { return true }
    return domain.isRange || domain.valueCount == count
  }

  /// How many trials look at no results yet, and what to do where that is all of them.
  private func spreadNote(_ study: Study) -> Statement? {
    guard let spread, done < spread, study.space.gridSize.map({ $0 > spread }) ?? true else {
      return nil
    }
    let planned = trials.upperBound
    let isDrawn = study.sampler == .tpe
    let how = isDrawn ? "drawn at random" : "spread evenly"
    guard planned <= spread else {
      return """
        The first \(spread, "spread_trials") trials are \(how); \(isDrawn ? "results choose" : "a model chooses") \
        the other \(planned - spread, "chosen_trials").
        """
    }
    // Twice as many leave it as many to choose.
    let advice =
      done > 0 ? "`search resume trials=\(2 * spread - planned)`, then," : "`trials=\(2 * spread)`"
    return """
      All \(planned, "spread_trials") trials are \(how): \
      \(isDrawn ? "results choose" : "a model chooses") only after the first \(spread, "start_trials"). \
      \(advice) would give \(isDrawn ? "them" : "it") \(spread, "left_to_choose") to choose.
      """
  }

  /// What cutting trials saves.
  static func cost(of halving: HalvingPlan) -> Statement {
    """
    One in \(halving.reduction, "reduction") goes on from each comparison and keeps what it has \
    learned: \(halving.epochs, "epochs_planned") epochs in all, where \(halving.trialCount, "trials") \
    whole trials would take \(halving.uncutEpochs, "epochs_uncut").
    """
  }

  /// How many values of each axis a grid of at most so many points has.
  static func gridValues(trials: Int, axes: Int) -> Int {
    func power(_ base: Int) -> Int {
      var product = 1
      for _ in 0..<axes where product < 1_000_000_000 { product *= base }
      return product
    }
    var values = 1
    while axes > 0, power(values + 1) <= trials { values += 1 }
    return values
  }
}
