// What a setting is called, means, accepts and is to others. `set`, completion, help, races, searches
// and explanations all read the one list of these.
import CommandLanguage
import Events
import NeuralNetwork

package struct Setting: Sendable {
  package let id: SettingID
  /// In full: "learning rate".
  package var title: String
  /// Other words people use for it.
  package var synonyms: [String]
  package var meaning: String
  /// "a number above 0"
  package var accepts: String
  /// "number > 0"
  package var acceptsBriefly: String
  /// The topic of `explain` that goes with it.
  package var topic: String?
  package var traits: SettingTraits
  package var read: @Sendable (SessionSettings) -> String
  package var write: @Sendable (inout SessionSettings, Word) throws(Diagnostic) -> Void
  package var candidates: @Sendable (CompletionContext) -> [Candidate]

  init<Value: Sendable>(
    _ id: SettingID, _ title: String, synonyms: [String] = [], topic: String? = nil,
    type: ValueType<Value>, _ path: any WritableKeyPath<SessionSettings, Value> & Sendable,
    show: @escaping @Sendable (Value) -> String, meaning: String,
    traits: SettingTraits = SettingTraits()
  ) {
    self.id = id
    self.title = title
    self.synonyms = synonyms
    self.topic = topic
    self.meaning = meaning
    self.traits = traits
    accepts = type.label
    acceptsBriefly = type.briefly
    read = { show($0[keyPath: path]) }
    let parse = type.parse
    write = { (settings, word) throws(Diagnostic) in
      settings[keyPath: path] = try parse(word)
    }
    candidates = type.candidates
  }

  package var name: String { id.rawValue }

  /// The value a new session starts with.
  package var standard: String { read(SessionSettings()) }

  /// The optimizers whose steps look at it; nil where all do.
  package var usedBy: [OptimizerKind]? {
    OptimizerSetting(rawValue: name).map { setting in
      OptimizerKind.allCases.filter { $0.rule.looks(at: setting) }
    }
  }
}

extension SettingReport {
  package init(_ setting: Setting, in settings: SessionSettings) {
    self.init(
      name: setting.name, title: setting.title, value: setting.read(settings),
      standard: setting.standard, accepts: setting.accepts, meaning: setting.meaning)
  }
}
