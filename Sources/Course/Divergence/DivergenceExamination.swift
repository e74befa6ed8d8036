// Finds why a run stopped being finite: measures inputs, gradient and curvature at weights of the run
// that were still sane, and compares them with what the optimizer can bear. Asked only then; the same
// run always gives the same answer, in a bounded time.
import Datasets
import Events
import Experiments
import NeuralNetwork

struct DivergenceExamination {
  @Boxed private(set) var data: PreparedData
  /// The rows trained on.
  let examples: Examples
  let settings: TrainingSettings
  let loss: Loss
  /// Where the run or the steps began.
  let start: TrainingState
  let end: End
  /// What the run was to reach; nil for single steps.
  let goal: TrainingGoal?
  /// The command that takes the data again with standardized columns, where there is one.
  let standardizing: String?
  let kernels: KernelSet
  let checkStop: StopCheck

  /// Where the run went wrong, or is about to.
  struct End {
    let epoch: Int
    let step: Int
    /// The last data loss that was finite.
    var lastFiniteLoss: Double?
    var gradientNorm: Double?
  }

  private typealias Measured = (place: DivergenceDiagnosis.Place, curvature: Curvature)

  func diagnosis() throws(Stopped) -> DivergenceDiagnosis {
    if let ruin = try ruin { return try anew(ruin) }
    let measured = try measurements()
    let bound = worstBound(measured)
    if let penalty = try penalty(bound) { return penalty }
    if settings.isScaled, settings.learningRate > 1 {
      return try stepSize(measured.first?.place)
    }
    if let column = try unscaledColumn(bound) { return try unscaled(column) }
    guard let first = measured.first else { return try withoutMeasurement() }
    if settings.isScaled { return try stepSize(first.place) }
    if let gradient = try gradient(measured, bound) { return gradient }
    guard let bound else { return try unclear(nil) }
    if bound.product > bound.bound {
      return try diagnosis(
        .learningRate(bound), settings.rates(from: rate(bound.curvature)), bound.place)
    }
    if settings.usesMomentum, bound.product > 2 * (1 - settings.momentum) {
      let less = settings.changed("set momentum 0.9") { $0.momentum = 0.9 }
      return try diagnosis(
        .momentum(bound),
        (settings.momentum > 0.9 ? [less] : []) + settings.rates(from: rate(bound.curvature)),
        bound.place)
    }
    return try unclear(bound)
  }

  // MARK: Measuring

  /// Where the run began, unless its weights were in ruins by then; after its last whole epoch;
  /// and the initial weights. Whichever are finite.
  private func measurements() throws(Stopped) -> [Measured] {
    let initial = try initial
    var places: [(DivergenceDiagnosis.Place, [Float])] = []
    if start.stepCount == 0 || size(start.parameters) <= 10 * size(initial.parameters) {
      places.append((.start, start.parameters))
      if let later = try lastSane() { places.append((.epoch(later.epoch), later.parameters)) }
    }
    if start.stepCount > 0 { places.append((.initial, initial.parameters)) }
    var measured: [Measured] = []
    for (place, parameters) in places {
      let curvature = try measureCurvature(
        examples: examples, loss: loss, shape: start.shape, parameters: parameters,
        kernels: kernels, checkStop: checkStop)
      if let curvature { measured.append((place, curvature)) }
    }
    return measured
  }

  /// The state before the epoch that failed, trained anew; nil where that is the start or would take
  /// long.
  private func lastSane() throws(Stopped) -> TrainingState? {
    let target = end.epoch - 1
    let cost = settings.epochCost(rows: examples.count, of: start.shape)
    guard target > start.epoch, target - start.epoch <= DivergenceRemedy.work / cost else {
      return nil
    }
    let trainer = Trainer(
      examples: examples, loss: loss, settings: settings, state: start, kernels: kernels)
    let isFinite = try trainer.staysFinite(throughEpochs: target - start.epoch, checkStop)
    return isFinite ? trainer.state : nil
  }

  private func size(_ parameters: [Float]) -> Double {
    parameters.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
  }

