// The space of a `search` command: its `NAME=SPACE` options as axes, or a usual space where there are none.
import CommandLanguage
import Events
import Experiments
import HyperparameterSearch

extension SearchCommand {
  /// What is searched when nothing is said: the learning rate, L2 and the architecture.
  private static func standardSpace(_ settings: SettingCatalog) -> [(name: String, text: String)] {
    let names =
      [SettingID.lr, .l2].map(\.rawValue)
      + [SearchAxis.Architecture.units, .layers].map(\.rawValue)
    return names.compactMap { name in
      SearchAxis.valueCandidates(name, settings).first.map { (name, $0.text) }
    }
  }

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
      let standard = Self.standardSpace(preparation.settings)
      let spaces = standard.map { "\($0.name)=\($0.text)" }.joined(separator: " ")
      preparation.assume(
        Assumption(
          subject: .space,
          command: arguments.formID == FormID.overview.rawValue
            ? "search \(spaces)" : "search \(arguments.formID) \(spaces)",
          why: "Nothing to vary was named"))
      for (name, text) in standard {
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
