// What a comparison of searchers says: the plan, each trial, and what each reached.
import HyperparameterSearch

package struct ComparePlan: Sendable, Equatable {
  package struct Searcher: Sendable, Equatable {
    /// "A", "B", …: its mark in the plot.
    package var letter: String
    package var name: String
    /// Of one run: fewer than asked for where a grid has fewer points.
    package var trials: Int

    package init(letter: String, name: String, trials: Int) {
      self.letter = letter
      self.name = name
      self.trials = trials
    }
  }

  package var searchers: [Searcher]
  package var trials: Int
  /// Of the runs: the same ones for every searcher.
  package var seeds: [UInt64]
  package var axes: [AxisSpace]
  /// How trials are trained and judged; nil where they are looked up.
  package var training: SearchPlan.Training?
  package var measure: SearchMeasure
  /// Trials chosen together by those that learn from results.
  package var waveSize: Int
  package var notes: [Statement]

  package init(
    searchers: [Searcher], trials: Int, seeds: [UInt64], axes: [AxisSpace],
    training: SearchPlan.Training? = nil, measure: SearchMeasure, waveSize: Int, notes: [Statement]
  ) {
    self.searchers = searchers
    self.trials = trials
    self.seeds = seeds
    self.axes = axes
    self.training = training
    self.measure = measure
    self.waveSize = waveSize
    self.notes = notes
  }
}

package struct CompareTrial: Sendable, Equatable {
  package var searcher: ComparePlan.Searcher
  /// From 1.
  package var run: Int
  package var seed: UInt64
  package var report: TrialReport

  package init(searcher: ComparePlan.Searcher, run: Int, seed: UInt64, report: TrialReport) {
    self.searcher = searcher
    self.run = run
    self.seed = seed
    self.report = report
  }
}

package struct CompareReport: Sendable, Equatable {
  package struct Row: Sendable, Equatable {
    package var searcher: ComparePlan.Searcher
    /// Of each run; nil where no trial of it reached a value.
    package var bests: [Double?]
    package var final: Spread
    /// Over the runs; nil if one has no value.
    package var mean: Double?
    package var standardError: Double?
    /// Of each run, after how many trials it was as good as the reference's median best; nil if never.
    package var trialsToReference: [Int?]
    /// The median of those; nil where half of the runs or more never were.
    package var medianTrialsToReference: Double?
    /// In how many runs it was better than the reference in the run of the same seed, and equal.
    package var wins: Int
    package var ties: Int
    /// Best so far over the runs, after each trial.
    package var curve: [Spread]

    package init(
      searcher: ComparePlan.Searcher, bests: [Double?], final: Spread, mean: Double? = nil,
      standardError: Double? = nil, trialsToReference: [Int?],
      medianTrialsToReference: Double? = nil, wins: Int, ties: Int, curve: [Spread]
    ) {
      self.searcher = searcher
      self.bests = bests
      self.final = final
      self.mean = mean
      self.standardError = standardError
      self.trialsToReference = trialsToReference
      self.medianTrialsToReference = medianTrialsToReference
      self.wins = wins
      self.ties = ties
      self.curve = curve
    }
  }

  /// Median and quartiles, as numbers in order; nil where they are not finite.
  package struct Spread: Sendable, Equatable {
    package var low: Double?
    package var median: Double?
    package var high: Double?

    package init(low: Double? = nil, median: Double? = nil, high: Double? = nil) {
      self.low = low
      self.median = median
      self.high = high
    }
  }

  package var plan: ComparePlan
  /// The place of the searcher that the others are measured by: random, else the first.
  package var reference: Int
  /// In the order of their letters.
  package var rows: [Row]
  /// The places of the rows, the best first.
  package var ranking: [Int]
  /// The best there can be; nil where nobody knows.
  package var bestPossible: Double?
  package var verdict: [Statement]

  package init(
    plan: ComparePlan, reference: Int, rows: [Row], ranking: [Int], bestPossible: Double? = nil,
    verdict: [Statement]
  ) {
    self.plan = plan
    self.reference = reference
    self.rows = rows
    self.ranking = ranking
    self.bestPossible = bestPossible
    self.verdict = verdict
  }
}
