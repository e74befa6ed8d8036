// `plot importance`: how much of a search's differences each axis explains, as bars with their spread.
import CommandLanguage
import Events
import Experiments
import HyperparameterSearch
import Presentation
import Sessions
import Text

struct ImportancePlot: Plot {
  let name = "importance"
  let summary = "what mattered in a search"
  let example = Example(
    "plot importance", "what mattered, as bars",
    setup: ["data iris", "search random trials=12 epochs=2 lr=1e-3..1:log units=4..8"])

  /// More bars than a window has lines for.
  private static let most = 14

  func figure(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Figure {
    let search = try preparation.finishedSearch(arguments)
    let report = try preparation.importance(of: search, arguments)
    let all = report.shares + report.interactions.filter { $0.mean > 0 }
    // A share is no less than nothing and no more than all.
    let starts = { (share: FANOVA.Share) in max(0, share.mean - share.deviation) }
    let ends = { (share: FANOVA.Share) in min(1, share.mean + share.deviation) }
    // The largest at the top.
    let shares = Array(all.prefix(Self.most).reversed())
    let places = shares.indices.map(Double.init)
    let names = shares.map { $0.axes.joined(separator: " with ") }
    let texts = shares.map {
      let whole = [starts($0), ends($0)].map { "\(Int((100 * $0).rounded()))" }
      return "\(NumberText.percent($0.mean)) (\(whole.joined(separator: "–"))%)"
    }
    let highs = shares.map { 100 * ends($0) }
    // Their numbers stand beside the bars.
    let panel = Panel(
      x: PanelAxis("", .hidden, low: 0, high: 1.4 * max(1, highs.max() ?? 0)),
      y: PanelAxis("", categories: names),
      marks: [
        .bars(Series("", .series(0), x: shares.map { 100 * $0.mean }, y: places)),
        .brackets(
          Series(
            "", .muted, x: shares.map { 100 * starts($0) }, y: places,
            other: highs, texts: texts)),
      ])
    let left = all.count - shares.count
    return Figure(
      "shares of the differences in \(report.valueName) over the \(search.adjective) search's space",
      description: description(report),
      height: max(2, shares.count),
      notes: left > 0 ? ["\(counted(left, "smaller share")) not shown"] : [], [panel])
  }

  private func description(_ report: ImportanceReport) -> String {
    guard !report.isConstant else {
      return "All \(report.trials) finished trials had the same \(report.valueName), so nothing "
        + "mattered."
    }
    guard let first = report.shares.first else { return "" }
    let others = report.shares.dropFirst().prefix(3).map {
      "\($0.axes[0]) \(NumberText.percent($0.mean))"
    }
    let rest = others.isEmpty ? "" : ", \(joinedByAnd(Array(others)))"
    return "Of the differences in \(report.valueName) over the whole space, \(first.axes[0]) "
      + "explains \(NumberText.percent(first.mean))\(rest). "
      + "This is estimated from \(counted(report.trials, "trial")) by \(report.trees) regression trees, each "
      + "of which cuts the space into boxes of one value; the brackets say how far the trees differ, by one standard "
      + "deviation either way."
  }
}
