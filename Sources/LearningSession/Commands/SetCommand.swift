// `set`: lists the settings, says what one means, or changes it.
import CommandLanguage
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

  func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) {
    let form = try arguments.form(FormID.self)
    if form == .list {
      let settings = session.state.settings
      return session.emit(
        .settings(session.settings.all.map { SettingReport($0, in: settings) }))
    }
    if form == .assign {
      for assignment in arguments.openOptions(Self.assignments) {
        try session.change(try session.settings.find(assignment.name), to: assignment.word)
      }
      return
    }
    guard let word = arguments.word(of: Self.name) else { return }
    let setting = try session.settings.find(word)
    guard form == .change, let value = arguments.word(of: Self.value) else {
      return session.emit(.settings([SettingReport(setting, in: session.state.settings)]))
    }
    try session.change(setting, to: value)
  }
}

struct UnsetCommand: Command {
  let signature = CommandSignature(
    "unset", summary: "put a setting back to its default", area: CommandArea.settings,
    forms: [Form("unset", "put a setting back", positionals: [SetCommand.name])],
    examples: [Example("unset lr", "the learning rate is 0.03 again", setup: ["set lr 1"])])

  func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) {
    guard let word = arguments.word(of: SetCommand.name) else { return }
    let setting = try session.settings.find(word)
    try session.change(setting, to: Word(setting.standard, range: word.range))
  }
}

extension Session {
  /// Changes a setting from a word as typed, and says what else follows from it.
  func change(_ setting: Setting, to word: Word) throws(Diagnostic) {
    let before = setting.read(state.settings)
    var settings = state.settings
    do throws(Diagnostic) {
      try setting.write(&settings, word)
    } catch {
      throw error.named(setting)
    }
    if setting.name == "loss", let data = state.data {
      do {
        _ = try settings.training.loss.loss(for: data.training.targets)
      } catch {
        throw Diagnostic(error, range: word.range)
      }
    }
    let shape = state.shape
    var notes: [Statement] = []
    if setting.name == "seed" { notes = seedNotes() }
    if setting.name == "init", let training = state.training, training.stepCount > 0 {
      notes = ["The weights stay as they are; `reset` draws them anew."]
    }
    if setting.name == "batch", settings.training.optimizer == .gd {
      notes = ["The optimizer is gd, which takes all rows at once whatever the batch size."]
    }
    let rows = state.trainedRowCount ?? .max
    if setting.name == "batch", case .rows(let batch) = settings.training.batchSize, batch > rows {
      notes = ["There are \(rows, "rows") training rows, so this is the same as `set batch full`."]
    }
    if setting.name == "patience" { notes = patienceNotes(settings.training.patience) }
    if settings != state.settings {
      update {
        $0.settings = settings
        // What was best was so by another loss, or is watched with other patience.
        let isLossNew = setting.name == "loss" && setting.read(settings) != before
        let isPatienceNew = $0.earlyStopping?.patience != settings.training.patience
        if isLossNew || setting.name == "patience" && isPatienceNew { $0.earlyStopping = nil }
      }
    }
    if state.training != nil, state.shape != shape {
      update { $0.forgetTraining() }
      notes.append("The output layer has another size now, so the weights start anew.")
    }
    if ["seed", "init"].contains(setting.name), state.training?.stepCount == 0 {
      update { $0.forgetTraining() }
    }
    emit(
      .settingChanged(
        SettingChange(
          name: setting.name, title: setting.title, before: before,
          after: setting.read(settings), notes: notes)))
  }

  private func patienceNotes(_ patience: Int?) -> [Statement] {
    let isTrained = (state.training?.stepCount ?? 0) > 0
    guard patience != nil else {
      return state.settings.training.patience == nil
        ? [] : ["Training takes all training rows again."]
    }
    guard let data = state.data else { return [] }
    var wanted = state
    wanted.settings.training.patience = patience
    let all = data.training.count
    guard let kept = (try? wanted.rows(of: data))?.validation?.count else {
      return ["The \(all, "rows") training rows are too few to keep some for validation."]
    }
    var notes: [Statement] = [
      "\(kept, "validation_rows") of the \(all, "rows") training rows are kept for validation."
    ]
    if isTrained, state.settings.training.patience == nil {
      notes.append("The weights were trained on those rows too; `reset` starts without them.")
    }
    return notes
  }

  private func seedNotes() -> [Statement] {
    guard let training = state.training, training.stepCount > 0 else { return [] }
    return [
      """
      The weights stay as they are; `reset` starts again from the new seed. The rows of the data \
      keep their split; `data` chosen anew splits by the new seed.
      """
    ]
  }
}

extension Diagnostic {
  /// Says which setting refused the value.
  func named(_ setting: Setting) -> Diagnostic {
    var diagnostic = self
    if !diagnostic.message.contains(setting.accepts) {
      diagnostic.message += "; `\(setting.name)` (\(setting.title)) takes \(setting.accepts)"
    }
    return diagnostic
  }
}
