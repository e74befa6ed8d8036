// The one list of what a lesson can name in checks, answers and prose: the figures that `until` and JSON know, what
// the network, the data and the last search are, and every setting. docs/lessons.md has it as a table.
import CommandLanguage
import Events
import Experiments

package enum Fact: Hashable, Sendable {
  case figure(Quantity)
  case own(Own)
  case setting(SettingID)

  /// What no epoch has and no setting is.
  package enum Own: String, CaseIterable, Sendable {
    case data, rows, features, layers, units, activation, dropout, parameters, steps, diverged
    case trainRows = "train_rows"
    case testRows = "test_rows"
    case zeroWeights = "zero_weights"
    case zeroInputs = "zero_inputs"
    case largestWeight = "largest_weight"
    case trials, best, winner, method, axes, objective
  }

  /// What stands for the setting `loss`, since `loss` alone is the figure.
  private static let nameOfLossSetting = "criterion"

  package static var all: [Fact] {
    Quantity.allCases.map(Fact.figure) + Own.allCases.map(Fact.own)
      + SettingCatalog().all.map { .setting($0.id) }
  }

  /// Nil where nothing is called that.
  package init?(named name: String) {
    let name = name.lowercased()
    if let quantity = Quantity(rawValue: name) {
      self = .figure(quantity)
    } else if let own = Own(rawValue: name) {
      self = .own(own)
    } else if name == Self.nameOfLossSetting {
      self = .setting(.loss)
    } else if let setting = SettingID(rawValue: name) {
      self = .setting(setting)
    } else {
      return nil
    }
  }

  package var name: String {
    switch self {
    case .figure(let quantity): quantity.rawValue
    case .own(let own): own.rawValue
    case .setting(.loss): Self.nameOfLossSetting
    case .setting(let setting): setting.rawValue
    }
  }

  package var summary: String {
    switch self {
    case .figure(let quantity): quantity.summary
    case .own(let own): own.summary
    case .setting(.loss): "the setting `loss`"
    case .setting(let id): setting.map { "the setting, " + $0.title } ?? id.rawValue
    }
  }

  package var setting: Setting? {
    guard case .setting(let id) = self else { return nil }
    return SettingCatalog()[name: id.rawValue]
  }

  /// Whether 1 is all of it, so that it is written with `%`.
  package var isShare: Bool {
    switch self {
    case .figure(.trainAccuracy), .figure(.validationAccuracy), .figure(.testAccuracy),
      .own(.zeroWeights):
      true
    default: false
    }
  }

  /// Whether it counts something.
  var isWhole: Bool {
    switch self {
    case .figure(let quantity): quantity == .epoch
    case .own(let own):
      ![.dropout, .zeroWeights, .largestWeight, .best].contains(own) && !canBeWord
    case .setting: false
    }
  }

  /// Whether it is a word, or can be one.
  var canBeWord: Bool {
    switch self {
    case .figure: false
    case .own(let own): [.data, .activation, .diverged, .winner, .method, .objective].contains(own)
    case .setting: true
    }
  }

  /// Error: `unknown-fact`, with the nearest.
  package static func named(_ word: Word) throws(Diagnostic) -> Fact {
    if let fact = Fact(named: word.text) { return fact }
    var synonyms = SettingCatalog().synonyms.filter { Fact(named: $0.value) != .figure(.loss) }
    synonyms["accuracy"] = Quantity.testAccuracy.rawValue
    synonyms["epochs"] = Quantity.epoch.rawValue
    synonyms["weights"] = Own.parameters.rawValue
    throw .unknownName(word, kind: "fact", among: all.map(\.name), synonyms: synonyms)
  }
}

extension Fact.Own {
  var summary: String {
    switch self {
    case .data: "the name of the data, such as spiral"
    case .rows: "rows of the data, test rows too"
    case .trainRows: "rows that an epoch takes"
    case .testRows: "rows set aside for testing"
    case .features: "inputs of the network"
    case .layers: "hidden layers"
    case .units: "units in all hidden layers together"
    case .activation: "of the hidden layers; mixed where they differ"
    case .dropout: "the largest share that a hidden layer drops"
    case .parameters: "weights and biases"
    case .steps: "optimizer steps since the last reset"
    case .diverged: "yes where the last run's numbers grew beyond all bounds, else no"
    case .zeroWeights: "share of weights that are exactly 0"
    case .zeroInputs: "inputs all of whose weights are exactly 0"
    case .largestWeight: "the size of the largest weight"
    case .trials: "finished trials of the last search"
    case .best: "the best trial's value in the last search"
    case .winner: "of the last race, as it is called there"
    case .method: "of the last search, such as random or bayes"
    case .axes: "how many hyperparameters the last search varied"
    case .objective: "what its trials were: training, or the name of a table"
    }
  }
}
