// `model`, `model save`, `model export` and `model load`.
import Events
import Text

extension Presenter {
  func blocks(_ report: ModelReport) -> [Block] {
    let sizes = ([report.layers.first?.inputs ?? 0] + report.layers.map(\.units))
      .map(String.init).joined(separator: "-")
    let columns = [
      Column("layer", .left), Column("", .left), Column("parameters"),
      Column("weights' rms", priority: 2), Column("largest", priority: 1),
    ]
    let rows = report.layers.map { layer in
      let kind = layer.isOutput ? report.loss.rawValue : layer.activation.rawValue
      return Row([
        Cell(layer.name), Cell("\(layer.inputs) → \(counted(layer.units, "unit")), \(kind)"),
        Cell(layer.parameters), Cell(layer.weightRMS, .significant(4)),
        Cell(layer.largest, .significant(4)),
      ])
    }
    let place = words(for: report.place, withSteps: true)
    var blocks: [Block] = [
      .title(
        "network \(sizes), \(counted(report.parameterCount, "parameter")), \(place)"),
      .table(Table(columns, rows: rows)),
      .line("fingerprint of the weights: \(report.fingerprint.description)", depth: 1),
    ]
    if report.isPreparedByFile {
      blocks.append(.line("rows are prepared as its file says; `data` shows how", depth: 1))
    }
    return blocks
  }

  func blocks(_ report: ModelSaved) -> [Block] {
    let place = words(for: report.place, withSteps: true)
    return [
      .text(
        "saved \(name: report.file): \(counted(report.parameterCount, "parameter")), \(place)")
    ]
  }

  func blocks(_ report: ModelExported) -> [Block] {
    let place = words(for: report.place, withSteps: true)
    let categories =
      report.hasCategories ? " (a category as 1 under its own name, 0 under the others)" : ""
    let names = shortList(report.outputs)
    let outputs: Spans =
      report.isClassification ? "the probabilities of \(name: names)" : "\(name: names)"
    var blocks: [Block] = [
      .text(
        "exported \(name: report.file): \(counted(report.parameterCount, "parameter")), \(place)"),
      .text(
        """
        Rows of \(counted(report.inputs.count, "value")) go in as they stand in the \
        data\(categories); out \(report.isClassification ? "come" : "comes") \(outputs).
        """, .hint, depth: 1),
    ]
    if !report.roundedColumns.isEmpty {
      blocks.append(
        .text(
          """
          The file takes 32-bit numbers, which round \(name: shortList(report.roundedColumns)) by \
          more than a hundredth of the standard deviation. To keep such values whole, subtract \
          a number near them in the data and train again.
          """, .hint, depth: 1))
    }
    return blocks
  }

  func blocks(_ report: ModelLoaded) -> [Block] {
    let place = words(for: report.place, withSteps: true)
    let head = Block.text(
      "loaded \(name: report.file): \(counted(report.parameterCount, "parameter")), \(place)")
    return [head] + report.notes.map { .text($0.words, .hint, depth: 1) }
  }

  /// "after epoch 3 and 20 rows (12 steps); weights of epoch 2"
  func words(for place: WeightsPlace, withSteps: Bool = false) -> String {
    let begun = place.rowsDone > 0 ? " and \(counted(place.rowsDone, "row"))" : ""
    let steps = withSteps ? " (\(counted(place.step, "step")))" : ""
    let weights = place.weightsEpoch.map { "; weights of epoch \($0)" } ?? ""
    return "after epoch \(place.epoch)\(begun)\(steps)\(weights)"
  }
}
