// A loss that has stopped falling although there is something left to learn.
import Events
import Experiments
import NeuralNetwork

/// What shows that the loss stands still, in epochs of the same settings.
struct PlateauSigns {
  /// Over so many epochs the lowest loss fell by less than this share of what it was.
  private struct Stillness {
    let window: Int
    let least: Double
    static let late = Stillness(window: 20, least: 0.005)
    /// Where nothing was learned from the first epoch on, fewer epochs tell.
    static let fromTheStart = Stillness(window: 8, least: 0.001)
  }

  let epoch: Int
  let window: Int
  let least: Double
  let now: Double
  let before: Double
  /// Whether nothing was learned from the first epoch on.
  let isNew: Bool

  /// Nil where the loss is all but gone, where every row is right, under a schedule that lowers the
  /// learning rate, or again before the loss has fallen by a tenth.
  init?(_ epochs: EpochHistory, _ settings: TrainingSettings, said: CoachMemory.Entry?) {
    let steady = epochs.steady
    guard let first = epochs.first, let last = epochs.last, let begin = steady.first,
      steady.count > 2 * Stillness.fromTheStart.window,
      settings.schedule == .constant || settings.schedule == .warmup, epochs.hasLossLeft,
      last.training.accuracy.map({ $0 < 1 }) ?? true
    else { return nil }
    isNew =
      epochs.lowestTrainingLoss > 0.98 * first.training.loss
      && epochs.lowestSteadyLoss > 0.98 * begin.training.loss
    let still = isNew ? Stillness.fromTheStart : .late
    window = still.window
    least = still.least
    epoch = last.epoch
    guard steady.count > 2 * window else { return nil }
    before = Self.lowest(steady.suffix(2 * window).prefix(window))
    now = Self.lowest(steady.suffix(window))
    guard before > 0, now > before * (1 - least) else { return nil }
    if let said, now >= 0.9 * said.measure { return nil }
  }

  fileprivate var change: Statement {
    now < before ? "fell by less than \(least, "least", .percent)" : "got no lower"
  }

  private static func lowest(_ epochs: Slice<EpochHistory>) -> Double {
    epochs.reduce(.infinity) { min($0, $1.training.loss) }
  }
}

extension CoachNote {
  /// Nil where nothing that was tried did better: then this is what such a network comes to.
  ///
  /// - Parameter tried: from fresh weights, for as many epochs as the run is to have; nil where that takes
  ///   long.
  static func plateau(
    _ signs: PlateauSigns, _ tried: TriedRates?, _ hidden: [HiddenLayer], _ checkStop: StopCheck
  ) throws(Stopped) -> CoachNote? {
    let advice: Statement
    if let tried {
      guard let remedy = try tried.remedyOfPlateau(hidden, isNew: signs.isNew, checkStop),
        remedy.loss < signs.now
      else { return nil }
      advice = """
        \(remedy.cause)In a trial, `\(remedy.line)` ended at \(remedy.loss, "tried_loss").
        """
    } else {
      advice = "Stuck, or this network's best: another lr was not tried here."
    }
    return CoachNote(
      kind: .plateau, epoch: signs.epoch,
      statement: """
        Plateau: in the \(signs.window, "epochs") epochs to \(signs.epoch, "epoch") the loss \
        \(signs.change), lowest \(signs.now, "lowest") after \(signs.before, "lowest_before"). \(advice)
        """, measure: signs.now)
  }
}
