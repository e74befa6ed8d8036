import Datasets
import DoubleNetwork
import NeuralNetwork
import Numerics
import Testing

/// Units that no longer learn and noise between batches, against plain loops in Double.
@Suite struct QuietUnitsTests {
  private static let rows = 300

  private func examples(_ seed: UInt64) -> Examples {
    var stream = RandomStream(seed: seed, purpose: .data)
    let inputs = (0..<Self.rows * 3).map { _ in Float(stream.uniform() * 2 - 1) }
    let labels = (0..<Self.rows).map { Int32($0 % 2) }
    return Examples(inputs: inputs, inputCount: 3, targets: .classes(labels, count: 2))
  }

  /// Outputs of every hidden layer: [layer][row][unit].
  private func activations(
    _ shape: NetworkShape, _ parameters: [Float], _ examples: Examples
  ) -> [[[Double]]] {
    let network = DoubleNetwork(shape, parameters, .logistic, examples)
    let rows = (0..<examples.count).map { network.forward($0).inputs }
    return (1..<shape.layers.count).map { next in rows.map { $0[next] } }
  }

  private func isQuiet(_ values: [Double], _ activation: Activation) -> Bool {
    switch activation {
    case .relu: values.allSatisfy { $0 == 0 }
    case .tanh: values.count { abs($0) > 0.99 } * 10 > 9 * values.count
    case .sigmoid: values.count { $0 < 0.01 || $0 > 0.99 } * 10 > 9 * values.count
    case .gelu, .leakyrelu, .linear: false
    }
  }

  @Test(arguments: Activation.allCases, [UInt64(1), 2, 3])
  func quietUnitsAreThoseOfPlainLoops(activation: Activation, seed: UInt64) {
    let shape = NetworkShape(
      inputs: 3,
      hidden: [
        HiddenLayer(units: 7, activation: activation, dropout: 0.5),
        HiddenLayer(units: 5, activation: activation),
      ], outputs: 1)
    var parameters = initialParameters(shape: shape, seed: seed)
    // Biases from far below to far above what the inputs can outweigh.
    for layer in shape.layers.dropLast() {
      for (unit, place) in layer.biases.enumerated() { parameters[place] = Float(unit * 3 - 9) }
    }
    let examples = examples(seed)
    let expected = zip(shape.layers, activations(shape, parameters, examples)).compactMap {
      layer, outputs -> [Int]? in
      let quiet = (0..<layer.units).filter { unit in
        isQuiet(outputs.map { $0[unit] }, activation)
      }
      return quiet.isEmpty ? nil : [layer.index, layer.units] + quiet
    }
    let found = quietUnits(
      examples: examples, shape: shape, parameters: parameters, checkStop: neverStops)
    #expect(found.map { [$0.layer, $0.units] + $0.quiet } == expected)
    #expect(found.allSatisfy { $0.activation == activation })
    let hasFlatParts = [.relu, .tanh, .sigmoid].contains(activation)
    #expect(found.isEmpty != hasFlatParts)
  }

  @Test func bytesAndNumbersAgreeAndNoHiddenLayerHasNone() {
    let scale = ByteScale { ($0 - 128) / 64 }
    let bytes = (0..<3 * 200).map { UInt8(($0 * 37) % 256) }
    let targets = Examples.Targets.values([Float](repeating: 0, count: 200))
    let asBytes = Examples(
      storage: .bytes(bytes, scale: scale), inputCount: 3, targets: targets)
    let asNumbers = Examples(inputs: asBytes.inputs, inputCount: 3, targets: targets)
    let shape = NetworkShape(
      inputs: 3, hidden: [HiddenLayer(units: 6, activation: .relu)], outputs: 1)
    var parameters = initialParameters(shape: shape, seed: 4)
    for place in shape.layers[0].biases.dropFirst(2) { parameters[place] = -50 }
    let found = quietUnits(
      examples: asBytes, shape: shape, parameters: parameters, checkStop: neverStops)
    #expect(found.map(\.quiet) == [[2, 3, 4, 5]])
    #expect(
      found
        == quietUnits(
          examples: asNumbers, shape: shape, parameters: parameters, checkStop: neverStops))
    let plain = NetworkShape(inputs: 3, hidden: [], outputs: 1)
    #expect(
      quietUnits(examples: asBytes, shape: plain, parameters: [1, 2, 3, 4], checkStop: neverStops)
        .isEmpty)
  }

  @Test func noiseNeedsFourWholeBatches() {
    let shape = NetworkShape(inputs: 3, hidden: [], outputs: 1)
    let state = TrainingState(shape: shape, seed: 1)
    func noise(_ batch: BatchSize, _ optimizer: OptimizerKind = .sgd) -> GradientNoise? {
      measureGradientNoise(
        examples: examples(1), loss: .logistic,
        settings: TrainingSettings(optimizer: optimizer, batchSize: batch), state: state,
        checkStop: neverStops)
    }
    #expect(noise(.rows(75))?.batches == 4)
    #expect(noise(.rows(76)) == nil)
    #expect(noise(.rows(10))?.batches == 8)
    #expect(noise(.full) == nil)
    #expect(noise(.rows(10), .gd) == nil)
  }

  @Test func measuringNoiseCanBeStopped() {
    let state = TrainingState(shape: NetworkShape(inputs: 3, hidden: [], outputs: 1), seed: 1)
    struct Stopped: Error {}
    var asked = 0
    #expect(throws: Stopped.self) {
      try measureGradientNoise(
        examples: examples(1), loss: .logistic, settings: TrainingSettings(batchSize: .rows(10)),
        state: state,
        checkStop: { () throws(Stopped) in
          asked += 1
          if asked == 3 { throw Stopped() }
        })
    }
    #expect(asked == 3)
  }
}
