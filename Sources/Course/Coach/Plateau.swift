// A loss that has stopped falling although there is something left to learn.
import Events
import Experiments
import NeuralNetwork

extension CoachNote {
  /// Over so many epochs the lowest loss fell by less than this share of what it was.
  private struct Stillness {
    let window: Int
    let least: Double
    static let late = Stillness(window: 20, least: 0.005)
    /// Where nothing was learned from the first epoch on, fewer epochs tell.
    static let fromTheStart = Stillness(window: 8, least: 0.001)
  }

  /// Not said where the loss is all but gone, where every row is right, under a schedule that lowers
  /// the learning rate, or again before the loss has fallen by a tenth.
  static func plateau(
    _ epochs: EpochHistory, _ settings: TrainingSettings, _ hidden: [HiddenLayer],
    said: CoachMemory.Entry?
  ) -> CoachNote? {
    guard let first = epochs.first, let last = epochs.last,
      epochs.count > 2 * Stillness.fromTheStart.window,
      settings.schedule == .constant || settings.schedule == .warmup, epochs.hasLossLeft,
      last.training.accuracy.map({ $0 < 1 }) ?? true
    else { return nil }
    let isNew = epochs.lowestTrainingLoss > 0.98 * first.training.loss
    let still = isNew ? Stillness.fromTheStart : .late
    let window = still.window
    guard epochs.count > 2 * window else { return nil }
    let before = lowest(epochs.suffix(2 * window).prefix(window))
    let now = lowest(epochs.suffix(window))
    guard before > 0, now > before * (1 - still.least),
      said.map({ now < 0.9 * $0.measure }) ?? true
    else { return nil }
    return CoachNote(
      kind: .plateau, epoch: last.epoch,
      statement: """
        Plateau: in the \(window, "epochs") epochs to \(last.epoch, "epoch") the loss fell by less than \
        \(still.least, "least", .percent), lowest \(now, "lowest") after \(before, "lowest_before"). \
        \(advice(hidden, isNew: isNew))
        """, measure: now)
  }

  private static func advice(_ hidden: [HiddenLayer], isNew: Bool) -> Statement {
    if isNew, hidden.count > 2, hidden.allSatisfy({ $0.activation == .sigmoid }) {
      let units = hidden.map { "\($0.units)" }.joined(separator: " ")
      return "Each sigmoid layer weakens the gradient: try `layers \(units) tanh`."
    }
    if hidden.isEmpty {
      return
        "Stuck, or this network's best: another lr or a hidden layer, `layer 8 tanh`, would tell."
    }
    return "Stuck, or this network's best: another lr, `reset new` or more units would tell."
  }

  private static func lowest(_ epochs: Slice<EpochHistory>) -> Double {
    epochs.reduce(.infinity) { min($0, $1.training.loss) }
  }
}

extension EpochHistory {
  /// Whether there is something left to learn: more than a twentieth of the error of always answering
  /// the mean or, of classes, of the first epoch's loss. That counts as no more than 2, about what
  /// guessing costs, since a first epoch may have gone far astray.
  var hasLossLeft: Bool {
    guard let first, let last, last.training.dataLoss > 0.001 else { return false }
    if let r2 = last.training.r2 { return r2 < 0.95 }
    return last.training.dataLoss > 0.05 * Swift.min(2, first.training.dataLoss)
  }
}
