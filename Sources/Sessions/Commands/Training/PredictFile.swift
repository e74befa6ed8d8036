// `predict FILE.csv`: what the network says of each row of a file. The whole file is looked at before anything is
// written; then its rows are read again, answered and written block by block.
import CommandLanguage
import Datasets
import Events
import Experiments
import Files
import NeuralNetwork

struct PredictFile {
  static let endings = ["csv", "tsv", "txt", "gz"]
  static let file = Argument(
    "FILE.csv", .file(extensions: endings, isStrict: true),
    "a file with the data's columns, by name; others are left alone")
  static let output = Argument.option(
    "to", .file(extensions: ["csv"], isStrict: true), "the file to write the rows and answers to")
  static let unknown = Argument.option(
    "unknown",
    .choice([
      Choice("refuse", RowFile.UnknownCategories.refuse, "say where one is and stop"),
      Choice("base", .base, "take it for none of the known ones"),
    ]), "what to do with categories that the training rows did not have")

  private let rows: RowFile
  @Boxed private var data: PreparedData
  @Boxed private var training: TrainingState
  private let loss: Loss
  private let threshold: Double?
  private let named: String
  private let range: SourceRange?
  /// As it was named, and where it is.
  private let output: (named: String, path: String, range: SourceRange?)?

  /// Errors: `no-data`, those of `RowFile`, `name-of-answers`, `would-replace-file`, `would-replace-itself`, and
  /// those of files.
  init(_ arguments: Arguments, _ preparation: inout Preparation) throws(Diagnostic) {
    named = try arguments.require(Self.file)
    range = arguments.range(of: Self.file)
    guard let data = preparation.state.data else {
      throw Diagnostic(
        id: "no-data", message: "there is no network yet that was trained for such rows",
        range: range,
        suggestion: "`data load FILE.csv target=COLUMN` and `train` first")
    }
    self.data = data
    training = try preparation.trainingOrFresh(with: .weights, for: arguments)
    loss = try preparation.loss(for: data)
    threshold = try ConfusionCommand.threshold(in: arguments, of: data.classNames)
    let path = try preparation.pathToRead(named, range: range)
    if let name = arguments[Self.output] {
      let range = arguments.range(of: Self.output)
      let place = try preparation.pathToWrite(name, range: range)
      if let input = data.columns.first(where: { Self.addedNames(data).contains($0.name) }) {
        throw Diagnostic(
          id: "name-of-answers",
          message:
            "the answers' column would be called \(shown(input.name)), as one of the inputs is",
          range: range, suggestion: "another name for that column, in both files")
      }
      try Self.checkReplacing(place, name, beside: path, data, range)
      output = (name, place, range)
    } else {
      output = nil
    }
    var limits = CSVOptions.Limits()
    limits.memory = preparation.memory.free
    let (range, unknown) = (range, arguments[Self.unknown, default: .refuse])
    let decimal = arguments[DataCommand.decimal]
    rows = try preparation.reading(range: { _ in range }) { progress throws(DataError) in
      try RowFile(
        path: path, for: data, unknown: unknown, decimal: decimal, limits: limits,
        progress: progress)
    }
  }

  /// A file that holds something else than earlier answers is not replaced.
  private static func checkReplacing(
    _ path: String, _ name: String, beside file: String, _ data: PreparedData, _ range: SourceRange?
  ) throws(Diagnostic) {
    guard TextFile.exists(path) else { return }
    if let same = TextFile.resolved(path), same == TextFile.resolved(file) {
      throw Diagnostic(
        id: "would-replace-itself", message: "the answers would replace the rows they are for",
        range: range, suggestion: "another name, such as `to=answers.csv`")
    }
    let names = (try? csvColumnNames(path: path)) ?? []
    let added = addedNames(data)
    guard names.suffix(added.count) == added[...] else {
      throw Diagnostic(
        id: "would-replace-file",
        message: "\(shown(name)) holds something else than such answers and is not replaced",
        range: range,
        suggestion: "another name, or remove the file first")
    }
  }

  /// The names of the columns behind a row's own.
  private static func addedNames(_ data: PreparedData) -> [String] {
    ["predicted_\(data.targetName)"] + data.classNames.map { "probability_\($0)" }
  }

  // MARK: Answering

  func perform(_ performance: Performance) {
    do throws(Diagnostic) {
      guard let report = try answer(performance) else { return performance.noteNothingDone() }
      performance.emit(.filePrediction(report))
    } catch {
      performance.fail(error)
    }
  }

  private enum Failure: Error { case reading(DataError), writing(FileError), refused(Diagnostic) }

  /// Nil when it was stopped, and nothing is written then.
  private func answer(_ performance: Performance) throws(Diagnostic) -> FilePredictionReport? {
    do throws(Failure) {
      return try answers(performance).report(rows, named: named, output: output?.named)
    } catch {
      switch error {
      case .reading(let error) where error.id == DataError.stoppedID: return nil
      case .reading(let error): throw Diagnostic(error, range: range)
      case .writing(let error): throw .unwritable(error, range: output?.range)
      case .refused(let diagnostic): throw diagnostic
      }
    }
  }

  private func answers(_ performance: Performance) throws(Failure) -> FileAnswers {
    var answers = FileAnswers(data, training, loss, threshold, performance)
    let writer = try writing { () throws(FileError) in
      try output.map { output throws(FileError) in
        try AnswerWriter(output.path, names: rows.names, added: Self.addedNames(data))
      }
    }
    var failure: Failure?
    do throws(DataError) {
      try rows.forEachBlock(
        copying: writer?.copied,
        progress: { read, total in
          performance.show(.reading(read, of: total))
          return !performance.shouldStop()
        }
      ) { block throws(DataError) in
        answers.take(block)
        do throws(Failure) {
          try writing { () throws(FileError) in try writer?.write(block.lines, answers.fields) }
        } catch {
          failure = error
          throw DataError(id: DataError.stoppedID, message: "stopped")
        }
      }
    } catch {
      throw failure ?? .reading(error)
    }
    guard let writer, let output else { return answers }
    do throws(Diagnostic) {
      // It may have come to be there meanwhile.
      try Self.checkReplacing(output.path, output.named, beside: rows.path, data, output.range)
    } catch {
      throw .refused(error)
    }
    try writing { () throws(FileError) in try writer.commit() }
    return answers
  }

  private func writing<Result>(
    _ body: () throws(FileError) -> Result
  ) throws(Failure) -> Result {
    do throws(FileError) { return try body() } catch { throw .writing(error) }
  }
}
