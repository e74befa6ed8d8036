// What a change of a setting does to what a session has trained.
import CommandLanguage
import Datasets

extension SessionState {
  /// Changes a setting to a value as typed, and forgets what does not hold with it. Errors: those of
  /// `Setting.write`, `loss-mismatch`, `no-classes-to-weigh`, `unknown-class`.
  package mutating func change(_ setting: Setting, to word: Word) throws(Diagnostic) {
    var changed = settings
    do throws(Diagnostic) {
      try setting.write(&changed, word)
    } catch {
      throw error.named(setting)
    }
    let consequence = setting.traits.consequence
    if consequence == .loss, let data {
      do {
        _ = try changed.training.loss.loss(for: data.training.targets)
      } catch {
        throw Diagnostic(error, range: word.range)
      }
      if changed.training.classWeight != settings.training.classWeight {
        try changed.training.classWeight.check(on: data.classNames, word: word)
      }
    }
    let (shape, isNew) = (shape, changed != settings)
    settings = changed
    switch consequence {
    // What was best was so by another loss, or is watched with other patience.
    case .loss:
      if isNew { network?.earlyStopping = nil }
    case .trainedRows:
      if isNew, earlyStopping?.patience != changed.training.patience {
        network?.earlyStopping = nil
      }
    case .initialWeights, .randomNumbers:
      if training?.stepCount == 0 { forgetTraining() }
    case .nothing, .batches: break
    }
    if training != nil, self.shape != shape { forgetTraining() }
  }
}
