// What L2 took from the weights in a run.
import Events
import Experiments
import NeuralNetwork

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

extension CoachNote {
  /// At the end of a run. Where a step is proportional to its gradient, what L2 took can be summed;
  /// elsewhere the parameter is named that shrank most. Again when it is another one and
  /// there have been as many epochs again.
  static func l2Pull(
    _ sizes: SizeSums, _ parameters: [Float], since start: [Float], _ settings: TrainingSettings,
    _ shape: NetworkShape, _ names: ParameterNames, epoch: Int, said: CoachMemory.Entry?
  ) -> CoachNote? {
    guard settings.l2 > 0, sizes.steps > 0 else { return nil }
    let places = settings.penalizedRanges(shape).joined()
    let rate = settings.l2Rate(steps: sizes.steps)
    let amount = { (place: Int) in
      rate != nil ? sizes.sums[place] : Double(abs(start[place])) - Double(abs(parameters[place]))
    }
    guard let place = places.max(by: { amount($0) < amount($1) }), amount(place) > 0 else {
      return nil
    }
    let name = names.text(shape.parameter(at: place))
    guard said.map({ $0.about != name && epoch >= 2 * $0.epoch }) ?? true else { return nil }
    let statement: Statement =
      if let rate {
        """
        L2 took most from \(name): lr × l2 × |p| \(settings.l2RateText)summed over \(sizes.steps, "steps") steps, \
        about \(rate * settings.l2 * sizes.sums[place], "taken"); it is now \(parameters[place], "after").
        """
      } else {
        "Under L2 \(name) shrank most: from \(start[place], "start") to \(parameters[place], "after")."
      }
    return CoachNote(kind: .l2Pull, epoch: epoch, statement: statement, about: name)
  }
}

extension TrainingSettings {
  /// By what L2's gradient is multiplied over a run of so many steps; nil where that differs from
  /// step to step. A velocity multiplies by 1 / (1 - momentum) only in the long run.
  fileprivate func l2Rate(steps: Int) -> Double? {
    guard schedule == .constant, clip == nil else { return nil }
    if optimizer.rule.isNormalized { return nil }
    guard let growth = optimizer.rule.growth(self) else { return learningRate }
    return Double(steps) >= 20 * growth ? learningRate * growth : nil
  }

  fileprivate var l2RateText: String {
    optimizer.rule.growth(self) == nil ? "" : "/ (1 - momentum) "
  }
}
