// What a penalty did to the weights in a run: found by training the same epochs without it. Where that
// costs too much, the sum of what it took in the run's own steps.
import Events
import Experiments
import NeuralNetwork
import Text

/// The sum over a run's steps of each parameter's size, taking it as it was at the end of each epoch.
struct SizeSums {
  private(set) var sums: [Double] = []
  private(set) var steps = 0
  private var lastStep: Int

  init(after step: Int) { lastStep = step }

  mutating func add(_ parameters: [Float], step: Int) {
    let steps = Double(step - lastStep)
    if sums.isEmpty { sums = [Double](repeating: 0, count: parameters.count) }
    for place in parameters.indices { sums[place] += steps * Double(abs(parameters[place])) }
    self.steps += step - lastStep
    lastStep = step
  }
}

/// A run that was penalized, as it ended.
struct PenalizedRun {
  /// The same again, from where it began.
  let training: SideTraining
  /// Its last step.
  let step: StepRecord
  let sizes: SizeSums
  let epochs: Int
  let end: [Float]
  let checkStop: StopCheck

  var start: TrainingState { training.start }
  var settings: TrainingSettings { training.settings }

  /// Whether the run can be trained again beside it in little time.
  var canBeRepeated: Bool { epochs > 0 && epochs <= training.mostEpochs }

  /// The parameters that its epochs lead to without a penalty; nil where they do not stay finite.
  func end(without penalty: PenaltyKind) throws(Stopped) -> [Float]? {
    var settings = settings
    settings[penalty] = 0
    return try training.trained(settings, epochs: epochs, checkStop)?.parameters
  }

  var places: [Int] { settings.penalizedRanges(start.shape).flatMap(\.self) }

  /// About as much as the penalty alone moved a parameter by, its steps as long as the last one; nil
  /// where that cannot be told.
  func ownMove(of penalty: PenaltyKind, at place: Int) -> Double? {
    let memory = step.optimizerAfter[settings.optimizer]
    let sum = penalty == .l1 ? Double(sizes.steps) : sizes.sums[place]
    let rate = settings.optimizer.rule.rate(
      settings, number: memory.steps, unitVelocity: memory.unitVelocity)
    switch rate {
    case .common(let rate): return rate * settings[penalty] * sum
    case .rooted(let slot, let correction, _):
      let root = (Double(memory.slots[slot][place]) / correction).squareRoot()
      return settings.learningRate / (root + settings.effectiveEpsilon) * settings[penalty] * sum
    case .none: return nil
    }
  }
}

/// What one penalty changed.
struct PenaltyEffect {
  enum Finding {
    /// It held this parameter back more than any other.
    case held(place: Int, after: Double, without: Double)
    /// The parameters as a whole are smaller; which of them are is more than its own steps explain.
    case smaller(after: Double, without: Double)
  }

  let penalty: PenaltyKind
  let finding: Finding

  /// Smaller changes are not spoken of.
  static let least = 0.01

  /// Nil where the penalty made no difference worth a word.
  init?(of penalty: PenaltyKind, _ run: PenalizedRun) throws(Stopped) {
    guard let without = try run.end(without: penalty) else { return nil }
    let places = run.places
    let size = { (values: [Float]) in
      places.reduce(0.0) { $0 + penalty.size(of: Double(values[$1])) }
    }
    let (all, allWithout) = (size(run.end), size(without))
    let held = { (place: Int) -> Double in
      let (end, other) = (Double(run.end[place]), Double(without[place]))
      return end * other < 0 ? 0 : abs(other) - abs(end)
    }
    guard allWithout - all > Self.least * allWithout,
      let most = places.max(by: { held($0) < held($1) })
    else { return nil }
    let change = abs(Double(run.end[most]) - Double(run.start.parameters[most]))
    guard held(most) > Self.least * change else { return nil }
    self.penalty = penalty
    // Two runs may also part long after a nudge that was next to nothing.
    let isItsOwn = run.ownMove(of: penalty, at: most).map { $0 >= held(most) / 10 } ?? false
    finding =
      isItsOwn
      ? .held(place: most, after: Double(run.end[most]), without: Double(without[most]))
      : .smaller(after: all, without: allWithout)
  }

