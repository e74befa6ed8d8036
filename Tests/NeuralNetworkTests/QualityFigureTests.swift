// Figures beside loss and accuracy, against scikit-learn 1.9 on the same answers: probabilities and numbers come of
// networks whose logits are their inputs. `stream(seed)` is the same few lines in Python as here:
//
//   def stream(seed):
//       s = seed
//       while True: s = (s * 1103515245 + 12345) % 2**31; yield s >> 16
//   def two(seed, n, rare, span):    # X: logits, y: classes; p = 1 / (1 + exp(-X)), taken = X > 0
//       g = stream(seed); pairs = [((next(g) % span - span // 2) / 4, int(next(g) % 10 < rare)) for _ in range(n)]
//   log_loss(y, p), balanced_accuracy_score(y, taken), f1_score(y, taken, average="macro", zero_division=0),
//   f1_score(y, taken), roc_auc_score(y, p), average_precision_score(y, p)
import Datasets
import NeuralNetwork
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

private struct Stream {
  private var state: Int

  init(_ seed: Int) { state = seed }

  mutating func next() -> Int {
    state = (state * 1_103_515_245 + 12345) % (1 << 31)
    return state >> 16
  }
}

@Suite struct QualityFigureTests {
  /// Of logits as they are given, row after row.
  private func evaluation(_ logits: [Float], _ labels: [Int32], classes: Int) -> Evaluation {
    let outputs = classes == 2 ? 1 : classes
    let shape = NetworkShape(inputs: outputs, hidden: [], outputs: outputs)
    var parameters = [Float](repeating: 0, count: shape.parameterCount)
    for place in 0..<outputs { parameters[place * outputs + place] = 1 }
    return Evaluator(shape: shape, loss: classes == 2 ? .logistic : .softmaxCrossEntropy).evaluate(
      Examples(
        inputs: logits, inputCount: outputs, targets: .classes(labels, count: classes)),
      parameters: parameters, settings: TrainingSettings(), wishes: EvaluationWishes(figures: true),
      checkStop: {})
  }

  private func two(
    _ seed: Int, rows: Int, rare: Int, span: Int
  ) -> (logits: [Float], labels: [Int32]) {
    var stream = Stream(seed)
    var (logits, labels): ([Float], [Int32]) = ([], [])
    for _ in 0..<rows {
      logits.append(Float(stream.next() % span - span / 2) / 4)
      labels.append(stream.next() % 10 < rare ? 1 : 0)
    }
    return (logits, labels)
  }

  /// With ties, and with few or many rows of the second class.
  @Test(
    arguments: [
      (
        1, 200, 2, 17,
        [0.895278488, 0.454545455, 0.418803419, 0.215384615, 0.439826840, 0.172453325]
      ),
      (
        2, 60, 5, 5, [0.700302664, 0.515151515, 0.494949495, 0.444444444, 0.533108866, 0.595034763]
      ),
      (
        3, 300, 1, 40,
        [1.328703962, 0.502156334, 0.431562589, 0.187134503, 0.496981132, 0.125897996]
      ),
      (
        4, 40, 9, 9, [0.728071930, 0.210526316, 0.285714286, 0.571428571, 0.065789474, 0.883928290]
      ),
    ] as [(Int, Int, Int, Int, [Double])])
  func figuresOfTwoClassesAreScikitLearns(
    seed: Int, rows: Int, rare: Int, span: Int, expected: [Double]
  ) throws {
    let (logits, labels) = two(seed, rows: rows, rare: rare, span: span)
    let evaluation = evaluation(logits, labels, classes: 2)
    let figures = try #require(evaluation.figures)
    let names: [QualityFigure] = [
      .logLoss, .balancedAccuracy, .macroF1, .f1, .auc, .averagePrecision,
    ]
    for (name, value) in zip(names, expected) {
      let ours = try #require(figures[name])
      #expect(abs(ours - value) < 1e-6, "\(name)")
    }
    #expect(figures[.rmse] == nil)
    #expect(abs(evaluation.dataLoss - expected[0]) < 1e-6)
  }

