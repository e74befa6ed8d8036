// What the racers of a race differ in: settings or parts of the architecture, each with the values typed,
// and the entrants that come of them.
import Datasets
import CommandLanguage
import Events

package struct RaceAxis: Sendable {
  package enum Subject: Sendable {
    case setting(Setting)
    case architecture(SearchAxis.Architecture)
  }

  package let subject: Subject
  package let values: [Word]

  package init(_ subject: Subject, values: [Word]) {
    self.subject = subject
    self.values = values
  }

  /// In full, so that `learning_rate` and `lr` are one.
  package var name: String {
    switch subject {
    case .setting(let setting): setting.name
    case .architecture(let part): part.rawValue
    }
  }

  package var setting: Setting? {
    if case .setting(let setting) = subject { setting } else { nil }
  }

  package var part: SearchAxis.Architecture? {
    if case .architecture(let part) = subject { part } else { nil }
  }

  package var isNamedByValue: Bool { setting?.traits.isNamedByValue ?? false }

  /// Errors: `unknown-race-setting`, `not-for-a-race`.
  init(_ option: OpenOption<SpaceSyntax>, _ settings: SettingCatalog) throws(Diagnostic) {
    if case .range = option.value {
      throw Diagnostic(
        id: "range-in-race",
        message: "\(shown(option.word.text)) is a range; here each value is written out",
        range: option.word.range, suggestion: "`\(option.name.text)=0.01,0.1`, or `search`")
    }
    values = Self.parts(of: option.word)
    if let part = SearchAxis.Architecture(rawValue: option.name.lowercased) {
      subject = .architecture(part)
      return
    }
    let parts = SearchAxis.Architecture.allCases.map(\.rawValue)
    let suitable = settings.comparable(in: .race).map(\.name)
    guard let setting = try? settings.find(option.name) else {
      throw Diagnostic.unknownName(
        option.name, kind: "race setting", among: parts + suitable, synonyms: settings.synonyms)
    }
    if let why = setting.traits.obstacle(to: .race) {
      throw Diagnostic(
        id: "not-for-a-race", message: "\(shown(setting.name)) cannot differ here: \(why)",
        range: option.name.range, suggestion: "`set \(setting.name) VALUE`, which sets it for all")
    }
    subject = .setting(setting)
  }

  /// The single values of `0.01,0.1` or `relu|tanh`, each where it stands.
  private static func parts(of word: Word) -> [Word] {
    var parts: [Word] = []
    var start = 0
    let bytes = Array(word.text.utf8)
    for end in 0...bytes.count
    where end == bytes.count || [UInt8(ascii: ","), UInt8(ascii: "|")].contains(bytes[end]) {
      parts.append(
        Word(
          String(decoding: bytes[start..<end], as: UTF8.self), range: word.range(of: start..<end))
      )
      start = end + 1
    }
    return parts
  }

  /// Error: `same-racers` where two values are one, as 0.1 and 0.10 are.
  package func checkDifferent(_ settings: SettingCatalog) throws(Diagnostic) {
    var earlier: [String] = []
    for value in values {
      let text = written(value, settings)
      guard !earlier.contains(text) else {
        throw Diagnostic(
          id: "same-racers", message: "\(shown(text)) is among the racers already",
          range: value.range, suggestion: "a value that differs")
      }
      earlier.append(text)
    }
  }

  /// Gives a network that value. Errors: those of `set`.
  func apply(
    _ value: Word, in state: inout SessionState, _ settings: SettingCatalog
  ) throws(Diagnostic) {
    switch subject {
    case .architecture(let part):
      var configuration = TrialConfiguration(settings: state.settings, hidden: state.hidden ?? [])
      try SearchAxis.apply(value, to: part.rawValue, in: &configuration, settings)
      state.network?.hidden = configuration.hidden
    case .setting(let setting):
      do throws(Diagnostic) {
        try setting.write(&state.settings, value)
      } catch {
        throw error.named(setting)
      }
    }
  }

  /// A value as settings write it.
  func written(_ value: Word, _ settings: SettingCatalog) -> String {
    var state = SessionState()
    guard let setting, (try? apply(value, in: &state, settings)) != nil else {
      return value.lowercased
    }
    return setting.read(state.settings)
  }

  /// "adam", "lr 0.1".
  func text(_ written: String) -> String { isNamedByValue ? written : "\(name) \(written)" }
}

/// A racer with the state it starts from.
package struct Entrant: Sendable {
  package var racer: Racer
  @Boxed package var state: SessionState
}

extension Entrant {
  /// The most there is room for in a table.
  package static let most = 8

  /// How many come of the axes, counted before any is made: eight lists of eight values are sixteen
  /// million. Error: `too-many-racers`.
  package static func count(
    _ axes: [RaceAxis], beside others: Int = 0, range: SourceRange
  ) throws(Diagnostic) -> Int {
    var count = 1
    for axis in axes where count <= most { count *= axis.values.count }
    guard count + others <= most else { throw .tooManyRacers(range) }
    return count + others
  }

  /// Every combination of the axes' values, the last axis changing fastest.
  /// - Parameters:
  ///   - base: what all begin with.
  ///   - unchanged: the name of a first racer that keeps everything as in `base`.
  /// Errors: those of `set`, `same-racers`, `no-proximal-step`.
  package static func all(
    axes: [RaceAxis], base: SessionState, unchanged: String? = nil, range: SourceRange,
    _ settings: SettingCatalog
  ) throws(Diagnostic) -> [Entrant] {
    let named = unchanged == nil ? axes.filter { $0.values.count > 1 } : axes
    let first = unchanged.map { Entrant(name: $0, parameters: [], state: base) }
    var entrants = [Entrant(name: "", parameters: [], state: base)]
    for axis in axes {
      var extended: [Entrant] = []
      for entrant in entrants {
        for value in axis.values {
          var next = entrant
          try axis.apply(value, in: &next.state, settings)
          if named.contains(where: { $0.name == axis.name }) {
            let written = axis.written(value, settings)
            if !next.racer.name.isEmpty { next.racer.name += ", " }
            next.racer.name += axis.text(written)
            next.racer.parameters.append(Racer.Parameter(name: axis.name, value: written))
          }
          extended.append(next)
        }
      }
      entrants = extended
    }
    var all = (first.map { [$0] } ?? []) + entrants
    for entrant in all { try entrant.state.settings.training.checkProximal(range) }
    for index in all.indices {
      all[index].racer.letter = String(UnicodeScalar(UInt8(65 + index)))
    }
    if unchanged != nil { try checkChanged(all, range: range) }
    return all
  }

  private init(name: String, parameters: [Racer.Parameter], state: SessionState) {
    racer = Racer(letter: "", name: name, parameters: parameters)
    self.state = state
  }

  private static func checkChanged(
    _ all: [Entrant], range: SourceRange
  ) throws(Diagnostic) {
    let same = all.dropFirst().first {
      $0.state.settings == all[0].state.settings && $0.state.hidden == all[0].state.hidden
    }
    guard let same else { return }
    throw Diagnostic(
      id: "same-racers", message: "\(shown(same.racer.name)) is what the last `train` had",
      range: range, suggestion: "a value that differs")
  }
}
