// Figures of answers to rows that come one after another, where it is known what the answers should have been.

/// Gathers answers beside what was right.
package struct AnswerTally {
  private var rows = 0
  private var classes: ClassTally?
  /// Sums over the rows of numbers: of the errors' squares and sizes, and Welford's running mean of the targets with
  /// the squares of their distances from it (Technometrics 4, 1962).
  private var (squares, magnitudes, mean, spread) = (0.0, 0.0, 0.0, 0.0)

  /// - Parameter classes: how many there are; 0 for numbers.
  package init(classes: Int) {
    self.classes = classes > 0 ? ClassTally(classes: classes) : nil
  }

  /// - Parameters:
  ///   - taken: the class that the row is taken for.
  ///   - loss: of the row.
  ///   - second: the probability of the second class, where there are two.
  package mutating func add(label: Int32, taken: Int, loss: Double, second: Float) {
    rows += 1
    classes?.add(label: label, taken: taken, loss: loss, second: second)
  }

  /// Both in the target's own units.
  package mutating func add(prediction: Double, target: Double) {
    rows += 1
    let error = prediction - target
    squares += error * error
    magnitudes += error.magnitude
    let distance = target - mean
    mean += distance / Double(rows)
    spread += distance * (target - mean)
  }

  /// Nil without rows. The data loss of numbers is the mean squared error, in the target's own units.
  package var evaluation: Evaluation? {
    guard rows > 0 else { return nil }
    guard let classes else { return numbers }
    let figures = classes.figures(rows: rows)
    return Evaluation(
      rows: rows, dataLoss: figures[.logLoss] ?? 0, l1Penalty: 0, l2Penalty: 0,
      correct: classes.correct, r2: nil, figures: figures)
  }

  private var numbers: Evaluation {
    var figures = QualityFigures()
    figures[.rmse] = (squares / Double(rows)).squareRoot()
    return Evaluation(
      rows: rows, dataLoss: squares / Double(rows), l1Penalty: 0, l2Penalty: 0, correct: nil,
      r2: spread > 0 ? 1 - squares / spread : nil, meanAbsoluteError: magnitudes / Double(rows),
      figures: figures)
  }
}
