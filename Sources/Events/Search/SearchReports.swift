// What a hyperparameter search says: the plan before, each trial with its reason, the outcome after.
import HyperparameterSearch

package struct SearchPlan: Sendable, Equatable {
  package struct Axis: Sendable, Equatable {
    package var space: AxisSpace
    /// How many different values of this axis the planned trials will try; nil where nobody knows yet.
    package var distinctValues: Int?

    package init(_ space: AxisSpace, distinctValues: Int? = nil) {
      self.space = space
      self.distinctValues = distinctValues
    }
  }

  /// How trials are trained and judged; nil where an objective trains nothing.
  package struct Training: Sendable, Equatable {
    /// Of each trial, or the most of one where they vary.
    package var epochs: Int
    /// Whether the search varies them, or trials end by themselves.
    package var variesEpochs: Bool
    /// Of one training.
    package var trainingRows: Int
    package var validationRows: Int
    /// Nil without cross-validation.
    package var folds: Int?
    package var repeats: Int

    package init(
      epochs: Int, variesEpochs: Bool, trainingRows: Int, validationRows: Int, folds: Int? = nil,
      repeats: Int
    ) {
      self.epochs = epochs
      self.variesEpochs = variesEpochs
      self.trainingRows = trainingRows
      self.validationRows = validationRows
      self.folds = folds
      self.repeats = repeats
    }

    /// Trainings of one trial.
    package var runs: Int { (folds ?? 1) * repeats }
  }

  package var method: String
  /// The number of the first trial to run and of the one after the last.
  package var trials: Range<Int>
  /// How many of these there are already.
  package var done: Int
  /// Number of points of the full grid; nil for other searches.
  package var gridSize: Int?
  /// How trials are cut, bracket by bracket; empty where none is.
  package var brackets: [String]
  /// Trials that are chosen together; nil where none looks at results.
  package var waveSize: Int?
  /// Trials that are spread before results choose; nil where none looks at results.
  package var spread: Int?
  package var axes: [Axis]
  package var objective: String
  package var training: Training?
  package var measure: SearchMeasure
  package var seed: UInt64
  /// What the plan means: how well axes are covered, what chance allows.
  package var notes: [Statement]

  package init(
    method: String, trials: Range<Int>, done: Int, gridSize: Int? = nil, brackets: [String],
    waveSize: Int? = nil, spread: Int? = nil, axes: [Axis], objective: String,
    training: Training? = nil,
    measure: SearchMeasure, seed: UInt64, notes: [Statement]
  ) {
    self.method = method
    self.trials = trials
    self.done = done
    self.gridSize = gridSize
    self.brackets = brackets
    self.waveSize = waveSize
    self.spread = spread
    self.axes = axes
    self.objective = objective
    self.training = training
    self.measure = measure
    self.seed = seed
    self.notes = notes
  }
}

package struct TrialReport: Sendable, Equatable {
  package var trial: Trial
  package var measure: SearchMeasure
  package var isBestSoFar: Bool

  package init(trial: Trial, measure: SearchMeasure, isBestSoFar: Bool) {
    self.trial = trial
    self.measure = measure
    self.isBestSoFar = isBestSoFar
  }

  package var number: Int { trial.number }
  package var parameters: [ParameterAssignment] { trial.params }
  package var state: TrialState { trial.state }
  /// What the search judges by; nil when the trial diverged or failed.
  package var value: Double? { trial.value }
  /// The figure that stands beside the value, such as the accuracy.
  package var score: Double? {
    measure.score.flatMap { metric($0) }
  }
  package func metric(_ metric: SearchMeasure.Metric) -> Double? {
    trial.metrics.first { $0.name == metric.rawValue }?.value
  }
  /// The name among a trial's metrics of the epoch that its value is of, where that is not its last.
  package static let bestEpoch = "best_epoch"
  /// That epoch; nil where it is the last.
  package var bestEpoch: Int? {
    trial.metrics.first { $0.name == Self.bestEpoch }.map { Int($0.value) }
  }
  /// How long it was trained, as far as was looked.
  package var epochs: Int? { trial.curve.last?.epoch }
  /// By how many standard deviations, the model's and the noise of one trial together, the value missed
  /// the prediction.
  package var zScore: Double? {
    guard let value, let prediction = trial.prediction, prediction.observationSD > 0 else {
      return nil
    }
    return (value - prediction.mean) / prediction.observationSD
  }
}

