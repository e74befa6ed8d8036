// How steep the hidden units' activations are on the data: what backpropagation multiplies by.
import Datasets
import Experiments
import NeuralNetwork

/// Slopes of the hidden layers' activations on the first training rows.
struct SlopeSample {
  struct Layer {
    let index: Int
    let activation: Activation
    let units: Int
    fileprivate(set) var sum = 0.0
    /// How many of the slopes are below a tenth of the activation's steepest.
    fileprivate(set) var flat = 0
    /// Whether each unit had a slope other than 0 on some row.
    fileprivate(set) var isAlive: [Bool]

    var deadUnits: Int { isAlive.count { !$0 } }
  }

  let rows: Int
  private(set) var layers: [Layer]

  /// The share of slopes, over rows and units, below a tenth of the activation's steepest.
  func flatShare(_ layer: Layer) -> Double { Double(layer.flat) / Double(rows * layer.units) }

  /// The mean over rows and units.
  func meanSlope(_ layer: Layer) -> Double { layer.sum / Double(rows * layer.units) }

  /// The first hundred rows, or fewer in a network so large that they would take long.
  init(
    _ training: TrainingState, _ examples: Examples, checkStop: StopCheck
  ) throws(Stopped) {
    let shape = training.shape
    rows = min(examples.count, max(1, min(100, 50_000_000 / shape.parameterCount)))
    layers = shape.layers.dropLast().map {
      Layer(
        index: $0.index, activation: $0.activation, units: $0.units,
        isAlive: [Bool](repeating: false, count: $0.units))
    }
    for row in 0..<rows {
      try checkStop()
      var values = examples.inputs(ofRow: row).map(Double.init)
      for layout in shape.layers.dropLast() {
        values = pass(values, through: layout, training.parameters)
      }
    }
  }

  private mutating func pass(
    _ inputs: [Double], through layout: LayerLayout, _ parameters: [Float]
  ) -> [Double] {
    var sums = parameters[layout.biases].map(Double.init)
    var place = layout.weights.lowerBound
    for input in inputs {
      for unit in 0..<layout.units {
        sums[unit] += input * Double(parameters[place])
        place += 1
      }
    }
    let steepest: Float = layout.activation == .sigmoid ? 0.25 : 1
    for unit in sums.indices {
      let z = Float(sums[unit])
      let slope = layout.activation.derivative(z)
      layers[layout.index].sum += Double(slope)
      if slope < 0.1 * steepest { layers[layout.index].flat += 1 }
      if slope != 0 { layers[layout.index].isAlive[unit] = true }
      sums[unit] = Double(layout.activation.value(z))
    }
    return sums
  }
}
