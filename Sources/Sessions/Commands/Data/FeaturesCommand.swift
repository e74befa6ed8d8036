// `features`: which columns the network sees, or what it sees of two numbers.
import CommandLanguage
import Datasets
import Events
import Experiments
import Numerics

struct FeaturesCommand: Command {
  enum FormID: String { case show, set }

  static let features = Argument.repeated(
    "FEATURES", .named("feature", label: "a column or a feature"), "what the network sees")

  let signature = CommandSignature(
    "features", summary: "choose the input features", area: CommandArea.data,
    forms: [
      Form(FormID.show, "show the data with its features"),
      Form(FormID.set, "choose the features", positionals: [features]),
    ],
    details: [
      "Of a table, columns: `features age income` keeps these, `features -age` all but that one, `all` is every "
        + "column there is. Columns "
        + "left out are gone; `undo` or the data command brings them back. Rows and scales stay as they are.",
      "Of two numbers, what is made of them: x1 stands for the first and x2 for the second, whatever "
        + "their names, standardized where the data are. `features x1 x2` are the two as they are. "
        + "`predict` still takes the two.",
      "Choosing drops the weights. A search can choose: `search grid features=all|age,income|-age`.",
    ],
    examples: [
      Example("features", "what the network sees now", setup: ["data circle n=60"]),
      Example(
        "features x1^2 x2^2", "a circle becomes a straight line", setup: ["data circle n=60"]),
      Example(
        "features petal_length_cm petal_width_cm", "two columns of four", setup: ["data iris"]),
      Example("features -sepal_width_cm", "all but one", setup: ["data iris"]),
    ])

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let data = preparation.dataOrAssumed()
    switch try arguments.form(FormID.self) {
    case .show: return .say(.data(DataReport(data, isDescription: false)))
    case .set:
      return try choose(of: data, arguments, &preparation)
    }
  }

  private func choose(
    of data: PreparedData, _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let words = arguments.words(of: Self.features)
    let seen: SeenInputs
    do throws(DataError) {
      seen = try data.choice(named: words.map(\.text))
    } catch {
      throw Diagnostic(error, range: error.column.map { words[$0 - 1].range } ?? words.span)
    }
    let (count, rows) = (data.view(seen).count, data.training.count + (data.test?.count ?? 0))
    try preparation.memory.check(
      MemoryNeed.rows(rows, inputs: count), for: "making \(count) features of \(rows) rows",
      id: "data-too-large", range: words.span,
      suggestion: "fewer features, or data with fewer rows")
    let chosen = try preparation.untilStopped(words.span) { checkStop throws(DataError) in
      try data.seeing(seen, checkStop: checkStop)
    }
    try preparation.checkLayers(on: chosen, range: words.span)
    return Work { performance in
      if chosen != data {
        performance.update {
          $0.take(chosen, by: DataStep(kind: .init(seen), command: arguments.syntax.text))
        }
      }
      performance.emit(.data(DataReport(chosen, isDescription: false)))
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
