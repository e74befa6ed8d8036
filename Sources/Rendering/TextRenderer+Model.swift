// `model` as text.
import CommandLanguage
import LearningSession
import NeuralNetwork

extension TextRenderer {
  func lines(_ report: ModelReport) -> [RenderedLine] {
    let sizes = [report.layers.first?.inputs ?? 0] + report.layers.map(\.units)
    let rows =
      [["layer", "", "parameters", "weights' rms", "largest"]]
      + report.layers.map { layer in
        let kind = layer.isOutput ? report.loss.rawValue : layer.activation.rawValue
        return [
          layer.name, "\(layer.inputs) → \(counted(layer.units, "unit")), \(kind)",
          String(layer.parameters), NumberText.significant(layer.weightRMS),
          NumberText.significant(layer.largest),
        ]
      }
    let head =
      "network \(sizes.map(String.init).joined(separator: "-")), "
      + "\(counted(report.parameterCount, "parameter")), \(text(of: report.place, withSteps: true))"
    return paragraph(head, .heading)
      + table(rows, leftColumns: 2, sparing: [4, 3]) + [
        RenderedLine("  fingerprint of the weights: \(report.fingerprint)")
      ]
      + (report.isPreparedByFile
        ? [RenderedLine("  rows are prepared as its file says; `data` shows how")] : [])
  }

  func lines(_ report: ModelSaved) -> [RenderedLine] {
    paragraph(
      "saved \(escapedForDisplay(report.file)): \(counted(report.parameterCount, "parameter")), "
        + text(of: report.place, withSteps: true))
  }

  func lines(_ report: ModelLoaded) -> [RenderedLine] {
    let head = paragraph(
      "loaded \(escapedForDisplay(report.file)): \(counted(report.parameterCount, "parameter")), "
        + text(of: report.place, withSteps: true))
    return head + report.notes.flatMap { paragraph(text(of: $0), .hint, indent: 2) }
  }

  func text(of note: ModelLoaded.Note) -> String {
    switch note {
    case .setting(let name, let saved, let now):
      "It was saved with \(name) \(escapedForDisplay(saved)); now \(name) is "
        + "\(escapedForDisplay(now)). `set \(name) \(escapedForDisplay(saved))` goes on as before."
    case .settingUnreadable(let name, let saved, let accepts, let now):
      "The file says \(name) \(escapedForDisplay(TextLayout.clipped(saved, to: 40))), and \(name) takes "
        + "\(accepts): it stays \(now)."
    case .data(let saved, let savedRows, let now, let nowRows):
      "It was trained on \(counted(savedRows, "row")) of \(escapedForDisplay(saved)); here are "
        + "\(counted(nowRows, "row")) of \(escapedForDisplay(now))."
    case .features(let saved, let now):
      "It was trained on the features \(escapedForDisplay(saved)); here they are \(now)."
    case .loss(let saved, let now):
      "It was trained for the loss \(escapedForDisplay(saved)); here it is \(now)."
    case .prepared(let isReordered):
      "The rows are prepared as the file says, by its means, deviations, categories and classes"
        + (isReordered ? ", and their columns are in its order." : ".")
    case .testRowsTrainedOn(let count, let rows, let split):
      "\(count) of the \(counted(rows, "test row")) \(count == 1 ? "was" : "were") trained on: figures on "
        + "them say nothing about new rows."
        + (split.isEmpty
          ? ""
          : " To divide the rows as for that training: "
            + split.map { "`\(escapedForDisplay($0))`" }.joined(separator: ", then ") + ".")
    case .newRows(let count):
      "None of the \(counted(count, "row")) here was trained on, those called training rows included."
    case .rowsNotKnown:
      "The file does not say which rows it was trained on, so whether test rows are among them cannot be "
        + "checked."
    case .noPreparation:
      "The file does not say how its rows were prepared, nor which they were. Whether columns, scales, "
        + "categories and classes are the same here, and whether test rows were trained on, cannot be "
        + "checked."
    case .noOptimizerState:
      "The file has no optimizer state, so the optimizer begins afresh."
    case .notFinite(let count):
      "\(counted(count, "value")) in the file \(count == 1 ? "is" : "are") not finite: training "
        + "cannot go on from there. `undo` takes the file back."
    }
  }

  /// "after epoch 3 and 20 rows (12 steps); weights of epoch 2"
  func text(of place: WeightsPlace, withSteps: Bool = false) -> String {
    let begun = place.rowsDone > 0 ? " and \(counted(place.rowsDone, "row"))" : ""
    let steps = withSteps ? " (\(counted(place.step, "step")))" : ""
    let weights = place.weightsEpoch.map { "; weights of epoch \($0)" } ?? ""
    return "after epoch \(place.epoch)\(begun)\(steps)\(weights)"
  }
}
