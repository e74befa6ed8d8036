// `objective`: what a search evaluates, trainings of networks or the rows of a table of results.
import CommandLanguage
import Events
import Experiments
import HyperparameterSearch

struct ObjectiveCommand: Command {
  enum FormID: String { case show, training, table, phoneme }

  static let file = Argument(
    "FILE.csv", .file(extensions: ["csv", "gz"]), "a CSV file with a header row, gzipped or not")
  static let direction = Argument.optional(
    "DIRECTION",
    .choice([
      Choice("maximize", SearchDirection.maximize, "larger results are better"),
      Choice("minimize", .minimize, "smaller results are better"),
    ]), "which results are better")
  static let target = Argument.requiredOption(
    "target",
    .text(label: "a column of the file", placeholder: "COLUMN").described(candidates: columns),
    "the column with the results")
  static let ignored = Argument.option(
    "ignore",
    .text(label: "columns of the file, separated by commas", placeholder: "COLUMN,COLUMN")
      .described(candidates: columns),
    "columns that are no axes, such as other results")

  private static let columns: @Sendable (CompletionContext) -> [Candidate] = { context in
    guard let file = context.words.dropFirst(2).first else { return [] }
    return context.names(NameSpace("file-column", member: file.text))
  }

  let signature = CommandSignature(
    "objective", summary: "what a search evaluates",
    area: CommandArea.search,
    forms: [
      Form(FormID.show, "what it is now"),
      Form(
        FormID.training, "train networks on the data",
        keywords: [Keyword("training", "train networks on the data")]),
      Form(
        FormID.phoneme, "look up 30,000 real trainings",
        keywords: [Keyword("phoneme", ShippedTable.phoneme.title)]),
      Form(
        FormID.table, "look trials up in a CSV file",
        keywords: [Keyword("table", "look trials up in a CSV file")],
        positionals: [file, direction], options: [target, ignored]),
    ],
    details: [
      "A table has a row for each training that somebody else has done. With it a search takes no time "
        + "but its own, and how far it is from the best possible is known, so that searchers can be "
        + "compared.",
      "All columns but the target and those ignored are axes: numbers in their order, texts as choices. "
        + "`search bayes trials=50` uses all of them; `search bayes width=16,25,40` or `width=16..40` "
        + "narrows one. Rows of the same point count as one with their mean. Rows with an empty field "
        + "are left out; a result of nan or inf is that of a training that diverged.",
      "Where the table has not every combination, the nearest row is looked up in place of a missing "
        + "one. Without `maximize` or `minimize` it is guessed from the target's name.",
    ],
    examples: [
      Example("objective phoneme", "30,000 trainings of a network"),
      Example("objective", "what it is now", setup: ["objective phoneme"]),
      Example("objective training", "train networks again", setup: ["objective phoneme"]),
    ])

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    switch try arguments.form(FormID.self) {
    case .show: return .say(.objective(ObjectiveReport(preparation.state)))
    case .training:
      return Work { performance in
        if performance.state.table != nil { performance.update { $0.table = nil } }
        performance.emit(.objective(ObjectiveReport(performance.state)))
      }
    case .phoneme:
      let table = ShippedTable.phoneme
      return try taking(
        TableSetup(
          source: .shipped(table), target: table.target, direction: table.direction,
          ignored: table.ignored), arguments, &preparation)
    case .table:
      let target = try arguments.require(Self.target)
      let given = arguments[Self.direction]
      let direction = given ?? Self.direction(ofResults: target)
      let path = try arguments.require(Self.file)
      let setup = TableSetup(
        source: .file(path), target: target, direction: direction,
        ignored: arguments[Self.ignored].map { $0.split(separator: ",").map(String.init) } ?? [])
      let work = try taking(setup, arguments, &preparation)
      if given == nil {
        preparation.assume(
          Assumption(
            subject: .direction, command: setup.command, why: "Which way is better was not said"))
      }
      return work
    }
  }

  /// Scores are sought large, anything else small.
  private static func direction(ofResults name: String) -> SearchDirection {
    let scores = ["acc", "auc", "f1", "r2", "score", "reward", "precision", "recall"]
    let name = name.lowercased()
    return scores.contains { name.contains($0) } ? .maximize : .minimize
  }

  private func taking(
    _ setup: TableSetup, _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let table = try TableObjective.load(setup, &preparation) { error in
      switch error.id {
      case "csv-no-target", "csv-text-target": arguments.range(of: Self.target)
      case "csv-unknown-column", "csv-target-dropped", "csv-no-inputs":
        arguments.range(of: Self.ignored) ?? arguments.range(of: Self.file)
      default: arguments.range(of: Self.file) ?? arguments.syntax.range
      }
    }
    return Work { performance in
      performance.update { $0.table = table }
      performance.emit(.objective(ObjectiveReport(performance.state)))
    }
  }
}