  @Test func aClassThatIsNeverPredictedCounts0() throws {
    let evaluation = evaluation(
      [-2, -1, -0.5, -3, -1, -1, -2.5, -0.25], [0, 0, 1, 0, 1, 0, 0, 0], classes: 2)
    let figures = try #require(evaluation.figures)
    let expected: [(QualityFigure, Double)] = [
      (.logLoss, 0.468025820), (.balancedAccuracy, 0.5), (.macroF1, 0.428571429), (.f1, 0),
      (.auc, 0.75), (.averagePrecision, 0.45),
    ]
    for (name, value) in expected {
      #expect(abs((figures[name] ?? .nan) - value) < 1e-6, "\(name)")
    }
  }

  /// With `scores` of four classes, of which one has no rows and one is never predicted:
  ///
  ///   z = [(next(g) % 9 - 4) / 2 for _ in range(4)]; z[1] -= 9; y = next(g) % 3
  @Test(arguments: [
    (5, 50, [4.920715531, 0.224089636, 0.147142857]),
    (6, 120, [4.442447247, 0.212121212, 0.152929633]),
  ])
  func figuresOfMoreClassesAreScikitLearns(seed: Int, rows: Int, expected: [Double]) throws {
    var stream = Stream(seed)
    var (logits, labels): ([Float], [Int32]) = ([], [])
    for _ in 0..<rows {
      var row = (0..<4).map { _ in Float(stream.next() % 9 - 4) / 2 }
      row[1] -= 9
      logits += row
      labels.append(Int32(stream.next() % 3))
    }
    let figures = try #require(evaluation(logits, labels, classes: 4).figures)
    for (name, value) in zip([QualityFigure.logLoss, .balancedAccuracy, .macroF1], expected) {
      #expect(abs((figures[name] ?? .nan) - value) < 1e-6, "\(name)")
    }
    for name in QualityFigure.allCases where name.isOfTwoClasses { #expect(figures[name] == nil) }
  }

  @Test func whatNeedsBothClassesIsMissingWithoutThem() throws {
    let alone = try #require(evaluation([1, -1, 2], [0, 0, 0], classes: 2).figures)
    #expect(alone[.auc] == nil && alone[.averagePrecision] == nil)
    #expect(alone[.balancedAccuracy] == 1.0 / 3)
    let second = try #require(evaluation([1, -1, 2], [1, 1, 1], classes: 2).figures)
    #expect(second[.auc] == nil && second[.averagePrecision] == 1)
    let none = try #require(evaluation([], [], classes: 2).figures)
    #expect(QualityFigure.allCases.allSatisfy { none[$0] == nil })
    // What has grown beyond all numbers ranks nothing.
    let broken = try #require(evaluation([.nan, 1], [0, 1], classes: 2).figures)
    #expect(broken[.auc] == nil)
  }

  /// Probabilities that are 1 to the last bit still cost what the logits say.
  @Test func logLossClipsNothing() throws {
    let figures = try #require(evaluation([40, -80], [0, 1], classes: 2).figures)
    #expect(abs((figures[.logLoss] ?? 0) - 60) < 1e-4)
  }

  /// sklearn.metrics.mean_absolute_error and root_mean_squared_error of pairs (next(g) % 100) / 10, and of
  /// exp(x / 4) of them, for which the order matters: the units are each row's own.
  @Test func errorsAreInTheTargetsOwnUnits() throws {
    var stream = Stream(7)
    var (answers, wanted): ([Float], [Float]) = ([], [])
    for _ in 0..<30 {
      answers.append(Float(stream.next() % 100) / 10)
      wanted.append(Float(stream.next() % 100) / 10)
    }
    let evaluator = Evaluator(
      shape: NetworkShape(inputs: 1, hidden: [], outputs: 1), loss: .squaredError)
    func evaluation(_ original: (@Sendable (Float) -> Double)?) -> Evaluation {
      evaluator.evaluate(
        Examples(inputs: answers, inputCount: 1, targets: .values(wanted)), parameters: [1, 0],
        settings: TrainingSettings(), wishes: EvaluationWishes(original: original, figures: true),
        checkStop: {})
    }
    let plain = evaluation(nil)
    #expect(abs((plain.meanAbsoluteError ?? 0) - 3.536666667) < 1e-6)
    #expect(abs((plain.figures?[.rmse] ?? 0) - 4.102235163) < 1e-6)
    #expect(abs((plain.r2 ?? 0) + 1.104684627) < 1e-6)
    let grown = evaluation { exp(Double($0) / 4) }
    #expect(abs((grown.meanAbsoluteError ?? 0) - 3.524390374) < 1e-6)
    #expect(abs((grown.figures?[.rmse] ?? 0) - 4.232358347) < 1e-6)
    #expect(grown.dataLoss == plain.dataLoss)
  }

  @Test func nothingIsComputedUnasked() {
    let shape = NetworkShape(inputs: 1, hidden: [], outputs: 1)
    let rows = Examples(inputs: [1, 2], inputCount: 1, targets: .classes([0, 1], count: 2))
    #expect(
      evaluate(
        examples: rows, shape: shape, parameters: [1, 0], loss: .logistic,
        settings: TrainingSettings()
      ).figures == nil)
  }

