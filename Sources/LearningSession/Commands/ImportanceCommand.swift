// `importance`: how much of a search's differences each axis explains.
import CommandLanguage
import HyperparameterSearch

struct ImportanceCommand: Command {
  let signature = CommandSignature(
    "importance", summary: "which hyperparameters mattered in the last search",
    area: CommandArea.search, forms: [Form("importance", "the share of each")],
    details: [
      "fANOVA (Hutter, Hoos and Leyton-Brown, ICML 2014): a forest of regression trees is fitted to the "
        + "finished trials, and the variance of what it predicts over the whole space is divided "
        + "among the axes and pairs of them. The ± is the spread over the trees. Shares say what "
        + "mattered in this space: a narrower range matters less.",
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
    do throws(ImportanceError) {
      return .say(.importance(try ImportanceReport(search)))
    } catch {
      switch error {
      case .nothingVaries:
        throw Diagnostic(
          id: "nothing-varies", message: "the last search varied nothing",
          range: arguments.syntax.range, suggestion: "`search random lr=1e-4..1:log units=4..64`")
      case .tooFewTrials(let done, let needed):
        let missing = needed - done
        throw Diagnostic(
          id: "too-few-trials",
          message: "\(done) finished trials are too few to tell what mattered; \(needed) would do",
          range: arguments.syntax.range,
          suggestion: search.halving == nil
            ? "`search resume trials=\(missing)`" : "a search that cuts no trials")
      }
    }
  }
}

/// The shares of the axes, the largest first, and of the pairs that add the most.
package struct ImportanceReport: Sendable, Equatable {
  package var method: String
  package var shares: [FANOVA.Share]
  package var interactions: [FANOVA.Share]
  package var trials: Int
  package var trees: Int
  package var valueName: String
  /// All trials had the same value.
  package var isConstant: Bool

  private static let mostInteractions = 3

  init(_ search: FinishedSearch) throws(ImportanceError) {
    let importance = try FANOVA(
      space: search.study.space, trials: search.study.trials, seed: search.study.seed)
    method = search.method
    shares = importance.mainEffects.enumerated().sorted { left, right in
      left.element.mean != right.element.mean
        ? left.element.mean > right.element.mean : left.offset < right.offset
    }.map(\.element)
    interactions = Array(importance.interactions.prefix(Self.mostInteractions))
    trials = importance.trials
    trees = FANOVA.treeCount
    valueName = search.measure.name
    isConstant = importance.isConstant
  }
}
