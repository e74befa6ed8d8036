// One way to write `search`: how it is typed, and what it does. What several of them read is here.
import CommandLanguage
import Events
import Experiments
import HyperparameterSearch

protocol SearchForm: Sendable {
  var form: Form { get }
  /// As of a command.
  func writes(_ arguments: Arguments) -> Word?
  /// As of a command.
  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work
}

extension SearchForm {
  func writes(_ arguments: Arguments) -> Word? { nil }

  /// The space that is searched: the `NAME=SPACE` options as axes, or a usual space where there are none.
  func space(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> SearchSpace {
    let range = arguments.syntax.range
    var options = arguments.axes
    let others = form.options.map(\.name)
    if let table = preparation.state.table {
      return try table.space(options, others: others, range: range)
    }
    if options.isEmpty {
      let usual = SearchOptions.usualSpace(preparation.settings)
      let words =
        ["search"] + form.keywords.map(\.name) + usual.map { "\($0.name)=\($0.text)" }
      preparation.assume(
        Assumption(
          subject: .space, command: words.joined(separator: " "), why: "Nothing to vary was named"))
      for (name, text) in usual {
        options.append((Word(name, range: range), try AxisSyntax(Word(text, range: range))))
      }
    }
    let reader = SearchSpaceReader(
      catalog: preparation.settings, settings: preparation.state.settings,
      // Where nothing was said about layers, one is taken for granted.
      hiddenLayers: preparation.state.hidden?.count ?? 1, otherOptions: others)
    return try reader.read(options, range: range).space
  }
}
