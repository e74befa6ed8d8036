// Histograms of what hidden units put out against single rows taken forward one by one.
import Datasets
import Events
import Experiments
import NeuralNetwork
import Pictures
import Testing

@Suite struct ActivationsPlotTests {
  private static let start = ["data moons n=60", "layers 6 tanh", "layer 5 relu", "train 5"]

  @Test func countsAreThoseOfSingleRows() throws {
    let picture = TrainingPicture("plot activations", after: Self.start)
    let training = try #require(picture.state.training)
    let examples = try #require(picture.state.data?.training)
    let counts = outputCounts(
      examples: examples, shape: training.shape, parameters: training.parameters, bins: 30,
      checkStop: {})
    #expect(counts.map(\.activation) == [.tanh, .relu])
    for layer in counts {
      var expected = [Int](repeating: 0, count: 30)
      var zeros = 0
      for row in 0..<examples.count {
        let trace = traceRow(
          inputs: examples.inputs(ofRow: row), target: nil, shape: training.shape,
          parameters: training.parameters, loss: .logistic)
        for value in trace.layers[layer.layer].outputs {
          if value == 0 { zeros += 1 }
          if value == 0, layer.activation == .relu { continue }
          let share = (Double(value) - layer.low) / (layer.high - layer.low)
          expected[min(29, Int(share * 30))] += 1
        }
      }
      #expect(layer.counts == expected && layer.zeros == zeros)
      #expect(layer.total == examples.count * layer.units && layer.notFinite == 0)
    }
    #expect(counts[0].low == -1 && counts[0].high == 1)
    for (panel, layer) in zip(picture.panels, counts) {
      let shares = panel.marks[0].series?.y.map(\.value) ?? []
      #expect(shares == layer.counts.map { 100 * Double($0) / Double(layer.total) })
    }
    #expect(picture.panels.count == 2)
  }

  /// A bias far below 0 makes a relu unit put out 0 for every row.
  @Test func deadUnitsAreCounted() throws {
    let state = TrainingPicture("plot activations", after: Self.start).state
    var training = try #require(state.training)
    let examples = try #require(state.data?.training)
    training.parameters[training.shape.layers[1].biases.lowerBound + 2] = -1e3
    let counts = outputCounts(
      examples: examples, shape: training.shape, parameters: training.parameters, bins: 10,
      checkStop: {})
    #expect(counts[1].zeros >= examples.count)
    // What is beyond all bounds is in no bin.
    training.parameters[training.shape.layers[0].biases.lowerBound] = .nan
    let odd = outputCounts(
      examples: examples, shape: training.shape, parameters: training.parameters, bins: 10,
      checkStop: {})
    #expect(odd[0].notFinite == examples.count)
    #expect(odd[0].counts.reduce(0, +) + odd[0].notFinite == odd[0].total)
  }

  @Test func needsHiddenLayers() {
    let picture = TrainingPicture("plot activations", after: ["data iris", "layers none"])
    #expect(picture.error?.id == "no-layers")
    let then = TrainingPicture(
      "plot activations", after: ["data iris", "layers none", "layer 8 tanh"])
    #expect(then.panels.count == 1)
  }

  @Test(arguments: ["plot activations", "plot gradients"]) func canBeStopped(command: String) {
    let picture = TrainingPicture(command, after: Self.start, isStopped: true)
    #expect(picture.error?.id == "stopped" && picture.figure == nil)
  }

  @Test func outputsThatAreAllAlike() {
    let picture = TrainingPicture(
      "plot activations", after: ["data iris", "layers 4 leakyrelu", "set init zeros"])
    #expect(picture.y("").contains(100))
  }
}
