// The network in the state, and by short names what most of the house reads of it: where the model is no
// network, nothing.
import NeuralNetwork

extension SessionState {
  /// Nil where the model is another. Commands get it by `Preparation.network(with:for:)`.
  package var network: NetworkModel? {
    get { model.network }
    _modify { yield &model.network }
  }

  package var hidden: [HiddenLayer]? { network?.hidden }
  package var training: TrainingState? { network?.training }
  package var earlyStopping: EarlyStopping? { network?.earlyStopping }
  package var epochs: EpochHistory { network?.epochs ?? EpochHistory() }
  package var coachMemory: CoachMemory { network?.coachMemory ?? CoachMemory() }
  package var divergence: Divergence? { network?.divergence }
  /// What helps against it, as long as the settings are those it came about with.
  package var remedy: NetworkModel.Remedy? {
    guard let remedy = network?.remedy, remedy.settings == settings.training, remedy.fits else {
      return nil
    }
    return remedy
  }
  /// Whether the last run's numbers grew beyond all bounds, or were about to.
  package var isBroken: Bool { network.map { $0.divergence != nil || $0.remedy != nil } ?? false }

  /// After another command than the one that found a remedy, the last to take back is another.
  package mutating func noteChange(since before: SessionState) {
    guard let remedy = network?.remedy, remedy == before.network?.remedy else { return }
    network?.remedy?.pass()
  }
  package var lastStep: StepRecord? { network?.lastStep }
}