  /// The place where lr × curvature is first beyond its bound, or comes nearest to it.
  private func worstBound(_ measured: [Measured]) -> DivergenceDiagnosis.CurvatureBound? {
    let bounds = measured.compactMap { place, curvature in
      curvature.largest.map { largest in
        DivergenceDiagnosis.CurvatureBound(
          optimizer: settings.optimizer, lr: settings.learningRate, momentum: settings.momentum,
          curvature: largest + settings.l2, bound: settings.stabilityBound,
          rows: curvature.rows, place: place)
      }
    }
    return bounds.first { $0.product > $0.bound } ?? bounds.max { $0.product < $1.product }
  }

  // MARK: Causes

  /// L2 whose own curvature is beyond the bound and larger than the data's; or a decay beside it.
  private func penalty(
    _ bound: DivergenceDiagnosis.CurvatureBound?
  ) throws(Stopped) -> DivergenceDiagnosis? {
    guard let cause = settings.penaltyOvershoot else { return nil }
    if cause.penalty == .decay {
      // Without decay steps are about lr long: above 1 they alone are more than weights can bear.
      guard cause.lr <= 1 else { return nil }
    } else if let bound, bound.curvature - cause.strength > cause.strength {
      return nil
    }
    return try diagnosis(.penalty(cause), settings.weakenedAndSlower(cause), .start)
  }

  private func gradient(
    _ measured: [Measured], _ bound: DivergenceDiagnosis.CurvatureBound?
  ) throws(Stopped) -> DivergenceDiagnosis? {
    guard settings.clip.map({ $0 > 1 }) ?? true, let first = measured.first?.curvature.gradientNorm
    else { return nil }
    let last =
      end.gradientNorm ?? (measured.count > 1 ? measured[1].curvature.gradientNorm : nil)
    let isProven = bound.map { $0.product > $0.bound } ?? false
    // A step along a gradient shortened to 1 is lr long: no help where lr itself is large.
    guard settings.learningRate <= 1 else { return nil }
    let isLongFromStart = first >= 10 && start.shape.hidden.count > 1
    let hasGrown = !isProven && (last ?? 0) >= 10 * first
    guard isLongFromStart || hasGrown else { return nil }
    let clipped = settings.changed("set clip 1") { $0.clip = 1 }
    return try diagnosis(
      .gradient(
        DivergenceDiagnosis.GradientGrowth(
          first: first, last: hasGrown ? last : nil, lr: settings.learningRate)),
      [clipped] + settings.rates(from: settings.learningRate / 10), .start)
  }

  private func stepSize(
    _ place: DivergenceDiagnosis.Place?
  ) throws(Stopped) -> DivergenceDiagnosis {
    let parameters = place == .start ? start.parameters : try initial.parameters
    let typical = size(parameters) / Double(parameters.count).squareRoot()
    return try diagnosis(
      .stepSize(lr: settings.learningRate, weightSize: typical),
      settings.rates(from: min(0.01, settings.learningRate / 10)), place ?? .initial)
  }

  private func unclear(
    _ bound: DivergenceDiagnosis.CurvatureBound?
  ) throws(Stopped) -> DivergenceDiagnosis {
    // Where nothing could be measured, a rate that most networks bear.
    let slower = min(settings.learningRate / 10, bound == nil ? 0.1 : .infinity)
    return try diagnosis(
      .unclear(lr: settings.learningRate, curvature: bound), settings.rates(from: slower), .start)
  }

  /// When not even the first loss or gradient was finite, or the network is too large to measure.
  private func withoutMeasurement() throws(Stopped) -> DivergenceDiagnosis {
    guard end.step == start.stepCount + 1, end.lastFiniteLoss == nil else {
      return try unclear(nil)
    }
    let change = settings.initializer == .auto ? "layers 8 tanh" : "set init auto; reset"
    return DivergenceDiagnosis(
      cause: .startingWeights, remedy: start.stepCount > 0 ? "reset" : change + again,
      isTried: false)
  }

  /// What an earlier run has made of the weights, where that is their ruin.
  var ruin: WeightsInRuin? {
    get throws(Stopped) { try ruin(of: start) }
  }

