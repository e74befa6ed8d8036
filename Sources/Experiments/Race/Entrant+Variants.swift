// The entrants of a race in which each differs from one unchanged racer in a single thing, where `Entrant.all`
// takes all combinations.
import CommandLanguage
import Events

extension Entrant {
  /// One as it is, then one for each value of each axis.
  ///
  /// Errors: those of `set`, `too-many-racers`, `same-racers`, `no-proximal-step`.
  package static func variants(
    axes: [RaceAxis], base: SessionState, unchanged: String, range: SourceRange,
    _ settings: SettingCatalog
  ) throws(Diagnostic) -> [Entrant] {
    let count = axes.reduce(1) { $0 + $1.values.count }
    guard count <= most else { throw .tooManyRacers(range) }
    try base.settings.training.checkProximal(range)
    var all = [
      Entrant(racer: Racer(letter: "A", name: unchanged, parameters: []), state: base)
    ]
    for axis in axes {
      for value in axis.values {
        var state = base
        try axis.apply(value, in: &state, settings)
        let written = axis.written(value, settings)
        guard state.settings != base.settings || state.hidden != base.hidden else {
          throw Diagnostic(
            id: "same-racers",
            message: "\(shown(axis.text(written))) is what `\(unchanged)` has already",
            range: value.range, suggestion: "a value that differs")
        }
        try state.settings.training.checkProximal(value.range)
        let letter = String(UnicodeScalar(UInt8(65 + all.count)))
        let parameter = Racer.Parameter(name: axis.name, value: written)
        all.append(
          Entrant(
            racer: Racer(letter: letter, name: axis.text(written), parameters: [parameter]),
            state: state))
      }
    }
    return all
  }
}

extension Diagnostic {
  static func tooManyRacers(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      id: "too-many-racers",
      message: "at most \(Entrant.most) can run side by side, and here are more", range: range,
      suggestion: "fewer values, or `search grid`, which takes any number")
  }
}
