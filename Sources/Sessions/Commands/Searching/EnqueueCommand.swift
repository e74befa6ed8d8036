// `enqueue`: a guess of the user's own, to be tried by the next search that runs.
import CommandLanguage
import Events
import Experiments

struct EnqueueCommand: Command {
  enum FormID: String { case list, add, clear }

  static let values = Argument.open(
    "NAME", .space(of: "axis-value"), "a value to try", names: "axis")

  let signature = CommandSignature(
    "enqueue", summary: "a point to try next", area: CommandArea.search,
    forms: [
      Form(FormID.list, "list the points that wait"),
      Form(
        FormID.clear, "forget the points that wait",
        keywords: [Keyword("clear", "forget the points that wait")]),
      Form(FormID.add, "try these values", openOption: values),
    ],
    details: [
      "A point waits for the next search that runs, a new one or `search resume`, and becomes one of "
        + "its first trials there. What is not named is as the search would have chosen it. A point "
        + "has to lie within the space of the search."
    ],
    examples: [
      Example("enqueue lr=0.1 units=8", "a guess for the next search", setup: ["data iris"]),
      Example("enqueue", "what waits", setup: ["enqueue lr=0.1"]),
      Example("enqueue clear", "forget it", setup: ["enqueue lr=0.1"]),
    ])

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    var guesses = preparation.state.guesses
    switch try arguments.form(FormID.self) {
    case .list: return .say(.guesses(guesses))
    case .clear: guesses = []
    case .add: guesses.append(try guess(arguments, preparation))
    }
    return Work { [guesses] performance in
      performance.update { $0.guesses = guesses }
      performance.emit(.guesses(guesses))
    }
  }

  private func guess(
    _ arguments: Arguments, _ preparation: Preparation
  ) throws(Diagnostic) -> Guess {
    var guess = Guess(values: [])
    for option in arguments.openOptions(Self.values) {
      let table = preparation.state.table
      let name: String
      if let table {
        name = try table.axis(option.name).name
      } else {
        name = try SearchAxis.name(option.name, preparation.settings)
      }
      // Columns with commas between them are one choice.
      let text = option.word.text
      var isOne = name == SearchAxis.features && table == nil && !text.contains("|")
      if case .fixed = option.value { isOne = true }
      guard isOne else {
        throw Diagnostic(
          id: "guess-not-one-value", message: "a guess has one value of each",
          range: option.word.range, suggestion: "`enqueue lr=0.1`")
      }
      guard !guess.values.contains(where: { $0.name == name }) else {
        throw Diagnostic(
          id: "repeated-option", message: "`\(name)` is given twice", range: option.name.range)
      }
      guard table == nil else {
        guess.values.append(Guess.Value(name: name, text: text))
        continue
      }
      var scratch = TrialConfiguration(
        settings: preparation.state.settings, hidden: preparation.state.hidden ?? [])
      try SearchAxis.apply(option.word, to: name, in: &scratch, preparation.settings)
      guess.values.append(Guess.Value(name: name, text: text))
    }
    return guess
  }
}