  func ruin(of weights: TrainingState) throws(Stopped) -> WeightsInRuin? {
    try WeightsInRuin(
      weights, examples: examples, loss: loss, settings: settings, kernels: kernels,
      checkStop: checkStop)
  }

  /// From the initial weights, with the settings as they are where these stay finite.
  private func anew(_ ruin: WeightsInRuin) throws(Stopped) -> DivergenceDiagnosis {
    let choice = try remedy(examples, from: initial).choose(settings.changesAnew, checkStop)
    return DivergenceDiagnosis(
      cause: .weightsInRuin(largest: ruin.largest, initial: ruin.initial),
      remedy: choice.map { $0.text + again } ?? "reset", isTried: choice?.isTried ?? false)
  }

  // MARK: Remedies

  /// Epochs asked for; nil when single steps were.
  private var epochs: Int? { goal.map { $0.target - start.epoch } }

  /// The command that trained, to be added to others.
  private var again: String {
    guard let goal, let epochs else { return "" }
    let isStandard = epochs == (goal.condition == nil ? 20 : TrainingLimits.mostOpenEpochs)
    let until = goal.condition.map { " until \($0.text)" } ?? ""
    return "; train" + (isStandard ? "" : " \(epochs)") + until
  }

  /// The first of the changes that keeps training finite, and how to train again with it: from before
  /// this run where that had learned something, else from the initial weights.
  private func diagnosis(
    _ cause: DivergenceDiagnosis.Cause, _ changes: [ProposedChange],
    _ place: DivergenceDiagnosis.Place
  ) throws(Stopped) -> DivergenceDiagnosis {
    let goesBack = start.stepCount > 0 && place != .initial && epochs != nil
    let change = try remedy(examples, from: goesBack ? start : initial)
      .choose(changes + settings.lastResorts, checkStop)
    guard let change else {
      return DivergenceDiagnosis(
        cause: cause, remedy: goesBack ? "undo" : "reset", isTried: false)
    }
    return DivergenceDiagnosis(
      cause: cause,
      remedy: goesBack ? "undo; \(change.text)\(again)" : "\(change.text); reset\(again)",
      isTried: change.isTried)
  }

  private func remedy(_ examples: Examples, from start: TrainingState) -> DivergenceRemedy {
    DivergenceRemedy(
      training: SideTraining(
        examples: examples, loss: loss, settings: settings, start: start, kernels: kernels),
      epochs: epochs ?? 20)
  }

  /// The middle of what is stable; less where momentum adds gradients up.
  private func rate(_ curvature: Double) -> Double {
    let share = settings.usesMomentum ? min(1, 2 * (1 - settings.momentum)) : 1
    return min(share / curvature, settings.learningRate / 3)
  }

  private var initial: TrainingState {
    get throws(Stopped) {
      try TrainingState(
        shape: start.shape, seed: settings.seed, initializer: settings.initializer,
        checkStop: checkStop)
    }
  }
}

// MARK: Columns in their own units

extension DivergenceExamination {
  /// The column that is largest, if data that were not standardized are to blame: the learning rate
  /// would do, or far more would, were they.
  private func unscaledColumn(
    _ bound: DivergenceDiagnosis.CurvatureBound?
  ) throws(Stopped) -> DivergenceDiagnosis.UnscaledColumn? {
    guard standardizing != nil, data.standardization == nil else { return nil }
    var column = largestColumn(sample)
    guard let scaled = try standardizedCurvature() else { return nil }
    column.standardizedCurvature = scaled + settings.l2
    guard let bound else { return column.largest >= 100 ? column : nil }
    let total = scaled + settings.l2
    let isCure = bound.product > bound.bound && settings.learningRate * total <= bound.bound
    guard isCure || bound.curvature >= 30 * total else { return nil }
    column.curvature = bound.curvature
    return column
  }

  /// All training rows, or as many of them, evenly spaced, as can be looked at in little time.
  private var sample: Examples {
    let most = 4_000_000 / max(1, examples.inputCount)
    return examples.spread(max(1, min(examples.count, most)))
  }

