// Evaluating a point by training: every training is a function of its seed, its rows and the point, on one
// thread, so that trials can run side by side and give the same bits.
import CommandLanguage
import Datasets
import Events
import HyperparameterSearch
import NeuralNetwork
import Numerics

package struct TrainingObjective: Sendable {
  @Boxed package private(set) var setup: TrainingSetup
  package let measure: SearchMeasure
  /// The rows of each fold; one entry without folds.
  let divisions: [DividedRows]
  /// The same with every column as it is, and what trials see of them; none where all see the same.
  private let plainDivisions: [DividedRows]
  private let views: [String: InputView]
  private let loss: Loss
  let outputs: Int
  private let classNames: [String]
  private let isRegression: Bool
  private let settings: SettingCatalog
  private let kernels: KernelSet

  /// Errors: `no-validation-rows`, `too-few-rows-for-folds`, `loss-mismatch`, `data-too-large`, those of
  /// `TrialMeasure.check`, of class weights and of `PreparedData.choice`.
  package init(
    _ setup: TrainingSetup, over space: SearchSpace, data: PreparedData,
    in context: ExperimentContext
  ) throws(Diagnostic) {
    let trainingSettings = setup.base.settings.training
    do {
      loss = try trainingSettings.loss.loss(for: data.training.targets)
    } catch {
      throw Diagnostic(error)
    }
    try setup.measure.check(data)
    try trainingSettings.classWeight.check(on: data.classNames)
    self.setup = setup
    measure = SearchMeasure(setup.measure, isRegression: data.isRegression)
    outputs = data.outputCount(trainingSettings)
    settings = context.settings
    kernels = context.kernels
    classNames = data.classNames
    isRegression = data.isRegression
    let rows = try Self.divisions(setup, data, context)
    divisions = data.divided(rows)
    do {
      views = try space.views(of: data)
      plainDivisions =
        views.isEmpty
        ? []
        : data.features == nil ? divisions : try data.seeing(data.everyColumn).divided(rows)
    } catch {
      throw Diagnostic(error, range: nil)
    }
    for division in divisions { try setup.measure.check(division.validation) }
  }

  private static func divisions(
    _ setup: TrainingSetup, _ data: PreparedData, _ context: ExperimentContext
  ) throws(Diagnostic) -> [RowDivision] {
    guard let folds = setup.folds else {
      return [try data.validationRows(seed: setup.divisionSeed)]
    }
    let rows = data.training.count
    try data.checkFolds(folds)
    try context.memory.check(
      MemoryNeed.product(folds, MemoryNeed.rows(rows, inputs: data.training.inputCount) / 2),
      for: "dividing \(rows) rows into \(folds) folds", id: "data-too-large", range: nil,
      suggestion: "fewer folds, or none")
    return data.folds(folds, seed: setup.divisionSeed)
  }

  func inputs(_ configuration: TrialConfiguration) -> Int {
    view(configuration)?.count ?? divisions[0].training.inputCount
  }

  private func view(_ configuration: TrialConfiguration) -> InputView? {
    configuration.features.flatMap { views[$0] }
  }

  // MARK: Before

  func configuration(
    _ params: [ParameterAssignment]
  ) throws(Diagnostic) -> TrialConfiguration {
    try SearchAxis.configuration(params, base: setup.base, settings)
  }

  func check(_ params: [ParameterAssignment], _ memory: MemoryBudget) throws(Diagnostic) {
    let configuration = try configuration(params)
    try configuration.settings.training.classWeight.check(on: classNames)
    try memory.checkNetwork(
      inputs: inputs(configuration), hidden: configuration.hidden, outputs: outputs,
      optimizer: configuration.settings.training.optimizer, purpose: .trial)
  }

  func memoryNeed(_ params: [ParameterAssignment]) -> Int {
    guard let configuration = try? configuration(params) else { return 0 }
    let rows = divisions[0].training.count + divisions[0].validation.count
    // Rows of its own, where it sees others.
    let seen = view(configuration).map { MemoryNeed.rows(rows, inputs: $0.count) / 2 } ?? 0
    let training = MemoryNeed.training(
      inputs: inputs(configuration), hidden: configuration.hidden, outputs: outputs,
      optimizer: configuration.settings.training.optimizer, purpose: .trial)
    return MemoryNeed.sum(training, seen)
  }

  // MARK: Training

  /// Trains with each of the seeds on each fold and judges by the mean. Nil when it was stopped.
  func evaluate(
    _ params: [ParameterAssignment], seeds: [UInt64], shouldStop: () -> Bool,
    watch: (CurvePoint) -> Void
  ) -> TrialOutcome? {
    do {
      var progress = try start(params, seeds: seeds)
      return advance(&progress, to: progress.epochs, shouldStop: shouldStop, watch: watch)
    } catch {
      return .failed(error)
    }
  }

  /// A trial that can be trained in parts, its weights not trained yet.
  func start(
    _ params: [ParameterAssignment], seeds: [UInt64]
  ) throws(Diagnostic) -> TrialProgress {
    var configuration = try configuration(params)
    // Else it is the session's, for its own trainings.
    let isPatient = params.contains { $0.name == SearchAxis.patience }
    let patience = isPatient ? configuration.settings.training.patience : nil
    let shape = NetworkShape(
      inputs: inputs(configuration), hidden: configuration.hidden, outputs: outputs)
    var runs: [TrialProgress.Run] = []
    for seed in seeds {
      configuration.settings.training.seed = seed
      let settings = configuration.settings.training
      for division in divisions.indices {
        runs.append(
          TrialProgress.Run(
            division: division, view: view(configuration), settings: settings, shape: shape,
            patience: patience, state: nil))
      }
    }
    return TrialProgress(epochs: configuration.epochs ?? setup.epochs, runs: runs)
  }

  /// Trains on to the end of an epoch. Nil when it was stopped; the progress is of no use then.
  ///
  /// In parts or at once, the weights and the value are the same.
  func advance(
    _ progress: inout TrialProgress, to epoch: Int, shouldStop: () -> Bool,
    watch: (CurvePoint) -> Void = { _ in }
  ) -> TrialOutcome? {
    var sums: [Int: Double] = [:]
    var evaluations: [Judged] = []
    var curve = progress.curve
    let count = progress.runs.count
    for place in 0..<count {
      var run = progress.runs[place]
      let ending = train(
        &run, to: epoch, of: progress.epochs, shouldStop: shouldStop
      ) { epoch, value in
        sums[epoch, default: 0] += value
        // Of several trainings the mean is known when the last one gets there.
        guard place == count - 1 else { return }
        let point = CurvePoint(epoch: epoch, value: (sums[epoch] ?? 0) / Double(count))
        curve.append(point)
        watch(point)
      }
      progress.runs[place] = run
      switch ending {
      case .stopped: return nil
      case .diverged: return TrialOutcome(state: .diverged, curve: curve)
      case .judged(let evaluation): evaluations.append(evaluation)
      }
    }
    progress.curve = curve
    // With patience the best epoch may lie between those that are looked at anyway.
    if count == 1, let best = evaluations.first, !curve.contains(where: { $0.epoch == best.epoch }),
      let value = value(of: best.evaluation)
    {
      let place = curve.firstIndex { $0.epoch > best.epoch } ?? curve.endIndex
      curve.insert(CurvePoint(epoch: best.epoch, value: value), at: place)
    }
    return outcome(evaluations, curve: curve)
  }

  private enum RunEnding {
    case judged(Judged), stopped, diverged
  }

  private typealias Judged = TrialProgress.Judged

  private func train(
    _ run: inout TrialProgress.Run, to epoch: Int, of epochs: Int, shouldStop: () -> Bool,
    look: (Int, Double) -> Void
  ) -> RunEnding {
    let rows =
      run.view.map { plainDivisions[run.division].seeing($0) } ?? divisions[run.division]
    let weights = run.settings.classWeight.weights(of: classNames, over: rows.training.targets)
    let training = rows.training.weighing(weights)
    let validation = rows.validation.weighing(weights)
    let wishes = EvaluationWishes(
      original: isRegression ? rows.originalTarget : nil, figures: setup.measure.figure != nil)
    var state =
      run.state
      ?? TrainingState(
        shape: run.shape, seed: run.settings.seed, initializer: run.settings.initializer)
    state.plan = TrainingPlan(start: 0, end: epochs)
    let trainer = Trainer(
      examples: training, loss: loss, settings: run.settings, state: state, kernels: kernels)
    var last: Judged?
    var isSpent = false
    while trainer.epoch < epoch, !isSpent {
      switch trainer.runEpoch(shouldStop: shouldStop) {
      case .finished: break
      case .interrupted: return .stopped
      case .diverged: return .diverged
      }
      let now = trainer.epoch
      let isJudged = now == epoch || TrainingSetup.isJudged(after: now, of: epochs)
      // Patience counts every epoch.
      guard isJudged || run.patience != nil else { continue }
      guard let evaluation = evaluate(validation, with: trainer, wishes, shouldStop) else {
        return .stopped
      }
      guard let value = value(of: evaluation), evaluation.dataLoss.isFinite else {
        return .diverged
      }
      let judged = Judged(epoch: now, evaluation: evaluation)
      if isBetter(judged, than: run.best, patience: run.patience) { run.best = judged }
      if let patience = run.patience, let best = run.best { isSpent = now - best.epoch >= patience }
      if isJudged || isSpent { look(now, value) }
      last = judged
    }
    if epoch < epochs { run.state = trainer.state }
    if setup.takesBestEpoch || run.patience != nil, let best = run.best { return .judged(best) }
    if let last { return .judged(last) }
    return evaluate(validation, with: trainer, wishes, shouldStop)
      .map { .judged(Judged(epoch: trainer.epoch, evaluation: $0)) } ?? .stopped
  }

  /// Patience waits for a lower loss, as in `train`, whatever trials are judged by.
  private func isBetter(_ judged: Judged, than best: Judged?, patience: Int?) -> Bool {
    guard let best else { return true }
    let (new, old) = (judged.evaluation, best.evaluation)
    guard patience == nil, let after = value(of: new), let before = value(of: old) else {
      return new.dataLoss < old.dataLoss
    }
    return measure.direction.isBetter(after, than: before)
  }

  /// Nil if stopped.
  private func evaluate(
    _ examples: Examples, with trainer: Trainer, _ wishes: EvaluationWishes,
    _ shouldStop: () -> Bool
  ) -> Evaluation? {
    do throws(Stopped) {
      return try trainer.evaluate(examples, wishes: wishes) { () throws(Stopped) in
        if shouldStop() { throw Stopped() }
      }
    } catch {
      return nil
    }
  }

  private func value(of evaluation: Evaluation) -> Double? {
    setup.measure.value(of: evaluation)
  }

  private func outcome(_ judged: [Judged], curve: [CurvePoint]) -> TrialOutcome {
    let evaluations = judged.map(\.evaluation)
    let values = evaluations.compactMap(value(of:))
    var metrics: [(name: String, value: Double)] = []
    func add(_ metric: SearchMeasure.Metric, _ values: [Double]) {
      if !values.isEmpty { metrics.append((metric.rawValue, Statistics.mean(values))) }
    }
    add(.loss, evaluations.map(\.dataLoss))
    add(.accuracy, evaluations.compactMap(\.accuracy))
    add(.r2, evaluations.compactMap(\.r2))
    if case .metric(let metric) = measure.value,
      !metrics.contains(where: { $0.name == metric.rawValue })
    {
      add(metric, values)
    }
    if let epoch = judged.first?.epoch, judged.count == 1, epoch < curve.last?.epoch ?? 0 {
      metrics.append((TrialReport.bestEpoch, Double(epoch)))
    }
    return TrialOutcome(
      state: .done, value: Statistics.mean(values),
      standardError: Statistics.standardError(of: values),
      metrics: metrics, curve: curve)
  }
}

