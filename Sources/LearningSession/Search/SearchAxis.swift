// What a search may vary: every number or choice among the settings, and the architecture. Turns an
// axis as typed into a domain, and a trial's values into settings and layers.
import CommandLanguage
import HyperparameterSearch
import NeuralNetwork

/// A trial's network and settings.
struct TrialConfiguration: Sendable, Equatable {
  var settings: SessionSettings
  var hidden: [HiddenLayer]
}

struct SearchAxis: Sendable {
  /// The parts of the architecture that can be searched beside the settings.
  enum Architecture: String, CaseIterable, Sendable {
    case units, layers, activation

    var summary: String {
      switch self {
      case .units: "units of every hidden layer"
      case .layers: "how many hidden layers"
      case .activation: "what the hidden units compute"
      }
    }
  }

  /// Settings that say how much is printed or where numbers come from, not how the network learns;
  /// the loss, since values of different losses cannot be compared; and patience, since trials train
  /// all their epochs.
  private static let notSearchable: Set = ["seed", "loss", "patience"]

  private static func isSearchable(_ setting: Setting) -> Bool {
    !setting.isUsersOwn && !notSearchable.contains(setting.name)
  }

  static func candidates(_ settings: SettingCatalog) -> [Candidate] {
    let axes = Architecture.allCases.map { Candidate($0.rawValue, $0.summary, kind: .option) }
    return axes
      + settings.all.filter(isSearchable)
      .map { Candidate($0.name, $0.title, kind: .option) }
  }

  static func valueCandidates(_ name: String, _ settings: SettingCatalog) -> [Candidate] {
    switch name {
    case "units": return [Candidate("4..64", "whole numbers from 4 to 64")]
    case "layers": return [Candidate("1..3", "one to three hidden layers")]
    case "activation": return Activation.allCases.map { Candidate($0.rawValue, $0.summary) }
    case "lr": return [Candidate("1e-4..1:log", "each factor of ten as likely as the next")]
    case "l1", "l2":
      return [Candidate("1e-6..1e-1:log", "each factor of ten as likely as the next")]
    default:
      guard let setting = settings.all.first(where: { $0.name == name }) else { return [] }
      return setting.candidates(CompletionContext())
    }
  }

  /// The axis's full name, so that `learning_rate` and `lr` are one axis.
  static func name(
    _ word: Word, _ settings: SettingCatalog
  ) throws(Diagnostic) -> String {
    if let part = Architecture(rawValue: word.lowercased) { return part.rawValue }
    let names =
      Architecture.allCases.map(\.rawValue)
      + settings.all.filter(isSearchable).map(\.name)
    guard let setting = try? settings.find(word), names.contains(setting.name) else {
      throw Diagnostic.unknownName(
        word, kind: "search parameter", among: names, synonyms: settings.synonyms)
    }
    return setting.name
  }

  /// The domain of an axis, its ends and choices checked as values of what it names.
  static func domain(
    _ syntax: SpaceSyntax, of name: String, word: Word, _ settings: SettingCatalog
  ) throws(Diagnostic) -> Domain {
    let domain: Domain
    do {
      domain = try makeDomain(syntax, isInteger: isInteger(name))
    } catch {
      throw Diagnostic(error, axis: name, range: word.range)
    }
    for text in extremes(syntax) {
      var configuration = TrialConfiguration(settings: SessionSettings(), hidden: [])
      let value = Word(text, range: word.range)
      try apply(value, to: name, in: &configuration, settings)
    }
    return domain
  }

  private static func isInteger(_ name: String) -> Bool {
    ["units", "layers", "batch"].contains(name)
  }

  private static func makeDomain(
    _ syntax: SpaceSyntax, isInteger: Bool
  ) throws(SpaceError) -> Domain {
    switch syntax {
    case .range(let low, let high, let log, let step, _):
      return try Domain.range(low: low, high: high, log: log, step: step, integers: isInteger)
    case .choices(let texts), .list(let texts): return try Domain.listed(texts.map(value))
    case .fixed(let text): return .fixed(value(text))
    }
  }

  /// Numbers stay as typed; what is no number is a choice.
  private static func value(_ text: String) -> ParameterValue {
    if let whole = Int(text) { return .integer(whole) }
    let looksNumeric = text.first.map { "0123456789.-+".contains($0) } ?? false
    if looksNumeric, let number = Double(text), number.isFinite { return .number(number) }
    return .choice(text)
  }

  private static func extremes(_ syntax: SpaceSyntax) -> [String] {
    switch syntax {
    case .range(let low, let high, _, _, _): [exactText(low), exactText(high)]
    case .choices(let texts), .list(let texts): texts
    case .fixed(let text): [text]
    }
  }

  // MARK: From a trial's values to a network

  static func configuration(
    _ params: [ParameterAssignment], base: TrialConfiguration, _ settings: SettingCatalog
  ) throws(Diagnostic) -> TrialConfiguration {
    var configuration = base
    // The number of layers first: units and activation are theirs.
    let ordered = params.filter { $0.name == "layers" } + params.filter { $0.name != "layers" }
    for param in ordered {
      let word = Word(text(of: param.value), range: SourceRange(at: 0))
      try apply(word, to: param.name, in: &configuration, settings)
    }
    return configuration
  }

  static func apply(
    _ word: Word, to name: String, in configuration: inout TrialConfiguration,
    _ settings: SettingCatalog
  ) throws(Diagnostic) {
    switch Architecture(rawValue: name) {
    case .layers:
      let count = try ValueType<Int>.integer(0...20).parse(word)
      let template =
        configuration.hidden.last ?? HiddenLayer(units: 16, activation: .relu)
      let kept = configuration.hidden.prefix(count)
      configuration.hidden =
        kept + [HiddenLayer](repeating: template, count: count - kept.count)
    case .units:
      let units = try ValueType<Int>.integer(1...100_000).parse(word)
      for index in configuration.hidden.indices { configuration.hidden[index].units = units }
    case .activation:
      let type = ValueType<Activation>.closedSet(Activation.self, \.summary)
      let activation = try type.parse(word)
      for index in configuration.hidden.indices {
        configuration.hidden[index].activation = activation
      }
    case nil:
      try settings.find(Word(name, range: word.range)).write(&configuration.settings, word)
    }
  }

  static func text(of value: ParameterValue) -> String {
    if case .number(let number) = value { return exactText(number) }
    return value.description
  }
}

extension Diagnostic {
  init(_ error: SpaceError, axis: String?, range: SourceRange?) {
    let name = error.axis ?? axis
    self.init(
      id: error.id,
      message: name.map { error.message.contains("`") ? error.message : "\($0): \(error.message)" }
        ?? error.message, range: range,
      // Something to type is marked as such; advice in words is not.
      suggestion: error.suggestion.map { $0.contains(" ") ? $0 : "`\($0)`" })
  }
}
