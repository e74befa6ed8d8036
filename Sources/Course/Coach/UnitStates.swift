// Hidden units that no longer learn, layer by layer.
import Events
import Experiments
import NeuralNetwork
import Text

extension CoachNote {
  /// Dead relu units and saturated ones, a note each about the layer with the greatest share of them.
  ///
  /// - Parameters:
  ///   - start: what was quiet when the run began; asked only where something is.
  ///   - remedy: a lower learning rate at which fewer units of a layer fall quiet, tried; nil if none.
  static func quietUnits(
    _ layers: [QuietUnits], since start: () throws(Stopped) -> [QuietUnits], epoch: Int,
    _ memory: CoachMemory, remedy: (QuietUnits) throws(Stopped) -> Double?
  ) throws(Stopped) -> [CoachNote] {
    let telling = layers.filter { $0.quiet.count * 10 >= $0.units }
    let dead = telling.filter { $0.activation == .relu }
    let saturated = telling.filter { $0.activation != .relu }
    return [
      try note(.deadUnits, dead, start, epoch, memory, remedy),
      try note(.saturatedUnits, saturated, start, epoch, memory, remedy),
    ].compactMap(\.self)
  }

  /// Again only when half as large a share again of a layer is quiet, or now all of one.
  private static func note(
    _ kind: Kind, _ layers: [QuietUnits], _ start: () throws(Stopped) -> [QuietUnits],
    _ epoch: Int, _ memory: CoachMemory, _ remedy: (QuietUnits) throws(Stopped) -> Double?
  ) throws(Stopped) -> CoachNote? {
    let total = layers.reduce(0) { $0 + $1.quiet.count }
    guard let worst = layers.max(by: { $0.share < $1.share }),
      memory[kind].map({
        worst.share >= 1.5 * $0.measure || worst.share == 1 && $0.measure < 1
      }) ?? true
    else { return nil }
    let start = try start()
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
    let consequence = try consequence(worst, before, remedy)
    return CoachNote(
      kind: kind, epoch: epoch,
      statement: """
        At epoch \(epoch, "epoch"), \(worst.quiet.count, "quiet") of \(worst.units, "units") \
        \(worst.activation.rawValue) units in hidden \(worst.layer + 1, "layer") \(what) \
        (\(examples(worst.quiet)))\(elsewhere). \(consequence)
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
    _ layer: QuietUnits, _ before: Set<Int>, _ remedy: (QuietUnits) throws(Stopped) -> Double?
  ) throws(Stopped) -> Statement {
    let isSingle = layer.quiet.count == 1
    let old = layer.quiet.count { before.contains($0) }
    let isOld = old == layer.quiet.count
    if layer.activation != .relu {
      let flat: Statement =
        isSingle
        ? "Its slope there is almost 0, so it hardly learns"
        : "Their slope there is almost 0, so they hardly learn"
      if !isOld, let rate = try remedy(layer) {
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
    guard let rate = try remedy(layer) else { return "\(reach); \(then): try \(leaky)." }
    return "\(reach); \(then). In a trial, `set lr \(exactText(rate)); reset` left fewer dead."
  }
}

extension SideTraining {
  /// The first of some lower learning rates, nearby ones and then far lower ones, at which, from fresh
  /// weights and in as many epochs, less than half as many units of the layer fall quiet and the loss ends
  /// no higher: without steps nothing dies, and nothing is learned. It begins with the fresh weights.
  func rate(
    keepingAlive layer: QuietUnits, epochs: Int, _ checkStop: StopCheck
  ) throws(Stopped) -> Double? {
    func lossOf(_ trainer: Trainer) throws(Stopped) -> Double {
      try trainer.evaluate(examples.sampledForFigures, checkStop: checkStop).loss
    }
    let present = try trained(settings, epochs: epochs, checkStop)
    let most = try present.map { trainer throws(Stopped) in try lossOf(trainer) } ?? .infinity
    var rate = settings.learningRate
    for divisor in [1.5, 1.5, 1.5, 5, 5, 5] {
      guard let next = Rungs.below(rate / divisor) else { return nil }
      rate = next
      var slower = settings
      slower.learningRate = rate
      guard let trainer = try trained(slower, epochs: epochs, checkStop) else { continue }
      let quiet = try quietUnits(
        examples: examples, shape: start.shape, parameters: trainer.parameters, kernels: kernels,
        checkStop: checkStop
      ).first { $0.layer == layer.layer }?.quiet.count
      if 2 * (quiet ?? 0) < layer.quiet.count, try lossOf(trainer) <= most { return rate }
    }
    return nil
  }
}

extension QuietUnits {
  fileprivate var share: Double { Double(quiet.count) / Double(units) }
}
