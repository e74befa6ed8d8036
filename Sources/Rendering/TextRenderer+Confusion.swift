// `confusion` as text: the counts, in as many tables as the width asks for, and each class's scores.
import CommandLanguage
import LearningSession
import NeuralNetwork

extension TextRenderer {
  func lines(_ report: ConfusionReport) -> [RenderedLine] {
    let widest = width < 60 ? 13 : 20
    let names = report.classes.map { TextLayout.clipped(escapedForDisplay($0), to: widest) }
    let heading = RenderedLine("\(report.rowsName) rows, \(text(of: report.place))", .heading)
    return [heading] + countTables(report, names) + scoreTable(report, names)
  }

  private func countTables(_ report: ConfusionReport, _ names: [String]) -> [RenderedLine] {
    let corner = "actual \\ predicted"
    let gap = names.count > 8 || width < 60 ? 1 : 2
    let label = names.reduce(displayWidth(corner)) { max($0, displayWidth($1)) }
    var blocks: [[Int]] = []
    var used = Int.max
    for column in names.indices {
      let needed = gap + columnWidth(column, report, names)
      if used > width - needed {
        blocks.append([])
        used = 2 + label
      }
      blocks[blocks.count - 1].append(column)
      used += needed
    }
    return blocks.flatMap { columns in
      table(
        [[corner] + columns.map { names[$0] }]
          + names.indices.map { row in [names[row]] + columns.map { "\(report.counts[row][$0])" } },
        gap: gap)
    }
  }

  private func columnWidth(_ column: Int, _ report: ConfusionReport, _ names: [String]) -> Int {
    report.counts.reduce(displayWidth(names[column])) { max($0, String($1[column]).utf8.count) }
  }

  private func scoreTable(_ report: ConfusionReport, _ names: [String]) -> [RenderedLine] {
    var rows = [["class", "rows", "precision", "recall", "F1"]]
    rows += zip(names, report.scores).map { cells($0, $1) }
    if let mean = report.macroAverage { rows.append(cells("macro average", mean)) }
    let accuracy = report.accuracy.map {
      paragraph(
        "accuracy \(NumberText.percent($0)): \(report.correct) of \(counted(report.rows, "row")) right",
        indent: 2)
    }
    return table(rows, gap: width < 60 ? 1 : 2, sparing: [1]) + (accuracy ?? [])
  }

  private func cells(_ name: String, _ scores: ClassScores) -> [String] {
    [name, String(scores.support)]
      + [scores.precision, scores.recall, scores.f1].map { $0.map(NumberText.percent) ?? "-" }
  }
}
