// Steps that are too long to go down: the loss jumps without getting lower, and one epoch at a tenth of
// the learning rate does what this one could not.
//
// Where steps follow the gradient alone, it must show in them too: with lr × curvature above 1 a step
// goes beyond the bottom, so that the next one turns back. The cosine between successive updates is
// negative then; it is also the slope of the loss along the learning rate (Baydin and others, "Online
// learning rate adaptation with hypergradient descent", ICLR 2018).
import Datasets
import Events
import Experiments
import NeuralNetwork
import Text

/// Trying a step or an epoch beside the run. It changes nothing in it.
struct SideTrial {
  let examples: Examples
  let loss: Loss
  let settings: TrainingSettings
  let state: TrainingState
  let kernels: KernelSet
  let checkStop: StopCheck

  /// The most that a trial may cost, in weights touched.
  static let work = TrainingWork.mostBeside
  /// How many updates are looked at.
  static let steps = 17

  /// What a trial costs: its epochs and, where steps follow the gradient alone, the updates.
  static func cost(_ settings: TrainingSettings, rows: Int, of shape: NetworkShape) -> Int {
    let epoch = settings.epochCost(rows: rows, of: shape)
    let batch = settings.stepRows(of: rows)
    return epoch * epochs(settings, rows: rows) + epoch * steps / max(1, rows / batch)
  }

  /// One epoch, or more where those are so short that a velocity built up at the present rate
  /// would outlast them.
  static func epochs(_ settings: TrainingSettings, rows: Int) -> Int {
    let batch = settings.stepRows(of: rows)
    guard settings.optimizer.rule.growth(settings) != nil else { return 1 }
    return max(1, min(LossJumps.window, steps / max(1, rows / batch)))
  }

  var epochs: Int { Self.epochs(settings, rows: examples.count) }

  /// The loss after that many epochs at this learning rate from here; nil if it is not finite.
  func loss(afterEpochsAt rate: Double) throws(Stopped) -> Double? {
    var slower = settings
    slower.learningRate = rate
    let trainer = trainer(slower)
    guard try trainer.staysFinite(throughEpochs: epochs, checkStop) else { return nil }
    // Beside the run's own figures, so of the same rows.
    let loss = try trainer.evaluate(examples.sampledForFigures, checkStop: checkStop).loss
    return loss.isFinite ? loss : nil
  }

  /// The cosines between the next updates that training would make, each with the one before.
  func cosines(steps: Int) throws(Stopped) -> [Double] {
    let trainer = trainer(settings)
    var (last, before): ([Float], [Float]) = (state.parameters, [])
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

  func trainer(_ settings: TrainingSettings) -> Trainer {
    Trainer(
      examples: examples, loss: loss, settings: settings, state: state, kernels: kernels)
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

  /// Nil unless the loss rose by more than 2% in at least three of the last eight epochs, and none of
  /// them brought it clearly below where it was before.
  init?(_ epochs: EpochHistory) {
    guard epochs.count > Self.window, let last = epochs.last, epochs.hasLossLeft else { return nil }
    let losses = epochs.suffix(Self.window + 1).map(\.training.loss)
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
  /// Nil where a slower epoch would not be better by a fifth, or steps do not turn back.
  static func oscillation(
    _ jumps: LossJumps, _ trial: SideTrial
  ) throws(Stopped) -> CoachNote? {
    let rate = trial.settings.learningRate
    let slower = rate / 10
    guard let loss = try trial.loss(afterEpochsAt: slower), loss < 0.8 * jumps.mean else {
      return nil
    }
    var turns: Statement = ""
    if trial.settings.optimizer.rule.isPlain {
      let cosines = try trial.cosines(steps: SideTrial.steps)
      let back = cosines.count { $0 < 0 }
      guard 2 * back > cosines.count else { return nil }
      turns = """
        . Of the next \(cosines.count, "updates") updates, \(back, "turns") turn back (mean cosine \
        \(cosines.reduce(0, +) / Double(cosines.count), "mean_cosine"))
        """
    }
    let span: Statement =
      trial.epochs == 1 ? "One epoch" : "\(trial.epochs, "slower_epochs") epochs"
    return CoachNote(
      kind: .oscillation, epoch: jumps.last.epoch,
      statement: """
        Oscillation: in the \(LossJumps.window, "epochs") epochs to \(jumps.last.epoch, "epoch") the \
        loss rose \(jumps.rises, "rises") times, between \(jumps.lowest, "lowest") and \
        \(jumps.highest, "highest"), mean \(jumps.mean, "mean_loss")\(turns): lr \
        \(rate, "lr", .exact) is too high. \(span) at \(slower, "slower_lr") would bring it to \
        \(loss, "slower_loss").
        """, about: exactText(rate))
  }
}
