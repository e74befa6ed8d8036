// The plan of a search, before its first trial: what it will try and how it judges.
import Events
import HyperparameterSearch

extension SearchPlan.Training {
  package init(_ objective: TrainingObjective, over space: SearchSpace) {
    let setup = objective.setup
    self.init(
      epochs: setup.epochs, variesEpochs: space.mostEpochs != nil || space.hasPatience,
      trainingRows: objective.divisions[0].training.count,
      validationRows: objective.divisions[0].validation.count, folds: setup.folds,
      repeats: setup.repeats)
  }
}

extension SearchSpace {
  /// Whether there are so many points that draws of which none comes twice are as good as any.
  package func isWide(for draws: Int) -> Bool { gridSize.map { $0 / 100 >= draws } ?? true }
}

extension SearchPlan {
  /// Larger plans are not drawn up to count their values.
  private static let mostCounted = 10_000

  init(
    _ search: FinishedSearch, _ objective: SearchObjective, _ commentary: any SearchCommentary
  ) {
    let study = search.study
    var training: Training?
    var table: TableObjective?
    switch objective {
    case .training(let objective): training = Training(objective, over: study.space)
    case .table(let objective): table = objective
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
      spread: study.sampler.spreadCount(wave: study.waveSize),
      axes: study.space.axes.map { axis in
        let values = points.map { points in
          Set(points.compactMap { $0.first { $0.name == axis.name }?.value })
        }
        return Axis(AxisSpace(axis), distinctValues: values?.count)
      },
      objective: objective.measure.name, training: training, measure: objective.measure,
      seed: study.seed, notes: [])
    notes = commentary.notes(on: self, of: search, table: table)
  }
}
