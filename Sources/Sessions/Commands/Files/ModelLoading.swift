// `model load`: the network of a file takes the place of the one there is, and the rows at hand are prepared as
// those that it was trained on.
import CommandLanguage
import Course
import Datasets
import Events
import Experiments
import NeuralNetwork
import Numerics

extension ModelCommand {
  func loading(
    _ path: String, _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    try preparation.network(with: .weights, for: arguments)
    let range = arguments.range(of: Self.file)
    let (file, bytes) = try opened(path, &preparation, range)
    guard let own = preparation.state.data else {
      throw Diagnostic(
        id: "model-without-data", message: "a network needs data before its weights can be loaded",
        range: range,
        suggestion: file.description.data.map { "it was trained on \(shown($0))" }
          ?? "choose the data first, such as `data iris`")
    }
    let data = try prepared(own, for: file.description, &preparation, arguments)
    let shape = NetworkShape(
      inputs: data.training.inputCount, hidden: try hidden(file, data, &preparation, range),
      outputs: data.outputCount(preparation.state.settings.training))
    let contents = try contents(of: file, bytes, for: shape, preparation.memory, range)
    let interrupted = try interrupted(file.description, at: contents.state.epoch, range)
    let history = try history(of: contents, file.description, on: data, &preparation, range)
    let isBestKnown =
      contents.earlyStopping?.best == nil
      || isKeptAgain(contents, file.description, of: data, preparation.state)
    let notes = ModelNotes(
      file: file.description, contents: contents, own: own, data: data, history: history,
      command: arguments.syntax.text, preparation: preparation)
    let report = ModelLoaded(
      file: path, parameterCount: shape.parameterCount, place: WeightsPlace(contents.state),
      seenBefore: history.seenBefore, notes: notes.all)
    let step = DataStep(
      kind: .model, command: arguments.syntax.text, folder: preparation.folder)
    return Work { performance in
      performance.update {
        if data.preparation != own.preparation {
          $0.take(data, by: step)
        } else {
          $0.forgetTraining()
        }
        $0.network?.training = contents.state
        $0.network?.interrupted = interrupted
        $0.network?.validationSeed = file.description.validationSeed
        $0.network?.rowHistory = history
        $0.network?.earlyStopping = isBestKnown ? contents.earlyStopping : nil
      }
      performance.emit(.modelLoaded(report))
      for note in performance.state.notesOnLoadedWeights { performance.emit(.hint(note)) }
      if !isBestKnown { performance.emit(.hint(Self.bestForgotten)) }
    }
  }

  private func opened(
    _ path: String, _ preparation: inout Preparation, _ range: SourceRange?
  ) throws(Diagnostic) -> (file: ModelFile, bytes: Int) {
    let place = try preparation.pathToRead(path, range: range)
    do throws(ModelFileError) {
      let source = try ModelBytes(path: place)
      return (try ModelFile(source), source.count)
    } catch {
      var diagnostic = Diagnostic(error, range: range)
      if error.id == "model-no-such-file" { diagnostic.notes = preparation.pathNotes }
      throw diagnostic
    }
  }

  private func contents(
    of file: ModelFile, _ bytes: Int, for shape: NetworkShape, _ memory: MemoryBudget,
    _ range: SourceRange?
  ) throws(Diagnostic) -> ModelFile.Contents {
    try memory.check(
      MemoryNeed.product(2, bytes), for: "reading \(memoryText(bytes)) of tensors",
      id: "model-too-large", range: range, suggestion: "close other programs")
    do {
      return try file.contents(for: shape)
    } catch {
      throw Diagnostic(error, range: range)
    }
  }

  /// The rows at hand as the file's network takes them; as they are where the file does not say.
  /// Errors: those of `ModelMatch`, and `data-too-large`.
  private func prepared(
    _ data: PreparedData, for file: ModelDescription, _ preparation: inout Preparation,
    _ arguments: Arguments
  ) throws(Diagnostic) -> PreparedData {
    guard let model = file.preparation else { return data }
    let range = arguments.range(of: Self.file)
    let match: ModelMatch
    do {
      match = try ModelMatch(data, model)
    } catch {
      var diagnostic = Diagnostic(error, range: range)
      if let option = error.option,
        let command = preparation.dataCommand?.mended(by: option)
      {
        diagnostic.suggestion = "`\(command)`, then `\(arguments.syntax.text)`"
      }
      throw diagnostic
    }
    try preparation.memory.check(
      match.memoryNeed, for: "preparing the rows for this model", id: "data-too-large",
      range: range, suggestion: "data with fewer rows")
    return try preparation.untilStopped(range) { checkStop throws(DataError) in
      try match.preparedData(checkStop: checkStop)
    }
  }

  private func history(
    of contents: ModelFile.Contents, _ file: ModelDescription, on data: PreparedData,
    _ preparation: inout Preparation, _ range: SourceRange?
  ) throws(Diagnostic) -> RowHistory {
    var before = RowHistory.Before.unknown
    if let rows = contents.rows {
      before = .rows(rows)
    } else if file.preparation != nil, contents.state.stepCount == 0 {
      before = .nothing
    }
    return try preparation.untilStopped(range) { [before] checkStop throws(DataError) in
      try RowHistory(before: before, data: data, checkStop: checkStop)
    }
  }

  private static let bestForgotten: Statement = """
    The lowest validation loss in the file is forgotten: other rows are kept for validation here.
    """

  /// Whether the rows kept for validation here are those of the file, as far as it says: all training rows
  /// were trained on or kept there, and those kept there are kept here.
  private func isKeptAgain(
    _ contents: ModelFile.Contents, _ file: ModelDescription, of data: PreparedData,
    _ state: SessionState
  ) -> Bool {
    guard let there = contents.rows else { return true }
    let seed = file.validationSeed ?? state.settings.training.seed
    guard let kept = (try? data.validationRows(seed: seed))?.validation,
      let digests = try? data.rowDigests(.training)
    else { return false }
    let validation = RowDigests(kept.map { digests[$0] })
    return there.validation.subtracting(validation).isEmpty
      && RowDigests(digests).subtracting(there.training.adding(there.validation)).isEmpty
  }

  /// What the run that was saved was to reach. Error: `model-bad-header`.
  private func interrupted(
    _ file: ModelDescription, at epoch: Int, _ range: SourceRange?
  ) throws(Diagnostic) -> TrainingGoal? {
    guard let target = file.targetEpoch else { return nil }
    guard target - epoch <= TrainingLimits.mostEpochs else {
      throw Diagnostic(
        id: "model-bad-header",
        message: "its target_epoch \(target) is more than \(TrainingLimits.mostEpochs) epochs away",
        range: range, suggestion: "write it again with `model save`")
    }
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
      preparation.assume(assumption) { $0.network?.hidden = hidden }
    }
    let hidden = preparation.layersOrAssumed()
    try preparation.checkLayers(on: data, range: range)
    return hidden
  }
}
