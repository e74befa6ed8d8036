// The axes of a race from the options typed.
import CommandLanguage

extension RaceAxis {
  package static let valueType = ValueType<SpaceSyntax>.space(of: "race-value")
    .described(label: "one value or several, such as 0.01,0.1,1", placeholder: "VALUES")

  /// The axes of the options typed. Error: `repeated-option` where two names are one setting.
  ///
  /// - Parameter merges: whether a name may come again, with further values.
  package static func all(
    _ options: [OpenOption<SpaceSyntax>], after earlier: [RaceAxis] = [], merges: Bool = false,
    _ settings: SettingCatalog
  ) throws(Diagnostic) -> [RaceAxis] {
    var axes: [RaceAxis] = []
    for option in options {
      var axis = try RaceAxis(option, settings)
      if merges, let place = axes.firstIndex(where: { $0.name == axis.name }) {
        axis = RaceAxis(axis.subject, values: axes.remove(at: place).values + axis.values)
      }
      guard !(earlier + axes).contains(where: { $0.name == axis.name }) else {
        throw Diagnostic(
          id: "repeated-option", message: "`\(axis.name)` is given twice",
          range: option.name.range,
          suggestion: "several values in one, as in `\(axis.name)=0.01,0.1`")
      }
      // Checked before anything runs, whatever else is wrong.
      for value in axis.values {
        var state = SessionState()
        try axis.apply(value, in: &state, settings)
      }
      try axis.checkDifferent(settings)
      axes.append(axis)
    }
    return axes
  }

  /// Two values or three of a setting, or of a part of the architecture, that make a race.
  package static func exampleValues(of name: String, _ settings: SettingCatalog) -> String {
    switch SearchAxis.Architecture(rawValue: name) {
    case .units: "4,16"
    case .layers: "1,2"
    case .dropout: "0,0.3"
    case .activation, nil:
      settings.all.first { $0.name == name }?.traits.raceValues
        ?? SearchAxis.valueCandidates(name, settings).map(\.text).filter { !$0.contains("..") }
        .prefix(2).joined(separator: ",")
    }
  }
}
