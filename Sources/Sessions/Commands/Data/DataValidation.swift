// `data validation`: the rows that judge a search's trials, in place of the test rows, so that a trial can be
// trained again by hand and its figures looked at.
import CommandLanguage
import Datasets
import Events
import Experiments

extension DataCommand {
  static let divisionSeed = Argument.option(
    "seed", .seed, "what a search draws them with: its session's seed")
  static let fold = Argument.option("fold", .integer(1...1000), "one of the folds of `folds=`")
  static let folds = Argument.option("folds", .integer(2...1000), "how many folds there are")

  static let validationForm = Form(
    FormID.validation, "take the rows that judge a search as test rows",
    keywords: [Keyword("validation", "the rows that judge a search as test rows")],
    options: [divisionSeed, fold, folds])

  func takeValidation(
    _ arguments: Arguments, _ preparation: Preparation
  ) throws(Diagnostic) -> Work {
    guard let whole = preparation.state.data else {
      throw Diagnostic(
        id: "no-data", message: "there is no data yet to divide", range: arguments.syntax.range,
        suggestion: "`data circle`")
    }
    let seed = arguments[Self.divisionSeed, default: preparation.state.settings.training.seed]
    let data = whole.testing(on: try rows(of: whole, seed: seed, arguments))
    let text = Self.divisionText(seed: seed, arguments)
    let epochsLost = preparation.state.training?.epoch ?? 0
    return Work { performance in
      performance.update { $0.take(data, by: DataStep(kind: .division, command: text)) }
      performance.emit(.data(DataReport(data, isDescription: false, epochsLost: epochsLost)))
      performance.emit(
        .hint(
          """
          What is called test rows now are training rows of before, those that judge a search of seed \
          \(String(seed)). `undo` brings the test rows back.
          """))
    }
  }

  private static func divisionText(seed: UInt64, _ arguments: Arguments) -> String {
    var text = "data validation seed=\(seed)"
    if let fold = arguments[Self.fold], let folds = arguments[Self.folds] {
      text += " fold=\(fold) folds=\(folds)"
    }
    return text
  }

  /// Commands of this form as a model file keeps them; nil of none.
  static func text(ofDivisions commands: [String]) -> String? {
    commands.isEmpty ? nil : commands.joined(separator: "; ")
  }

  /// The same taken apart; nil where it holds anything else.
  func divisions(in text: String?) -> [String]? {
    guard let text else { return [] }
    var commands: [String] = []
    for parsed in ScriptParser().parse(utf8: Array(text.utf8)) {
      guard let syntax = try? parsed.get(), syntax.name.lowercased == signature.name,
        let arguments = try? signature.bind(syntax),
        (try? arguments.form(FormID.self)) == .validation,
        let seed = arguments[Self.divisionSeed]
      else { return nil }
      commands.append(Self.divisionText(seed: seed, arguments))
    }
    return commands
  }

  /// The training rows that judge a search.
  private func rows(
    of data: PreparedData, seed: UInt64, _ arguments: Arguments
  ) throws(Diagnostic) -> RowDivision {
    switch (arguments[Self.fold], arguments[Self.folds]) {
    case (nil, nil): return try data.validationRows(seed: seed)
    case (let fold?, let folds?):
      let most = data.mostFolds
      guard fold <= folds, folds <= most || most < 2 else {
        throw Diagnostic(
          id: "no-such-fold",
          message: "there is no fold \(fold) of \(folds) of \(data.training.count) rows",
          range: arguments.range(of: Self.fold),
          suggestion: "`fold=1 folds=\(max(2, min(folds, most)))`")
      }
      do {
        try data.checkFolds(folds)
      } catch {
        var diagnostic = error
        diagnostic.range = arguments.range(of: Self.folds)
        throw diagnostic
      }
      return data.folds(folds, seed: seed)[fold - 1]
    case (_?, nil), (nil, _?):
      throw Diagnostic(
        id: "missing-argument", message: "a fold is one of so many: both have to be said",
        range: arguments.syntax.range, suggestion: "`data validation fold=1 folds=5`")
    }
  }
}
