// Losses, scores and predictions of whole sets of examples, against double precision and by hand.

import Datasets
import DoubleNetwork
import NeuralNetwork
import SampleNetworks
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct EvaluationTests {
  private let settings = TrainingSettings(l1: 0.02, l2: 0.3, penalize: .weights)

  @Test(arguments: Loss.allCases)
  func evaluationMatchesDoublePrecision(_ loss: Loss) {
    // More rows than one block holds.
    let examples = makeExamples(loss, rows: 2500, inputs: 3)
    let shape = makeShape(
      loss, inputs: 3, hidden: [HiddenLayer(units: 6, activation: .tanh)])
    let parameters = initialParameters(shape: shape, seed: 8)
    let network = DoubleNetwork(shape, parameters, loss, examples)
    let evaluation = evaluate(
      examples: examples, shape: shape, parameters: parameters, loss: loss, settings: settings)
    let penalties = network.penalties(settings)
    #expect(evaluation.rows == 2500)
    let dataLoss = network.evaluate(Array(0..<2500)).loss
    #expect(abs(evaluation.dataLoss - dataLoss) < 1e-6 * (1 + dataLoss))
    #expect(abs(evaluation.l1Penalty - penalties.l1) < 1e-9)
    #expect(abs(evaluation.l2Penalty - penalties.l2) < 1e-9)
    #expect(
      evaluation.loss == evaluation.dataLoss + evaluation.l1Penalty + evaluation.l2Penalty)
    let trainer = Trainer(
      examples: examples, loss: loss, settings: settings,
      state: TrainingState(shape: shape, parameters: parameters))
    #expect(trainer.evaluate(examples) == evaluation)

    let outputs = predictOutputs(
      inputs: examples.inputs, shape: shape, parameters: parameters, loss: loss)
    #expect(outputs.count == 2500 * shape.outputs)
    for row in stride(from: 0, to: 2500, by: 83) {
      let z = network.logits(row)
      let expected: [Double] =
        switch loss {
        case .logistic: [1 / (1 + exp(-z[0]))]
        case .softmaxCrossEntropy: z.map { exp($0) / z.reduce(0) { $0 + exp($1) } }
        case .squaredError, .absoluteError, .huber: z
        }
      for (j, value) in expected.enumerated() {
        #expect(abs(Double(outputs[row * shape.outputs + j]) - value) < 1e-5)
      }
    }
  }

  /// Row by row, across blocks and threads, the losses are those whose mean is shown.
  @Test(arguments: Loss.allCases)
  func lossesOfRowsHaveTheShownMean(_ loss: Loss) {
    let examples = makeExamples(loss, rows: 2500, inputs: 3)
    let shape = makeShape(loss, inputs: 3, hidden: [HiddenLayer(units: 6, activation: .tanh)])
    let parameters = initialParameters(shape: shape, seed: 8)
    let network = DoubleNetwork(shape, parameters, loss, examples)
    let losses = Evaluator(shape: shape, loss: loss, team: ThreadTeam(members: 2))
      .rowLosses(examples, parameters: parameters, checkStop: {})
    #expect(losses.count == 2500)
    for row in [0, 1, 1023, 2499] {
      let expected = network.evaluate([row]).loss
      #expect(abs(losses[row] - expected) < 1e-5 * (1 + expected))
    }
    let evaluation = evaluate(
      examples: examples, shape: shape, parameters: parameters, loss: loss, settings: settings)
    #expect(abs(losses.reduce(0, +) / 2500 - evaluation.dataLoss) < 1e-12)
  }

  @Test func pairedDifferenceByHand() throws {
    // 1, 3, 1, 3, …: mean 2, squares about it 12, so the error is √(12 / 11 / 12).
    let first = (0..<12).map { $0 % 2 == 0 ? 5.0 : 9 }
    let second = (0..<12).map { $0 % 2 == 0 ? 4.0 : 6 }
    let difference = try #require(PairedDifference(first, second))
    #expect(difference.rows == 12 && difference.mean == 2)
    #expect(abs(difference.standardError - 1 / 11.0.squareRoot()) < 1e-12)
    #expect(difference.isSecondClearlyBetter)
    #expect(PairedDifference(second, first)?.isSecondClearlyBetter == false)
    // Nine rows are too few to tell, and so is what varies as much as it differs.
    #expect(
      PairedDifference([Double](repeating: 1, count: 9), [Double](repeating: 0, count: 9))?
        .isSecondClearlyBetter == false)
    let uneven = (0..<12).map { $0 == 0 ? 6.0 : 0 }
    #expect(
      PairedDifference(uneven, [Double](repeating: 0, count: 12))?.isSecondClearlyBetter == false)
    #expect(PairedDifference([1], [0]) == nil)
  }

  @Test func scoresAgreeWithPredictions() throws {
    for loss in [Loss.logistic, .softmaxCrossEntropy] {
      let examples = makeExamples(loss, rows: 300, inputs: 3)
      let shape = makeShape(loss, inputs: 3, hidden: [])
      let parameters = initialParameters(shape: shape, seed: 21)
      guard case .classes(let labels, let classes) = examples.targets else { return }
      let outputs = predictOutputs(
        inputs: examples.inputs, shape: shape, parameters: parameters, loss: loss)
      let predicted = (0..<300).map { row -> Int in
        if loss == .logistic { return outputs[row] > 0.5 ? 1 : 0 }
        let p = outputs[row * 3..<row * 3 + 3]
        return p.enumerated().max { $0.element < $1.element }?.offset ?? 0
      }
      let correct = (0..<300).count { predicted[$0] == Int(labels[$0]) }
      let evaluation = evaluate(
        examples: examples, shape: shape, parameters: parameters, loss: loss, settings: settings)
      #expect(evaluation.correct == correct && evaluation.r2 == nil)
      #expect(evaluation.accuracy == Double(correct) / 300)
      let counts = confusionCounts(
        examples: examples, shape: shape, parameters: parameters, loss: loss)
      for actual in 0..<classes {
        for guess in 0..<classes {
          let expected = (0..<300).count { Int(labels[$0]) == actual && predicted[$0] == guess }
          #expect(counts[actual][guess] == expected)
        }
      }
    }
  }

  @Test func determinationByHand() {
    // z = 2x against y: residuals 0, 1, -1, spread of 1, 1, 5 about 7/3.
    let shape = NetworkShape(inputs: 1, hidden: [], outputs: 1)
    let examples = Examples(inputs: [0.5, 1, 2], inputCount: 1, targets: .values([1, 1, 5]))
    let evaluation = evaluate(
      examples: examples, shape: shape, parameters: [2, 0], loss: .squaredError,
      settings: TrainingSettings())
    #expect(evaluation.dataLoss == 2.0 / 3)
    #expect(abs((evaluation.r2 ?? 0) - (1 - 2 / (32.0 / 3))) < 1e-12)
    #expect(evaluation.correct == nil && evaluation.accuracy == nil)
    #expect(evaluation.meanAbsoluteError == 2.0 / 3)
    for (loss, mean) in [(Loss.absoluteError, 2.0 / 3), (.huber, 1.0 / 3)] {
      let other = evaluate(
        examples: examples, shape: shape, parameters: [2, 0], loss: loss,
        settings: TrainingSettings())
      #expect(other.dataLoss == mean && other.r2 == evaluation.r2)
    }
    let flat = Examples(inputs: [1, 2], inputCount: 1, targets: .values([3, 3]))
    #expect(
      evaluate(
        examples: flat, shape: shape, parameters: [2, 0], loss: .squaredError,
        settings: TrainingSettings()
      ).r2 == nil)
    #expect(
      confusionCounts(examples: flat, shape: shape, parameters: [2, 0], loss: .squaredError) == [])
  }

  @Test func tiesGoToTheFirstClass() {
    let shape = NetworkShape(inputs: 1, hidden: [], outputs: 3)
    let examples = Examples(inputs: [1, 1], inputCount: 1, targets: .classes([0, 2], count: 3))
    let counts = confusionCounts(
      examples: examples, shape: shape, parameters: [Float](repeating: 0, count: 6),
      loss: .softmaxCrossEntropy)
    #expect(counts == [[1, 0, 0], [0, 0, 0], [1, 0, 0]])
  }

  @Test func emptySetsHaveNoScore() {
    let shape = NetworkShape(inputs: 2, hidden: [], outputs: 1)
    let evaluation = evaluate(
      examples: Examples(inputs: [], inputCount: 2, targets: .classes([], count: 2)), shape: shape,
      parameters: [1, 1, 1], loss: .logistic, settings: TrainingSettings())
    #expect(evaluation.rows == 0 && evaluation.dataLoss == 0 && evaluation.accuracy == nil)
  }

  @Test func classScoresByHand() {
    let scores = classScores([[5, 1, 0], [2, 0, 0], [0, 0, 0]])
    #expect(
      scores[0] == ClassScores(support: 6, precision: 5.0 / 7, recall: 5.0 / 6, f1: 10.0 / 13))
    #expect(scores[1] == ClassScores(support: 2, precision: 0, recall: 0, f1: 0))
    #expect(scores[2] == ClassScores(support: 0, precision: nil, recall: nil, f1: nil))
    #expect(classScores([]).isEmpty)
  }

  @Test func lossesThatDoNotFitAreRefused() throws {
    let (two, three) = (
      Examples.Targets.classes([0, 1], count: 2), Examples.Targets.classes([0, 1], count: 3)
    )
    let numbers = Examples.Targets.values([1])
    for choice in LossChoice.allCases {
      for targets in [two, three, numbers] {
        let expected: Loss? =
          switch (choice, targets) {
          case (.auto, _): .natural(for: targets)
          case (.logistic, .classes(_, 2)): .logistic
          case (.crossEntropy, .classes): .softmaxCrossEntropy
          case (.squared, .values): .squaredError
          case (.absolute, .values): .absoluteError
          case (.huber, .values): .huber
          default: nil
          }
        let loss = try? choice.loss(for: targets)
        #expect(loss == expected, "\(choice)")
      }
    }
    #expect(throws: LossMismatch(choice: .logistic, reason: .needsTwoClasses(found: 3))) {
      try LossChoice.logistic.loss(for: three)
    }
    #expect(throws: LossMismatch(choice: .huber, reason: .needsNumbers)) {
      try LossChoice.huber.loss(for: two)
    }
    #expect(throws: LossMismatch(choice: .crossEntropy, reason: .needsClasses)) {
      try LossChoice.crossEntropy.loss(for: numbers)
    }
  }

  @Test func lossesFitTheirTargets() {
    #expect(Loss.natural(for: .classes([0, 1], count: 2)) == .logistic)
    #expect(Loss.natural(for: .classes([0, 1], count: 3)) == .softmaxCrossEntropy)
    #expect(Loss.natural(for: .values([1])) == .squaredError)
    #expect(Loss.softmaxCrossEntropy.outputs(for: .classes([], count: 4)) == 4)
    #expect(Loss.logistic.outputs(for: .classes([], count: 2)) == 1)
  }
}
