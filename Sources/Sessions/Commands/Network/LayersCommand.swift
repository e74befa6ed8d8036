// `layers`: shows the network, or sets all hidden layers at once.
import CommandLanguage
import Events
import Experiments
import NeuralNetwork

struct LayersCommand: Command {
  enum FormID: String { case show, none, set }

  /// A number of units, or the activation of the sizes before it that have none yet.
  enum Item: Sendable { case units(Int), activation(Activation) }

  static let items = Argument.repeated(
    "SIZES", .layerItem, "sizes, then an activation: `16 8 tanh`")

  let signature = CommandSignature(
    "layers", summary: "show or set all layers", area: CommandArea.network,
    forms: [
      Form(FormID.show, "show the network"),
      Form(
        FormID.none, "no hidden layers", keywords: [Keyword("none", "inputs straight to output")]),
      Form(FormID.set, "set all hidden layers", positionals: [items]),
    ],
    details: [
      "An activation goes with all the sizes before it that have none yet: `layers 16 8 tanh` is "
        + "two tanh layers, `layers 16 relu 8 tanh` one of each. Sizes without any are relu."
    ],
    examples: [
      Example("layers", "show sizes, activations and parameters", setup: ["data iris", "layer 8"]),
      Example("layers 16 8 tanh", "two hidden layers of tanh units"),
      Example("layers none", "no hidden layer: logistic or linear regression"),
    ])

  var checkWhileTyped: TypingCheck { .ofState }

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    switch try arguments.form(FormID.self) {
    case .show: return .say(.network(NetworkReport(preparation.state)))
    case .none: return try preparation.settingLayers([], range: nil)
    case .set:
      return try preparation.settingLayers(
        try layers(arguments), range: arguments.range(of: Self.items))
    }
  }

  private func layers(_ arguments: Arguments) throws(Diagnostic) -> [HiddenLayer] {
    var layers: [HiddenLayer] = []
    var named = 0
    for (item, word) in zip(arguments.values(Self.items), arguments.words(of: Self.items)) {
      switch item {
      case .units(let units): layers.append(HiddenLayer(units: units, activation: .relu))
      case .activation(let activation):
        guard named < layers.count else {
          throw Diagnostic(
            id: "activation-without-size",
            message: "the activation \(shown(word.text)) stands before any size", range: word.range,
            suggestion: "`layers 8 \(activation.rawValue)`")
        }
        for index in named..<layers.count { layers[index].activation = activation }
        named = layers.count
      }
    }
    return layers
  }
}

extension ValueType where Value == LayersCommand.Item {
  static var layerItem: ValueType {
    let units = ValueType<Int>.integer(1...TrainingLimits.mostUnits)
    let activation = ValueType<Activation>.closedSet(Activation.self, \.summary)
    return ValueType(
      label: "a number of units or an activation", placeholder: "SIZES",
      parse: { (word) throws(Diagnostic) in
        let startsAsNumber = word.text.first.map { $0.isNumber || "+-.".contains($0) } ?? false
        return startsAsNumber
          ? .units(try units.parse(word)) : .activation(try activation.parse(word))
      },
      candidates: activation.candidates)
  }
}
