// The number of threads changes no bit: of the weights, of what optimizers remember, of records and
// of evaluations.
import Datasets
import NeuralNetwork
import Numerics
import Testing

@Suite struct ThreadTests {
  static let counts = [2, 3, 7, 16]

  private func examples(_ rows: Int, inputs: Int, classes: Int?, bytes: Bool = false) -> Examples {
    var stream = RandomStream(seed: 5, purpose: .data)
    let targets: Examples.Targets =
      if let classes {
        .classes((0..<rows).map { _ in Int32(stream.below(classes)) }, count: classes)
      } else {
        .values((0..<rows).map { _ in Float(stream.normal()) })
      }
    let storage: InputStorage =
      bytes
      ? .bytes(
        (0..<rows * inputs).map { _ in UInt8(stream.below(256)) }, scale: ByteScale { $0 / 255 })
      : .numbers((0..<rows * inputs).map { _ in Float(stream.normal()) })
    return Examples(storage: storage, inputCount: inputs, targets: targets)
  }

  private struct Run {
    var name: String
    var shape: NetworkShape
    var loss: Loss
    var settings: TrainingSettings
    var examples: Examples
  }

  private var runs: [Run] {
    let wide = NetworkShape(
      inputs: 40,
      hidden: [
        HiddenLayer(units: 96, activation: .relu, dropout: 0.2),
        HiddenLayer(units: 33, activation: .gelu),
      ], outputs: 5)
    let narrow = NetworkShape(
      inputs: 2, hidden: [HiddenLayer(units: 8, activation: .tanh)], outputs: 1)
    let direct = NetworkShape(inputs: 300, hidden: [], outputs: 1)
    return [
      Run(
        name: "ragged batches, dropout, weights alone penalized", shape: wide,
        loss: .softmaxCrossEntropy,
        settings: TrainingSettings(
          optimizer: .adamw, batchSize: .rows(23), l1: 1e-4, l2: 1e-3, penalize: .weights),
        examples: examples(150, inputs: 40, classes: 5)),
      Run(
        name: "more rows than one block takes, clipped", shape: wide, loss: .softmaxCrossEntropy,
        settings: TrainingSettings(optimizer: .gd, learningRate: 0.1, clip: 0.5),
        examples: examples(1300, inputs: 40, classes: 5)),
      Run(
        name: "bytes, proximal L1", shape: wide, loss: .softmaxCrossEntropy,
        settings: TrainingSettings(
          optimizer: .adam, batchSize: .rows(64), l1: 1e-3, l1Mode: .proximal),
        examples: examples(150, inputs: 40, classes: 5, bytes: true)),
      Run(
        name: "less work than threads", shape: narrow, loss: .logistic,
        settings: TrainingSettings(optimizer: .momentum, batchSize: .rows(10)),
        examples: examples(37, inputs: 2, classes: 2)),
      Run(
        name: "one output", shape: direct, loss: .huber,
        settings: TrainingSettings(
          optimizer: .rmsprop, learningRate: 0.001, batchSize: .rows(50), shuffle: false),
        examples: examples(120, inputs: 300, classes: nil)),
    ]
  }

  @Test func numberOfThreadsLeavesNoTrace() {
    for run in runs {
      let trainer = { (threads: Int) in
        Trainer(
          examples: run.examples, loss: run.loss, settings: run.settings,
          state: TrainingState(shape: run.shape, seed: 3), threads: threads)
      }
      let alone = trainer(1)
      for _ in 0..<3 { _ = alone.runEpoch(shouldStop: { false }, traceLastStep: true) }
      for threads in Self.counts {
        let shared = trainer(threads)
        for _ in 0..<3 { _ = shared.runEpoch(shouldStop: { false }, traceLastStep: true) }
        #expect(shared.state == alone.state, "\(run.name), \(threads) threads")
        #expect(shared.lastStep == alone.lastStep, "\(run.name), \(threads) threads")
        let evaluation = shared.evaluate(run.examples)
        #expect(evaluation == alone.evaluate(run.examples), "\(run.name)")
      }
    }
  }

  /// Whichever thread meets it.
  @Test func divergenceLeavesTheLastFiniteWeights() {
    var run = runs[0]
    run.settings = TrainingSettings(optimizer: .sgd, learningRate: 1e30, batchSize: .rows(50))
    let states = ([1] + Self.counts).map { threads in
      let trainer = Trainer(
        examples: run.examples, loss: run.loss, settings: run.settings,
        state: TrainingState(shape: run.shape, seed: 3), threads: threads)
      guard case .diverged = trainer.runEpoch(shouldStop: { false }) else {
        Issue.record("a rate of 1e30 must diverge")
        return trainer.state
      }
      let isFinite = trainer.state.parameters.allSatisfy { $0.isFinite }
      #expect(isFinite)
      return trainer.state
    }
    for state in states { #expect(state == states[0]) }
  }

  /// Every parameter's gradient, update and copy stands in exactly one thread's list.
  @Test func workIsSharedOutWhole() {
    for run in runs {
      for members in [1, 2, 5, 16] {
        for penalize in Penalized.allCases {
          let lists = ParameterWork.plan(
            shape: run.shape, penalize: penalize, members: members)
          #expect(lists.count == members)
          var updated = [Int](repeating: 0, count: run.shape.parameterCount)
          var summed = updated
          for list in lists {
            for work in list {
              switch work {
              case .update(let range, let penalized):
                for place in range {
                  #expect(summed[place] == 1, "an update before its gradient")
                  updated[place] += 1
                }
                let isWeight = run.shape.layers.contains { layer in
                  layer.weights.contains(range.lowerBound)
                }
                #expect(penalized == (penalize == .all || isWeight))
              case .weightGradient(let layer, let inputs):
                let layout = run.shape.layers[layer]
                for input in inputs {
                  for unit in 0..<layout.units {
                    summed[layout.weights.lowerBound + input * layout.units + unit] += 1
                  }
                }
              case .biasGradient(let layer):
                for place in run.shape.layers[layer].biases { summed[place] += 1 }
              case .transpose:
                break
              }
            }
          }
          let once = [Int](repeating: 1, count: run.shape.parameterCount)
          #expect(updated == once)
          #expect(summed == once)
        }
      }
    }
  }
}
