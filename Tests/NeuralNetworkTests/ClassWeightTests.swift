// Weights of classes: the steps against PyTorch's, the same bits on any threads, what balanced is, and that
// without them nothing is another.
//
// The constants were made with PyTorch 2.13 in 64 bits:
//
//   X = [[0.5, -1], [1, 0.25], [-0.75, 0.5], [-0.25, -0.5], [0, 1.5], [1.25, -0.25]]
//   W1, b1, W2, b2 = as `start` below, z = tanh(X W1 + b1) W2 + b2
//   bce         F.binary_cross_entropy_with_logits(z[b], y[b], weight=[0.75, 3][y[b]])
//   pos_weight  F.binary_cross_entropy_with_logits(z[b], y[b], pos_weight=3)
//   ce          F.cross_entropy(z[b], y[b], weight=[0.5, 2, 1.25], reduction="none").mean()
//   full: b is all rows, three times; mini: [0, 1], [2, 3], [4, 5], [0, 1]
//   torch.optim.SGD(lr=0.5), SGD(lr=0.1, momentum=0.9), Adam(lr=0.05)
import Datasets
import DoubleNetwork
import NeuralNetwork
import SampleNetworks
import Testing

@Suite struct ClassWeightTests {
  private static let inputs: [Float] = [
    0.5, -1, 1, 0.25, -0.75, 0.5, -0.25, -0.5, 0, 1.5, 1.25, -0.25,
  ]
  private static let hidden: [Float] = [0.2, -0.4, 0.1, 0.3, 0.5, -0.6, 0.05, 0, -0.1]

  private func examples(_ loss: Loss, _ weights: [Float]?) -> Examples {
    let targets: Examples.Targets =
      loss == .logistic
      ? .classes([0, 1, 0, 0, 1, 0], count: 2) : .classes([0, 2, 1, 0, 2, 0], count: 3)
    return Examples(inputs: Self.inputs, inputCount: 2, targets: targets).weighing(weights)
  }

  private func start(_ loss: Loss) -> TrainingState {
    let last: [Float] =
      loss == .logistic
      ? [0.7, -0.3, 0.4, 0] : [0.7, -0.3, 0.4, 0.1, 0.2, -0.5, -0.6, 0.3, 0.05, 0, 0, 0]
    return TrainingState(
      shape: NetworkShape(
        inputs: 2, hidden: [HiddenLayer(units: 3, activation: .tanh)],
        outputs: loss == .logistic ? 1 : 3), parameters: Self.hidden + last)
  }

  /// In file order, a batch of so many rows a step.
  private func check(
    _ expected: [Float], lastLoss: Double, loss: Loss, weights: [Float], batches: [[Int]],
    settings: TrainingSettings, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    var settings = settings
    settings.shuffle = false
    settings.batchSize = .rows(batches[0].count)
    let trainer = Trainer(
      examples: examples(loss, weights), loss: loss, settings: settings, state: start(loss))
    var last = 0.0
    for batch in batches {
      guard case .done(let record) = trainer.step() else {
        Issue.record("a step diverged", sourceLocation: sourceLocation)
        return
      }
      #expect(record.rows.map(Int.init) == batch, sourceLocation: sourceLocation)
      last = record.dataLoss
    }
    #expect(abs(last - lastLoss) < 1e-6, sourceLocation: sourceLocation)
    #expect(trainer.parameters.count == expected.count, sourceLocation: sourceLocation)
    for (ours, theirs) in zip(trainer.parameters, expected) {
      #expect(abs(ours - theirs) < 1e-6, "\(ours) \(theirs)", sourceLocation: sourceLocation)
    }
  }

  @Test func logisticStepsArePyTorchs() {
    // bce full sgd
    let expected: [Float] = [
      0.315872705, -0.447232005, 0.153872269, 0.676439605, 0.391413665, -0.482052861,
      0.084815073, -0.040480415, -0.07247637, 1.00973418, -0.103807598, 0.087437739, 0.208042152,
    ]
    check(
      expected, lastLoss: 0.819397542, loss: .logistic, weights: [0.75, 3],
      batches: [[0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 4, 5]],
      settings: TrainingSettings(optimizer: .sgd, learningRate: 0.5))
  }

