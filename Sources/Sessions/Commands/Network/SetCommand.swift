// `set`: lists the settings, says what one means, or changes it.
import CommandLanguage
import Events
import Experiments
import NeuralNetwork

struct SetCommand: Command {
  enum FormID: String { case list, show, change, assign }

  static let name = Argument("NAME", .named("setting"), "which setting")
  static let assignments = Argument.open(
    "NAME", .value(of: "setting-value"), "several at once, as NAME=VALUE", names: "setting")
  static let value = Argument("VALUE", .value(of: "setting-value"), "its new value")

  let signature = CommandSignature(
    "set", summary: "show or change settings", area: CommandArea.settings,
    forms: [
      Form(FormID.list, "list all settings"),
      Form(FormID.show, "say what one setting means", positionals: [name]),
      Form(FormID.change, "change a setting", positionals: [name, value]),
      Form(FormID.assign, "change several settings", openOption: assignments),
    ],
    details: [
      "Settings may change in the middle of a run: epoch count, weights and optimizer state go on."
    ],
    examples: [
      Example("set", "all settings with their values"),
      Example("set lr 0.03", "a learning rate of 0.03"),
      Example("set batch full", "every step averages over all training rows"),
      Example("set optimizer adam", "a step size of its own for every weight"),
      Example("set lr=0.1 batch=32", "several at once"),
      Example("set l2", "what l2 means, accepts and is now"),
    ])

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let (settings, state) = (preparation.settings, preparation.state)
    switch try arguments.form(FormID.self) {
    case .list:
      return .say(.settings(settings.all.map { SettingReport($0, in: state.settings) }))
    case .show:
      let setting = try settings.find(try arguments.requireWord(Self.name))
      return .say(.settings([SettingReport(setting, in: state.settings)]))
    case .change:
      let setting = try settings.find(try arguments.requireWord(Self.name))
      return try preparation.changing([(setting, try arguments.requireWord(Self.value))])
    case .assign:
      var changes: [(Setting, Word)] = []
      for assignment in arguments.openOptions(Self.assignments) {
        changes.append((try settings.find(assignment.name), assignment.word))
      }
      return try preparation.changing(changes)
    }
  }
}

struct UnsetCommand: Command {
  let signature = CommandSignature(
    "unset", summary: "put a setting back to its default", area: CommandArea.settings,
    forms: [Form("unset", "put a setting back", positionals: [SetCommand.name])],
    examples: [Example("unset lr", "the learning rate is 0.03 again", setup: ["set lr 1"])])

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let word = try arguments.requireWord(SetCommand.name)
    let setting = try preparation.settings.find(word)
    return try preparation.changing([(setting, Word(setting.standard, range: word.range))])
  }
}

extension Preparation {
  /// Changes settings to values as typed, all of them or none. Errors: those of `Setting.write`,
  /// `loss-mismatch`.
  fileprivate func changing(_ changes: [(Setting, Word)]) throws(Diagnostic) -> Work {
    var after = state
    var reports: [SettingChange] = []
    for (setting, word) in changes { reports.append(try after.change(setting, to: word)) }
    let areWeightsDropped = state.training != nil && after.training == nil
    let isChanged = after.settings != state.settings || areWeightsDropped
    return Work { [after, reports] performance in
      if isChanged { performance.update { $0 = after } }
      for report in reports { performance.emit(.settingChanged(report)) }
    }
  }
}

extension SessionState {
  /// Changes a setting to a value as typed; what else follows from it is in the report.
  fileprivate mutating func change(
    _ setting: Setting, to word: Word
  ) throws(Diagnostic) -> SettingChange {
    let before = setting.read(settings)
    var changed = settings
    do throws(Diagnostic) {
      try setting.write(&changed, word)
    } catch {
      throw error.named(setting)
    }
    if setting.name == "loss", let data {
      do {
        _ = try changed.training.loss.loss(for: data.training.targets)
      } catch {
        throw Diagnostic(error, range: word.range)
      }
    }
    let shape = shape
    var notes = notes(on: setting, changed.training)
    if changed != settings {
      // What was best was so by another loss, or is watched with other patience.
      let isLossNew = setting.name == "loss" && setting.read(changed) != before
      let isPatienceNew = earlyStopping?.patience != changed.training.patience
      if isLossNew || setting.name == "patience" && isPatienceNew { earlyStopping = nil }
      settings = changed
    }
    if training != nil, self.shape != shape {
      forgetTraining()
      notes.append("The output layer has another size now, so the weights start anew.")
    }
    if ["seed", "init"].contains(setting.name), training?.stepCount == 0 { forgetTraining() }
    return SettingChange(
      name: setting.name, title: setting.title, before: before, after: setting.read(settings),
      notes: notes)
  }

  /// What a user should know of a setting's new value, while the state has the old one.
  private func notes(on setting: Setting, _ changed: TrainingSettings) -> [Statement] {
    switch setting.name {
    case "seed": return seedNotes()
    case "patience": return patienceNotes(changed.patience)
    case "init" where (training?.stepCount ?? 0) > 0:
      return ["The weights stay as they are; `reset` draws them anew."]
    case "batch":
      let rows = trainedRowCount ?? .max
      if case .rows(let batch) = changed.batchSize, batch > rows {
        return [
          "There are \(rows, "rows") training rows, so this is the same as `set batch full`."
        ]
      }
      guard changed.optimizer == .gd else { return [] }
      return ["The optimizer is gd, which takes all rows at once whatever the batch size."]
    default: return []
    }
  }

  private func patienceNotes(_ patience: Int?) -> [Statement] {
    guard patience != nil else {
      return settings.training.patience == nil
        ? [] : ["Training takes all training rows again."]
    }
    guard let data else { return [] }
    let all = data.training.count
    guard let kept = (try? data.validationRows(seed: divisionSeed))?.validation else {
      return ["The \(all, "rows") training rows are too few to keep some for validation."]
    }
    var notes = [keptNote(kept.count, of: all)]
    if settings.training.patience == nil { notes += trainedNotes(onKept: kept, of: data) }
    return notes
  }

  private func keptNote(_ count: Int, of all: Int) -> Statement {
    "\(count, "validation_rows") of the \(all, "rows") training rows are kept for validation."
  }

  /// What is said of weights from a file that know rows kept for validation; nothing of others.
  var notesOnLoadedWeights: [Statement] {
    guard settings.training.patience != nil, let data,
      let kept = (try? data.validationRows(seed: divisionSeed))?.validation
    else { return [] }
    let notes = trainedNotes(onKept: kept, of: data)
    return notes.isEmpty ? [] : [keptNote(kept.count, of: data.training.count)] + notes
  }

  /// What rows to be kept for validation cannot say any more of weights that know them.
  private func trainedNotes(onKept rows: [Int], of data: PreparedData) -> [Statement] {
    guard (training?.stepCount ?? 0) > 0 else { return [] }
    switch rowHistory.trainedCount(
      ofKept: rows, of: data, areKeptSoFar: validationSeed == divisionSeed)
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
