// Figures beside loss and accuracy, each as scikit-learn defines it: what they are called, and how they come of
// counts and probabilities.

/// A figure that is computed where it is asked for. The raw value is its name, and scikit-learn's where that
/// has one.
package enum QualityFigure: String, CaseIterable, Sendable {
  /// The mean of -ln(probability of the row's own class), every row counting alike. Nothing is clipped: it is
  /// computed from the outputs before they are squashed.
  case logLoss = "log_loss"
  /// The mean of the recalls of the classes that have rows.
  case balancedAccuracy = "balanced_accuracy"
  /// The mean F1 of the classes that occur or are predicted; an F1 without a number counts 0.
  case macroF1 = "macro_f1"
  /// The second class's, of two.
  case f1
  /// How often a row of the second class gets a higher probability of it than a row of the first, equal ones
  /// counting half: the area under the ROC curve.
  case auc
  /// Σ (R - R before)·P over the thresholds from the highest down, P and R being precision and recall there.
  case averagePrecision = "average_precision"
  /// √ of the mean of (prediction - target)², in the target's own units.
  case rmse

  /// In the field's words.
  package var title: String {
    switch self {
    case .logLoss: "log loss"
    case .balancedAccuracy: "balanced accuracy"
    case .macroF1: "macro F1"
    case .f1: "F1"
    case .auc: "AUC"
    case .averagePrecision: "average precision"
    case .rmse: "RMSE"
    }
  }

  /// Whether it lies between 0 and 1.
  package var isShare: Bool { self != .logLoss && self != .rmse }

  /// Whether it is of exactly two classes.
  package var isOfTwoClasses: Bool { self == .f1 || self == .auc || self == .averagePrecision }
}

/// QualityFigures by name. Those that do not apply, or have no number, are not there.
package struct QualityFigures: Equatable, Sendable {
  private var values: [Double?]

  package init() { values = [Double?](repeating: nil, count: QualityFigure.allCases.count) }

  package subscript(figure: QualityFigure) -> Double? {
    get { QualityFigure.allCases.firstIndex(of: figure).flatMap { values[$0] } }
    set {
      guard let place = QualityFigure.allCases.firstIndex(of: figure) else { return }
      values[place] = newValue
    }
  }
}

/// Of each row its class's number, and the probability that it was given of being of the second: for figures
/// of two classes, and for what another threshold would give.
package struct RankedRows: Equatable, Sendable {
  package private(set) var probabilities: [Float] = []
  package private(set) var labels: [Int32] = []

  package init() {}

  package init(probabilities: [Float], labels: [Int32]) {
    self.probabilities = probabilities
    self.labels = labels
  }

  package mutating func add(_ probability: Float, label: Int32) {
    probabilities.append(probability)
    labels.append(label)
  }

  /// Rows of the second class.
  private var positives: Int { labels.count { $0 == 1 } }

  /// How many rows of each class have the same probability, the highest first; nil where one is no number.
  private var groups: [(positives: Int, negatives: Int)]? {
    guard probabilities.allSatisfy({ !$0.isNaN }) else { return nil }
    var groups: [(positives: Int, negatives: Int)] = []
    var last: Float?
    for row in probabilities.indices.sorted(by: { probabilities[$0] > probabilities[$1] }) {
      if probabilities[row] != last { groups.append((0, 0)) }
      last = probabilities[row]
      if labels[row] == 1 {
        groups[groups.count - 1].positives += 1
      } else {
        groups[groups.count - 1].negatives += 1
      }
    }
    return groups
  }

  /// The area under the ROC curve and the average precision; nil where a class that they need has no rows.
  package var areas: (auc: Double?, averagePrecision: Double?) {
    guard let groups else { return (nil, nil) }
    let all = positives
    let others = labels.count - all
    // Pairs that are in order count twice, ties once: whole numbers, so that no order of summing shows.
    var ordered = 0
    var (found, wrong) = (0, 0)
    var precision = 0.0
    for group in groups {
      ordered += group.positives * (2 * (others - wrong - group.negatives) + group.negatives)
      found += group.positives
      wrong += group.negatives
      if group.positives > 0 {
        precision += Double(group.positives) * (Double(found) / Double(found + wrong))
      }
    }
    return (
      all > 0 && others > 0 ? Double(ordered) / (2 * Double(all) * Double(others)) : nil,
      all > 0 ? precision / Double(all) : nil
    )
  }

  /// [actual][predicted] where a row is taken for the second class from a probability on.
  package func counts(threshold: Double) -> [[Int]] {
    var counts = [[0, 0], [0, 0]]
    for (probability, label) in zip(probabilities, labels) {
      counts[Int(label)][Double(probability) >= threshold ? 1 : 0] += 1
    }
    return counts
  }
}

/// What figures of classes are computed from, gathered block after block.
struct ClassTally {
  private var counts: [[Int]]
  private var logLoss = 0.0
  private var ranked = RankedRows()

  init(classes: Int) {
    counts = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
  }

  /// - Parameter labels: of the block's rows. The block's logits are probabilities then.
  mutating func add(_ block: BlockEvaluation, _ labels: UnsafePointer<Int32>) {
    let taken = (0..<block.rows.count).map(block.predictedClass)
    if counts.count == 2 { block.squash() }
    for row in 0..<block.rows.count {
      add(
        label: labels[row], taken: taken[row], loss: block.losses[row],
        second: counts.count == 2 ? block.probability(row: row, of: 1) : 0)
    }
  }

  /// - Parameter second: the probability of the second class, which counts where there are two.
  mutating func add(label: Int32, taken: Int, loss: Double, second: Float) {
    counts[Int(label)][taken] += 1
    logLoss += loss
    if counts.count == 2 { ranked.add(second, label: label) }
  }

  /// Rows taken for their own class.
  var correct: Int { counts.indices.reduce(0) { $0 + counts[$1][$1] } }

  func figures(rows: Int) -> QualityFigures {
    var figures = QualityFigures()
    guard rows > 0 else { return figures }
    let scores = classScores(counts)
    let recalls = scores.compactMap(\.recall)
    figures[.logLoss] = logLoss / Double(rows)
    figures[.balancedAccuracy] = recalls.reduce(0, +) / Double(recalls.count)
    figures[.macroF1] = ClassScores.macroAverage(scores)?.f1
    guard counts.count == 2 else { return figures }
    figures[.f1] = scores[1].f1
    (figures[.auc], figures[.averagePrecision]) = ranked.areas
    return figures
  }
}
