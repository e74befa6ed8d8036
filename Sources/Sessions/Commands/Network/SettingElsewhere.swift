// What is looked for among the settings and belongs to a command: dropout to a layer, epochs to `train`.
import CommandLanguage
import Experiments
import NeuralNetwork

extension Preparation {
  /// The setting of that name.
  ///
  /// - Parameter value: what it was to be, for a suggestion that can be typed as it stands.
  ///
  /// Errors: `setting-elsewhere`, those of `SettingCatalog.find`.
  func setting(_ name: Word, _ value: Word? = nil) throws(Diagnostic) -> Setting {
    let wanted = name.lowercased
    let isSetting = settings.all.contains { $0.name == wanted || $0.synonyms.contains(wanted) }
    if !isSetting, let elsewhere = place(of: wanted, value) {
      throw Diagnostic(
        id: "setting-elsewhere", message: elsewhere.message, range: name.range,
        suggestion: "`\(elsewhere.command)`")
    }
    return try settings.find(name)
  }

  private func place(of name: String, _ value: Word?) -> (message: String, command: String)? {
    func number(orElse usual: Int) -> String {
      value.flatMap { Int($0.text) }.flatMap { $0 > 0 ? String($0) : nil } ?? String(usual)
    }
    func share(orElse usual: String) -> String {
      value.flatMap { Double($0.text) }.flatMap { $0 > 0 && $0 < 1 ? value?.text : nil } ?? usual
    }
    let layer = state.hidden?.first
    let place = layer == nil ? "layer" : "layer edit 1"
    let units = layer?.units ?? 8
    switch name {
    case "dropout":
      let activation = layer == nil ? " tanh" : ""
      let dropout = share(orElse: "0.2")
      return ("dropout belongs to a layer", "\(place) \(units)\(activation) dropout=\(dropout)")
    case "activation":
      let activation = value.flatMap { Activation(rawValue: $0.lowercased) } ?? .tanh
      return ("the activation belongs to a layer", "\(place) \(units) \(activation.rawValue)")
    case "units":
      return ("the number of units belongs to a layer", "\(place) \(number(orElse: 8))")
    case "layers": return ("layers have a command of their own", "layers 16 16 tanh")
    case "epochs", "epoch":
      return ("`train` is told how many epochs", "train \(number(orElse: 20))")
    case "data": return ("data have a command of their own", "data circle")
    case "test":
      return (
        "`data` is told how many rows are test rows", "data circle test=\(share(orElse: "0.25"))"
      )
    case "folds":
      return ("`search` is told how many folds", "search folds=\(number(orElse: 5))")
    case "trials":
      return ("`search` is told how many trials", "search trials=\(number(orElse: 20))")
    default: return nil
    }
  }
}