/// A trial between two stretches of training.
struct TrialProgress: Sendable {
  /// The validation rows after an epoch.
  struct Judged: Sendable {
    let epoch: Int
    let evaluation: Evaluation
  }

  /// One training: a seed on a division of the rows.
  struct Run: Sendable {
    let division: Int
    /// What it sees of the rows, where that is its own.
    let view: InputView?
    let settings: TrainingSettings
    let shape: NetworkShape
    /// How many epochs may pass without a lower loss; nil where it is trained to the end.
    let patience: Int?
    /// The best of the epochs looked at.
    var best: Judged?
    /// Nil before the first epoch and after the last one.
    var state: TrainingState?
  }

  /// After which it ends, and over which its schedule runs.
  let epochs: Int
  var runs: [Run]
  var curve: [CurvePoint] = []
}

extension SearchSpace {
  /// What the choices of features stand for. Errors: those of `PreparedData.choice`.
  fileprivate func views(of data: PreparedData) throws(DataError) -> [String: InputView] {
    var views: [String: InputView] = [:]
    for axis in axes where axis.name == SearchAxis.features {
      for choice in axis.domain.gridValues(count: .max).map(SearchAxis.text) {
        views[choice] = data.view(try data.choice(named: [choice]))
      }
    }
    return views
  }
}
