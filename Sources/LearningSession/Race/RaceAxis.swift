// What the racers of a race differ in: settings or parts of the architecture, each with the values typed,
// and the entrants that come of them.
import CommandLanguage
import NeuralNetwork

struct RaceAxis: Sendable {
  /// The name in full, so that `learning_rate` and `lr` are one.
  let name: String
  let values: [Word]

  static let optimizer = "optimizer"

  /// Why some settings cannot be raced.
  private static let unsuitable = [
    "explain": "it changes what is said, not what is learned",
    "threads": "threads change the time, never a result",
    "loss": "values of different losses cannot be compared",
    "patience": "it changes which rows are trained on",
  ]

  static func isSuitable(_ setting: Setting) -> Bool { unsuitable[setting.name] == nil }

  init(name: String, values: [Word]) {
    self.name = name
    self.values = values
  }

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
      name = part.rawValue
      return
    }
    let parts = SearchAxis.Architecture.allCases.map(\.rawValue)
    let suitable = settings.all.filter(Self.isSuitable).map(\.name)
    guard let setting = try? settings.find(option.name) else {
      throw Diagnostic.unknownName(
        option.name, kind: "race setting", among: parts + suitable, synonyms: settings.synonyms)
    }
    if let why = Self.unsuitable[setting.name] {
      throw Diagnostic(
        id: "not-for-a-race", message: "\(shown(setting.name)) cannot differ here: \(why)",
        range: option.name.range, suggestion: "`set \(setting.name) VALUE`, which sets it for all")
    }
    name = setting.name
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
  func checkDifferent(_ settings: SettingCatalog) throws(Diagnostic) {
    var written: [String] = []
    for value in values {
      let text = Self.written(value, of: name, settings)
      guard !written.contains(text) else {
        throw Diagnostic(
          id: "same-racers", message: "\(shown(text)) is among the racers already",
          range: value.range, suggestion: "a value that differs")
      }
      written.append(text)
    }
  }

  /// Gives a network that value. Errors: those of `set`.
  static func apply(
    _ value: Word, to name: String, in state: inout SessionState, _ settings: SettingCatalog
  ) throws(Diagnostic) {
    guard SearchAxis.Architecture(rawValue: name) == nil else {
      var configuration = TrialConfiguration(settings: state.settings, hidden: state.hidden ?? [])
      try SearchAxis.apply(value, to: name, in: &configuration, settings)
      state.hidden = configuration.hidden
      return
    }
    let setting = try settings.find(Word(name, range: value.range))
    do throws(Diagnostic) {
      try setting.write(&state.settings, value)
    } catch {
      throw error.named(setting)
    }
  }

  /// A value as settings write it.
  static func written(_ value: Word, of name: String, _ settings: SettingCatalog) -> String {
    var state = SessionState()
    guard let setting = settings.all.first(where: { $0.name == name }),
      (try? apply(value, to: name, in: &state, settings)) != nil
    else { return value.lowercased }
    return setting.read(state.settings)
  }
}

/// A racer with the state it starts from.
struct Entrant: Sendable {
  var racer: Racer
  var state: SessionState
}

extension Entrant {
  /// The most there is room for in a table.
  static let most = 8

  /// How many come of the axes, counted before any is made: eight lists of eight values are sixteen
  /// million. Error: `too-many-racers`.
  static func count(
    _ axes: [RaceAxis], beside others: Int = 0, range: SourceRange
  ) throws(Diagnostic) -> Int {
    var count = 1
    for axis in axes where count <= most { count *= axis.values.count }
    guard count + others <= most else {
      throw Diagnostic(
        id: "too-many-racers", message: "at most \(most) can run side by side, and here are more",
        range: range, suggestion: "fewer values, or `search grid`, which takes any number")
    }
    return count + others
  }

  /// Every combination of the axes' values, the last axis changing fastest.
  /// - Parameters:
  ///   - base: what all begin with.
  ///   - unchanged: the name of a first racer that keeps everything as in `base`.
  /// Errors: those of `set`, `same-racers`, `no-proximal-step`.
  static func all(
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
          try RaceAxis.apply(value, to: axis.name, in: &next.state, settings)
          if named.contains(where: { $0.name == axis.name }) {
            next.racer.parameters.append(
              Racer.Parameter(
                name: axis.name, value: RaceAxis.written(value, of: axis.name, settings)))
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
      if all[index].racer.name.isEmpty {
        all[index].racer.name = all[index].racer.parameters.map(\.text).joined(separator: ", ")
      }
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

extension Racer.Parameter {
  /// "adam", "lr 0.1".
  var text: String { name == RaceAxis.optimizer ? value : "\(name) \(value)" }
}
