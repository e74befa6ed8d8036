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
  private let data: PreparedData
  private let training: TrainingState
  private let loss: Loss
  private let named: String
  private let range: SourceRange?
  /// As it was named, and where it is.
  private let output: (named: String, path: String)?

  /// Errors: those of `RowFile`, `would-replace-file`, `would-replace-itself`, and those of files.
  init(_ arguments: Arguments, _ preparation: inout Preparation) throws(Diagnostic) {
    named = try arguments.require(Self.file)
    range = arguments.range(of: Self.file)
    data = preparation.dataOrAssumed()
    training = try preparation.trainingOrFresh(with: .weights, for: arguments)
    loss = try preparation.loss(for: data)
    let path = try preparation.pathToRead(named, range: range)
    if let name = arguments[Self.output] {
      output = (name, try Self.place(name, beside: path, data, arguments, &preparation))
    } else {
      output = nil
    }
    var limits = CSVOptions.Limits()
    limits.memory = preparation.memory.free
    let (data, range, unknown) = (data, range, arguments[Self.unknown, default: .refuse])
    rows = try preparation.reading(range: { _ in range }) { progress throws(DataError) in
      try RowFile(path: path, for: data, unknown: unknown, limits: limits, progress: progress)
    }
  }

  /// Where the answers go. A file that holds something else is not replaced.
  private static func place(
    _ name: String, beside file: String, _ data: PreparedData, _ arguments: Arguments,
    _ preparation: inout Preparation
  ) throws(Diagnostic) -> String {
    let range = arguments.range(of: Self.output)
    let path = try preparation.pathToWrite(name, range: range)
    guard TextFile.exists(path) else { return path }
    if let same = TextFile.resolved(path), same == TextFile.resolved(file) {
      throw Diagnostic(
        id: "would-replace-itself", message: "the answers would replace the rows they are for",
        range: range, suggestion: "another name, such as `to=answers.csv`")
    }
    let names = (try? csvColumnNames(path: path)) ?? []
    guard names.contains(Self.answerName(data)) else {
      throw Diagnostic(
        id: "would-replace-file",
        message: "\(shown(name)) holds no earlier answers and is not replaced", range: range,
        suggestion: "another name, or remove the file first")
    }
    return path
  }

  private static func answerName(_ data: PreparedData) -> String {
    "predicted_\(data.targetName)"
  }

  private static func probabilityNames(_ data: PreparedData) -> [String] {
    data.classNames.map { "probability_\($0)" }
  }

  // MARK: Answering

  func perform(_ performance: Performance) {
    do throws(FileError) {
      guard let report = try answer(performance) else { return performance.noteNothingDone() }
      performance.emit(.filePrediction(report))
    } catch {
      performance.fail(.unwritable(error, range: range))
    }
  }

  /// Nil when it was stopped, and nothing is written then.
  private func answer(_ performance: Performance) throws(FileError) -> FilePredictionReport? {
    let writer = try output.map { output throws(FileError) in
      try AnswerWriter(
        output.path, names: rows.names, added: [Self.answerName(data)] + Self.probabilityNames(data)
      )
    }
    var answers = FileAnswers(data, training, loss, performance)
    var failure: FileError?
    do throws(DataError) {
      try rows.forEachBlock(
        copying: writer?.copied,
        progress: { read, total in
          performance.show(
            ProgressReport(
              activity: .reading, done: Double(read) / 1e6, total: Double(total) / 1e6,
              position: read, lastPosition: total, unit: "MB", latest: nil))
          return !performance.shouldStop()
        }
      ) { block throws(DataError) in
        answers.take(block)
        do throws(FileError) {
          try writer?.write(block.lines, answers.fields)
        } catch {
          failure = error
          throw DataError(id: DataError.stoppedID, message: "stopped")
        }
      }
    } catch {
      if let failure { throw failure }
      guard error.id != DataError.stoppedID else { return nil }
      throw FileError(path: named, message: error.message)
    }
    try writer?.commit()
    return answers.report(rows, named: named, output: output?.named)
  }
}
