// The network in the state, and by short names what most of the house reads of it.
import NeuralNetwork

extension SessionState {
  package var network: NetworkModel {
    get { model.network }
    _modify { yield &model.network }
  }

  package var hidden: [HiddenLayer]? {
    get { network.hidden }
    _modify { yield &network.hidden }
  }

  package var training: TrainingState? {
    get { network.training }
    _modify { yield &network.training }
  }

  package var earlyStopping: EarlyStopping? {
    get { network.earlyStopping }
    _modify { yield &network.earlyStopping }
  }

  package var epochs: EpochHistory { network.epochs }
  package var divergence: Divergence? { network.divergence }
  package var lastStep: StepRecord? { network.lastStep }
}
