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

  func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) {
    switch try arguments.form(FormID.self) {
    case .show:
      let data = try session.dataOrAssumed()
      session.emit(
        .model(ModelReport(try session.trainingOrFresh(), loss: try session.loss(for: data))))
    case .save: try save(try arguments.require(Self.file), arguments, session)
    case .load: try load(try arguments.require(Self.file), arguments, session)
    }
  }

  // MARK: Saving

  private func save(
    _ path: String, _ arguments: Arguments, _ session: Session
  ) throws(Diagnostic) {
    let range = arguments.range(of: Self.file)
    try session.checkMayWrite(path, range: range)
    let data = try session.dataOrAssumed()
    let training = try session.trainingOrFresh()
    let bytes: Int
    do {
      bytes = try saveModel(
        training, description(training, data, session),
        earlyStopping: session.state.earlyStopping, to: path)
    } catch {
      throw Diagnostic(error, range: range)
    }
    session.emit(
      .modelSaved(
        ModelSaved(
          file: path, bytes: bytes, parameterCount: training.shape.parameterCount,
          epoch: training.epoch, step: training.stepCount)))
  }

  private func description(
    _ training: TrainingState, _ data: PreparedData, _ session: Session
  ) -> ModelDescription {
    ModelDescription(
      activations: training.shape.hidden.map(\.activation),
      loss: data.loss(session.state.settings.training).rawValue,
      data: data.name, trainingRows: data.training.count, features: data.featureText,
      settings: session.trainingSettings.map {
        ModelDescription.Setting(name: $0.name, value: $0.read(session.state.settings))
      },
      targetEpoch: session.state.interrupted?.target,
      targetCondition: session.state.interrupted?.condition?.text,
      validationSeed: session.state.validationSeed)
  }

  // MARK: Loading

  private func load(
    _ path: String, _ arguments: Arguments, _ session: Session
  ) throws(Diagnostic) {
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
    guard let data = session.state.data else {
      throw Diagnostic(
        id: "model-without-data", message: "a network needs data before its weights can be loaded",
        range: range,
        suggestion: file.description.data.map { "it was trained on \(shown($0))" }
          ?? "choose the data first, such as `data iris`")
    }
    let shape = NetworkShape(
      inputs: data.training.inputCount, hidden: try hidden(file, data, session, range),
      outputs: data.outputCount(session.state.settings.training))
    try session.checkMemory(
      MemoryNeed.product(2, bytes), for: "reading \(memoryText(bytes)) of tensors",
      id: "model-too-large", range: range, suggestion: "close other programs")
    let contents: ModelFile.Contents
    do {
      contents = try file.contents(for: shape)
    } catch {
      throw Diagnostic(error, range: range)
    }
    let interrupted = try interrupted(file.description, range)
    session.update {
      $0.forgetTraining()
      $0.training = contents.state
      $0.interrupted = interrupted
      $0.validationSeed = file.description.validationSeed
      $0.earlyStopping = contents.earlyStopping
    }
    let state = contents.state
    session.emit(
      .modelLoaded(
        ModelLoaded(
          file: path, parameterCount: shape.parameterCount, epoch: state.epoch,
          step: state.stepCount, rowsDone: state.rowsDoneInEpoch,
          notes: notes(contents, file.description, data, session))))
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
    _ file: ModelFile, _ data: PreparedData, _ session: Session, _ range: SourceRange?
  ) throws(Diagnostic) -> [HiddenLayer] {
    guard session.state.hidden == nil, let hidden = file.hidden else {
      let hidden = session.layersOrAssumed()
      try session.checkSize(
        inputs: data.training.inputCount, hidden: hidden,
        outputs: data.outputCount(session.state.settings.training), range: range)
      return hidden
    }
    try session.checkSize(
      inputs: data.training.inputCount, hidden: hidden,
      outputs: data.outputCount(session.state.settings.training), range: range)
    session.update { $0.hidden = hidden }
    let sizes = hidden.map { "\($0.units) \($0.activation.rawValue)" }.joined(separator: " ")
    session.emit(
      .assumed(
        Assumption(
          subject: .layers, command: "layers \(hidden.isEmpty ? "none" : sizes)",
          why: "The file has these layers, and none were chosen yet")))
    return hidden
  }

  private func notes(
    _ contents: ModelFile.Contents, _ file: ModelDescription, _ data: PreparedData,
    _ session: Session
  ) -> [ModelLoaded.Note] {
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
    let now = data.loss(session.state.settings.training).rawValue
    if let loss = file.loss, loss != now { notes.append(.loss(saved: loss, now: now)) }
    for setting in session.trainingSettings {
      let now = setting.read(session.state.settings)
      guard let saved = file.settings.first(where: { $0.name == setting.name })?.value,
        saved != now
      else { continue }
      notes.append(.setting(name: setting.name, saved: saved, now: now))
    }
    if !contents.hasOptimizerState, session.state.settings.training.optimizer.remembers {
      notes.append(.noOptimizerState)
    }
    if contents.nonFiniteCount > 0 { notes.append(.notFinite(count: contents.nonFiniteCount)) }
    return notes
  }
}

extension Session {
  /// The settings that training depends on.
  var trainingSettings: [Setting] { settings.all.filter { !$0.isUsersOwn } }

  /// Error: `writes-not-allowed`.
  func checkMayWrite(_ path: String, range: SourceRange?) throws(Diagnostic) {
    guard !environment.mayWrite else { return }
    throw Diagnostic(
      id: "writes-not-allowed",
      message: "a file's commands may not write \(shown(path)) unless its user allows it",
      range: range, suggestion: "start descent with --allow-writes")
  }
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
