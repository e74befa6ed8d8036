// The plan of a search, before its first trial: what it will try, how it judges, and what can be expected of
// so many trials.
import Events
import HyperparameterSearch
import NeuralNetwork

extension SearchPlan.Training {
  init(_ objective: TrainingObjective) {
    let setup = objective.setup
    self.init(
      epochs: setup.epochs, trainingRows: objective.divisions[0].training.count,
      validationRows: objective.divisions[0].validation.count, folds: setup.folds,
      repeats: setup.repeats)
  }
}

extension SearchSpace {
  /// Whether there are so many points that draws of which none comes twice are as good as any.
  func isWide(for draws: Int) -> Bool { gridSize.map { $0 / 100 >= draws } ?? true }
}

extension SearchPlan {
  /// Larger plans are not drawn up to count their values.
  private static let mostCounted = 10_000

  init(_ search: FinishedSearch, objective: SearchObjective) {
    let study = search.study
    var training: Training?
    switch objective {
    case .training(let objective): training = Training(objective)
    case .table: break
    }
    var gridSize: Int?
    if case .grid(let grid) = study.sampler { gridSize = grid.size }
    let first = study.firstMissing
    let most = (gridSize ?? study.space.gridSize)?.addingReportingOverflow(study.enqueued.count)
    let end =
      most.map { $0.overflow ? search.planned : min($0.partialValue, search.planned) }
      ?? search.planned
    // Where results decide, nobody knows the points yet.
    let isKnown = !study.sampler.usesResults && search.planned <= Self.mostCounted
    let points = isKnown ? study.wave(from: 0, upTo: search.planned).map(\.params) : nil
    self.init(
      method: search.method, trials: first..<max(first, end), done: study.trials.count,
      gridSize: gridSize, brackets: search.halving?.brackets.map(\.description) ?? [],
      waveSize: study.sampler.usesResults ? study.waveSize : nil,
      axes: study.space.axes.map { axis in
        let values = points.map { points in
          Set(points.compactMap { $0.first { $0.name == axis.name }?.value })
        }
        return Axis(
          name: axis.name, domain: axis.text, distinctValues: values?.count)
      },
      objective: objective.measure.name, training: training, measure: objective.measure,
      seed: study.seed, notes: [])
    if case .table(let table) = objective { notes = table.planNotes }
    notes += Self.notes(self, study) + (search.halving.map(Self.cost) ?? [])
  }

  private static func notes(_ plan: SearchPlan, _ study: Study) -> [Statement] {
    var notes: [Statement] = []
    let trials = plan.trials.upperBound
    let axes = study.space.axes.filter { $0.domain.varies }
    if axes.count > 1, trials > 1 {
      let most = gridValues(trials: trials, axes: axes.count)
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
    if plan.measure.isShare, let rows = plan.training?.validationRows, rows > 0 {
      notes.append(
        """
        One row of \(rows, "validation_rows") is \(1 / Double(rows), "one_row", .percent) of \
        accuracy, so trials often tie; the earlier one then counts as the better.
        """)
    }
    return notes
  }

  private static func cost(of halving: HalvingPlan) -> [Statement] {
    [
      """
      One in \(halving.reduction, "reduction") goes on from each comparison and keeps what it has \
      learned: \(halving.epochs, "epochs_planned") epochs in all, where \(halving.trialCount, "trials") \
      whole trials would take \(halving.uncutEpochs, "epochs_uncut").
      """
    ]
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