/// Trials compared after some epochs, and how many go on.
package struct RungReport: Sendable, Equatable {
  /// From 1; nil where there is only one bracket.
  package var bracket: Int?
  /// From 1.
  package var rung: Int
  package var rungs: Int
  package var epochs: Int
  /// The trials that got here, those that go on, and those that are cut.
  package var trials: [Int]
  package var kept: [Int]
  package var cut: [Int]
  package var diverged: [Int]
  /// The worst value of those that go on; nil in the last rung.
  package var threshold: Double?
  package var measure: SearchMeasure

  package init(
    bracket: Int? = nil, rung: Int, rungs: Int, epochs: Int, trials: [Int], kept: [Int],
    cut: [Int], diverged: [Int], threshold: Double? = nil, measure: SearchMeasure
  ) {
    self.bracket = bracket
    self.rung = rung
    self.rungs = rungs
    self.epochs = epochs
    self.trials = trials
    self.kept = kept
    self.cut = cut
    self.diverged = diverged
    self.threshold = threshold
    self.measure = measure
  }
}

/// Why a trial is where it is, and how right the model was.
package struct TrialReason: Sendable, Equatable {
  package var number: Int
  package var statements: [Statement]

  package init(number: Int, statements: [Statement]) {
    self.number = number
    self.statements = statements
  }
}

package struct SearchEnd: Sendable, Equatable {
  package var method: String
  package var finished: Int
  package var planned: Int
  package var diverged: Int
  package var failed: Int
  /// Ended before their last epoch.
  package var cut: Int
  package var interrupted: Bool
  /// No other point is left in the space.
  package var exhausted: Bool
  package var best: TrialReport?
  /// The median value of the trials that reached their end; nil where some are cut and fewer than three
  /// did.
  package var median: Double?
  package var measure: SearchMeasure
  /// What to make of it.
  package var notes: [Statement]
  /// Whether its trials were trainings.
  package var trains: Bool
  /// Of a search in a table: how far its best is from the table's.
  package var standing: Statement?

  package init(
    method: String, finished: Int, planned: Int, diverged: Int, failed: Int, cut: Int = 0,
    interrupted: Bool, exhausted: Bool, best: TrialReport? = nil, median: Double? = nil,
    measure: SearchMeasure,
    notes: [Statement], trains: Bool, standing: Statement? = nil
  ) {
    self.method = method
    self.finished = finished
    self.planned = planned
    self.diverged = diverged
    self.failed = failed
    self.cut = cut
    self.interrupted = interrupted
    self.exhausted = exhausted
    self.best = best
    self.median = median
    self.measure = measure
    self.notes = notes
    self.trains = trains
    self.standing = standing
  }
}

package enum TrialOrder: String, CaseIterable, Sendable {
  case value, number, score
}

package struct TrialTable: Sendable, Equatable {
  package var method: String
  package var measure: SearchMeasure
  package var trials: [TrialReport]
  package var total: Int
  package var order: TrialOrder
  /// The names of the study's axes; those that play no part in a trial have no value in it.
  package var axes: [String]
  /// Trainings behind each value.
  package var runs: Int
  /// Whether its trials are trained for different numbers of epochs, which no axis says.
  package var variesEpochs: Bool

  package init(
    method: String, measure: SearchMeasure, trials: [TrialReport], total: Int, order: TrialOrder,
    axes: [String], runs: Int, variesEpochs: Bool
  ) {
    self.method = method
    self.measure = measure
    self.trials = trials
    self.total = total
    self.order = order
    self.axes = axes
    self.runs = runs
    self.variesEpochs = variesEpochs
  }
}

/// Everything about one trial.
package struct TrialDetails: Sendable, Equatable {
  package var trial: TrialReport
  package var method: String
  /// Commands that make its layers and settings here.
  package var commands: [String]
  /// Commands for a new session that train it again, to the bit.
  package var script: [String]
  /// Trainings behind its value.
  package var runs: Int
  /// Where it came from, what was expected of it, what it came to.
  package var statements: [Statement]

  package init(
    trial: TrialReport, method: String, commands: [String], script: [String], runs: Int,
    statements: [Statement]
  ) {
    self.trial = trial
    self.method = method
    self.commands = commands
    self.script = script
    self.runs = runs
    self.statements = statements
  }
}

package struct TrialApplied: Sendable, Equatable {
  package var trial: TrialReport
  /// The commands that say the same.
  package var commands: [String]
  package var epochs: Int?
  /// What to type so that none of the training rows are kept for validation; none where all are trained on.
  package var freeing: [String]

  package init(trial: TrialReport, commands: [String], epochs: Int? = nil, freeing: [String]) {
    self.trial = trial
    self.commands = commands
    self.epochs = epochs
    self.freeing = freeing
  }
}

/// The searches that the journal keeps, the newest first.
package struct StudyList: Sendable, Equatable {
  package var studies: [StudySummary]
  /// Why nothing new is kept, if so.
  package var failure: StorageError?

  package init(studies: [StudySummary], failure: StorageError? = nil) {
    self.studies = studies
    self.failure = failure
  }
}
