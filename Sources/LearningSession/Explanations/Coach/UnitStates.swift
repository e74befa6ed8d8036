// Hidden units that no longer learn, layer by layer.
import NeuralNetwork

extension CoachNote {
  /// Dead relu units and saturated ones, a note each about the layer with the greatest share of them.
  ///
  /// - Parameter start: what was quiet when the run began; asked only where something is.
  static func quietUnits(
    _ layers: [QuietUnits], since start: @autoclosure () -> [QuietUnits], epoch: Int,
    _ memory: CoachMemory
  ) -> [CoachNote] {
    let telling = layers.filter { $0.quiet.count * 10 >= $0.units }
    guard !telling.isEmpty else { return [] }
    let start = start()
    return [
      note(.deadUnits, telling.filter { $0.activation == .relu }, start, epoch, memory),
      note(.saturatedUnits, telling.filter { $0.activation != .relu }, start, epoch, memory),
    ].compactMap(\.self)
  }

  /// Again only when there are half as many again.
  private static func note(
    _ kind: Kind, _ layers: [QuietUnits], _ start: [QuietUnits], _ epoch: Int,
    _ memory: CoachMemory
  ) -> CoachNote? {
    let total = layers.reduce(0) { $0 + $1.quiet.count }
    guard let worst = layers.max(by: { $0.share < $1.share }),
      memory[kind].map({ Double(total) >= 1.5 * $0.measure }) ?? true
    else { return nil }
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
        (\(examples(worst.quiet)))\(elsewhere). \(consequence(worst, before))
        """, measure: Double(total))
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

  private static func consequence(_ layer: QuietUnits, _ before: Set<Int>) -> Statement {
    let isSingle = layer.quiet.count == 1
    if layer.activation != .relu {
      return isSingle
        ? "Its slope there is almost 0, so it hardly learns; smaller weights would help."
        : "Their slope there is almost 0, so they hardly learn; smaller weights would help."
    }
    let reach =
      layer.quiet.count == layer.units
      ? "Every row gets the same answer, and no gradient reaches this layer"
      : "No gradient reaches \(isSingle ? "it" : "them")"
    let old = layer.quiet.count { before.contains($0) }
    if old == layer.quiet.count {
      return "\(reach), as at the start: try `reset new` or leakyrelu."
    }
    let then: Statement =
      old == 0
      ? "\(isSingle ? "it" : "they") died in this run"
      : "at the start \(old, "dead_at_start") were dead"
    return "\(reach); \(then): try a lower lr and `reset`."
  }
}

extension QuietUnits {
  fileprivate var share: Double { Double(quiet.count) / Double(units) }
}
