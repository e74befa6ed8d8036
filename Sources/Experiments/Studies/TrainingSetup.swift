// How the trials of a search are trained and judged: what was said about it in the command.
import Numerics

package struct TrainingSetup: Sendable, Equatable {
  /// The settings and layers for everything that the search does not vary.
  var base: TrialConfiguration
  /// Of each trial, or of the longest one where the search varies them.
  package var epochs: Int
  package var measure = TrialMeasure.loss
  /// Cross-validation over so many folds of the training rows; nil for one part kept for validation.
  var folds: Int?
  /// How many seeds each trial is trained with.
  package var repeats = 1
  /// What the validation rows or folds are drawn with.
  package var divisionSeed: UInt64
  /// Whether the best of the epochs looked at is a trial's, not the last one.
  package var takesBestEpoch = false

  package init(
    base: TrialConfiguration, epochs: Int, measure: TrialMeasure = TrialMeasure.loss,
    folds: Int? = nil, repeats: Int = 1, divisionSeed: UInt64, takesBestEpoch: Bool = false
  ) {
    self.takesBestEpoch = takesBestEpoch
    self.base = base
    self.epochs = epochs
    self.measure = measure
    self.folds = folds
    self.repeats = repeats
    self.divisionSeed = divisionSeed
  }

  /// Trainings of one trial.
  var runs: Int { (folds ?? 1) * repeats }

  /// The seeds of a trial's trainings: its own, then others made from it.
  func seeds(of trialSeed: UInt64) -> [UInt64] {
    (0..<repeats).map { Self.seed(ofRepeat: $0, trialSeed: trialSeed) }
  }

  /// A function of the trial's seed and the number of the repeat, from 0.
  package static func seed(ofRepeat number: Int, trialSeed: UInt64) -> UInt64 {
    guard number > 0 else { return trialSeed }
    var random = RandomStream(seed: trialSeed, purpose: .search, index: UInt64(number))
    return random.nextUInt64()
  }

  /// The epochs after which the validation rows are looked at in so many: about eight, evenly spread,
  /// the last one of them. Looking costs time, a tenth of an epoch or so.
  static func isJudged(after epoch: Int, of epochs: Int) -> Bool {
    let count = 8
    return epochs <= count || epoch * count / epochs != (epoch - 1) * count / epochs
  }
}