  private func largestColumn(_ sample: Examples) -> DivergenceDiagnosis.UnscaledColumn {
    func column(_ name: String, isTarget: Bool, _ values: [Float])
      -> DivergenceDiagnosis
      .UnscaledColumn
    {
      DivergenceDiagnosis.UnscaledColumn(
        name: name, isTarget: isTarget, largest: values.reduce(0.0) { max($0, abs(Double($1))) },
        deviation: Standardization.Scale(of: values.lazy.map(Double.init)).deviation)
    }
    var columns: [DivergenceDiagnosis.UnscaledColumn] = []
    let inputs = sample.inputs
    for (place, name) in data.inputNames.enumerated() {
      let values = stride(from: place, to: inputs.count, by: sample.inputCount).map { inputs[$0] }
      columns.append(column(name, isTarget: false, values))
    }
    if case .values(let values) = sample.targets {
      columns.append(column(data.targetName, isTarget: true, values))
    }
    return columns.max { $0.largest < $1.largest }
      ?? column(data.targetName, isTarget: true, [])
  }

  /// The curvature at the initial weights, were inputs and target standardized.
  private func standardizedCurvature() throws(Stopped) -> Double? {
    try measureCurvature(
      examples: standardizedSample, loss: loss, shape: start.shape,
      parameters: initial.parameters, kernels: kernels, checkStop: checkStop
    ).flatMap(\.largest)
  }

  private var standardizedSample: Examples {
    let sample = sample
    var inputs = sample.inputs
    for column in 0..<sample.inputCount {
      let places = stride(from: column, to: inputs.count, by: sample.inputCount)
      let scale = Standardization.Scale(of: places.lazy.map { Double(inputs[$0]) })
      for place in places { inputs[place] = Float(scale.standardized(Double(inputs[place]))) }
    }
    var targets = sample.targets
    if case .values(let values) = targets {
      let scale = Standardization.Scale(of: values.lazy.map(Double.init))
      targets = .values(values.map { Float(scale.standardized(Double($0))) })
    }
    return Examples(inputs: inputs, inputCount: sample.inputCount, targets: targets)
  }

  private func unscaled(
    _ column: DivergenceDiagnosis.UnscaledColumn
  ) throws(Stopped) -> DivergenceDiagnosis {
    let standardizing = standardizing ?? "data"
    let slower =
      (settings.rates(from: rate(column.standardizedCurvature ?? 1))
      + settings.lastResorts).map {
        $0.preceded(by: "\(standardizing); ")
      }
    let unchanged = settings.changed(standardizing) { _ in }
    let curvature = settings.isScaled ? 0 : column.standardizedCurvature ?? 0
    let isStable = settings.learningRate * curvature <= settings.stabilityBound
    let change = try remedy(standardizedSample, from: initial)
      .choose((isStable ? [unchanged] : []) + slower, checkStop)
    return DivergenceDiagnosis(
      cause: .unscaledInputs(column), remedy: change.map { $0.text + again } ?? standardizing,
      isTried: change?.isTried ?? false)
  }
}

extension TrainingSettings {
  /// Whether the optimizer divides each weight's step by the size of its gradients.
  fileprivate var isScaled: Bool { optimizer.rule.isNormalized }

  fileprivate var usesMomentum: Bool { optimizer.rule.growth(self) != nil }

  /// What lr × curvature must stay below.
  fileprivate var stabilityBound: Double { optimizer.rule.stabilityBound(self) }
}

extension DivergenceExamination {
  init(of run: RunBeginning, _ divergence: Divergence) {
    self.init(
      of: run,
      End(
        epoch: divergence.epoch, step: divergence.step, lastFiniteLoss: divergence.lastFiniteLoss,
        gradientNorm: divergence.gradientNorm))
  }

  init(of run: RunBeginning, _ end: End) {
    let settings = run.state.settings.training
    var start = run.start
    start.plan = run.goal.map { TrainingPlan(start: start.epoch, end: $0.target) }
    let features = run.state.featureCommands.map { "; \($0)" }.joined()
    self.init(
      data: run.data, examples: run.rows, settings: settings, loss: run.data.loss(settings),
      start: start, end: end, goal: run.goal,
      standardizing: run.state.standardizingCommand.map { $0 + features }, kernels: run.kernels,
      checkStop: run.checkStop)
  }
}
