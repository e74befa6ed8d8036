// What the pictures of a search have in common: which of its axes are meant, how values are named and measured.
import CommandLanguage
import Events
import Experiments
import HyperparameterSearch
import Presentation
import Sessions
import Text

enum SearchPictures {
  static let mostTrials = 1_000_000
  static let across = Argument.option(
    "x", .named("varied", label: "what the search varied", placeholder: "NAME"),
    "what lies across; the first that is a number unless said")
  static let up = Argument.option(
    "y", .named("varied", label: "what the search varied", placeholder: "NAME"),
    "what goes up")
}

extension FinishedSearch {
  /// What it tried more than one value of, numbers first.
  var varied: [Axis] {
    let axes = study.space.axes.filter { $0.domain.varies }
    func isNumber(_ axis: Axis) -> Bool { axis.domain.value(at: 0).asNumber != nil }
    return axes.filter(isNumber) + axes.filter { !isNumber($0) }
  }

  /// The axis that an option names. Error: `unknown-axis`.
  func axis(
    _ argument: Argument<String>, _ arguments: Arguments, _ settings: SettingCatalog
  ) throws(Diagnostic) -> Axis? {
    guard let word = arguments.word(of: argument) else { return nil }
    let axes = varied
    if let axis = axes.first(where: { $0.name == word.text })
      ?? axes.first(where: { $0.name.lowercased() == word.lowercased })
    {
      return axis
    }
    // Settings have other names too: `learning_rate`.
    if let setting = try? settings.find(word),
      let axis = axes.first(where: { $0.name == setting.name })
    {
      return axis
    }
    let near = suggestions(for: word.text, among: axes.map(\.name))
    let names = (near.isEmpty ? Array(axes.map(\.name).prefix(6)) : near)
      .map { "`\(argument.name)=\(Word.source(of: $0))`" }
    throw Diagnostic(
      id: "unknown-axis", message: "the last search did not vary \(shown(word.text))",
      range: word.range, suggestion: names.isEmpty ? nil : joinedByOr(names))
  }

  /// Two different ones, as options say or the first. Errors: `unknown-axis`, `same-axis`.
  func sides(
    _ arguments: Arguments, _ settings: SettingCatalog
  ) throws(Diagnostic) -> (x: Axis?, y: Axis?) {
    let x = try axis(SearchPictures.across, arguments, settings)
    let y = try axis(SearchPictures.up, arguments, settings)
    if let x, let y, x.name == y.name {
      throw Diagnostic(
        id: "same-axis", message: "\(shown(x.name)) cannot be both sides of the picture",
        range: arguments.range(of: SearchPictures.up), suggestion: "leave out `y=`")
    }
    let first = x ?? varied.first { $0.name != y?.name }
    return (first, y ?? varied.first { $0.name != first?.name })
  }

  /// Errors: `no-search-yet`, `no-trials-yet`, `nothing-varies`.
  static func toDraw(
    _ arguments: Arguments, _ preparation: Preparation
  ) throws(Diagnostic) -> FinishedSearch {
    let search = try preparation.finishedSearch(arguments)
    guard !search.study.trials.isEmpty else {
      throw Diagnostic(
        id: "no-trials-yet", message: "no trial of the last search has ended yet",
        range: arguments.syntax.range, suggestion: "`search resume`")
    }
    guard !search.varied.isEmpty else { throw .nothingVaried(arguments) }
    return search
  }

  /// "Bayesian", as it stands before "search".
  var adjective: String {
    switch method {
    case "bayes": "Bayesian"
    case "sobol": "Sobol"
    case "tpe": "TPE"
    default: method
    }
  }

  /// The command that searches the same space in another way.
  func command(_ method: String) -> String {
    let space = study.space.axes.map { "\(Word.source(of: $0.name))=\($0.text)" }
    return "`search \(method) \(space.joined(separator: " "))`"
  }
}

extension SearchMeasure {
  /// "0.0512", "93.1%"
  func words(_ value: Double) -> String { NumberText.text(value, style) }

  var best: String { direction == .minimize ? "smallest" : "highest" }

  /// Shares are drawn in percent.
  var factor: Double { style == .percent ? 100 : 1 }
  var unit: String { style == .percent ? "%" : "" }
}

extension ParameterValue {
  /// Short enough for a sentence.
  var words: String {
    if case .number(let number) = self { return NumberText.significant(number, 3) }
    return description
  }
}

/// "trial 3", "trials 3, 7 and 9", "trials 3, 7, 9 and 12 others"
func trialNames(_ numbers: [Int]) -> String {
  let most = 6
  guard numbers.count > 1 else { return "trial \(numbers.first ?? 0)" }
  let shown = numbers.prefix(most).map(String.init)
  let left = numbers.count - shown.count
  let others = left > 0 ? [left == 1 ? "1 other" : "\(left) others"] : []
  return "trials " + joinedByAnd(shown + others)
}
