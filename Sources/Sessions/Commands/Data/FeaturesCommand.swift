// `features`: what the network sees of two inputs.
import CommandLanguage
import Datasets
import Events
import Experiments
import Numerics

struct FeaturesCommand: Command {
  enum FormID: String { case show, set }

  static let features = Argument.repeated(
    "FEATURES",
    ValueType<InputFeature>.closedSet(InputFeature.self, \.summary)
      .described(placeholder: "FEATURE"),
    "what the network sees")

  let signature = CommandSignature(
    "features", summary: "choose the input features", area: CommandArea.data,
    forms: [
      Form(FormID.show, "show the data with its features"),
      Form(FormID.set, "choose the features", positionals: [features]),
    ],
    details: [
      "For data with two numbers in a row: x1 stands for the first and x2 for the second, whatever "
        + "their names, standardized where the data are. `features x1 x2` are the two as they are.",
      "Features are always made of the two inputs, not of features chosen before. Choosing them "
        + "drops the weights; `undo` brings them back. `predict` still takes the two inputs.",
    ],
    examples: [
      Example("features", "what the network sees now", setup: ["data circle n=60"]),
      Example(
        "features x1^2 x2^2", "a circle becomes a straight line", setup: ["data circle n=60"]),
      Example(
        "features x1 x2 x1^2 x2^2 x1*x2 sin(x1) sin(x2)", "all there are",
        setup: ["data spiral n=60"]),
    ])

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let data = preparation.dataOrAssumed()
    switch try arguments.form(FormID.self) {
    case .show: return .say(.data(DataReport(data, isDescription: false)))
    case .set:
      return try choose(arguments.values(Self.features), of: data, arguments, &preparation)
    }
  }

  private func choose(
    _ features: [InputFeature], of data: PreparedData, _ arguments: Arguments,
    _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let words = arguments.words(of: Self.features)
    let rows = data.training.count + (data.test?.count ?? 0)
    try preparation.memory.check(
      MemoryNeed.rows(rows, inputs: features.count),
      for: "making \(features.count) features of \(rows) rows", id: "data-too-large",
      range: words.span, suggestion: "fewer features, or data with fewer rows")
    let seen = try preparation.untilStopped(
      range: { error in
        let word = error.column.flatMap { words.indices.contains($0 - 1) ? words[$0 - 1] : nil }
        return word?.range ?? words.span
      },
      work: { checkStop throws(DataError) in
        try data.seen(through: features, checkStop: checkStop)
      })
    try preparation.checkLayers(on: seen, range: words.span)
    return Work { performance in
      if seen.inputNames != data.inputNames {
        performance.update {
          $0.take(seen, by: DataStep(kind: .features, command: arguments.syntax.text))
        }
      }
      performance.emit(.data(DataReport(seen, isDescription: false)))
    }
  }
}

extension InputFeature {
  package var summary: String {
    switch self {
    case .x1: "the first input"
    case .x2: "the second input"
    case .x1Squared: "the first input times itself"
    case .x2Squared: "the second input times itself"
    case .product: "both inputs multiplied"
    case .x1Sine: "the sine of the first input, in radians"
    case .x2Sine: "the sine of the second input, in radians"
    }
  }
}
