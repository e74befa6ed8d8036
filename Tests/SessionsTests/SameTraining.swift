// States of training held against each other.
import Experiments
import Testing

/// Whether all that training has to do with is the same, to the bit.
func expectSameTraining(
  _ left: SessionState, _ right: SessionState, _ note: Comment,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  func expect(_ isSame: Bool, _ what: String) {
    #expect(isSame, "\(note): \(what)", sourceLocation: sourceLocation)
  }
  expect(left.settings == right.settings, "settings")
  guard let left = left.network, let right = right.network else {
    return expect(false, "a network in both")
  }
  expect(left.training == right.training, "training")
  expect(left.hidden == right.hidden, "layers")
  expect(left.epochs == right.epochs, "epochs")
  expect(left.earlyStopping == right.earlyStopping, "early stopping")
  expect(left.validationSeed == right.validationSeed, "validation seed")
  expect(left.divergence == right.divergence, "divergence")
  expect(left.lastStep == right.lastStep, "last step")
  expect(
    left.lastStepValidationSeed == right.lastStepValidationSeed, "the last step's validation seed")
  expect(left.interrupted == right.interrupted, "interruption")
  expect(left.training?.fingerprint == right.training?.fingerprint, "fingerprint")
}
