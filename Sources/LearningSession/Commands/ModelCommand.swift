// `model`: shows the network's weights in figures, keeps the network in training in a file, and takes
// one back.
import CommandLanguage
import NeuralNetwork

struct ModelCommand: Command {
  enum FormID: String { case show, save, load }

  static let file = Argument(
    "FILE.safetensors", .file(extensions: ["safetensors"], isStrict: true),
    "relative to the current folder")

  let signature = CommandSignature(
    "model", summary: "show the weights in figures, save or load them", area: CommandArea.files,
    forms: [
      Form(FormID.show, "sizes, position and a line about each layer"),
      Form(
        FormID.save, "save weights, optimizer state and position",
        keywords: [Keyword("save", "write a model file")], positionals: [file]),
      Form(
        FormID.load, "go on from a saved model",
        keywords: [Keyword("load", "read a model file")], positionals: [file]),
    ],
    details: [
      "The file is in the safetensors format, which PyTorch, NumPy and Netron open. Weights are "
        + "`layers.0.weight` (units × inputs) and `layers.0.bias`, hidden layers first; what an "
        + "optimizer remembers stands under `optimizer.NAME.…`, the best epoch of a run with patience "
        + "under `best.…`; epoch, step and settings are text in the file's metadata.",
      "Loading takes weights, optimizer state and position, so that training goes on as if it had "
        + "never stopped, given the same data and settings; where a setting was another one, it "
        + "says so and changes nothing. A file of another network is refused. With no layers "
        + "chosen yet, the file's are taken.",
    ],
    examples: [
      Example("model", "the weights in figures", setup: ["data iris", "layer 8", "train 2"]),
      Example(
        "model save net.safetensors", "keep the network in a file",
        setup: ["data iris", "layer 8", "train 2"]),
      Example(
        "model load net.safetensors", "go on from there",
        setup: ["data iris", "layer 8", "train 2", "model save net.safetensors", "reset"]),
    ])

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    switch try arguments.form(FormID.self) {
    case .show:
      let data = preparation.dataOrAssumed()
      let training = try preparation.trainingOrFresh()
      let loss = try preparation.loss(for: data)
      return Work { $0.emit(.model(ModelReport(training, loss: loss))) }
    case .save: return try saving(try arguments.require(Self.file), arguments, &preparation)
    case .load: return try loading(try arguments.require(Self.file), arguments, &preparation)
    }
  }

  // MARK: Saving

  private func saving(
    _ path: String, _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let range = arguments.range(of: Self.file)
    try preparation.checkMayWrite(path, range: range)
    let data = preparation.dataOrAssumed()
    let training = try preparation.trainingOrFresh()
    let description = description(training, data, preparation)
    return Work { performance in
      do throws(ModelFileError) {
        let bytes = try saveModel(
          training, description, earlyStopping: performance.state.earlyStopping, to: path)
        performance.emit(
          .modelSaved(
            ModelSaved(
              file: path, bytes: bytes, parameterCount: training.shape.parameterCount,
              epoch: training.epoch, step: training.stepCount)))
      } catch {
        performance.fail(Diagnostic(error, range: range))
      }
    }
  }

  private func description(
    _ training: TrainingState, _ data: PreparedData, _ preparation: Preparation
  ) -> ModelDescription {
    let state = preparation.state
    return ModelDescription(
      activations: training.shape.hidden.map(\.activation),
      loss: data.loss(state.settings.training).rawValue,
      data: data.name, trainingRows: data.training.count, features: data.featureText,
      settings: preparation.settings.ofTraining.map {
        ModelDescription.Setting(name: $0.name, value: $0.read(state.settings))
      },
      targetEpoch: state.interrupted?.target,
      targetCondition: state.interrupted?.condition?.text,
      validationSeed: state.validationSeed)
  }

  // MARK: Loading

  private func loading(
    _ path: String, _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let range = arguments.range(of: Self.file)
    let file: ModelFile
    let bytes: Int
    do {
      let source = try ModelBytes(path: path)
      bytes = source.count
      file = try ModelFile(source)
    } catch {
      throw Diagnostic(error, range: range)
    }
    guard let data = preparation.state.data else {
      throw Diagnostic(
        id: "model-without-data", message: "a network needs data before its weights can be loaded",
        range: range,
        suggestion: file.description.data.map { "it was trained on \(shown($0))" }
          ?? "choose the data first, such as `data iris`")
    }
    let shape = NetworkShape(
      inputs: data.training.inputCount, hidden: try hidden(file, data, &preparation, range),
      outputs: data.outputCount(preparation.state.settings.training))
    try preparation.memory.check(
      MemoryNeed.product(2, bytes), for: "reading \(memoryText(bytes)) of tensors",
      id: "model-too-large", range: range, suggestion: "close other programs")
    let contents: ModelFile.Contents
    do {
      contents = try file.contents(for: shape)
    } catch {
      throw Diagnostic(error, range: range)
    }
    let interrupted = try interrupted(file.description, range)
    let state = contents.state
    let report = ModelLoaded(
      file: path, parameterCount: shape.parameterCount, epoch: state.epoch,
      step: state.stepCount, rowsDone: state.rowsDoneInEpoch,
      notes: notes(contents, file.description, data, preparation))
    return Work { performance in
      performance.update {
        $0.forgetTraining()
        $0.training = state
        $0.interrupted = interrupted
        $0.validationSeed = file.description.validationSeed
        $0.earlyStopping = contents.earlyStopping
      }
      performance.emit(.modelLoaded(report))
    }
  }

  /// What the run that was saved was to reach. Error: `model-bad-header`.
  private func interrupted(
    _ file: ModelDescription, _ range: SourceRange?
  ) throws(Diagnostic) -> TrainingGoal? {
    guard let target = file.targetEpoch else { return nil }
    guard let text = file.targetCondition else { return TrainingGoal(target: target) }
    do {
      let condition = try Condition(Word(text, range: SourceRange(at: 0), isQuoted: true))
      return TrainingGoal(target: target, condition: condition)
    } catch {
      throw Diagnostic(
        id: "model-bad-header", message: "its target_condition \(shown(text)) is no condition",
        range: range, suggestion: "write it again with `model save`")
    }
  }

  /// The session's layers, or those of the file when nothing was said about layers yet.
  private func hidden(
    _ file: ModelFile, _ data: PreparedData, _ preparation: inout Preparation,
    _ range: SourceRange?
  ) throws(Diagnostic) -> [HiddenLayer] {
    if preparation.state.hidden == nil, let hidden = file.hidden {
      let sizes = hidden.map { "\($0.units) \($0.activation.rawValue)" }.joined(separator: " ")
      let assumption = Assumption(
        subject: .layers, command: "layers \(hidden.isEmpty ? "none" : sizes)",
        why: "The file has these layers, and none were chosen yet")
      preparation.assume(assumption) { $0.hidden = hidden }
    }
    let hidden = preparation.layersOrAssumed()
    try preparation.checkLayers(on: data, range: range)
    return hidden
  }

  private func notes(
    _ contents: ModelFile.Contents, _ file: ModelDescription, _ data: PreparedData,
    _ preparation: Preparation
  ) -> [ModelLoaded.Note] {
    let settings = preparation.state.settings
    var notes: [ModelLoaded.Note] = []
    let rows = data.training.count
    if let name = file.data, let saved = file.trainingRows, name != data.name || saved != rows {
      notes.append(.data(saved: name, savedRows: saved, now: data.name, nowRows: rows))
    }
    // A file that does not say what its data is does not know of features either.
    if file.data != nil, data.columns.count == 2, file.features != data.featureText {
      let plain = InputFeature.plain.map(\.rawValue).joined(separator: " ")
      notes.append(
        .features(saved: file.features ?? plain, now: data.featureText ?? plain))
    }
    let now = data.loss(settings.training).rawValue
    if let loss = file.loss, loss != now { notes.append(.loss(saved: loss, now: now)) }
    for setting in preparation.settings.ofTraining {
      let now = setting.read(settings)
      guard let saved = file.settings.first(where: { $0.name == setting.name })?.value,
        saved != now
      else { continue }
      notes.append(.setting(name: setting.name, saved: saved, now: now))
    }
    if !contents.hasOptimizerState, settings.training.optimizer.remembers {
      notes.append(.noOptimizerState)
    }
    if contents.nonFiniteCount > 0 { notes.append(.notFinite(count: contents.nonFiniteCount)) }
    return notes
  }
}

extension SettingCatalog {
  /// The settings that training depends on.
  var ofTraining: [Setting] { all.filter { !$0.isUsersOwn } }
}

extension OptimizerKind {
  /// Whether it needs something from earlier steps.
  var remembers: Bool { !OptimizerState.arrays(of: self).isEmpty }
}

extension Diagnostic {
  init(_ error: ModelFileError, range: SourceRange?) {
    self.init(id: error.id, message: error.message, range: range, suggestion: error.suggestion)
  }
}
