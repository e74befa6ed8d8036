// The space of a `search` command: its `NAME=SPACE` options as axes, or a usual space where there are none.
import CommandLanguage
import Events
import Experiments
import HyperparameterSearch

extension SearchCommand {
  /// What is searched when nothing is said: the learning rate, L2 and the architecture.
  private static let standardSpace = [
    (name: "lr", text: "1e-4..1:log"), (name: "l2", text: "1e-6..1e-1:log"),
    (name: "units", text: "4..64"), (name: "layers", text: "1..3"),
  ]

  func space(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> SearchSpace {
    let range = arguments.syntax.range
    var options = arguments.openOptions(Self.space).map { ($0.name, $0.value) }
    let form = signature.forms.first { $0.id == arguments.formID }
    let others = form.map { $0.options.map(\.name) } ?? []
    if let table = preparation.state.table {
      return try table.space(options, others: others, range: range)
    }
    if options.isEmpty {
      let spaces = Self.standardSpace.map { "\($0.name)=\($0.text)" }.joined(separator: " ")
      preparation.assume(
        Assumption(
          subject: .space,
          command: arguments.formID == FormID.overview.rawValue
            ? "search \(spaces)" : "search \(arguments.formID) \(spaces)",
          why: "Nothing to vary was named"))
      for (name, text) in Self.standardSpace {
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
