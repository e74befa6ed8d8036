// Running a search: trials on as many threads as there are, each a pure function of the study's seed
// and its own number, their reports in the trials' order.
import CommandLanguage
import HyperparameterSearch
import NeuralNetwork

/// How one trial ended. A trial that was stopped on the way has no outcome.
struct TrialOutcome: Sendable {
  var state: TrialState
  /// Data loss on the validation rows.
  var value: Double?
  /// Accuracy or R² on the validation rows.
  var score: Double?
}

struct SearchRun {
  let session: Session
  let data: PreparedData
  let base: TrialConfiguration
  let epochs: Int
  let trials: Int
  var study: Study
  private let parts: (training: Examples, validation: Examples)

  init(
    session: Session, data: PreparedData, base: TrialConfiguration, epochs: Int, trials: Int,
    study: Study
  ) throws(Diagnostic) {
    self.session = session
    self.data = data
    self.base = base
    self.epochs = epochs
    self.trials = trials
    self.study = study
    parts = try data.keepingValidation(seed: study.seed)
  }

  func run(axes: [SearchPlan.Axis], gridSize: Int?) throws(Diagnostic) {
    session.emit(
      .searchStarted(
        SearchPlan(
          method: study.sampler.name, trials: trials, gridSize: gridSize, epochs: epochs,
          trainingRows: parts.training.count, validationRows: parts.validation.count, axes: axes,
          objective: "data loss", scoreName: scoreName, seed: study.seed)))
    let proposals = study.wave(from: 0, upTo: trials)
    let configurations = try configurations(proposals)
    var study = study
    var reports: [TrialReport] = []
    var best: Double?
    runTrials(
      0..<proposals.count, threads: threads(for: configurations), body: trialBody(configurations),
      deliver: { number, outcome in
        guard let outcome else { return }
        let report = record(
          outcome, of: proposals[number], number: number, in: &study, bestBefore: best)
        if let value = report.value { best = min(best ?? value, value) }
        reports.append(report)
        session.emit(.trial(report))
        reportProgress(reports.count, report.value)
      },
      shouldStop: session.environment.shouldStop)
    finish(study, reports, isInterrupted: reports.count < trials)
  }

  /// Every trial's network and settings, checked before the first one runs.
  private func configurations(
    _ proposals: [Proposal]
  ) throws(Diagnostic) -> [TrialConfiguration] {
    _ = try session.loss(for: data)
    var configurations: [TrialConfiguration] = []
    let free = session.environment.availableMemory()
    for (number, proposal) in proposals.enumerated() {
      var configuration = try SearchAxis.configuration(
        proposal.params, base: base, session.settings)
      configuration.settings.training.seed = study.trialSeed(number)
      try session.checkSize(
        inputs: data.training.inputCount, hidden: configuration.hidden,
        outputs: data.outputCount(base.settings.training),
        optimizer: configuration.settings.training.optimizer, purpose: .trial,
        free: free, range: nil)
      configurations.append(configuration)
    }
    return configurations
  }

  /// As many threads as there are, or as the largest trials fit into memory side by side.
  private func threads(for configurations: [TrialConfiguration]) -> Int {
    let outputs = data.outputCount(base.settings.training)
    let largest = configurations.reduce(1) {
      max(
        $0,
        MemoryNeed.training(
          inputs: data.training.inputCount, hidden: $1.hidden, outputs: outputs,
          optimizer: $1.settings.training.optimizer, purpose: .trial))
    }
    return max(1, min(session.threads, session.environment.availableMemory() / largest))
  }

  private func trialBody(
    _ configurations: [TrialConfiguration]
  ) -> @Sendable (Int) -> TrialOutcome? {
    let (training, validation) = parts
    let (loss, outputs, epochs) = (
      data.loss(base.settings.training), data.outputCount(base.settings.training), epochs
    )
    let (shouldStop, kernels) = (session.environment.shouldStop, session.environment.kernels)
    return { number in
      let configuration = configurations[number]
      let settings = configuration.settings.training
      let shape = NetworkShape(
        inputs: training.inputCount, hidden: configuration.hidden, outputs: outputs)
      var state = TrainingState(
        shape: shape, seed: settings.seed, initializer: settings.initializer)
      state.plan = TrainingPlan(start: 0, end: epochs)
      let trainer = Trainer(
        examples: training, loss: loss, settings: settings,
        state: state, kernels: kernels)
      for _ in 0..<epochs {
        switch trainer.runEpoch(shouldStop: shouldStop, traceLastStep: false) {
        case .finished: continue
        case .interrupted: return nil
        case .diverged: return TrialOutcome(state: .diverged, value: nil, score: nil)
        }
      }
      let result = evaluate(
        examples: validation, shape: shape, parameters: trainer.state.parameters, loss: loss,
        settings: settings, kernels: kernels)
      guard result.dataLoss.isFinite else {
        return TrialOutcome(state: .diverged, value: nil, score: nil)
      }
      return TrialOutcome(
        state: .done, value: result.dataLoss, score: result.accuracy ?? result.r2)
    }
  }

  private func record(
    _ outcome: TrialOutcome, of proposal: Proposal, number: Int, in study: inout Study,
    bestBefore: Double?
  ) -> TrialReport {
    study.record(
      Trial(
        number: number, params: proposal.params, value: outcome.value, state: outcome.state,
        origin: proposal.origin))
    return TrialReport(
      number: number, parameters: proposal.params,
      state: outcome.state, value: outcome.value, score: outcome.score,
      scoreName: scoreName,
      isBestSoFar: outcome.value.map { value in bestBefore.map { value < $0 } ?? true } ?? false)
  }

  private var scoreName: String { data.isRegression ? "R²" : "accuracy" }

  private func reportProgress(_ done: Int, _ value: Double?) {
    guard session.environment.showsProgress else { return }
    session.emit(
      .progress(
        ProgressReport(
          activity: .searching, done: Double(done), total: Double(trials), position: done,
          lastPosition: trials, unit: "trials",
          latest: value)))
  }

  private func finish(_ study: Study, _ reports: [TrialReport], isInterrupted: Bool) {
    // A search stopped before its first trial's end does not take the place of the last one.
    if !reports.isEmpty || !isInterrupted {
      session.update {
        $0.search = FinishedSearch(
          study: study, epochs: epochs, base: base, reports: reports)
      }
    }
    let values = reports.compactMap(\.value).sorted()
    session.emit(
      .searchEnded(
        SearchEnd(
          finished: reports.count, planned: trials,
          diverged: reports.count { $0.state == .diverged }, interrupted: isInterrupted,
          best: study.best.flatMap { best in reports.first { $0.number == best.number } },
          median: median(of: values))))
    if isInterrupted { session.noteInterruption() }
  }

  private func median(of sorted: [Double]) -> Double? {
    guard !sorted.isEmpty else { return nil }
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}
