// The columns of a table of epochs. What a window has no room for is left out: first the parts of the
// loss, then the score on training rows; `eval` has them all.
import LearningSession
import NeuralNetwork

struct EpochTable {
  private enum Column: CaseIterable {
    case epoch, loss, data, l1, l2, validation, training, test

    var isPartOfLoss: Bool { self == .data || self == .l1 || self == .l2 }
  }

  private let columns: [Column]
  private let isShort: Bool
  private let score: String
  /// What there is no room for.
  let leftOut: [String]

  init(isRegression: Bool, hasValidation: Bool, hasTest: Bool, width: Int) {
    let all = Column.allCases.filter { column in
      switch column {
      case .validation: hasValidation
      case .test: hasTest
      default: true
      }
    }
    let whole = all.filter { !$0.isPartOfLoss }
    let fewest = whole.filter { $0 != .training }
    let choices = [(all, false), (all, true), (whole, false), (whole, true)]
    let chosen = choices.first { columns, isShort in
      columns.reduce(0) { $0 + Self.width($1, isShort: isShort) } <= width
    }
    (columns, isShort) = chosen ?? (fewest, true)
    let score = isRegression ? "R²" : "accuracy"
    self.score = score
    let shown = columns
    leftOut = all.filter { !shown.contains($0) }.map { column in
      switch column {
      case .data: "data loss"
      case .l1: "L1 penalty"
      case .l2: "L2 penalty"
      case .training: "train \(score)"
      default: ""
      }
    }
  }

  init(_ report: EpochReport, width: Int) {
    self.init(
      isRegression: report.training.accuracy == nil, hasValidation: report.validation != nil,
      hasTest: report.test != nil, width: width)
  }

  /// With the blanks before it. A score takes up to nine characters, as R² -123.4567 does, and a loss
  /// eight.
  private static func width(_ column: Column, isShort: Bool) -> Int {
    switch column {
    case .epoch: 7
    case .loss, .data: isShort ? 9 : 10
    case .l1, .l2: 9
    case .validation: 13
    case .training: isShort ? 12 : 17
    case .test: isShort ? 11 : 15
    }
  }

  /// - Parameter isPenalized: whether the loss is a sum, of which rounding may show in the last digit.
  func head(isPenalized: Bool) -> String {
    let hasParts = columns.contains(.data)
    let title = isShort && score == "accuracy" ? "acc." : score
    return line { column in
      switch column {
      case .epoch: "epoch"
      case .loss: !hasParts ? "loss" : isPenalized ? "loss ≈" : "loss ="
      case .data: "data +"
      case .l1: "L1 +"
      case .l2: "L2"
      case .validation: "valid. loss"
      case .training: "train \(title)"
      case .test: "test \(title)"
      }
    }
  }

  func row(_ report: EpochReport) -> String {
    let training = report.training
    return line { column in
      switch column {
      case .epoch: String(report.epoch)
      case .loss: NumberText.loss(training.loss)
      case .data: NumberText.loss(training.dataLoss)
      case .l1: NumberText.loss(training.l1Penalty)
      case .l2: NumberText.loss(training.l2Penalty)
      case .validation: report.validation.map { NumberText.loss($0.dataLoss) } ?? "-"
      case .training: Self.score(training)
      case .test: report.test.map(Self.score) ?? "-"
      }
    }
  }

  private func line(_ cell: (Column) -> String) -> String {
    columns.map { column in
      TextLayout.cell(cell(column), width: Self.width(column, isShort: isShort))
    }.joined()
  }

  static func score(_ evaluation: Evaluation) -> String {
    evaluation.accuracy.map(NumberText.percent) ?? evaluation.r2.map(NumberText.r2) ?? "-"
  }
}
