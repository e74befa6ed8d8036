// Successive halving (Jamieson and Talwalkar, AISTATS 2016; Hyperband: Li and others, JMLR 18, 2018):
// what it would have cost to stop the worst of the last search early.
import Events
import Experiments
import HyperparameterSearch

extension Topic {
  static let halving = Topic(
    name: "halving",
    aliases: ["successive halving", "hyperband", "asha", "pruning", "racing", "rung", "rungs"],
    title: "Halving: stop the worst trials early",
    group: .searching, summary: "drop the worst early",
    seeAlso: ["random", "hyperparameter", "early-stopping"],
    idea: [
      """
      Most bad choices look bad after a few epochs already. So halving starts many trials, keeps the best \
      third after a short time, trains these three times as long, keeps their best third, and so on, until one or \
      a few are trained to the end. That saves most of the epochs, at the risk of losing trials that \
      start slowly, such as those with a small lr.
      """
    ],
    formulas: [
      "rung i: n / 3ⁱ trials, rounded down, each to 3ⁱ times the epochs of rung 0"
    ],
    now: { $0.halvingNow },
    tryNext: { $0.halvingTrials })
}

extension SessionState {
  fileprivate var halvingNow: [Statement] {
    guard let search else { return [noSearch] }
    if let halving = search.halving { return cutNow(search, halving) }
    guard search.objective.epochs != nil else {
      return [
        """
        The last search looked its trials up in a table: nothing was trained that could have been cut.
        """
      ]
    }
    if search.study.space.mostEpochs != nil { return ownEpochsNow(search) }
    let (count, epochs) = (search.reports.count, search.epochs)
    let all: Statement = """
      The last search trained each of \(count, "trials") trials for \(epochs, "epochs") \
      \(epochs == 1 ? "epoch" : "epochs"), \(count * epochs, "search_epochs") in all.
      """
    let rungs = Self.rungs(trials: count, epochs: epochs)
    guard rungs.count > 1 else {
      return ["\(all) That is too few trials or epochs to stop any of them early."]
    }
    var list: Statement = ""
    var (cost, before) = (0, 0)
    for (place, rung) in rungs.enumerated() {
      cost += rung.trials * (rung.epochs - before)
      before = rung.epochs
      list = """
        \(list)\(place == 0 ? "" : ", then ")\(rung.trials, "trials_\(place)") to epoch \
        \(rung.epochs, "epochs_\(place)")
        """
    }
    return [
      all,
      """
      Halving would have trained \(list). As kept trials go on where they were, that is \
      \(cost, "halving_epochs") epochs in all.
      """,
    ]
  }

  /// Of trials that each had epochs of their own.
  private func ownEpochsNow(_ search: FinishedSearch) -> [Statement] {
    let trials = search.study.trials
    let lengths = trials.compactMap { $0.curve.last?.epoch }
    return [
      """
      The last search tried how long to train: its \(trials.count, "trials") trials took \
      \(lengths.reduce(0, +), "search_epochs") epochs in all, the longest \
      \(lengths.max() ?? 0, "epochs"). Halving decides by itself how long each trial is trained.
      """
    ]
  }

  /// What the last search saved by cutting.
  private func cutNow(_ search: FinishedSearch, _ halving: HalvingPlan) -> [Statement] {
    let trials = search.study.trials
    let spent = trials.reduce(0) { $0 + ($1.curve.last?.epoch ?? 0) }
    var list: Statement = ""
    for (place, rung) in halving.brackets[0].rungs.enumerated() {
      list = """
        \(list)\(place == 0 ? "" : ", then ")\(rung.trials, "trials_\(place)") to epoch \
        \(rung.epochs, "epochs_\(place)")
        """
    }
    let name = halving.brackets.count > 1 ? "The first of its groups trained" : "It trained"
    return [
      """
      The last search cut \(trials.count { $0.state == .pruned }, "cut") of its \
      \(trials.count, "trials") trials and trained \(spent, "spent_epochs") epochs in all, where \
      \(trials.count * search.epochs, "search_epochs") would train every trial to its end.
      """,
      "\(name) \(list).",
    ]
  }

  /// From the last rung back: all the epochs there are, a third of them, a third of that; as many rungs
  /// as trials and epochs allow.
  private static func rungs(trials: Int, epochs: Int) -> [(trials: Int, epochs: Int)] {
    var lengths = [epochs]
    var left = trials / 3
    while left >= 1, lengths[0] / 3 >= 1 {
      lengths.insert(lengths[0] / 3, at: 0)
      left /= 3
    }
    var rungs: [(trials: Int, epochs: Int)] = []
    var count = trials
    for length in lengths {
      rungs.append((count, length))
      count /= 3
    }
    return rungs
  }

  fileprivate var halvingTrials: [TopicReport.Trial] {
    searchTrials(
      searchTrial(
        "search halving trials=9 epochs=9 lr=1e-3..1:log",
        why: "nine short trials, three longer ones, one to its end"))
  }
}
