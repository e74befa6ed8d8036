import Datasets
import NeuralNetwork
import Numerics
import Testing

/// Single rows as explanations show them are the engine's own passes.
@Suite struct RowTraceTests {
  private static func examples(_ loss: Loss, rows: Int, inputs: Int) -> Examples {
    var stream = RandomStream(seed: 11, purpose: .data, index: 3)
    let values = (0..<rows * inputs).map { _ in Float(stream.uniform() * 4 - 2) }
    let targets: Examples.Targets =
      switch loss {
      case .logistic: .classes((0..<rows).map { Int32($0 % 2) }, count: 2)
      case .softmaxCrossEntropy: .classes((0..<rows).map { Int32($0 % 3) }, count: 3)
      case .squaredError, .absoluteError, .huber:
        .values((0..<rows).map { Float($0 % 5) - 1.75 })
      }
    return Examples(inputs: values, inputCount: inputs, targets: targets)
  }

  private static let losses: [(Loss, LossChoice)] = [
    (.logistic, .logistic), (.softmaxCrossEntropy, .crossEntropy), (.squaredError, .squared),
    (.absoluteError, .absolute), (.huber, .huber),
  ]

  @Test(arguments: Activation.allCases, losses)
  func gradientOfOneRowIsInputTimesDelta(
    activation: Activation, loss: (kind: Loss, choice: LossChoice)
  ) throws {
    let row = Self.examples(loss.kind, rows: 1, inputs: 5)
    let shape = NetworkShape(
      inputs: 5,
      hidden: [
        HiddenLayer(units: 7, activation: activation, dropout: 0.5),
        HiddenLayer(units: 4, activation: .tanh),
      ], outputs: loss.kind.outputs(for: row.targets))
    let state = TrainingState(shape: shape.withoutDropout, seed: 5)
    let trace = traceRow(
      inputs: row.inputs, target: row.targets, shape: shape, parameters: state.parameters,
      loss: loss.kind)
    let trainer = Trainer(
      examples: row, loss: loss.kind, settings: TrainingSettings(loss: loss.choice), state: state)
    guard case .done(let record) = trainer.step() else {
      Issue.record("the step diverged")
      return
    }
    #expect(trace.loss == record.dataLoss)
    #expect(
      trace.answer
        == predictOutputs(
          inputs: row.inputs, shape: shape, parameters: state.parameters, loss: loss.kind))
    for layer in shape.layers {
      let values = trace.layers[layer.index]
      #expect(values.inputs.count == layer.inputs && values.deltas.count == layer.units)
      for unit in 0..<layer.units {
        let z = (0..<layer.inputs).reduce(Double(state.parameters[layer.biases.lowerBound + unit]))
        {
          let weight = state.parameters[layer.weights.lowerBound + $1 * layer.units + unit]
          return $0 + Double(weight) * Double(values.inputs[$1])
        }
        #expect(abs(Double(values.sums[unit]) - z) <= 1e-5)
        #expect(values.outputs[unit] == layer.activation.value(values.sums[unit]))
        #expect(values.deltas[unit] == record.dataGradient[layer.biases.lowerBound + unit])
        for input in 0..<layer.inputs {
          let index = layer.weights.lowerBound + input * layer.units + unit
          #expect(record.dataGradient[index] == values.inputs[input] * values.deltas[unit])
        }
      }
    }
  }

  /// Over several blocks of rows, and with the masks that dropout drew in that very step.
  @Test(arguments: [0, 0.4])
  func partsOfABatchAddUpToItsGradient(dropout: Double) throws {
    let examples = Self.examples(.softmaxCrossEntropy, rows: 190, inputs: 3)
    let shape = NetworkShape(
      inputs: 3,
      hidden: [
        HiddenLayer(units: 300, activation: .relu, dropout: dropout),
        HiddenLayer(units: 260, activation: .gelu, dropout: dropout),
      ], outputs: 3)
    let settings = TrainingSettings(batchSize: .rows(170), l2: 0.1)
    let trainer = Trainer(
      examples: examples, loss: .softmaxCrossEntropy, settings: settings,
      state: TrainingState(shape: shape, seed: 2))
    _ = trainer.step(tracing: false)
    _ = trainer.step(tracing: false)
    guard case .done(let record) = trainer.step() else {
      Issue.record("the step diverged")
      return
    }
    let names: [ParameterName] = [
      .weight(layer: 0, input: 1, unit: 17), .weight(layer: 1, input: 250, unit: 3),
      .weight(layer: 2, input: 7, unit: 2), .bias(layer: 0, unit: 2), .bias(layer: 2, unit: 0),
    ]
    for name in names {
      let index = try #require(shape.index(of: name))
      let parts = record.gradientParts(
        of: index, examples: examples, loss: .softmaxCrossEntropy, checkStop: neverStops)
      #expect(parts.map { Int32($0.row) } == record.rows)
      let size = parts.reduce(0) { $0 + abs($1.product) } / 170
      let sum = parts.reduce(0) { $0 + $1.product } / 170
      #expect(abs(sum - Double(record.dataGradient[index])) <= 1e-5 * size)
      #expect(size > 0)
    }
  }

  /// Pixels kept as bytes are the same numbers.
  @Test func bytesGiveTheSameParts() throws {
    let scale = ByteScale { ($0 - 100) / 50 }
    let bytes = (0..<40 * 6).map { UInt8(truncatingIfNeeded: $0 * 37 + 11) }
    let targets = Examples.Targets.classes((0..<40).map { Int32($0 % 3) }, count: 3)
    let asBytes = Examples(
      storage: .bytes(bytes, scale: scale), inputCount: 6, targets: targets)
    let asNumbers = Examples(inputs: asBytes.inputs, inputCount: 6, targets: targets)
    let shape = NetworkShape(
      inputs: 6, hidden: [HiddenLayer(units: 4, activation: .tanh)], outputs: 3)
    let parts = try [asBytes, asNumbers].map { examples in
      let trainer = Trainer(
        examples: examples, loss: .softmaxCrossEntropy, settings: TrainingSettings(),
        state: TrainingState(shape: shape, seed: 2))
      guard case .done(let record) = trainer.step() else {
        Issue.record("the step diverged")
        return [GradientPart]()
      }
      let index = try #require(shape.index(of: .weight(layer: 0, input: 5, unit: 1)))
      return record.gradientParts(
        of: index, examples: examples, loss: .softmaxCrossEntropy, checkStop: neverStops)
    }
    #expect(parts[0] == parts[1] && parts[0].count == 10)
    #expect(parts[0].map(\.input) == parts[0].map { asNumbers.inputs(ofRow: $0.row)[5] })
  }
}
