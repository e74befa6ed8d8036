// `data` and `predict` as text.
import CommandLanguage
import LearningSession
import NeuralNetwork

extension TextRenderer {
  func lines(_ report: DataReport) -> [RenderedLine] {
    var lines = paragraph(
      "\(escapedForDisplay(report.name)): \(escapedForDisplay(report.title))", .heading)
    lines += definitions(summaryRows(report))
    lines += report.notes.flatMap { paragraph(text(of: $0), indent: 2) }
    if report.listsColumns { lines += columnTable(report) }
    if report.epochsLost > 0 {
      lines += paragraph(
        "Training starts again at epoch 0 on this data \(dropped(report.epochsLost)).", .hint)
    }
    return lines
  }

  private func summaryRows(_ report: DataReport) -> [(String, String)] {
    let rows = report.trainingRows + report.testRows
    let split =
      report.testRows == 0
      ? "all to train on, none to test on"
      : "\(report.trainingRows) to train on, \(report.testRows) to test on"
    var summary = [("rows", "\(rows): \(split)")]
    let names = report.columns.map { escapedForDisplay($0.name) }
    let scaling =
      !report.standardized
      ? ""
      : report.isPreparedByModel
        ? "; numbers standardized by the mean and sd of the rows the loaded model was trained on"
        : "; numbers standardized by the training rows to mean 0, sd 1"
    if let features = report.features {
      let sources = names.enumerated().map { $1 == "x\($0 + 1)" ? $1 : "\($1) (x\($0 + 1))" }
      summary.append(
        (
          "inputs",
          "\(report.inputCount): \(shortList(features, atMost: 7)), made of "
            + sources.joined(separator: " and ") + scaling
        ))
    } else {
      summary.append(("inputs", "\(report.inputCount): \(shortList(names))\(scaling)"))
    }
    summary.append(("target", targetText(report)))
    if !report.source.isEmpty { summary.append(("source", escapedForDisplay(report.source))) }
    return summary
  }

  private func targetText(_ report: DataReport) -> String {
    let name = escapedForDisplay(report.targetName)
    if report.classes.isEmpty {
      guard let mean = report.targetMean, let deviation = report.targetDeviation else {
        return "\(name), a number"
      }
      return "\(name), a number; standardized too (mean \(NumberText.significant(mean)), "
        + "sd \(NumberText.significant(deviation))), so losses are in squared sd"
    }
    let classes = report.classes.map {
      "\(escapedForDisplay($0.name)) (\($0.training + $0.test))"
    }
    return "\(name), \(report.classes.count) classes: "
      + shortList(classes, atMost: 12)
  }

  func shortList(_ names: [String], atMost limit: Int = 6) -> String {
    guard names.count > limit, let last = names.last else { return names.joined(separator: ", ") }
    return names.prefix(limit - 2).joined(separator: ", ") + ", … " + last
  }

  private func columnTable(_ report: DataReport) -> [RenderedLine] {
    let hasNumbers = report.columns.contains { $0.mean != nil }
    var rows = [hasNumbers ? ["column", "mean", "sd"] : ["column", "kind"]]
    // Pixels by the hundred say nothing one by one.
    let most = 100
    for column in report.columns.prefix(report.columns.count > most ? 4 : most) {
      let name = escapedForDisplay(column.name)
      if let categories = column.categories {
        rows.append([name, "one of \(shortList(categories.map { escapedForDisplay($0) }))"])
      } else if let mean = column.mean, let deviation = column.deviation {
        rows.append([name, NumberText.significant(mean), NumberText.significant(deviation)])
      } else {
        rows.append([name, "number"])
      }
    }
    let lines = table(rows, leftColumns: hasNumbers ? 1 : 2)
    guard report.columns.count > most else { return lines }
    return lines + [RenderedLine("  … and \(report.columns.count - 4) more")]
  }

  func lines(_ report: PredictionReport) -> [RenderedLine] {
    // Whose weights answer is only said where one would think of others.
    let place =
      report.place.weightsEpoch == nil ? [] : paragraph(text(of: report.place), .hint, indent: 2)
    guard let predicted = report.predictedClass else {
      return report.outputs.map {
        RenderedLine("\(escapedForDisplay($0.name)) = \(NumberText.significant($0.value))")
      } + place
    }
    let shares = report.outputs.sorted { $0.value > $1.value }.prefix(5).map {
      "\(escapedForDisplay($0.name)) \(NumberText.percent($0.value))"
    }
    return paragraph(
      "class \(escapedForDisplay(predicted)): " + shares.joined(separator: ", "), hanging: 2)
      + place
  }
}
