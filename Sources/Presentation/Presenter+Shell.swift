// `status`, `history` and `weights`: what there is, in a few lines.
import Events
import Text

extension Presenter {
  func blocks(_ report: StatusReport) -> [Block] {
    var rows: [(Spans, Spans)] = [
      (
        "data",
        report.data.map { data in
          let test = data.testRows > 0 ? ", \(counted(data.testRows, "test row"))" : ""
          let kept = data.validationRows > 0 ? ", \(data.validationRows) kept for validation" : ""
          return "\(name: data.name): \(counted(data.trainingRows, "training row"))\(kept)\(test)"
        } ?? "none yet: `data circle`"
      ),
      ("layers", report.layers.map { Spans($0) } ?? "none chosen yet: `layers 8 tanh`"),
      ("trained", trained(report)),
      ("settings", settings(report)),
    ]
    if let race = report.race {
      let winner = race.winner.map { ", the best \($0)" } ?? ""
      rows.append(("race", "\(race.racers) racers\(winner)"))
    }
    if let search = report.search {
      rows.append(
        ("search", "\(search.method), \(search.trials) of \(counted(search.planned, "trial"))"))
    }
    return [.definitions(rows)]
  }

  private func trained(_ report: StatusReport) -> Spans {
    guard report.epoch > 0 || report.rowsDone > 0 else { return "not yet: `train`" }
    let place = epochs(report.epoch, andRows: report.rowsDone)
    guard let loss = report.loss else { return "\(place)" }
    // Those rows have changed the weights since.
    let time = report.rowsDone > 0 ? " after epoch \(report.epoch)" : ""
    return "\(place), training loss \(loss, "loss", .loss)\(time)"
  }

  /// "1 epoch and 150 rows"
  private func epochs(_ count: Int, andRows rows: Int) -> String {
    let begun = rows > 0 ? " and \(counted(rows, "row"))" : ""
    return "\(counted(count, "epoch"))\(begun)"
  }

  private func settings(_ report: StatusReport) -> Spans {
    guard !report.settings.isEmpty else { return "all as at the start" }
    let changed = report.settings.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
    return "\(changed); the others as at the start"
  }

  func blocks(_ report: HistoryReport) -> [Block] {
    guard !report.latest.isEmpty else {
      return [.line(report.pattern == nil ? "No command yet." : "No command contains that.")]
    }
    let rows = report.latest.map { (Spans(String($0.number)), Spans(name: $0.command)) }
    let earlier = report.count - report.latest.count
    guard earlier > 0 else { return [.definitions(rows)] }
    return [
      .definitions(rows),
      .text(
        "\(counted(earlier, "earlier command")) left out; `history PATTERN` finds some.", .hint),
    ]
  }

  func blocks(_ report: WeightsReport) -> [Block] {
    let whose = report.layer.map { " of \($0)" } ?? ""
    let zeros = report.zeroCount > 0 ? ", \(report.zeroCount) at 0" : ""
    let place = "after \(epochs(report.epoch, andRows: report.rowsDone))"
    let count = counted(report.count, "weight")
    let largest = report.largest.map { weight -> (Spans, Spans) in
      let held = weight.isHeldAtZero ? " (L1)" : ""
      let value = weight.value == 0 ? "0" : NumberText.text(weight.value, .significant(4))
      return (Spans(name: weight.name), "\(value)\(held)")
    }
    let isBeside = standBeside(largest)
    let rows = isBeside ? largest : Array(largest.prefix(Self.mostRows))
    var blocks: [Block] = [
      .title("\(count)\(whose) \(place), the largest first\(zeros)"),
      isBeside ? inColumns(rows) : inTable(rows),
    ]
    let left = report.count - rows.count
    if left > 0 {
      let more = report.layer == nil ? "; `weights output` shows one layer" : ""
      blocks.append(.text("\(counted(left, "smaller one")) left out\(more).", .hint))
    }
    if report.largest.prefix(rows.count).contains(where: \.isHeldAtZero) {
      blocks.append(.text("(L1): held at 0 by L1, so what comes from there hardly counts.", .hint))
    }
    return blocks
  }

  /// As many as there is room for in a table, in a window of 24 rows.
  private static let mostRows = 18

  /// Whether what stands in two columns is short enough for half a window.
  private func standBeside(_ rows: [(Spans, Spans)]) -> Bool {
    let longest = rows.map { $0.0.text.count }.max() ?? 0
    let longestValue = rows.map { $0.1.text.count }.max() ?? 0
    return rows.count > 1 && longest + longestValue + 4 < 40
  }

  private func inColumns(_ rows: [(Spans, Spans)]) -> Block {
    .twoColumns(rows)
  }

  private func inTable(_ rows: [(Spans, Spans)]) -> Block {
    .table(
      Table(
        [Column("weight", .left), Column("value")],
        rows: rows.map { Row([Cell($0.0.text), Cell($0.1.text)]) }))
  }
}
