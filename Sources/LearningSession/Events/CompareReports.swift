// What a comparison of searchers says: the plan, each trial for other programs, and what each reached.
import HyperparameterSearch
import NeuralNetwork

package struct ComparePlan: Sendable, Equatable {
  package struct Searcher: Sendable, Equatable {
    /// "A", "B", …: its mark in the plot.
    package var letter: String
    package var name: String
    /// Of one run: fewer than asked for where a grid has fewer points.
    package var trials: Int
  }

  package var searchers: [Searcher]
  package var trials: Int
  /// Of the runs: the same ones for every searcher.
  package var seeds: [UInt64]
  /// As typed.
  package var axes: [String]
  /// How trials are trained and judged; nil where they are looked up.
  package var training: SearchPlan.Training?
  package var measure: SearchMeasure
  /// Trials chosen together by those that learn from results.
  package var waveSize: Int
  package var notes: [Statement]
}

package struct CompareTrial: Sendable, Equatable {
  package var searcher: ComparePlan.Searcher
  /// From 1.
  package var run: Int
  package var seed: UInt64
  package var report: TrialReport
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
  }

  /// Median and quartiles, as numbers in order; nil where they are not finite.
  package struct Spread: Sendable, Equatable {
    package var low: Double?
    package var median: Double?
    package var high: Double?
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
}