  @Test func aRowWeighsTheSameInEveryBatch() {
    // bce mini momentum
    let expected: [Float] = [
      0.339859375, -0.467162944, 0.187098583, 0.53526973, 0.416106464, -0.504573268, 0.137193449,
      -0.051514514, -0.046467315, 0.878143076, -0.222951139, 0.210370058, 0.187452082,
    ]
    check(
      expected, lastLoss: 0.992023502, loss: .logistic, weights: [0.75, 3],
      batches: [[0, 1], [2, 3], [4, 5], [0, 1]],
      settings: TrainingSettings(optimizer: .momentum, learningRate: 0.1))
  }

  @Test func aWeightOfTheSecondClassIsPyTorchsPosWeight() {
    // pos_weight full adam
    let expected: [Float] = [
      0.347187121, -0.54567892, 0.247283422, 0.449246444, 0.35209738, -0.451105681, 0.106259405,
      -0.140533311, -0.000414779, 0.849983611, -0.152168155, 0.251670618, 0.136379127,
    ]
    check(
      expected, lastLoss: 1.048114055, loss: .logistic, weights: [1, 3],
      batches: [[0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 4, 5]],
      settings: TrainingSettings(optimizer: .adam, learningRate: 0.05))
  }

  @Test func crossEntropyStepsArePyTorchs() {
    // ce full sgd
    let expected: [Float] = [
      0.487810557, -0.554076679, -0.050360543, 0.126928933, 0.382469968, -0.391872638,
      -0.026091764, -0.043498874, -0.03901374, 0.628759717, -0.376943604, 0.548183887,
      -0.159062642, 0.381418308, -0.422355666, -0.347914222, 0.225544317, -0.127630095,
      -0.16543594, 0.043623826, 0.121812114,
    ]
    check(
      expected, lastLoss: 1.006558253, loss: .softmaxCrossEntropy, weights: [0.5, 2, 1.25],
      batches: [[0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 4, 5]],
      settings: TrainingSettings(optimizer: .sgd, learningRate: 0.5))
  }

  @Test func crossEntropyOfSmallBatchesIsPyTorchs() {
    // ce mini adam
    let expected: [Float] = [
      0.36822662, -0.570553369, 0.064551388, 0.157362292, 0.396430378, -0.406574503, 0.059956686,
      -0.064591568, 0.029981239, 0.520774202, -0.408124694, 0.566780508, -0.080716379,
      0.354237819, -0.568205193, -0.403850664, 0.17165334, -0.060316314, -0.172867312,
      -0.025095703, 0.073491654,
    ]
    check(
      expected, lastLoss: 0.822237745, loss: .softmaxCrossEntropy, weights: [0.5, 2, 1.25],
      batches: [[0, 1], [2, 3], [4, 5], [0, 1]],
      settings: TrainingSettings(optimizer: .adam, learningRate: 0.05))
  }