  // MARK: Thresholds and calibration

  /// precision_score, recall_score, f1_score and the count of `p >= threshold`, on two(1, 200, 2, 17).
  @Test func thresholdsAreScikitLearns() {
    let (logits, labels) = two(1, rows: 200, rare: 2, span: 17)
    let shape = NetworkShape(inputs: 1, hidden: [], outputs: 1)
    let ranked = Evaluator(shape: shape, loss: .logistic).rankedRows(
      Examples(inputs: logits, inputCount: 1, targets: .classes(labels, count: 2)),
      parameters: [1, 0], checkStop: {})
    #expect(ranked.labels == labels)
    let expected: [(Double, Int, Double?, Double, Double)] = [
      (0.1, 200, 0.175, 1, 0.29787234), (0.3, 146, 0.157534247, 0.657142857, 0.254143646),
      (0.5, 107, 0.158878505, 0.485714286, 0.23943662),
      (0.7, 59, 0.13559322, 0.228571429, 0.170212766), (0.9, 0, nil, 0, 0), (1, 0, nil, 0, 0),
    ]
    for (threshold, predicted, precision, recall, f1) in expected {
      let counts = ranked.counts(threshold: threshold)
      let scores = classScores(counts)[1]
      #expect(counts[0][1] + counts[1][1] == predicted)
      #expect((scores.precision == nil) == (precision == nil))
      #expect(abs((scores.precision ?? 0) - (precision ?? 0)) < 1e-6)
      #expect(abs((scores.recall ?? 0) - recall) < 1e-6 && abs((scores.f1 ?? 0) - f1) < 1e-6)
    }
    #expect(ranked.counts(threshold: 0).map { $0[1] }.reduce(0, +) == 200)
  }

  /// calibration_curve(y, p, n_bins=10, strategy="uniform") of k = next(g) % 41, p = k / 40,
  /// y = next(g) % 41 < k: many of these lie on the edges between bins.
  @Test func binsAreScikitLearns() {
    var stream = Stream(8)
    var calibration = Calibration()
    for _ in 0..<150 {
      let k = stream.next() % 41
      calibration.add(Double(k) / 40, isTrue: stream.next() % 41 < k)
    }
    let observed = [
      0.052631579, 0.153846154, 0.266666667, 0.294117647, 0.466666667, 0.476190476, 0.615384615,
      0.714285714, 0.777777778, 1,
    ]
    let predicted = [
      0.05, 0.163461538, 0.253333333, 0.35, 0.468333333, 0.572619048, 0.678846154, 0.760714286,
      0.869444444, 0.970833333,
    ]
    #expect(calibration.rows == 150)
    for (bin, (share, mean)) in zip(calibration.bins, zip(observed, predicted)) {
      #expect(abs(bin.observed - share) < 1e-6 && abs(bin.predicted - mean) < 1e-6)
      let spread = (share * (1 - share) / Double(bin.rows)).squareRoot()
      #expect(abs((bin.standardError ?? 0) - (share < 1 ? spread : 0)) < 1e-6)
    }
    #expect(calibration.bins[9].standardError == nil)
    let error = calibration.bins.reduce(0) {
      $0 + Double($1.rows) * abs($1.predicted - $1.observed)
    }
    #expect(abs(calibration.error - error / 150) < 1e-12)
  }
}
