// What to change after a divergence. A change is named only after training with it, for as long as
// that takes little time, has stayed finite.
import Datasets
import Events
import Experiments
import NeuralNetwork
import Text

struct DivergenceRemedy {
  /// From where training would start again.
  let training: SideTraining
  let epochs: Int

  /// The most that a trial may cost.
  static let work = 150_000_000
  /// A loss that ends so many times higher than it began is not mended, though it is a number; less may be
  /// the noise of batches.
  private static let growth = 1.2

  /// A change, and whether training with it was tried and went well.
  typealias Choice = (text: String, isTried: Bool)

  /// The first change that keeps training finite; the first of all where the network is too large to be
  /// tried. Nil where all were tried and none helped.
  func choose(
    _ changes: [ProposedChange], _ checkStop: StopCheck
  ) throws(Stopped) -> Choice? {
    let all = training.examples
    let rows = min(all.count, Self.work / training.start.shape.parameterCount)
    if rows < min(8, all.count) { return (changes.first?.text ?? "reset", false) }
    var state = training.start
    state.plan = TrainingPlan(start: state.epoch, end: state.epoch + epochs)
    let trial = SideTraining(
      examples: all.spread(rows), loss: training.loss, settings: training.settings, start: state,
      kernels: training.kernels)
    for change in changes where try goesWell(trial, change.settings, checkStop) {
      return (change.text, true)
    }
    return nil
  }

  private func goesWell(
    _ trial: SideTraining, _ settings: TrainingSettings, _ checkStop: StopCheck
  ) throws(Stopped) -> Bool {
    let cost = settings.epochCost(rows: trial.examples.count, of: trial.start.shape)
    let tried = max(1, min(epochs, Self.work / cost))
    let before = try trial.trainer(settings).evaluate(trial.examples, checkStop: checkStop).loss
    guard let trainer = try trial.trained(settings, epochs: tried, checkStop) else { return false }
    let after = try trainer.evaluate(trial.examples, checkStop: checkStop).loss
    return after.isFinite && !(before > 0 && after > Self.growth * before)
  }
}

extension TrainingSettings {
  /// What may go well from the initial weights: as they are, unless that is known to fail, with a penalty
  /// that can be borne, or with shorter steps.
  var changesAnew: [ProposedChange] {
    let changes = penaltyOvershoot.map { weakenedAndSlower($0) } ?? rates(from: learningRate / 3)
    return (penaltyOvershoot == nil ? [changed("reset") { _ in }] : [])
      + (changes + lastResorts).map {
        ProposedChange(text: "\($0.text); reset", settings: $0.settings)
      }
  }

  /// A penalty that can be borne, as it is and with shorter steps.
  func weakenedAndSlower(_ overshoot: DivergenceDiagnosis.PenaltyOvershoot) -> [ProposedChange] {
    let weakened = weakened(overshoot)
    return [weakened]
      + weakened.settings.rates(from: learningRate / 3).map {
        $0.preceded(by: "\(weakened.text); ")
      }
  }

  /// With a strength of the penalty that steps as long as these can bear.
  func weakened(_ overshoot: DivergenceDiagnosis.PenaltyOvershoot) -> ProposedChange {
    let weaker = overshoot.weaker
    return changed("set \(overshoot.penalty.rawValue) \(weaker)") {
      switch overshoot.penalty {
      case .decay: $0.decay = Double(weaker) ?? 0
      case .l2: $0.l2 = Double(weaker) ?? 0
      }
    }
  }

  /// Smaller and smaller learning rates, from this one on, each of one digit; where these do not reach
  /// a usual one, those about it too.
  func rates(from first: Double) -> [ProposedChange] {
    let near = [1, 4, 16, 64, 256, 1024].map { change(ofRateTo: first / $0) }
    let lowest = first / 1024
    guard lowest > usualRate else { return near }
    return near + ratesAboutUsual.filter { $0.settings.learningRate < lowest }
  }
}
