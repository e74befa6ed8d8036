// `predict`: what the network says of one example typed by hand, or of the rows of a file.
import CommandLanguage
import Datasets
import Events
import NeuralNetwork

struct PredictCommand: Command {
  enum FormID: String { case file, example }

  static let values = Argument.repeated(
    "VALUES",
    .text(label: "a value", placeholder: "VALUES").described(
      candidates: { context in
        context.names(NameSpace("example-value", member: String(context.words.count - 1)))
      }),
    "one value for each column, in the data's own units")

  let signature = CommandSignature(
    "predict", summary: "answer for new rows", area: CommandArea.training,
    forms: [
      Form(
        FormID.file, "predict the rows of a file", positionals: [PredictFile.file],
        options: [
          PredictFile.output, ConfusionCommand.threshold, PredictFile.unknown, DataCommand.decimal,
        ]),
      Form(FormID.example, "predict one example", positionals: [values]),
    ],
    details: [
      "Give the values as they stand in the data, in the order `data` lists the columns; they are "
        + "standardized as the training rows were. `NA` stands for a missing value where `missing=mean` filled "
        + "them in.",
      "A file has a header row with the data's columns in any order; what it has more is left alone. Missing "
        + "values are treated as when the data were loaded: `missing=mean` fills them in with the training "
        + "rows' mean or most frequent category, `missing=drop` leaves such rows without an answer, and "
        + "without either they are refused. Where the file has the target too, the answers are judged.",
      "`to=OUT.csv` writes the rows with the answer behind them, and for classes the probability of each. "
        + "With `threshold=P` a row is taken for the second of two classes where its probability is P or more, "
        + "as in `confusion threshold=P`.",
    ],
    examples: [
      Example("predict 5.1 3.5 1.4 0.2", "an iris", setup: ["data iris", "train 5"]),
      Example("predict 0.5 -2", "a point of the plane", setup: ["data circle n=60", "train 1"]),
    ])

  func writes(_ arguments: Arguments) -> Word? { arguments.word(of: PredictFile.output) }

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    if try arguments.form(FormID.self) == .file {
      let file = try PredictFile(arguments, &preparation)
      return Work { file.perform($0) }
    }
    let data = preparation.dataOrAssumed()
    let fields = arguments.values(Self.values)
    let inputs = try Self.inputs(of: arguments, Self.values, data)
    let training = try preparation.trainingOrFresh(with: .weights, for: arguments)
    let loss = try preparation.loss(for: data)
    let beyond = (try? data.columnsBeyond(fields)) ?? []
    return Work { performance in
      let outputs = predictOutputs(
        inputs: inputs, shape: training.shape, parameters: training.parameters, loss: loss,
        kernels: performance.kernels)
      var report = report(outputs, fields, data, WeightsPlace(training))
      report.beyond = beyond
      performance.emit(.prediction(report))
    }
  }

  /// The values typed as the network takes them.
  static func inputs(
    of arguments: Arguments, _ values: Argument<String>, _ data: PreparedData
  ) throws(Diagnostic) -> [Float] {
    let words = arguments.words(of: values)
    do {
      return try data.encode(arguments.values(values))
    } catch {
      // The error counts fields from 1; without one it is about all of them.
      let word = error.column.flatMap { words.indices.contains($0 - 1) ? words[$0 - 1] : nil }
      throw Diagnostic(
        id: error.id, message: error.message,
        range: word?.range ?? words.span, suggestion: error.suggestion)
    }
  }

  private func report(
    _ outputs: [Float], _ fields: [String], _ data: PreparedData, _ place: WeightsPlace
  ) -> PredictionReport {
    let classes = data.classNames
    guard !classes.isEmpty else {
      let value = data.originalTarget(outputs.first ?? 0)
      return PredictionReport(
        inputs: fields, outputs: [.init(name: data.targetName, value: value)],
        predictedClass: nil, place: place)
    }
    let shares = classProbabilities(outputs)
    let best = shares.indices.max { shares[$0] < shares[$1] } ?? 0
    return PredictionReport(
      inputs: fields, outputs: zip(classes, shares).map { .init(name: $0, value: $1) },
      predictedClass: classes[best], place: place)
  }
}
