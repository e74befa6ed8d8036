// Hidden units that no longer learn, layer by layer.
import NeuralNetwork

extension CoachNote {
  /// Dead relu units and saturated ones, a note each about the layer with the greatest share of them.
  ///
  /// - Parameters:
  ///   - start: what was quiet when the run began; asked only where something is.
  ///   - remedy: a lower learning rate at which fewer units of a layer fall quiet, tried; nil if none.
  static func quietUnits(
    _ layers: [QuietUnits], since start: () -> [QuietUnits], epoch: Int, _ memory: CoachMemory,
    remedy: (QuietUnits) -> Double?
  ) -> [CoachNote] {
    let telling = layers.filter { $0.quiet.count * 10 >= $0.units }
    return [
      (Kind.deadUnits, telling.filter { $0.activation == .relu }),
      (.saturatedUnits, telling.filter { $0.activation != .relu }),
    ].compactMap { kind, layers in note(kind, layers, start, epoch, memory, remedy) }
  }

  /// Again only when half as large a share again of a layer is quiet, or now all of one.
  private static func note(
    _ kind: Kind, _ layers: [QuietUnits], _ start: () -> [QuietUnits], _ epoch: Int,
    _ memory: CoachMemory, _ remedy: (QuietUnits) -> Double?
  ) -> CoachNote? {
    let total = layers.reduce(0) { $0 + $1.quiet.count }
    guard let worst = layers.max(by: { $0.share < $1.share }),
      memory[kind].map({
        worst.share >= 1.5 * $0.measure || worst.share == 1 && $0.measure < 1
      }) ?? true
    else { return nil }
    let start = start()
    let before = Set(start.first { $0.layer == worst.layer }?.quiet ?? [])
    let others = total - worst.quiet.count
    let elsewhere: Statement = others > 0 ? "; in other layers \(others, "elsewhere") more" : ""
    let isSingle = worst.quiet.count == 1
    let what: Statement =
      switch worst.activation {
      case .relu: "\(isSingle ? "is" : "are") dead: 0 for every training row"
      case .sigmoid:
        "\(isSingle ? "is" : "are") saturated: outside 0.01 to 0.99 on over 90% of rows"
      default: "\(isSingle ? "is" : "are") saturated: beyond ±0.99 on over 90% of rows"
      }
    return CoachNote(
      kind: kind, epoch: epoch,
      statement: """
        At epoch \(epoch, "epoch"), \(worst.quiet.count, "quiet") of \(worst.units, "units") \
        \(worst.activation.rawValue) units in hidden \(worst.layer + 1, "layer") \(what) \
        (\(examples(worst.quiet)))\(elsewhere). \(consequence(worst, before, remedy))
        """, measure: worst.share)
  }

  /// "unit 3"; "units 1, 2, 4 and 5 more".
  private static func examples(_ units: [Int]) -> Statement {
    let shown = units.prefix(units.count == 4 ? 4 : 3)
    var list: Statement = units.count == 1 ? "unit " : "units "
    for (place, unit) in shown.enumerated() {
      let isLast = place == units.count - 1
      let separator = place == 0 ? "" : isLast ? " and " : ", "
      list = "\(list)\(separator)\(unit + 1, "unit_\(place + 1)")"
    }
    return units.count > shown.count
      ? "\(list) and \(units.count - shown.count, "more") more" : list
  }

  private static func consequence(
    _ layer: QuietUnits, _ before: Set<Int>, _ remedy: (QuietUnits) -> Double?
  ) -> Statement {
    let isSingle = layer.quiet.count == 1
    let old = layer.quiet.count { before.contains($0) }
    let isOld = old == layer.quiet.count
    if layer.activation != .relu {
      let flat: Statement =
        isSingle
        ? "Its slope there is almost 0, so it hardly learns"
        : "Their slope there is almost 0, so they hardly learn"
      if !isOld, let rate = remedy(layer) {
        return "\(flat); in a trial, `set lr \(exactText(rate)); reset` left fewer so."
      }
      return "\(flat); smaller weights or inputs would help: see `explain initialization`."
    }
    let reach: Statement =
      layer.quiet.count == layer.units
      ? "Every row gets the same answer, and no gradient reaches this layer"
      : "No gradient reaches \(isSingle ? "it" : "them")"
    let leaky = "`layer edit \(layer.layer + 1) \(layer.units) leakyrelu`"
    if isOld { return "\(reach), as at the start: try `reset new` or \(leaky)." }
    let then: Statement =
      old == 0
      ? "\(isSingle ? "it" : "they") died in this run"
      : "at the start \(old, "dead_at_start") were dead"
    guard let rate = remedy(layer) else { return "\(reach); \(then): try \(leaky)." }
    return "\(reach); \(then). In a trial, `set lr \(exactText(rate)); reset` left fewer dead."
  }
}

extension SideTrial {
  /// The first of some lower learning rates at which, from fresh weights and in as many epochs, less
  /// than half as many units of the layer fall quiet. The state is that of the fresh weights.
  func rate(keepingAlive layer: QuietUnits, epochs: Int) -> Double? {
    var rate = settings.learningRate
    for _ in 0..<3 {
      guard let next = Rungs.below(rate / 1.5) else { return nil }
      rate = next
      var slower = settings
      slower.learningRate = rate
      let trainer = trainer(slower)
      var isFinite = true
      for _ in 0..<epochs where isFinite {
        isFinite = trainer.runEpoch(shouldStop: shouldStop) == .finished
      }
      guard isFinite else { continue }
      let quiet = quietUnits(
        examples: examples, shape: state.shape, parameters: trainer.parameters, kernels: kernels
      ).first { $0.layer == layer.layer }?.quiet.count
      if 2 * (quiet ?? 0) < layer.quiet.count { return rate }
    }
    return nil
  }
}

extension QuietUnits {
  fileprivate var share: Double { Double(quiet.count) / Double(units) }
}
