// What a network does with a row, as ONNX operators: the values prepared, each layer's sums and activations,
// and the output brought back from what the loss sees to what people ask for.
import Datasets

extension ONNXGraph {
  /// Rows as they stand in the data become what the network sees.
  mutating func prepare(_ input: String, _ preparation: DataPreparation) -> String {
    var values = input
    if let scales = preparation.standardization {
      // A mean is two 32-bit numbers, the second what the first leaves out, so that differences from it are
      // as good as the values are.
      let means = scales.means.map { Float($0) }
      let rests = zip(scales.means, means).map { Float($0 - Double($1)) }
      values = apply("Sub", [values, tensor("inputs.mean", means)], as: "inputs.near")
      values = apply("Sub", [values, tensor("inputs.mean_rest", rests)], as: "inputs.centered")
      let deviations = tensor("inputs.deviation", scales.deviations.map { Float($0) })
      values = apply("Div", [values, deviations], as: "inputs.standardized")
    }
    if preparation.columns.contains(where: { $0.fill != nil }) {
      let missing = apply("IsNaN", [values], as: "inputs.missing")
      let fills = tensor("inputs.fill", preparation.columns.flatMap(\.fills))
      values = apply("Where", [missing, fills, values], as: "inputs.filled")
    }
    return preparation.features.map { compute($0, of: values) } ?? values
  }

  private mutating func compute(_ features: [InputFeature], of values: String) -> String {
    split(values, as: ["x1", "x2"])
    let columns = features.map { feature in
      switch feature {
      case .x1, .x2: feature.rawValue
      case .x1Squared: apply("Mul", ["x1", "x1"], as: feature.rawValue)
      case .x2Squared: apply("Mul", ["x2", "x2"], as: feature.rawValue)
      case .product: apply("Mul", ["x1", "x2"], as: feature.rawValue)
      case .x1Sine: apply("Sin", ["x1"], as: feature.rawValue)
      case .x2Sine: apply("Sin", ["x2"], as: feature.rawValue)
      }
    }
    return apply("Concat", columns, [.integer("axis", 1)], as: "features")
  }

  /// The layers, with the names and shapes that their weights have in a model file, and the output.
  mutating func network(
    _ state: TrainingState, loss: Loss, _ preparation: DataPreparation, of inputs: String,
    as output: String
  ) {
    var values = inputs
    for (layer, names) in zip(state.shape.layers, layerNames(state.shape, prefix: "")) {
      let weights = tensor(names.weight, [layer.units, layer.inputs]) {
        turned(Array(state.parameters[layer.weights]), rows: layer.inputs, columns: layer.units)
      }
      let biases = tensor(names.bias, [layer.units]) { Array(state.parameters[layer.biases]) }
      let name = "layers.\(layer.index)"
      let sums = apply(
        "Gemm", [values, weights, biases], [.integer("transB", 1)], as: name + ".sum")
      values = activate(layer.activation, sums, as: name + ".output")
    }
    switch loss {
    case .softmaxCrossEntropy: _ = apply("Softmax", [values], [.integer("axis", 1)], as: output)
    case .logistic:
      // One logit z speaks for both classes, by sigmoid(-z) and sigmoid(z).
      let opposite = apply("Neg", [values], as: "logits.first")
      let logits = apply("Concat", [opposite, values], [.integer("axis", 1)], as: "logits")
      _ = apply("Sigmoid", [logits], as: output)
    case .squaredError, .absoluteError, .huber:
      let scale = preparation.targetScale ?? Standardization.Scale(mean: 0, deviation: 1)
      let deviation = tensor("target.deviation", [Float(scale.deviation)])
      let spread = apply("Mul", [values, deviation], as: "target.spread")
      let isLog = preparation.transform == .log
      let number = apply(
        "Add", [spread, tensor("target.mean", [Float(scale.mean)])],
        as: isLog ? "target.logarithm" : output)
      if isLog { _ = apply("Exp", [number], as: output) }
    }
  }

  private mutating func activate(
    _ activation: Activation, _ sums: String, as output: String
  ) -> String {
    switch activation {
    case .linear: return sums
    case .relu: return apply("Relu", [sums], as: output)
    case .sigmoid: return apply("Sigmoid", [sums], as: output)
    case .tanh: return apply("Tanh", [sums], as: output)
    case .leakyrelu:
      return apply("LeakyRelu", [sums], [.float("alpha", Activation.leakySlope)], as: output)
    case .gelu:
      // z · ½ (1 + erf(z / √2)); its own operator came only with set 20.
      let root = tensor(output + ".root", [Float(2).squareRoot()])
      let scaled = apply("Div", [sums, root], as: output + ".scaled")
      let erf = apply("Erf", [scaled], as: output + ".erf")
      let raised = apply("Add", [erf, tensor(output + ".one", [1])], as: output + ".raised")
      let share = apply("Mul", [raised, tensor(output + ".half", [0.5])], as: output + ".share")
      return apply("Mul", [sums, share], as: output)
    }
  }
}

extension DataPreparation.Column {
  /// What stands for NaN in each of its inputs, as the network sees it; NaN where nothing does.
  fileprivate var fills: [Float] {
    switch (kind, fill) {
    case (.number(let scale), .number(let value)?):
      [Float(scale?.standardized(value) ?? value)]
    case (.category(let names), .category(let place)?):
      names.indices.map { $0 == place ? 1 : 0 }
    default: [Float](repeating: .nan, count: inputCount)
    }
  }
}
