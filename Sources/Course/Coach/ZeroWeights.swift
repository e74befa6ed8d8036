// Weights that L1 has brought to zero, and inputs that no longer matter because of it.
import Events
import Experiments
import NeuralNetwork

/// Weights at zero, biases left out.
struct ZeroWeights {
  let count: Int
  let of: Int
  /// Inputs of the network all of whose weights are at zero.
  let inputs: [Int]

  /// - Parameters:
  ///   - reach: up to which size a weight counts as zero.
  ///   - isHeld: whether it is the penalty that keeps such a weight there.
  init(
    _ parameters: [Float], _ shape: NetworkShape, reach: Double,
    isHeld: (Int) -> Bool = { _ in true }
  ) {
    func isZero(_ place: Int) -> Bool {
      Double(abs(parameters[place])) <= reach && isHeld(place)
    }
    count = shape.layers.reduce(0) { $0 + $1.weights.count(where: isZero) }
    of = shape.layers.reduce(0) { $0 + $1.weights.count }
    let first = shape.layers[0]
    inputs = (0..<first.inputs).filter { input in
      let start = first.weights.lowerBound + input * first.units
      return (start..<start + first.units).allSatisfy(isZero)
    }
  }
}

extension TrainingSettings {
  /// How near to 0 a weight is that L1 holds there. Proximal L1 makes it 0; as a subgradient L1 lets
  /// it hop about 0, by at most what L1 adds to one step.
  package var l1Reach: Double {
    if l1Mode == .proximal { return 0 }
    let rule = optimizer.rule
    return rule.isNormalized ? learningRate : learningRate * l1 * (rule.growth(self) ?? 1)
  }
}

extension CoachNote {
  /// At the end of a run, where more weights are at zero than at its start; again when half as many
  /// again are, or other inputs drop out.
  ///
  /// - Parameter pulls: the data's gradients at the end; nil where they are too dear to know.
  static func zeroWeights(
    _ parameters: [Float], since start: [Float], _ settings: TrainingSettings,
    _ shape: NetworkShape, _ names: ParameterNames, epoch: Int, said: CoachMemory.Entry?,
    pulls: () throws(Stopped) -> [Double]?
  ) throws(Stopped) -> CoachNote? {
    let reach = settings.l1Reach
    guard settings.l1 > 0, reach.isFinite else { return nil }
    var zeros = ZeroWeights(parameters, shape, reach: reach)
    // One step of such a rule may be longer than a weight that matters: the data decide.
    if settings.l1Mode == .subgradient, settings.optimizer.rule.isNormalized, zeros.count > 0 {
      guard let pulls = try pulls() else { return nil }
      zeros = ZeroWeights(parameters, shape, reach: reach) { abs(pulls[$0]) < settings.l1 }
    }
    let inputs = zeros.inputs.map(names.input)
    let about = inputs.joined(separator: ", ")
    guard zeros.count > ZeroWeights(start, shape, reach: reach).count,
      said.map({ Double(zeros.count) >= 1.5 * $0.measure || $0.about != about }) ?? true
    else { return nil }
    let isExact = settings.l1Mode == .proximal
    let place: Statement = isExact ? "at 0" : "within \(reach, "reach") of 0"
    var gone: Statement = ""
    if let first = inputs.first {
      let shown = inputs.count == 4 ? 4 : 3
      let more = inputs.count - shown
      let list =
        inputs.count == 1
        ? "input \(first)" : "inputs \(inputs.prefix(shown).joined(separator: ", "))"
      let rest: Statement = more > 0 ? " and \(more, "more_inputs") more" : ""
      let word = isExact ? "no longer" : "hardly"
      gone = "; \(list)\(rest) \(word) \(inputs.count == 1 ? "matters" : "matter")"
    }
    let hint =
      isExact || settings.reasonAgainstProximal != nil
      ? "" : " `set l1mode proximal` makes \(zeros.count == 1 ? "it" : "them") exactly 0."
    return CoachNote(
      kind: .zeroWeights, epoch: epoch,
      statement: """
        L1 holds \(zeros.count, "zeros") of \(zeros.of, "weights") weights \(place)\(gone).\(hint)
        """, about: about, measure: Double(zeros.count))
  }
}
