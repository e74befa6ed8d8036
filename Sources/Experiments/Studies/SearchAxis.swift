// What a search may vary: every number or choice among the settings, the architecture, and how long a
// trial is trained. Turns an axis as typed into a domain, and a trial's values into what it trains.
import CommandLanguage
import HyperparameterSearch
import NeuralNetwork
import Text

/// A trial's network and settings.
package struct TrialConfiguration: Sendable, Equatable {
  package var settings: SessionSettings
  package var hidden: [HiddenLayer]
  /// How long it is trained, where that is its own.
  package var epochs: Int?
  /// What it sees of the rows, as `features` takes it; nil for what the session's network sees.
  package var features: String?

  package init(settings: SessionSettings, hidden: [HiddenLayer]) {
    self.settings = settings
    self.hidden = hidden
  }
}

package enum SearchAxis {
  /// The parts of the architecture that can be searched beside the settings.
  package enum Architecture: String, CaseIterable, Sendable {
    case units, layers, activation, dropout

    package var summary: String {
      switch self {
      case .units: "units of every hidden layer, or of each: units1, units2"
      case .layers: "how many hidden layers"
      case .activation: "what the hidden units compute, or of each layer: activation1"
      case .dropout: "share of hidden outputs dropped in training, or of each layer: dropout1"
      }
    }
  }

  /// `units` for all hidden layers, or `units2` for one.
  package struct LayerPart: Equatable, Sendable {
    var part: Architecture
    /// From 1; nil for all.
    var layer: Int?

    init(_ part: Architecture, layer: Int? = nil) {
      self.part = part
      self.layer = layer
    }

    /// Nil for names that are no part of the architecture; layers are not checked.
    package init?(_ name: String) {
      let letters = name.prefix { !$0.isNumber }
      guard let part = Architecture(rawValue: String(letters)) else { return nil }
      let digits = name.dropFirst(letters.count)
      self.init(part, layer: Int(digits))
      guard digits.isEmpty || part != .layers && layer.map({ String($0) == digits }) == true
      else { return nil }
    }

    var name: String { part.rawValue + (layer.map(String.init) ?? "") }
  }

  static let mostLayers = 20

  /// The axis of how long a trial waits for a lower loss before it ends.
  package static let patience = SettingCatalog.patienceName

  /// The axis of how long a trial is trained.
  package static let epochs = "epochs"

  /// The axis of what a trial sees of the rows.
  package static let features = "features"

  package static func candidates(_ settings: SettingCatalog) -> [Candidate] {
    let axes = Architecture.allCases.map { Candidate($0.rawValue, $0.summary, kind: .option) }
    return axes
      + [
        Candidate(epochs, "how long each trial is trained", kind: .option),
        Candidate(features, "columns it sees, choices divided by |", kind: .option),
      ]
      + settings.comparable(in: .search).map { Candidate($0.name, $0.title, kind: .option) }
  }

  package static func valueCandidates(_ name: String, _ settings: SettingCatalog) -> [Candidate] {
    switch LayerPart(name.lowercased())?.part {
    case .units: return [Candidate("4..64", "whole numbers from 4 to 64")]
    case .layers: return [Candidate("1..3", "one to three hidden layers")]
    case .activation: return Activation.allCases.map { Candidate($0.rawValue, $0.summary) }
    case .dropout: return [Candidate("0..0.5", "from none to half of the outputs")]
    case nil: break
    }
    if name.lowercased() == epochs { return [Candidate("5..40", "whole numbers from 5 to 40")] }
    guard
      let setting = try? settings.find(Word(name, range: SourceRange(at: 0))),
      setting.traits.obstacle(to: .search) == nil
    else { return [] }
    let spaces = setting.traits.spaces
    return spaces.isEmpty ? setting.candidates(CompletionContext()) : spaces
  }

  /// What may stand behind the values of an axis.
  package static func endingCandidates(_ name: String) -> [Candidate] {
    let part = LayerPart(name.lowercased())
    let isEpochs = name.lowercased() == epochs
    guard name.lowercased() != features else {
      return [
        Candidate(":if=", "only while another axis has certain values", appendsSpace: false)
      ]
    }
    var endings = [
      Candidate(":log", "each factor of ten as likely as the next"),
      Candidate(":step=", "values at even distances", appendsSpace: false),
    ]
    if part == nil, !isEpochs { endings.append(Candidate(":int", "whole numbers only")) }
    if let part, part.part != .layers, part.layer == nil {
      endings.append(Candidate(":each", "another one for each layer"))
    }
    guard !isEpochs else { return endings }
    endings.append(
      Candidate(":if=", "only while another axis has certain values", appendsSpace: false))
    return endings
  }

  // MARK: From what was typed to a domain

  /// The axis's full name, so that `learning_rate` and `lr` are one axis.
  /// Errors: `unknown-search-parameter`, `not-searchable`, `no-such-layer`.
  /// - Parameter options: the command's other options, for which a name may have been meant.
  package static func name(
    _ word: Word, _ settings: SettingCatalog, options: [String] = []
  ) throws(Diagnostic) -> String {
    if let part = LayerPart(word.lowercased) {
      guard part.layer.map({ (1...mostLayers).contains($0) }) != false else {
        throw Diagnostic(
          id: "no-such-layer",
          message: "there is no layer for \(shown(word.text)): they are counted from 1 to "
            + "\(mostLayers)",
          range: word.range, suggestion: "`\(part.part.rawValue)1`")
      }
      return part.name
    }
    if [epochs, features].contains(word.lowercased) { return word.lowercased }
    if let setting = try? settings.find(word) {
      guard let why = setting.traits.obstacle(to: .search) else { return setting.name }
      throw Diagnostic(
        id: "not-searchable", message: "\(shown(setting.name)) is not searched: \(why)",
        range: word.range)
    }
    let names =
      Architecture.allCases.map(\.rawValue) + [epochs, features]
      + settings.comparable(in: .search).map(\.name)
    throw Diagnostic.unknownName(
      word, kind: "search parameter", among: names + options, synonyms: settings.synonyms)
  }

  /// The domain of an axis, its ends and choices checked as values of what it names.
  static func domain(
    _ syntax: AxisSyntax, of name: String, _ settings: SettingCatalog
  ) throws(Diagnostic) -> Domain {
    if name == features, case .list = syntax.space {
      throw Diagnostic(
        id: "one-choice", message: "columns with commas between them are one choice",
        range: syntax.spaceWord.range,
        suggestion: "with `|` between choices, as in `features=all|a,b|-c`")
    }
    return try Domain(syntax, of: name, integers: isInteger(name, settings)) {
      (word) throws(Diagnostic) in
      try value(word, of: name, settings)
    }
  }

  private static func isInteger(_ name: String, _ settings: SettingCatalog) -> Bool {
    if let target = LayerPart(name) { return target.part == .units || target.part == .layers }
    return name == epochs || settings[name: name]?.traits.isWhole ?? false
  }

  /// A single value, as the thing it is a value of would write it.
  private static func value(
    _ word: Word, of name: String, _ settings: SettingCatalog
  ) throws(Diagnostic) -> ParameterValue {
    var configuration = TrialConfiguration(settings: SessionSettings(), hidden: [])
    try apply(word, to: name, in: &configuration, settings)
    if let features = configuration.features { return .choice(features) }
    if NumberSyntax.isNumber(word.text) {
      return isInteger(name, settings)
        ? .integer(try NumberSyntax.integer(word)) : .number(try NumberSyntax.number(word))
    }
    return .choice(settings[name: name]?.read(configuration.settings) ?? word.lowercased)
  }

  // MARK: From a trial's values to a network

  static func configuration(
    _ params: [ParameterAssignment], base: TrialConfiguration, _ settings: SettingCatalog
  ) throws(Diagnostic) -> TrialConfiguration {
    var configuration = base
    // The number of layers first: units and activation are theirs.
    let layers = Architecture.layers.rawValue
    let ordered = params.filter { $0.name == layers } + params.filter { $0.name != layers }
    for param in ordered {
      let word = Word(text(of: param.value), range: SourceRange(at: 0))
      try apply(word, to: param.name, in: &configuration, settings)
    }
    return configuration
  }

  package static func apply(
    _ word: Word, to name: String, in configuration: inout TrialConfiguration,
    _ settings: SettingCatalog
  ) throws(Diagnostic) {
    guard name != epochs else {
      configuration.epochs = try ValueType<Int>.integer(1...TrainingLimits.mostEpochs).parse(word)
      return
    }
    guard name != features else { return configuration.features = word.text }
    guard let target = LayerPart(name) else {
      try settings.find(Word(name, range: word.range)).write(&configuration.settings, word)
      return
    }
    // A layer that is not there has nothing to change.
    let layers = configuration.hidden.indices.filter { $0 + 1 == target.layer ?? ($0 + 1) }
    switch target.part {
    case .layers:
      let count = try ValueType<Int>.integer(0...mostLayers).parse(word)
      let template =
        configuration.hidden.last ?? HiddenLayer(units: 16, activation: .relu)
      let kept = configuration.hidden.prefix(count)
      configuration.hidden =
        kept + [HiddenLayer](repeating: template, count: count - kept.count)
    case .units:
      let units = try ValueType<Int>.integer(1...100_000).parse(word)
      for layer in layers { configuration.hidden[layer].units = units }
    case .activation:
      let type = ValueType<Activation>.closedSet(Activation.self, \.summary)
      let activation = try type.parse(word)
      for layer in layers { configuration.hidden[layer].activation = activation }
    case .dropout:
      let share = try ValueType<Double>.fraction(.from(0, below: 1)).parse(word)
      for layer in layers { configuration.hidden[layer].dropout = share }
    }
  }

  package static func text(of value: ParameterValue) -> String {
    if case .number(let number) = value { return exactText(number) }
    return value.description
  }
}

extension SearchSpace {
  /// Whether trials end by themselves.
  package var hasPatience: Bool { axes.contains { $0.name == SearchAxis.patience } }

  /// Whether trials see other inputs.
  package var variesFeatures: Bool { axes.contains { $0.name == SearchAxis.features } }

  /// The most epochs of a trial; nil where the search does not vary them.
  package var mostEpochs: Int? {
    let domain = axes.first { $0.name == SearchAxis.epochs }?.domain
    return domain?.value(at: 1).asNumber.map { Int($0) }
  }
}
