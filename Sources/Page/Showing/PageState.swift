// What the page's controls show: data, features, layers and settings, as far as they can be chosen there.
import Datasets
import Events
import Experiments
import JSON
import NeuralNetwork
import Presentation

struct PageState: PageContent {
  @Boxed var state: SessionState
  /// The command under way.
  var busy: String?
  var isPaused: Bool
  /// Whether what is under way can be paused.
  var isPausable: Bool
  var isReadOnly: Bool

  var json: String {
    JSONValue.object([
      ("busy", busy.map(JSONValue.string) ?? .null), ("paused", .bool(isPaused)),
      ("pausable", .bool(isPausable)),
      ("readOnly", .bool(isReadOnly)), ("data", data), ("features", features),
      ("layers", layers), ("settings", settings),
      ("optimizers", .strings(OptimizerKind.allCases.map(\.rawValue))),
      ("activations", .strings(Activation.allCases.map(\.rawValue))),
    ]).text
  }

  private var data: JSONValue {
    let noisy = SyntheticSet.allCases.map(\.rawValue)
    return .object([
      ("name", state.data.map { .string($0.name) } ?? .null),
      ("noise", noise.map(JSONValue.number) ?? .null),
      ("usualNoise", .number(SyntheticSet.usualNoise)),
      ("noisy", .strings(noisy)),
      ("kinds", .strings(noisy + NamedDataset.allCases.map(\.rawValue))),
    ])
  }

  /// That of made data, as their command says it.
  private var noise: Double? {
    guard let name = state.data?.name, SyntheticSet(rawValue: name) != nil,
      let command = state.recipe.first(where: { $0.kind == .rows })?.command
    else { return nil }
    let words = command.split(separator: " ").filter { $0.hasPrefix("noise=") }
    guard let word = words.first?.dropFirst("noise=".count) else { return SyntheticSet.usualNoise }
    return word.hasSuffix("%") ? Double(word.dropLast()).map { $0 / 100 } : Double(word)
  }

  /// Of two numbers alone; nil elsewhere.
  private var features: JSONValue {
    guard let data = state.data, data.columns.map(\.name) == ["x1", "x2"] else { return .null }
    return .strings(data.features?.features.map(\.rawValue) ?? data.inputNames)
  }

  private var layers: JSONValue {
    .array(
      (state.hidden ?? []).map { layer in
        .object([
          ("units", .integer(layer.units)), ("activation", .string(layer.activation.rawValue)),
          ("dropout", .number(layer.dropout)),
        ])
      })
  }

  /// Numbers where they are some.
  private var settings: JSONValue {
    .object(
      SettingCatalog().ofTraining.map { setting in
        let text = setting.read(state.settings)
        if let whole = Int(text) { return (setting.name, .integer(whole)) }
        return (setting.name, Double(text).map(JSONValue.number) ?? .string(text))
      })
  }
}

/// How far long work is.
struct PageProgress: PageContent {
  var report: ProgressReport

  var json: String {
    JSONValue.object([
      ("activity", .string(report.activity.rawValue)), ("done", .number(report.done)),
      ("total", .number(report.total)), ("epoch", .integer(report.position)),
      ("last", .integer(report.lastPosition)), ("unit", .string(report.unit)),
      ("loss", report.latest.map(JSONValue.number) ?? .null),
    ]).text
  }
}
