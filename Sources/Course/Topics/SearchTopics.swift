// Grid and random search (Bergstra and Bengio, JMLR 13, 2012): what the last search covered of its axes.
import Events
import Experiments
import Numerics

extension Topic {
  static let gridSearch = Topic(
    name: "grid", aliases: ["grid search", "sweep"],
    title: "Grid search: every combination of some values",
    group: .searching, summary: "every combination",
    seeAlso: ["random", "hyperparameter", "validation"],
    idea: [
      """
      To search is to train many times with different settings, each time a trial, and see which does \
      best. A grid takes a few values of each setting and tries every combination. With each further \
      setting the trials multiply: three values of four settings make 81. And where one setting hardly \
      matters, trials that differ only in it tell nothing new.
      """
    ],
    formulas: ["trials = values of the first × values of the second × …"],
    now: { $0.gridNow },
    tryNext: { $0.gridTrials })

  static let randomSearch = Topic(
    name: "random", aliases: ["random search", "monte carlo", "sobol"],
    title: "Random search: every trial drawn by chance",
    group: .searching, summary: "points drawn by chance",
    seeAlso: ["grid", "halving", "bayes", "hyperparameter", "log-scale", "median"],
    idea: [
      """
      Every trial draws all its values by chance. So 20 trials try 20 values of every setting, where a \
      grid repeats a few. Often only one or two settings matter, and nobody knows which: then that finds \
      good values in fewer trials. A sobol search spreads its points evenly instead, without a grid's \
      repeats. Draw lr and penalties on a log scale.
      """
    ],
    formulas: ["chance that n trials hit the best 5% of the space = 1 - 0.95ⁿ"],
    now: { $0.randomNow },
    tryNext: { $0.randomTrials })
}

extension SessionState {
  /// Of more axes the first ones are shown.
  private static let shownAxes = 3

  fileprivate var gridNow: [Statement] {
    guard let search else { return [noSearch] }
    let varied = search.study.space.axes.count { $0.domain.varies }
    let trials = search.reports.count
    var statements = coverage(search)
    if varied > 1 {
      var values = 1
      while power(values + 1, varied) <= trials { values += 1 }
      statements.append(
        """
        A grid of at most \(trials, "trials") trials has room for \(values, "grid_values") \
        \(values == 1 ? "value" : "values") of each of these \(varied, "axes") settings.
        """)
    }
    return statements
  }

  /// Large powers stop growing where they stop mattering.
  private func power(_ base: Int, _ exponent: Int) -> Int {
    var product = 1
    for _ in 0..<exponent where product < 1_000_000_000 { product *= base }
    return product
  }

  /// Said by every topic on searching before there has been one.
  var noSearch: Statement {
    "There has been no search yet in this session: a search brings the numbers."
  }

  private func coverage(_ search: FinishedSearch) -> [Statement] {
    let shown = search.study.coverage.prefix(Self.shownAxes)
    var list: Statement = ""
    for (place, axis) in shown.enumerated() {
      let plural = axis.distinct == 1 ? "value" : "values"
      list = """
        \(list)\(place == 0 ? "" : ", ")\(axis.distinct, "distinct_\(axis.name)") \(plural) of \
        \(axis.name)
        """
      if let gap = axis.largestGap {
        list = "\(list) (none in a stretch of \(gap, "gap_\(axis.name)", .percent) of the range)"
      }
    }
    let rest = search.study.coverage.count > Self.shownAxes ? ", and more settings" : ""
    return [
      """
      The last search was a \(search.method) search of \
      \(search.reports.count, "trials") trials: it tried \(list)\(rest).
      """
    ]
  }

  fileprivate var randomNow: [Statement] {
    guard let search else {
      return ["\(noSearch) \(chance(of: 20, "A random search makes 20 trials unless told."))"]
    }
    let count = search.reports.count
    var statements = coverage(search)
    if case .random = search.study.sampler, count > 0 {
      statements.append(chance(of: count, ""))
    }
    let values = search.study.trials.filter { $0.state == .done }.compactMap(\.value)
    let worst = search.measure.direction == .minimize ? values.max() : values.min()
    if values.count == 1, let best = search.best?.value {
      statements.append(
        """
        The only trial that ran to its end has a \(search.measure.name) of \(best, "best_value").
        """)
    } else if let best = search.best?.value, let worst {
      statements.append(
        """
        The best \(search.measure.name) was \(best, "best_value"), the worst \(worst, "worst_value"), \
        over \(values.count, "finished") trials that ran to their end.
        """)
    }
    return statements
  }

  private func chance(of count: Int, _ head: String) -> Statement {
    """
    \(head)\(head.isEmpty ? "" : " ")The chance that at least one of \(count, "draws") is among the best \
    5% of all that could be drawn is \(1 - PortableMath.power(0.95, count), "chance", .percent).
    """
  }

  fileprivate var gridTrials: [TopicReport.Trial] {
    searchTrials(
      searchTrial("search grid lr=0.01,0.1,1 l2=0,0.01 epochs=3", why: "3 × 2 = 6 combinations")
        + searchTrial(
          "search random trials=6 lr=0.01..1:log l2=1e-4..0.01:log epochs=3",
          why: "as many, drawn by chance"))
  }

  fileprivate var randomTrials: [TopicReport.Trial] {
    searchTrials(
      searchTrial(
        "search random trials=8 lr=1e-3..1:log \(varied("units=2..16")) epochs=3",
        why: "eight drawn by chance")
        + searchTrial(
          "search grid lr=0.01,0.1 \(varied("units=2,4,8,16")) epochs=3", why: "eight combinations")
    )
  }

  /// A space of units; without hidden layers there must be one to have them.
  func varied(_ units: String) -> String { hidden?.isEmpty == true ? "layers=1 \(units)" : units }

  /// What there is to try about searching, also where the rows are too few to search with.
  func searchTrials(_ searches: [TopicReport.Trial]) -> [TopicReport.Trial] {
    if searches.isEmpty {
      return [
        .init(command: "data circle", why: "rows enough to keep some for validation\(layerCost)"),
        .init(command: "set", why: "what there is to vary"),
      ]
    }
    guard search != nil else {
      return searches.count > 1 ? searches : searches + [.init(command: "set", why: "what to vary")]
    }
    return searches.prefix(2) + [.init(command: "trials", why: "what the last search found")]
  }
}
