// `layer`: adds a hidden layer, changes one or removes one.
import CommandLanguage
import Events
import Experiments
import NeuralNetwork

struct LayerCommand: Command {
  enum FormID: String { case add, remove, edit }

  static let units = Argument(
    "UNITS", .integer(1...TrainingLimits.mostUnits), "how many units the layer has")
  static let activation = Argument.optional(
    "ACTIVATION", ValueType<Activation>.closedSet(Activation.self, \.summary),
    "what each unit does with its sum; relu unless said")
  static let dropout = Argument.option(
    "dropout", .fraction(.from(0, below: 1)), "the share of its outputs that training drops")
  static let number = Argument("N", .integer(1...1000), "which hidden layer, counted from 1")

  let signature = CommandSignature(
    "layer", summary: "add a hidden layer", area: CommandArea.network,
    forms: [
      Form(
        FormID.remove, "take a hidden layer out", keywords: [Keyword("remove", "take one out")],
        positionals: [number]),
      Form(
        FormID.edit, "change a hidden layer", keywords: [Keyword("edit", "change one")],
        positionals: [number, units, activation], options: [dropout]),
      Form(FormID.add, "add a hidden layer", positionals: [units, activation], options: [dropout]),
    ],
    details: [
      "A hidden layer computes activation(W·x + b) from what the layer before it gave. New layers "
        + "go after the others, before the output layer, whose size and loss follow from the data. "
        + "Changing layers drops the weights; `undo` brings them back."
    ],
    examples: [
      Example("layer 16 relu", "16 rectified linear units", setup: ["data circle"]),
      Example(
        "layer 16 relu dropout=0.2", "a fifth of its outputs, drawn anew, become 0 each step"),
      Example("layer 8", "relu unless said otherwise"),
      Example("layer edit 1 4 tanh", "hidden layer 1 now has 4 tanh units", setup: ["layer 8"]),
      Example("layer remove 1", "take hidden layer 1 out", setup: ["layer 8"]),
    ])

  var checkWhileTyped: TypingCheck { .ofState }

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    var hidden = preparation.state.hidden ?? []
    switch try arguments.form(FormID.self) {
    case .add:
      hidden.append(try layer(arguments))
    case .edit:
      let index = try index(arguments, in: hidden)
      hidden[index] = HiddenLayer(
        units: try arguments.require(Self.units),
        activation: arguments[Self.activation, default: hidden[index].activation],
        dropout: arguments[Self.dropout, default: hidden[index].dropout])
    case .remove:
      hidden.remove(at: try index(arguments, in: hidden))
    }
    return try preparation.settingLayers(hidden, range: arguments.range(of: Self.units))
  }

  private func layer(_ arguments: Arguments) throws(Diagnostic) -> HiddenLayer {
    HiddenLayer(
      units: try arguments.require(Self.units),
      activation: arguments[Self.activation, default: .relu],
      dropout: arguments[Self.dropout, default: 0])
  }

  private func index(
    _ arguments: Arguments, in hidden: [HiddenLayer]
  ) throws(Diagnostic) -> Int {
    let number = try arguments.require(Self.number)
    guard number <= hidden.count else {
      throw Diagnostic(
        id: "no-such-layer",
        message: hidden.isEmpty
          ? "there is no hidden layer yet" : "there is no hidden layer \(number)",
        range: arguments.range(of: Self.number),
        suggestion: hidden.isEmpty ? "`layer 16 relu`" : "there are 1 to \(hidden.count)")
    }
    return number - 1
  }
}

extension Preparation {
  /// Replaces the hidden layers, drops weights of the old shape and reports the new network.
  /// Error: `network-too-large`.
  func settingLayers(_ hidden: [HiddenLayer], range: SourceRange?) throws(Diagnostic) -> Work {
    try checkSize(
      inputs: state.data?.training.inputCount ?? 1, hidden: hidden,
      outputs: state.data?.outputCount(state.settings.training) ?? 1, range: range)
    let epochsLost = hidden == state.hidden ? 0 : state.training?.epoch ?? 0
    return Work { performance in
      if hidden != performance.state.hidden {
        performance.update { $0.takeNetwork(hidden) }
      }
      performance.emit(.network(NetworkReport(performance.state, epochsLost: epochsLost)))
    }
  }
}
