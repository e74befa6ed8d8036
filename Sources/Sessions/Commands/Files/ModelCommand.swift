// `model`: shows the network's weights in figures, keeps the network in training in a file, takes one back, and
// writes one for other programs.
import CommandLanguage
import Datasets
import Events
import Experiments
import NeuralNetwork

struct ModelCommand: Command {
  enum FormID: String { case show, save, load, export, best }

  static let file = Argument(
    "FILE.safetensors", .file(extensions: ["safetensors"], isStrict: true),
    "relative to the current folder, in a script to its own")
  static let onnxFile = Argument(
    "FILE.onnx", .file(extensions: ["onnx"], isStrict: true),
    "relative to the current folder, in a script to its own")

  let signature = CommandSignature(
    "model", summary: "keep weights in files", area: CommandArea.files,
    forms: [
      Form(FormID.show, "sizes, position and a line about each layer"),
      Form(
        FormID.save, "save weights, optimizer state and position",
        keywords: [Keyword("save", "write a model file")], positionals: [file]),
      Form(
        FormID.load, "go on from a saved model",
        keywords: [Keyword("load", "read a model file")], positionals: [file]),
      Form(
        FormID.export, "write the network for programs that run models",
        keywords: [Keyword("export", "an ONNX file for other programs")],
        positionals: [onnxFile]),
      Form(
        FormID.best, "take back the weights of the lowest validation loss",
        keywords: [Keyword("best", "the weights of the lowest validation loss")]),
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
      "The file also says how rows become inputs: columns by name, means and standard deviations, what "
        + "stands for missing values, categories, classes and features. Loading prepares the rows at hand "
        + "in the same way, so that the weights mean the same on them; a column, category or class that "
        + "the model does not know is refused. And it says which rows were trained on, so that test rows "
        + "that are no test any more are told.",
      "With `set patience N` the weights of the epoch of the lowest validation loss are kept: `model best` "
        + "takes them back with their optimizer state. Epochs and steps go on counting.",
      "An exported file is in the ONNX format, which onnxruntime runs in Python, in browsers and on phones. Its "
        + "input `inputs` takes rows of 32-bit numbers as they stand in the data, in the order in which "
        + "`data` lists the columns; standardizing and features are part of the file. A category is as many "
        + "values as it has names: 1 for the row's own, 0 for the others. A missing value is NaN, and the "
        + "training rows' mean or most frequent category stands for it; made data and pictures have "
        + "none. Out come `probabilities`, one for each class, or a `prediction` in the target's own "
        + "units. The names of both are in the file's metadata, as `inputs` and `outputs`.",
    ],
    examples: [
      Example("model", "the weights in figures", setup: ["data iris", "layer 8", "train 2"]),
      Example(
        "model save net.safetensors", "keep the network in a file",
        setup: ["data iris", "layer 8", "train 2"]),
      Example(
        "model load net.safetensors", "go on from there",
        setup: ["data iris", "layer 8", "train 2", "model save net.safetensors", "reset"]),
      Example(
        "model export net.onnx", "run it in other programs",
        setup: ["data iris", "layer 8", "train 2"]),
      Example(
        "model best", "the weights of the lowest validation loss",
        setup: ["data iris", "layer 8", "set patience 5", "train 9"]),
    ])

  func writes(_ arguments: Arguments) -> Word? {
    switch try? arguments.form(FormID.self) {
    case .save: arguments.word(of: Self.file)
    case .export: arguments.word(of: Self.onnxFile)
    default: nil
    }
  }

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    switch try arguments.form(FormID.self) {
    case .show:
      let data = preparation.dataOrAssumed()
      let training = try preparation.trainingOrFresh(with: .weights, for: arguments)
      let loss = try preparation.loss(for: data)
      return Work { $0.emit(.model(ModelReport(training, loss: loss, data))) }
    case .save: return try saving(try arguments.require(Self.file), arguments, &preparation)
    case .load: return try loading(try arguments.require(Self.file), arguments, &preparation)
    case .export:
      return try exporting(try arguments.require(Self.onnxFile), arguments, &preparation)
    case .best: return try takingBest(arguments, &preparation)
    }
  }

  private func takingBest(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let network = try preparation.network(with: .epochs, for: arguments)
    guard let training = network.training, let watch = network.earlyStopping, watch.best != nil
    else {
      throw Diagnostic(
        id: "no-best-epoch", message: "no epoch's validation loss has been watched",
        range: arguments.syntax.range, suggestion: "`set patience 10`, then `train 100`")
    }
    let data = preparation.dataOrAssumed()
    let loss = try preparation.loss(for: data)
    var restored = watch.restoringBest(in: training)
    restored.plan = nil
    return Work { [restored] performance in
      performance.update {
        $0.network?.training = restored
        $0.network?.interrupted = nil
        $0.network?.divergence = nil
        $0.network?.earlyStopping?.startAnew()
      }
      performance.emit(.model(ModelReport(restored, loss: loss, data)))
    }
  }

  // MARK: Saving

  private func saving(
    _ path: String, _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let range = arguments.range(of: Self.file)
    let place = try preparation.pathToWrite(path, range: range)
    let data = preparation.dataOrAssumed()
    let training = try preparation.trainingOrFresh(with: .weights, for: arguments)
    let network = try preparation.network(with: .weights, for: arguments)
    let description = description(network, training, data, preparation)
    let rows = try preparation.untilStopped(range) { checkStop throws(DataError) in
      try network.rowHistory.parts(
        of: data, validationSeed: network.validationSeed, checkStop: checkStop)
    }
    return Work { performance in
      do throws(ModelFileError) {
        let bytes = try saveModel(
          training, description, earlyStopping: network.earlyStopping, rows: rows,
          to: place)
        performance.emit(
          .modelSaved(
            ModelSaved(
              file: path, bytes: bytes, parameterCount: training.shape.parameterCount,
              place: WeightsPlace(training))))
      } catch {
        performance.fail(Diagnostic(error, range: range))
      }
    }
  }

  func description(
    _ network: NetworkModel, _ training: TrainingState, _ data: PreparedData,
    _ preparation: Preparation
  ) -> ModelDescription {
    let state = preparation.state
    return ModelDescription(
      activations: training.shape.hidden.map(\.activation),
      loss: data.loss(state.settings.training).rawValue,
      data: data.name, trainingRows: data.training.count, preparation: data.preparation,
      splitSeed: data.split?.seed, testFraction: data.split?.testFraction,
      division: DataCommand.text(ofDivisions: state.divisionCommands),
      missing: data.missing,
      settings: preparation.settings.ofTraining.map {
        ModelDescription.Setting(name: $0.name, value: $0.read(state.settings))
      },
      targetEpoch: network.interrupted?.target,
      targetCondition: network.interrupted?.condition?.text,
      validationSeed: network.validationSeed)
  }
}

extension OptimizerKind {
  /// Whether it needs something from earlier steps.
  var remembers: Bool { !rule.slots.isEmpty }
}
