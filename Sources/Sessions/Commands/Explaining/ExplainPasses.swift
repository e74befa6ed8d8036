// The forms of `explain` that look at single numbers: one weight or bias in the last step, and one
// example forward and backward through the network.
import CommandLanguage
import Course
import Datasets
import Events
import Experiments

struct ExplainPasses {
  enum FormID: String {
    case weight, bias, forward
    case forwardTest = "forward-test"
    case forwardValues = "forward-values"
    case backward
  }

  static let layer = Argument(
    "LAYER",
    .named("layer-number", label: "a layer", placeholder: "LAYER"),
    "1 for the first hidden layer, and so on, or output")
  static let from = Argument(
    "FROM", name(in: "weight-source", label: "an input or unit"),
    "where the weight comes from, by an input's name or a number from 1")
  static let to = Argument(
    "TO", name(in: "weight-unit", label: "a unit"),
    "the unit it goes to, by its number from 1 or a class's name")
  static let unit = Argument(
    "UNIT", name(in: "weight-unit", label: "a unit"),
    "which unit, by its number from 1 or a class's name")
  static let row = Argument.optional(
    "ROW",
    .integer(1...Int.max, placeholder: "ROW").described(candidates: { $0.names("training-row") }),
    "which training row, counted from 1; 1 unless said")
  static let testRow = Argument.optional(
    "ROW",
    .integer(1...Int.max, placeholder: "ROW").described(candidates: { $0.names("test-row") }),
    "which test row, counted from 1; 1 unless said")
  static let values = Argument.repeated(
    "VALUES",
    .text(label: "a value", placeholder: "VALUES").described(
      candidates: { context in
        context.names(NameSpace("example-value", member: String(context.words.count - 3)))
      }),
    "one value for each column, in the data's own units")

  /// A name that depends on the layer named two words after `explain`.
  private static func name(in space: String, label: String) -> ValueType<String> {
    .text(label: label).described(candidates: { context in
      context.names(
        NameSpace(space, member: context.words.count > 2 ? context.words[2].text : ""))
    })
  }

  static let forms: [Form] = [
    Form(
      FormID.weight, "one weight in the last step, and which rows its gradient comes from",
      keywords: [Keyword("weight", "one weight in the last step")],
      positionals: [layer, from, to]),
    Form(
      FormID.bias, "the same of a bias", keywords: [Keyword("bias", "one bias in the last step")],
      positionals: [layer, unit]),
    Form(
      FormID.forward, "one training row through the network",
      keywords: [forwardKeyword], positionals: [row]),
    Form(
      FormID.forwardTest, "one test row through the network",
      keywords: [forwardKeyword, Keyword("test", "a test row")], positionals: [testRow]),
    Form(
      FormID.forwardValues, "values of your own through the network",
      keywords: [forwardKeyword, Keyword("values", "values of your own")], positionals: [values]),
    Form(
      FormID.backward, "the gradient of one training row's loss, back through the network",
      keywords: [
        Keyword(
          "backward", "one row's gradient, back through the network", aliases: ["backwards"])
      ],
      positionals: [row]),
  ]

  private static let forwardKeyword = Keyword(
    "forward", "one example through the network", aliases: ["forwards"])

  static let details = [
    "`explain weight 1 x2 5` is about the weight from x2 to unit 5 of the first hidden layer, "
      + "`explain bias output setosa` about a bias. Inputs and classes go by name or number.",
    "`explain forward` and `explain backward` take the weights as they are now, without dropout. "
      + "Of wide layers they show what weighs most, and the number and sum of the rest.",
  ]

  static let examples = [
    Example(
      "explain weight 1 x2 3", "one weight, and the rows that moved it",
      setup: ["data circle n=60", "layer 4 tanh", "step"]),
    Example(
      "explain bias output setosa", "the bias of a class", setup: ["data iris", "layer 4", "step"]),
    Example("explain forward 7", "row 7 through the network", setup: ["data circle n=60"]),
    Example(
      "explain forward values 5.1 3.5 1.4 0.2", "an iris of your own", setup: ["data iris"]),
    Example("explain backward 7", "its gradient", setup: ["data circle n=60", "train 1"]),
  ]

  let arguments: Arguments

