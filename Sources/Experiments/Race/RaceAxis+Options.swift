// The axes of a race from the options typed.
import CommandLanguage

extension RaceAxis {
  package static let valueType = ValueType<SpaceSyntax>.space(of: "race-value")
    .described(label: "one value or several, such as 0.01,0.1,1", placeholder: "VALUES")

  /// The axes of the options typed. Error: `repeated-option` where two names are one setting.
  package static func all(
    _ options: [OpenOption<SpaceSyntax>], after earlier: [RaceAxis] = [],
    _ settings: SettingCatalog
  ) throws(Diagnostic) -> [RaceAxis] {
    var axes: [RaceAxis] = []
    for option in options {
      let axis = try RaceAxis(option, settings)
      guard !(earlier + axes).contains(where: { $0.name == axis.name }) else {
        throw Diagnostic(
          id: "repeated-option", message: "`\(axis.name)` is given twice",
          range: option.name.range)
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
}
