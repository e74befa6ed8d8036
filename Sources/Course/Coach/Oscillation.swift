// Steps that are too long to go down: the loss jumps without getting lower, and at a lower learning rate
// the same epochs, from the initial weights, lead clearly below.
//
// Where steps follow the gradient alone, it must show in them too: with lr × curvature above 1 a step
// goes beyond the bottom, so that the next one turns back. The cosine between successive updates is
// negative then; it is also the slope of the loss along the learning rate (Baydin and others, "Online
// learning rate adaptation with hypergradient descent", ICLR 2018).
import Events
import Experiments
import NeuralNetwork
import Text

extension SideTraining {
  /// The cosines between the next updates that training would make, each with the one before.
  func cosines(steps: Int, _ checkStop: StopCheck) throws(Stopped) -> [Double] {
    let trainer = trainer(settings)
    var (last, before): ([Float], [Float]) = (start.parameters, [])
    var cosines: [Double] = []
    for _ in 0..<steps {
      guard case .done = try trainer.step(tracing: false, checkStop: checkStop) else { break }
      let parameters = trainer.parameters
      let move = zip(parameters, last).map { $0 - $1 }
      if !before.isEmpty { cosines.append(cosine(move, before)) }
      (last, before) = (parameters, move)
    }
    return cosines
  }

  /// 0 where there was no move.
  private func cosine(_ left: [Float], _ right: [Float]) -> Double {
    var (product, a, b) = (0.0, 0.0, 0.0)
    for (x, y) in zip(left, right) {
      product += Double(x) * Double(y)
      a += Double(x) * Double(x)
      b += Double(y) * Double(y)
    }
    return a > 0 && b > 0 ? product / (a * b).squareRoot() : 0
  }
}

/// How the loss went lately, as far as it is cheap to know.
struct LossJumps: Equatable {
  static let window = 8
  let rises: Int
  let lowest: Double
  let highest: Double
  let mean: Double
  let last: EpochReport

  /// Nil unless the loss rose by more than 2% in at least three of the last eight epochs of the same
  /// settings, and none of them brought it clearly below where it was before.
  init?(_ epochs: EpochHistory) {
    let steady = epochs.steady
    guard steady.count > Self.window, let last = epochs.last, epochs.hasLossLeft else { return nil }
    let losses = steady.suffix(Self.window + 1).map(\.training.loss)
    rises = zip(losses.dropFirst(), losses).count { $0 > 1.02 * $1 }
    lowest = losses.dropFirst().reduce(.infinity) { min($0, $1) }
    highest = losses.dropFirst().reduce(0) { max($0, $1) }
    // Rising all the time is no oscillation.
    guard rises >= 3, rises < Self.window,
      lowest > 0.95 * losses[0] || losses[Self.window] > 1.5 * lowest
    else {
      return nil
    }
    mean = losses.dropFirst().reduce(0, +) / Double(Self.window)
    self.last = last
  }
}

extension CoachNote {
  /// How many updates are looked at.
  private static let steps = 17
  /// Below this mean cosine they turn back: where batches alone drive them to and fro it is about 0.
  private static let turning = -0.2

  /// Nil where no lower rate settles a fifth lower from fresh weights, or steps do not turn back.
  ///
  /// - Parameters:
  ///   - present: the training as it is now.
  ///   - tried: from fresh weights, for as many epochs as the run is to have.
  static func oscillation(
    _ jumps: LossJumps, _ present: SideTraining, _ tried: TriedRates, _ checkStop: StopCheck
  ) throws(Stopped) -> CoachNote? {
    let rate = present.settings.learningRate
    let rows = present.examples.count
    var turns: Statement = ""
    if present.settings.optimizer.rule.isPlain {
      guard steps * present.settings.stepRows(of: rows) / rows < present.mostEpochs else {
        return nil
      }
      let cosines = try present.cosines(steps: steps, checkStop)
      let back = cosines.count { $0 < 0 }
      let mean = cosines.reduce(0, +) / Double(cosines.count)
      guard 2 * back > cosines.count, mean < turning else { return nil }
      turns = """
        . Of the next \(cosines.count, "updates") steps \(back, "turns") go against the one before (on average at a \
        cosine of \(mean, "mean_cosine"): `explain cosine`)
        """
    }
    guard let slower = try tried.lower(toShare: 0.8, checkStop) else { return nil }
    return CoachNote(
      kind: .oscillation, epoch: jumps.last.epoch,
      statement: """
        Oscillation: in the \(LossJumps.window, "epochs") epochs to \(jumps.last.epoch, "epoch") the \
        loss rose \(jumps.rises, "rises") times, between \(jumps.lowest, "lowest") and \
        \(jumps.highest, "highest"), mean \(jumps.mean, "mean_loss")\(turns): lr \
        \(rate, "lr") is too high. In a trial, `set lr \(exactText(slower.rate)); reset; train \
        \(tried.epochs, "tried_epochs")` ended at \(slower.loss, "slower_loss").
        """, about: exactText(rate))
  }
}