  /// More rows than a block has, an order of their own, and threads that share them.
  @Test(arguments: [Loss.logistic, .softmaxCrossEntropy])
  func anyNumberOfThreadsGivesTheSameBits(_ loss: Loss) {
    let rows = makeExamples(loss, rows: 1500, inputs: 3)
      .weighing(loss == .logistic ? [0.7, 2.3] : [0.7, 2.3, 1.1])
    let shape = makeShape(loss, inputs: 3, hidden: [HiddenLayer(units: 6, activation: .tanh)])
    func trained(_ threads: Int, _ kernels: KernelSet) -> [UInt32] {
      let trainer = Trainer(
        examples: rows, loss: loss, settings: TrainingSettings(batchSize: .rows(700)),
        state: TrainingState(shape: shape, seed: 3), kernels: kernels, threads: threads)
      for _ in 0..<3 { _ = trainer.runEpoch(shouldStop: { false }) }
      return trainer.parameters.map(\.bitPattern)
    }
    let one = trained(1, .baseline)
    for kernels in KernelSet.allCases where kernels.isSupported {
      for threads in [1, 2, 5] { #expect(trained(threads, kernels) == one) }
    }
  }

  @Test func weightsOfOneChangeNoBit() {
    let shape = start(.logistic).shape
    func trained(_ weights: [Float]?) -> [UInt32] {
      let trainer = Trainer(
        examples: examples(.logistic, weights), loss: .logistic,
        settings: TrainingSettings(batchSize: .rows(2)), state: start(.logistic))
      for _ in 0..<20 { _ = trainer.runEpoch(shouldStop: { false }) }
      return trainer.parameters.map(\.bitPattern)
    }
    #expect(shape.outputs == 1 && trained([1, 1]) == trained(nil))
    #expect(trained([1, 2]) != trained(nil))
  }

  @Test func lossesAreWeightedAndFiguresAreNot() throws {
    let (weighed, plain) = (examples(.logistic, [0.75, 3]), examples(.logistic, nil))
    let (shape, parameters) = (start(.logistic).shape, start(.logistic).parameters)
    let evaluator = Evaluator(shape: shape, loss: .logistic)
    func figures(_ rows: Examples) -> Evaluation {
      evaluator.evaluate(
        rows, parameters: parameters, settings: TrainingSettings(),
        wishes: EvaluationWishes(figures: true), checkStop: {})
    }
    let losses = evaluator.rowLosses(plain, parameters: parameters, checkStop: {})
    let labels = [0, 1, 0, 0, 1, 0]
    let mean = zip(losses, labels).reduce(0) { $0 + $1.0 * ($1.1 == 1 ? 3 : 0.75) } / 6
    #expect(abs(figures(weighed).dataLoss - mean) < 1e-12)
    let rowLosses = evaluator.rowLosses(weighed, parameters: parameters, checkStop: {})
    #expect(abs(rowLosses.reduce(0, +) / 6 - mean) < 1e-12)
    #expect(figures(weighed).figures == figures(plain).figures)
    let logLoss = try #require(figures(weighed).figures?[.logLoss])
    #expect(abs(logLoss - figures(plain).dataLoss) < 1e-12)
    #expect(logLoss != figures(weighed).dataLoss)
  }

  @Test func partsOfARowsGradientAddUp() throws {
    let rows = examples(.softmaxCrossEntropy, [0.5, 2, 1.25])
    let trainer = Trainer(
      examples: rows, loss: .softmaxCrossEntropy, settings: TrainingSettings(batchSize: .rows(4)),
      state: start(.softmaxCrossEntropy))
    guard case .done(let record) = trainer.step() else { return #expect(Bool(false)) }
    for index in record.before.indices {
      let parts = record.gradientParts(
        of: index, examples: rows, loss: .softmaxCrossEntropy, checkStop: {})
      let mean = parts.reduce(0) { $0 + $1.product } / Double(parts.count)
      #expect(abs(mean - Double(record.dataGradient[index])) < 1e-6)
    }
    let checks = try #require(
      checkGradient(
        examples: rows, loss: .softmaxCrossEntropy, settings: TrainingSettings(),
        state: start(.softmaxCrossEntropy), checkStop: {}))
    for check in checks { #expect(check.worstError < 1e-3) }
  }

  /// sklearn.utils.class_weight.compute_class_weight("balanced", classes=[0, 1, 3], y=rows)
  @Test func balancedIsScikitLearns() {
    let rows = Examples.Targets.classes([0, 0, 0, 0, 0, 1, 1, 3, 0, 1], count: 4)
    let names = ["a", "b", "c", "d"]
    let weights = ClassWeighting.balanced.weights(of: names, over: rows) ?? []
    for (ours, theirs) in zip(weights, [0.55555556, 1.11111111, 1, 3.33333333]) {
      #expect(abs(Double(ours) - theirs) < 1e-6)
    }
    #expect(weights.count == 4)
    let even = Examples.Targets.classes([0, 1, 1, 0], count: 2)
    #expect(ClassWeighting.balanced.weights(of: ["a", "b"], over: even) == nil)
    #expect(ClassWeighting.none.weights(of: names, over: rows) == nil)
    let named = ClassWeighting.named([.init(name: "b", weight: 2.5)])
    #expect(named.weights(of: names, over: rows) == [1, 2.5, 1, 1])
    #expect(ClassWeighting.balanced.weights(of: [], over: .values([1, 2])) == nil)
  }
}
