// How an optimizer did in the last race, for the topics on optimizers.
import Events
import Experiments
import NeuralNetwork

extension SessionState {
  private struct RacedLoss {
    let racer: Racer
    let optimizer: OptimizerKind
    /// By which the race was ranked.
    let loss: Double
    let judge: String
    var title: Statement { "\(racer.letter) (\(racer.name))" }
  }

  private var racedLosses: [RacedLoss] {
    (race?.results ?? []).compactMap { result in
      guard let network = result.end.model.network,
        let report = network.epochs.last(where: { $0.epoch == result.weightsEpoch })
      else { return nil }
      return RacedLoss(
        racer: result.racer, optimizer: result.end.settings.training.optimizer,
        loss: (report.validation ?? report.training).dataLoss,
        judge: report.validation == nil ? "training" : "validation")
    }
  }

  /// Beside the best of the others; nil where it did not run, or nothing else did.
  func raceStanding(of kind: OptimizerKind) -> Statement? {
    let all = racedLosses
    guard let own = all.filter({ $0.optimizer == kind }).min(by: { $0.loss < $1.loss }),
      let other = all.filter({ $0.optimizer != kind }).min(by: { $0.loss < $1.loss })
    else { return nil }
    return """
      In your race \(own.title) came to a \(own.judge) loss of \(own.loss, "race_loss"), \(other.title) to \
      \(other.loss, "other_race_loss"). Each ran once: some of the difference may be luck.
      """
  }
}