  /// - Parameter prefix: of the names of its numbers.
  func statement(
    _ run: PenalizedRun, _ names: ParameterNames, prefix: String
  ) -> Statement {
    let title = penalty.title
    let epochs: Statement =
      run.epochs == 1 ? "epoch" : "\(run.epochs, "\(prefix)epochs") epochs"
    let verb = run.epochs == 1 ? "takes" : "take"
    switch finding {
    case .held(let place, let after, let without):
      return """
        \(title) held \(names.text(run.start.shape.parameter(at: place))) back most: it ends at \
        \(after, "\(prefix)after"); the same \(epochs) without \(title) \(verb) it to \
        \(without, "\(prefix)without").
        """
    case .smaller(let after, let without):
      let noun = run.settings.penalize == .all ? "weights and biases" : "weights"
      let sizes = penalty == .l1 ? "sizes" : "squares"
      return """
        \(title) kept the \(noun) smaller: their \(sizes) add up to \(after, "\(prefix)sum_after"); after \
        the same \(epochs) without \(title), to \(without, "\(prefix)sum_without").
        """
    }
  }
}

extension CoachNote {
  /// At the end of a run; again when another parameter is held back most and there have been as many
  /// epochs again.
  static func penaltyEffect(
    _ run: PenalizedRun, _ names: ParameterNames, epoch: Int, said: CoachMemory.Entry?
  ) throws(Stopped) -> CoachNote? {
    guard said.map({ epoch >= 2 * $0.epoch }) ?? true, run.sizes.steps > 0 else { return nil }
    guard run.canBeRepeated else { return taken(run, names, epoch: epoch, said: said) }
    var (statements, about): ([Statement], [String]) = ([], [])
    let inUse = PenaltyKind.allCases.filter { run.settings[$0] > 0 }
    for penalty in inUse {
      guard let effect = try PenaltyEffect(of: penalty, run) else { continue }
      let prefix = inUse.count == 1 ? "" : "\(penalty.rawValue)_"
      statements.append(effect.statement(run, names, prefix: prefix))
      if case .held(let place, _, _) = effect.finding {
        about.append(names.text(run.start.shape.parameter(at: place)))
      } else {
        about.append(penalty.title)
      }
    }
    let places = about.joined(separator: ", ")
    guard let first = statements.first, said?.about != places else { return nil }
    return CoachNote(
      kind: .penaltyEffect, epoch: epoch,
      statement: statements.dropFirst().reduce(first) { "\($0) \($1)" }, about: places)
  }

  /// What L2 took in the run's own steps, where these are proportional to their gradients.
  private static func taken(
    _ run: PenalizedRun, _ names: ParameterNames, epoch: Int, said: CoachMemory.Entry?
  ) -> CoachNote? {
    guard let rate = run.settings.l2Rate(steps: run.sizes.steps), run.settings.l2 > 0,
      rate * run.settings.l2 < 1,
      let place = run.places.max(by: { run.sizes.sums[$0] < run.sizes.sums[$1] })
    else { return nil }
    let taken = rate * run.settings.l2 * run.sizes.sums[place]
    let change = abs(Double(run.end[place]) - Double(run.start.parameters[place]))
    let name = names.text(run.start.shape.parameter(at: place))
    guard taken > PenaltyEffect.least * change, said?.about != name else { return nil }
    return CoachNote(
      kind: .penaltyEffect, epoch: epoch,
      statement: """
        Over \(run.sizes.steps, "steps") steps L2 took about \(taken, "taken") from \(name), which is now \
        \(run.end[place], "after"): more than from any other.
        """, about: name)
  }
}

extension TrainingSettings {
  /// By what L2's gradient is multiplied over a run of so many steps; nil where that differs from
  /// step to step. A velocity multiplies by 1 / (1 - momentum) only in the long run.
  fileprivate func l2Rate(steps: Int) -> Double? {
    guard schedule == .constant, clip == nil, !optimizer.rule.isNormalized else { return nil }
    guard let growth = optimizer.rule.growth(self) else { return learningRate }
    return Double(steps) >= 20 * growth ? learningRate * growth : nil
  }
}
