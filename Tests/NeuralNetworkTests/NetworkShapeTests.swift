// Where parameters lie, what they are called, and what they start from.

import NeuralNetwork
import Testing

@Suite struct NetworkShapeTests {
  private let shape = NetworkShape(
    inputs: 3,
    hidden: [
      HiddenLayer(units: 4, activation: .relu), HiddenLayer(units: 2, activation: .tanh),
    ], outputs: 5)

  @Test func layersFollowEachOther() {
    #expect(shape.parameterCount == (3 * 4 + 4) + (4 * 2 + 2) + (2 * 5 + 5))
    #expect(shape.layers.map(\.index) == [0, 1, 2])
    #expect(shape.layers.map(\.inputs) == [3, 4, 2])
    #expect(shape.layers.map(\.units) == [4, 2, 5])
    #expect(shape.layers.map(\.activation) == [.relu, .tanh, .linear])
    #expect(shape.layers[1].weights == 16..<24 && shape.layers[1].biases == 24..<26)
    #expect(shape.layers[1].parameters == 16..<26)
    let single = NetworkShape(inputs: 2, hidden: [], outputs: 1)
    #expect(single.parameterCount == 3 && single.layers.count == 1)
  }

  @Test func namesAndPlacesAreInverse() {
    var names: Set<ParameterName> = []
    for place in 0..<shape.parameterCount {
      let name = shape.parameter(at: place)
      #expect(shape.index(of: name) == place)
      names.insert(name)
    }
    #expect(names.count == shape.parameterCount)
    #expect(shape.index(of: .weight(layer: 1, input: 3, unit: 1)) == 23)
    #expect(shape.index(of: .bias(layer: 2, unit: 4)) == 40)
    for absent: ParameterName in [
      .weight(layer: 3, input: 0, unit: 0), .weight(layer: 0, input: 3, unit: 0),
      .weight(layer: 0, input: 0, unit: 4), .weight(layer: -1, input: 0, unit: 0),
      .weight(layer: 0, input: -1, unit: 0), .bias(layer: 0, unit: 4), .bias(layer: 3, unit: 0),
      .bias(layer: 0, unit: -1),
    ] {
      #expect(shape.index(of: absent) == nil)
    }
  }

  @Test func countsAreCheckedBeforeAllocating() {
    let count = NetworkShape.checkedParameterCount(
      inputs: 3, hidden: shape.hidden, outputs: 5)
    #expect(count == shape.parameterCount)
    let wide = HiddenLayer(units: 1 << 40, activation: .relu)
    #expect(NetworkShape.checkedParameterCount(inputs: 1, hidden: [wide, wide], outputs: 1) == nil)
    #expect(NetworkShape.checkedParameterCount(inputs: .max, hidden: [], outputs: 1) == nil)
    #expect(NetworkShape.checkedParameterCount(inputs: 0, hidden: [], outputs: 1) == nil)
    #expect(NetworkShape.checkedParameterCount(inputs: 1, hidden: [], outputs: 0) == nil)
    let none = HiddenLayer(units: 0, activation: .relu)
    #expect(NetworkShape.checkedParameterCount(inputs: 1, hidden: [none], outputs: 1) == nil)
  }

  @Test func initialWeightsKeepTheirBounds() {
    let shape = NetworkShape(
      inputs: 50,
      hidden: [
        HiddenLayer(units: 40, activation: .relu), HiddenLayer(units: 30, activation: .tanh),
      ], outputs: 20)
    let parameters = initialParameters(shape: shape, seed: 3)
    #expect(parameters.count == shape.parameterCount)
    // He for the relu layer, Glorot for the tanh and the output layer.
    let squares: [Double] = [6.0 / 50, 6.0 / 70, 6.0 / 50]
    let bounds = squares.map { $0.squareRoot() }
    for (layer, bound) in zip(shape.layers, bounds) {
      let weights = parameters[layer.weights].map { Double($0) }
      #expect(weights.allSatisfy { abs($0) <= bound * (1 + 1e-7) })
      #expect(weights.contains { $0 > 0.98 * bound } && weights.contains { $0 < -0.98 * bound })
      let variance = weights.reduce(0) { $0 + $1 * $1 } / Double(weights.count)
      #expect(abs(variance / (bound * bound / 3) - 1) < 0.15)
      #expect(parameters[layer.biases].allSatisfy { $0 == 0 })
    }
  }

  @Test func initialWeightsDependOnSeedAndLayerAlone() {
    let parameters = initialParameters(shape: shape, seed: 1)
    #expect(initialParameters(shape: shape, seed: 1) == parameters)
    #expect(initialParameters(shape: shape, seed: 2) != parameters)
    let taller = NetworkShape(
      inputs: 3, hidden: shape.hidden + [HiddenLayer(units: 9, activation: .relu)], outputs: 5)
    let more = initialParameters(shape: taller, seed: 1)
    #expect(more[0..<26] == parameters[0..<26])
  }
}
