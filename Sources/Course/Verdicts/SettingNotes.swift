// What a user should know of a setting's new value, in numbers of the session.
import Datasets
import Events
import Experiments
import NeuralNetwork

extension SettingChange {
  /// - Parameters:
  ///   - before: the state with the old value.
  ///   - after: with the new one.
  package init(_ setting: Setting, from before: SessionState, to after: SessionState) {
    var notes = before.notes(on: setting.traits.consequence, after.settings.training)
    if let overshoot = after.settings.training.penaltyOvershoot,
      overshoot != before.settings.training.penaltyOvershoot
    {
      notes.append(overshoot.warningWithChange)
    }
    if before.training != nil, after.shape != before.shape {
      notes.append("The output layer has another size now, so the weights start anew.")
    }
    self.init(
      name: setting.name, title: setting.title, before: setting.read(before.settings),
      after: setting.read(after.settings), notes: notes)
  }
}

extension SessionState {
  /// While the state has the old value.
  fileprivate func notes(
    on consequence: SettingTraits.Consequence, _ changed: TrainingSettings
  ) -> [Statement] {
    switch consequence {
    case .nothing, .loss: []
    case .batches: batchNotes(changed)
    case .trainedRows: validationNotes(changed)
    case .initialWeights:
      (training?.stepCount ?? 0) > 0
        ? ["The weights stay as they are; `reset` draws them anew."] : []
    case .randomNumbers: seedNotes()
    }
  }

  private func batchNotes(_ changed: TrainingSettings) -> [Statement] {
    let rows = trainedRowCount ?? .max
    if case .rows(let batch) = changed.batchSize, batch > rows {
      return [
        "There are \(rows, "rows") training rows, so this is the same as `set batch full`."
      ]
    }
    guard changed.optimizer.rule.takesAllRows else { return [] }
    return [
      """
      The optimizer is \(changed.optimizer.rawValue), which takes all rows at once whatever the batch \
      size.
      """
    ]
  }

  private func validationNotes(_ changed: TrainingSettings) -> [Statement] {
    // What the data keep themselves is kept whatever is set.
    if data?.division.isGiven == true { return [] }
    let keptSoFar = settings.training.keepsValidation
    guard changed.keepsValidation else {
      return keptSoFar ? ["Training takes all training rows again."] : []
    }
    // Rows that patience keeps are kept whatever is watched.
    if keptSoFar, changed.watch != settings.training.watch { return [] }
    guard let data else { return [] }
    let all = data.training.count
    guard let kept = (try? data.validationRows(seed: divisionSeed))?.validation else {
      return ["The \(all, "rows") training rows are too few to keep some for validation."]
    }
    var notes = [keptNote(kept.count, of: all)]
    if !keptSoFar { notes += trainedNotes(onKept: kept, of: data) }
    return notes
  }

  private func keptNote(_ count: Int, of all: Int) -> Statement {
    "\(count, "validation_rows") of the \(all, "rows") training rows are kept for validation."
  }

  /// What is said of weights from a file that know rows kept for validation; nothing of others.
  package var notesOnLoadedWeights: [Statement] {
    guard settings.training.keepsValidation, let data,
      let kept = (try? data.validationRows(seed: divisionSeed))?.validation
    else { return [] }
    let notes = trainedNotes(onKept: kept, of: data)
    return notes.isEmpty ? [] : [keptNote(kept.count, of: data.training.count)] + notes
  }

  /// The same where these rows are watched.
  var notesOnWatchedRows: [Statement] {
    guard settings.training.watch == .validation, let data,
      let kept = (try? data.validationRows(seed: divisionSeed))?.validation
    else { return [] }
    return trainedNotes(onKept: kept, of: data)
  }

  /// What rows to be kept for validation cannot say any more of weights that know them.
  private func trainedNotes(onKept rows: [Int], of data: PreparedData) -> [Statement] {
    guard let network, let training, training.stepCount > 0 else { return [] }
    switch network.rowHistory.trainedCount(
      ofKept: rows, of: data, areKeptSoFar: network.validationSeed == divisionSeed)
    {
    case nil:
      return ["Whether the weights were trained on those rows is not known; `reset` starts anew."]
    case 0?: return []
    case let count?:
      return [
        count == rows.count
          ? "The weights were trained on those rows too; `reset` starts without them."
          : """
          The weights were trained on \(count, "trained_rows") of those rows; `reset` starts without \
          them.
          """
      ]
    }
  }

  private func seedNotes() -> [Statement] {
    guard let training, training.stepCount > 0 else { return [] }
    return [
      """
      The weights stay as they are; `reset` starts again from the new seed. The rows of the data \
      keep their split; `data` chosen anew splits by the new seed.
      """
    ]
  }
}
