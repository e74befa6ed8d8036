// What a user should know of a model that was loaded.
import Events
import Text

extension ModelLoaded.Note {
  package var words: Spans {
    switch self {
    case .setting(let name, let saved, let now):
      """
      It was saved with \(name) \(name: saved); now \(name) is \(name: now). \
      `set \(name) \(name: saved)` goes on as before.
      """
    case .settingUnreadable(let name, let saved, let accepts, let now):
      "The file says \(name) \(name: clipped(saved, to: 40)), and \(name) takes \(accepts): it stays \(now)."
    case .data(let saved, let savedRows, let now, let nowRows):
      """
      It was trained on \(counted(savedRows, "row")) of \(name: saved); here are \
      \(counted(nowRows, "row")) of \(name: now).
      """
    case .features(let saved, let now):
      "It was trained on the features \(name: saved); here they are \(now)."
    case .loss(let saved, let now):
      "It was trained for the loss \(name: saved); here it is \(now)."
    case .prepared(let isReordered):
      """
      The rows are prepared as the file says, by its means, deviations, categories and \
      classes\(isReordered ? ", and their columns are in its order." : ".")
      """
    case .testRowsTrainedOn(let count, let rows, let split):
      trainedOn(count, of: rows, split)
    case .newRows(let count):
      "None of the \(counted(count, "row")) here was trained on, those called training rows included."
    case .rowsNotKnown:
      """
      The file does not say which rows it was trained on, so whether test rows are among them \
      cannot be checked.
      """
    case .noPreparation:
      """
      The file does not say how its rows were prepared, nor which they were. Whether columns, \
      scales, categories and classes are the same here, and whether test rows were trained on, \
      cannot be checked.
      """
    case .noOptimizerState: "The file has no optimizer state, so the optimizer begins afresh."
    case .notFinite(let count):
      """
      \(counted(count, "value")) in the file \(count == 1 ? "is" : "are") not finite: training \
      cannot go on from there. `undo` takes the file back.
      """
    }
  }

  private func trainedOn(_ count: Int, of rows: Int, _ split: [String]) -> Spans {
    let commands = split.map { "\(command: $0)" as Spans }.joined(separator: ", then ")
    let advice: Spans =
      split.isEmpty ? "" : " To divide the rows as for that training: \(commands)."
    return """
      \(count) of the \(counted(rows, "test row")) \(count == 1 ? "was" : "were") trained on: \
      figures on them say nothing about new rows.\(advice)
      """
  }
}
