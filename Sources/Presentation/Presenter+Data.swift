// `data` and `predict`.
import Events

extension Presenter {
  func blocks(_ report: DataReport) -> [Block] {
    var blocks: [Block] = [.title("\(name: report.name): \(name: report.title)")]
    blocks.append(.definitions(summaryRows(report)))
    blocks += report.notes.map { .text($0.words, depth: 1) }
    if report.isDescription { blocks += columnTable(report) }
    if report.epochsLost > 0 {
      blocks.append(
        .text("Training starts again at epoch 0 on this data \(dropped(report.epochsLost)).", .hint)
      )
    }
    return blocks
  }

  private func summaryRows(_ report: DataReport) -> [(Spans, Spans)] {
    let rows = report.trainingRows + report.testRows
    let split =
      report.testRows == 0
      ? "all to train on, none to test on"
      : "\(report.trainingRows) to train on, \(report.testRows) to test on"
    var summary: [(Spans, Spans)] = [("rows", "\(rows): \(split)")]
    let names = report.columns.map(\.name)
    let scaling =
      !report.standardized
      ? ""
      : report.isPreparedByModel
        ? "; numbers standardized by the mean and sd of the rows the loaded model was trained on"
        : "; numbers standardized by the training rows to mean 0, sd 1"
    if let features = report.features {
      let sources = names.enumerated().map { $1 == "x\($0 + 1)" ? $1 : "\($1) (x\($0 + 1))" }
        .joined(separator: " and ")
      summary.append(
        (
          "inputs",
          "\(report.inputCount): \(shortList(features, atMost: 7)), made of \(name: sources)\(scaling)"
        ))
    } else {
      summary.append(("inputs", "\(report.inputCount): \(name: shortList(names))\(scaling)"))
    }
    summary.append(("target", targetText(report)))
    if !report.source.isEmpty { summary.append(("source", Spans(name: report.source))) }
    return summary
  }

  private func targetText(_ report: DataReport) -> Spans {
    let name = report.targetName
    if report.classes.isEmpty {
      guard let mean = report.targetMean, let deviation = report.targetDeviation else {
        return "\(name: name), a number"
      }
      return """
        \(name: name), a number; standardized too (mean \(mean, "target_mean"), \
        sd \(deviation, "target_deviation")), so losses are in squared sd
        """
    }
    let classes = shortList(
      report.classes.map { "\($0.name) (\($0.training + $0.test))" }, atMost: 12)
    return "\(name: name), \(report.classes.count) classes: \(name: classes)"
  }

  private func columnTable(_ report: DataReport) -> [Block] {
    let hasNumbers = report.columns.contains { $0.mean != nil }
    // Pixels by the hundred say nothing one by one.
    let most = 100
    let rows = report.columns.prefix(report.columns.count > most ? 4 : most).map { column in
      let name = Cell(column.name)
      if let categories = column.categories {
        return Row([name, Cell("one of \(shortList(categories))")])
      }
      guard let mean = column.mean, let deviation = column.deviation else {
        return Row([name, "number"])
      }
      return Row([name, Cell(mean, .significant(4)), Cell(deviation, .significant(4))])
    }
    let columns =
      hasNumbers
      ? [Column("column", .left), Column("mean"), Column("sd")]
      : [Column("column", .left), Column("kind", .left)]
    let table = Block.table(Table(columns, rows: rows))
    guard report.columns.count > most else { return [table] }
    return [table, .line("… and \(report.columns.count - 4) more", depth: 1)]
  }

  func blocks(_ report: PredictionReport) -> [Block] {
    // Whose weights answer is only said where one would think of others.
    let place =
      report.place.weightsEpoch == nil
      ? [] : [Block.text("\(words(for: report.place))", .hint, depth: 1)]
    guard let predicted = report.predictedClass else {
      return report.outputs.map { .line("\(name: $0.name) = \($0.value, "prediction")") } + place
    }
    let shares = report.outputs.sorted { $0.value > $1.value }.prefix(5).map { output -> Spans in
      "\(name: output.name) \(output.value, "probability", .percent)"
    }
    return [.text("class \(name: predicted): \(shares.joined(separator: ", "))", hang: 1)] + place
  }
}
