// The sizes of a fully connected network and where each weight and bias lies in the one flat array
// of parameters. Only this file knows the order; everything else speaks of layers, inputs and
// units.

/// A hidden layer as the user describes it.
package struct HiddenLayer: Equatable, Hashable, Sendable {
  package var units: Int
  package var activation: Activation
  /// The share of its outputs that training drops, from 0 to below 1.
  package var dropout: Double

  package init(units: Int, activation: Activation, dropout: Double = 0) {
    self.units = units
    self.activation = activation
    self.dropout = dropout
  }
}

/// One layer of weights: its sizes and its places in the flat array of parameters.
package struct LayerLayout: Equatable, Sendable {
  /// 0 for the first hidden layer; the output layer is last.
  package let index: Int
  package let inputs: Int
  package let units: Int
  /// `linear` for the output layer, whose squashing belongs to the loss.
  package let activation: Activation
  /// The share of its outputs that training drops; 0 for the output layer.
  package let dropout: Double
  /// The weights, stored [inputs][units]: all weights that leave input 0, then input 1, …
  package let weights: Range<Int>
  /// The biases, one a unit, right after the weights.
  package let biases: Range<Int>

  /// Weights and biases together.
  package var parameters: Range<Int> { weights.lowerBound..<biases.upperBound }
}

/// Which weight or bias a parameter is. Layers, inputs and units count from 0; the output layer is
/// the last layer.
package enum ParameterName: Hashable, Sendable {
  case weight(layer: Int, input: Int, unit: Int)
  case bias(layer: Int, unit: Int)

  /// "w" or "b", as formulas have it.
  package var symbol: String {
    if case .weight = self { "w" } else { "b" }
  }
}

/// The sizes of a network, without its values.
package struct NetworkShape: Equatable, Sendable {
  package let inputs: Int
  package let hidden: [HiddenLayer]
  package let outputs: Int
  /// One a layer of weights: the hidden layers, then the output layer.
  package let layers: [LayerLayout]
  package let parameterCount: Int

  /// Every size must be at least 1, and `checkedParameterCount` of the same sizes not nil: ask it
  /// first where the sizes come from a user.
  package init(inputs: Int, hidden: [HiddenLayer], outputs: Int) {
    self.inputs = inputs
    self.hidden = hidden
    self.outputs = outputs
    var layers: [LayerLayout] = []
    var offset = 0
    var width = inputs
    for layer in hidden + [HiddenLayer(units: outputs, activation: .linear)] {
      let biasStart = offset + width * layer.units
      layers.append(
        LayerLayout(
          index: layers.count, inputs: width, units: layer.units, activation: layer.activation,
          dropout: layer.dropout, weights: offset..<biasStart,
          biases: biasStart..<biasStart + layer.units))
      offset = biasStart + layer.units
      width = layer.units
    }
    self.layers = layers
    parameterCount = offset
  }

  /// The same network without dropout.
  package var withoutDropout: NetworkShape {
    NetworkShape(
      inputs: inputs,
      hidden: hidden.map { HiddenLayer(units: $0.units, activation: $0.activation) },
      outputs: outputs)
  }

  /// How many parameters such a network would have, or nil if a size is below 1 or the number does
  /// not fit. Allocates nothing.
  package static func checkedParameterCount(
    inputs: Int, hidden: [HiddenLayer], outputs: Int
  ) -> Int? {
    guard inputs > 0, outputs > 0 else { return nil }
    var total = 0
    var width = inputs
    for place in 0...hidden.count {
      let units = place < hidden.count ? hidden[place].units : outputs
      guard units > 0 else { return nil }
      // (width + 1) · units: the weights and the biases.
      let (rows, rowsOverflow) = width.addingReportingOverflow(1)
      let (count, countOverflow) = rows.multipliedReportingOverflow(by: units)
      let (sum, sumOverflow) = total.addingReportingOverflow(count)
      if rowsOverflow || countOverflow || sumOverflow { return nil }
      total = sum
      width = units
    }
    // Their size in bytes must be a number too.
    return total <= Int.max / MemoryLayout<Float>.stride ? total : nil
  }

  /// Which weight or bias lies at a place of the flat array; the place must be in
  /// 0..<parameterCount.
  package func parameter(at flatIndex: Int) -> ParameterName {
    precondition(flatIndex >= 0 && flatIndex < parameterCount, "no such parameter")
    var place = 0
    while flatIndex >= layers[place].biases.upperBound { place += 1 }
    let layer = layers[place]
    if flatIndex >= layer.biases.lowerBound {
      return .bias(layer: place, unit: flatIndex - layer.biases.lowerBound)
    }
    let (input, unit) = (flatIndex - layer.weights.lowerBound)
      .quotientAndRemainder(dividingBy: layer.units)
    return .weight(layer: place, input: input, unit: unit)
  }

  /// Where a weight or bias lies in the flat array; nil if the network has no such parameter.
  package func index(of name: ParameterName) -> Int? {
    switch name {
    case .weight(let place, let input, let unit):
      guard layers.indices.contains(place) else { return nil }
      let layer = layers[place]
      guard (0..<layer.inputs).contains(input), (0..<layer.units).contains(unit) else { return nil }
      return layer.weights.lowerBound + input * layer.units + unit
    case .bias(let place, let unit):
      guard layers.indices.contains(place) else { return nil }
      let layer = layers[place]
      guard (0..<layer.units).contains(unit) else { return nil }
      return layer.biases.lowerBound + unit
    }
  }
}
