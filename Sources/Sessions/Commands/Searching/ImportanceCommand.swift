// `importance`: how much of a search's differences each axis explains.
import CommandLanguage
import Events
import Experiments
import HyperparameterSearch

struct ImportanceCommand: Command {
  let signature = CommandSignature(
    "importance", summary: "which settings mattered",
    area: CommandArea.search, forms: [Form("importance", "the share of each")],
    details: [
      "fANOVA (Hutter, Hoos and Leyton-Brown, ICML 2014): a forest of regression trees is fitted to the "
        + "finished trials, and the variance of what it predicts over the whole space is divided "
        + "among the axes and pairs of them. The ± is the spread over the trees. Shares say what "
        + "mattered in this space: a narrower range matters less.",
      "Shares differ from Optuna's. Since version 5 Optuna asks by default what the best tenth of the trials have "
        + "in common (PED-ANOVA); its fANOVA, the default before, looks at ranges as they are, where here a "
        + "range typed with `:log` is divided by factors of ten, and makes the shares of single axes add up to 1, where "
        + "here they are shares of all variance and pairs have theirs.",
      "It needs \(FANOVA.minimumTrials) trials that ran to their end.",
    ],
    examples: [
      Example(
        "importance", "what mattered",
        setup: ["data iris", "search random trials=12 epochs=2 lr=1e-3..1:log units=4..8"])
    ])

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let search = try preparation.finishedSearch(arguments)
    return .say(.importance(try preparation.importance(of: search, arguments)))
  }
}

extension Preparation {
  /// Errors: `one-axis`, `nothing-varies`, `too-few-trials`.
  package func importance(
    of search: FinishedSearch, _ arguments: Arguments
  ) throws(Diagnostic) -> ImportanceReport {
    let varied = search.study.space.axes.filter { $0.domain.varies }.map(\.name)
    if varied.count == 1 {
      throw Diagnostic(
        id: "one-axis",
        message: "the last search varied only \(varied[0]), so all differences come of that and of "
          + "luck",
        range: arguments.syntax.range, suggestion: "a search over two settings or more")
    }
    do throws(ImportanceError) {
      return try ImportanceReport(search)
    } catch {
      switch error {
      case .nothingVaries:
        throw Diagnostic(
          id: "nothing-varies", message: "the last search varied nothing",
          range: arguments.syntax.range, suggestion: "`search random lr=1e-4..1:log units=4..64`")
      case .tooFewTrials(let done, let needed):
        throw Diagnostic(
          id: "too-few-trials",
          message: "\(done) finished \(done == 1 ? "trial is" : "trials are") too few to tell what "
            + "mattered; \(needed) would do",
          range: arguments.syntax.range, suggestion: search.advice(missing: needed - done))
      }
    }
  }
}

extension FinishedSearch {
  /// What would give the trials that are missing, if anything can.
  fileprivate func advice(missing: Int) -> String {
    if halving != nil { return "a search that cuts no trials" }
    if let left = study.pointsLeft, left < missing {
      let what: String
      if case .grid = study.sampler { what = "grid" } else { what = "space" }
      let more =
        left == 0 ? "no other points" : "only \(left) other \(left == 1 ? "point" : "points")"
      return "this \(what) has \(more), so search one with more values"
    }
    return "`search resume trials=\(missing)`"
  }
}
