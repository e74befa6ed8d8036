// A loss that has stopped falling although there is something left to learn.
import NeuralNetwork

extension CoachNote {
  /// Over so many epochs the lowest loss fell by less than this share.
  private static let window = 20
  private static let least = 0.005

  /// Not said where the loss is all but gone, where every row is right, under a schedule that lowers
  /// the learning rate, or again before the loss has fallen by a tenth.
  static func plateau(
    _ epochs: [EpochReport], _ settings: TrainingSettings, said: CoachMemory.Entry?
  ) -> CoachNote? {
    guard epochs.count > 2 * window, let last = epochs.last,
      settings.schedule == .constant || settings.schedule == .warmup
    else { return nil }
    let before = lowest(epochs.suffix(2 * window).prefix(window))
    let now = lowest(epochs.suffix(window))
    guard before > 0, now > before * (1 - least), said.map({ now < 0.9 * $0.measure }) ?? true,
      epochs.hasLossLeft, last.training.accuracy.map({ $0 < 1 }) ?? true,
      last.training.r2.map({ $0 < 0.99 }) ?? true
    else { return nil }
    return CoachNote(
      kind: .plateau, epoch: last.epoch,
      statement: """
        Plateau: in the \(window, "epochs") epochs to \(last.epoch, "epoch") the loss fell by less than \
        \(least, "least", .percent), lowest \(now, "lowest") after \(before, "lowest_before"). Stuck, or \
        this network's best: another lr, `reset new` or more units would tell.
        """, measure: now)
  }

  private static func lowest(_ epochs: ArraySlice<EpochReport>) -> Double {
    epochs.reduce(.infinity) { min($0, $1.training.loss) }
  }
}

extension [EpochReport] {
  /// Whether the data loss is more than a twentieth of the first epoch's, so that there is something
  /// left to learn.
  var hasLossLeft: Bool {
    guard let first, let last else { return false }
    return last.training.dataLoss > Swift.max(0.001, 0.05 * first.training.dataLoss)
  }
}
