// A line to type after a run, found by trying: going on from the weights there are with a lower learning
// rate, beginning again with another one, or with other layers. What is named ended clearly lower.
import Events
import Experiments
import NeuralNetwork
import Text

/// A line and the training loss with which it ended in a trial.
struct NextLine {
  let line: String
  let loss: Double
  /// Whether it goes on from the weights there are.
  let goesOn: Bool

  /// What is named must end lower than the run and than going on as it is, by this factor.
  static let gain = 0.9
}

extension SessionState {
  /// Notes that end in a line of their own.
  package static let advising: [CoachNote.Kind] = [
    .oscillation, .plateau, .penaltyTooStrong, .overfitting, .deadUnits, .saturatedUnits,
    .weightsInRuin, .penaltyUnstable, .growth, .divergence,
  ]

  /// What to try after a run that is not the first; nil where nothing that was tried is clearly better.
  ///
  /// - Parameter start: the epoch at which the run began.
  package func nextLine(
    since start: Int, _ checkStop: StopCheck
  ) throws(Stopped) -> Statement? {
    guard settings.explain != .off, companion?.holdsAdviceBack != true, !isBroken,
      network?.interrupted == nil, let training,
      let last = epochs.last, epochs.hasLossLeft,
      !Self.advising.contains(where: { (coachMemory[$0]?.epoch ?? -1) > start })
    else { return nil }
    let run = training.epoch - start
    // So many trainings are tried that each must be short. Patience might end what is typed earlier.
    guard run > 0, let side = SideTraining(self), 4 * training.epoch <= side.mostEpochs else {
      return nil
    }
    if settings.training.patience == nil,
      let found = try better(than: last.training.loss, run: run, side, checkStop)
    {
      let from = found.goesOn ? "goes on from here" : "begins again"
      return """
        Try next: `\(found.line)` \(from); in a trial it ended with a loss of \
        \(found.loss, "tried_loss").
        """
    }
    guard hasNoBend, hidden != nil else { return nil }
    return "Try next, as an experiment: `layer 8 tanh`, which lets the answer bend."
  }

  /// Nil where nothing ends clearly lower.
  private func better(
    than loss: Double, run: Int, _ side: SideTraining, _ checkStop: StopCheck
  ) throws(Stopped) -> NextLine? {
    let same = try side.goingOn(at: settings.training.learningRate, epochs: run, checkStop)
    let most = NextLine.gain * min(loss, same ?? .infinity)
    var found = try side.lowerRate(epochs: run, checkStop)
    if let tried = TriedRates(self), let better = try tried.better(checkStop),
      better.loss < found?.loss ?? .infinity
    {
      found = NextLine(
        line: "set lr \(exactText(better.rate)); reset; train \(tried.epochs)",
        loss: better.loss, goesOn: false)
    }
    return found.flatMap { $0.loss < most ? $0 : nil }
  }

  /// Whether the network is linear, and no better than one answer for all rows by much.
  private var hasNoBend: Bool {
    guard let data, let last = epochs.last,
      hidden?.allSatisfy({ $0.activation == .linear }) ?? true,
      let constant = trainedExamples(data).constantLoss(data.loss(settings.training))
    else { return false }
    return last.training.dataLoss > 0.9 * constant
  }
}

extension SideTraining {
  /// The loss after so many more epochs; nil if its numbers do not stay finite.
  fileprivate func goingOn(
    at rate: Double, epochs: Int, _ checkStop: StopCheck
  ) throws(Stopped) -> Double? {
    var changed = settings
    changed.learningRate = rate
    var state = start
    state.plan = TrainingPlan(start: start.epoch, end: start.epoch + epochs)
    let side = SideTraining(
      examples: examples, loss: loss, settings: changed, start: state, kernels: kernels)
    guard let trainer = try side.trained(changed, epochs: epochs, checkStop) else { return nil }
    return try trainer.evaluate(examples.sampledForFigures, checkStop: checkStop).loss
  }

  /// Of two lower rates the one with which going on ends lower.
  fileprivate func lowerRate(
    epochs: Int, _ checkStop: StopCheck
  ) throws(Stopped) -> NextLine? {
    var (rate, best): (Double, NextLine?) = (settings.learningRate, nil)
    for _ in 0..<2 {
      guard let next = Rungs.below(rate) else { break }
      rate = next
      guard let loss = try goingOn(at: rate, epochs: epochs, checkStop),
        loss < best?.loss ?? .infinity
      else { continue }
      best = NextLine(
        line: "set lr \(exactText(rate)); train \(epochs)", loss: loss, goesOn: true)
    }
    return best
  }
}