  func prepare(
    _ form: FormID, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    switch form {
    case .weight, .bias: return try explainingParameter(form, preparation)
    case .forward, .forwardTest, .forwardValues:
      let pass = try pass(form, with: .weights, &preparation)
      return Work { $0.emit(.forward(ForwardReport(pass))) }
    case .backward:
      let pass = try pass(form, with: .gradients, &preparation)
      return Work { performance in
        let report = BackwardReport(
          pass, learningRate: performance.state.settings.training.learningRate,
          kernels: performance.kernels)
        if let report { performance.emit(.backward(report)) }
      }
    }
  }

  // MARK: One parameter of the last step

  private func explainingParameter(
    _ form: FormID, _ preparation: Preparation
  ) throws(Diagnostic) -> Work {
    try preparation.network(with: .gradients, for: arguments)
    let state = preparation.state
    guard let record = state.recordedStep, let data = state.data else {
      throw .noStepYet(arguments)
    }
    let choice = ParameterChoice(data: data, shape: record.shape)
    let layer = try arguments.requireWord(Self.layer)
    let name =
      form == .weight
      ? try choice.weight(
        layer: layer, from: arguments.requireWord(Self.from), to: arguments.requireWord(Self.to))
      : try choice.bias(layer: layer, unit: arguments.requireWord(Self.unit))
    guard let index = record.shape.index(of: name) else { throw .noStepYet(arguments) }
    return Work { performance in
      let names = ParameterNames(data: data, shape: record.shape)
      var report = StepReport(
        record, parameter: index, names: names, state.settings.explain)
      let rows = RecordedRows(state, of: data)
      let parts = performance.whole { checkStop throws(Stopped) in
        try record.gradientParts(
          of: index, examples: rows.examples, loss: data.loss(record.settings),
          kernels: performance.kernels, checkStop: checkStop)
      }
      guard let parts else { return }
      report.gradientParts = GradientPartsReport(
        rows: ShortenedSum(
          parts.map {
            .init(
              number: rows.number(of: $0.row), input: $0.input, delta: $0.delta,
              part: $0.product / Double(parts.count))
          }, keeping: MostListed.rows, \.part),
        source: names.source(of: name))
      performance.emit(.step(report))
    }
  }

  // MARK: One example

  private func pass(
    _ form: FormID, with capability: ModelKind.Capability, _ preparation: inout Preparation
  ) throws(Diagnostic) -> ExplainedPass {
    let data = preparation.dataOrAssumed()
    let chosen = try example(form, data)
    let training = try preparation.trainingOrFresh(with: capability, for: arguments)
    let example = ExplainedExample(
      source: chosen.source, row: chosen.row, rows: chosen.rows, step: training.stepCount,
      epoch: training.epoch,
      hasDropout: training.shape.hidden.contains { $0.dropout > 0 },
      isStandardized: data.standardization != nil)
    return ExplainedPass(
      example, inputs: chosen.inputs, target: chosen.target, data: data, training: training,
      loss: try preparation.loss(for: data), kernels: preparation.kernels)
  }

  private struct Chosen {
    var source: ExplainedExample.Source
    var inputs: [Float]
    var target: Examples.Targets?
    var row: Int?
    var rows: Int?
  }

  private func example(_ form: FormID, _ data: PreparedData) throws(Diagnostic) -> Chosen {
    if form == .forwardValues {
      let inputs = try PredictCommand.inputs(of: arguments, Self.values, data)
      return Chosen(source: .typed, inputs: inputs)
    }
    let isTest = form == .forwardTest
    let argument = isTest ? Self.testRow : Self.row
    guard let examples = isTest ? data.test : data.training, examples.count > 0 else {
      throw Diagnostic(
        id: "no-test-rows", message: "no rows were set aside for testing",
        range: arguments.syntax.range, suggestion: "`explain forward 1`, for a training row")
    }
    let row = arguments[argument, default: 1]
    guard row <= examples.count else {
      let name = isTest ? "test" : "training"
      throw Diagnostic(
        id: "no-such-row", message: "there is no \(name) row \(row)",
        range: arguments.range(of: argument), notes: ["possible: 1 to \(examples.count)"])
    }
    return Chosen(
      source: isTest ? .test : .training, inputs: examples.inputs(ofRow: row - 1),
      target: examples.targets.subset([row - 1]), row: row, rows: examples.count)
  }
}

extension Diagnostic {
  static func noStepYet(_ arguments: Arguments) -> Diagnostic {
    Diagnostic(
      id: "no-step-yet", message: "no step has been taken yet", range: arguments.syntax.range,
      suggestion: "`step`, which takes one and shows its arithmetic")
  }
}
