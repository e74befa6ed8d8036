// The losses of the epochs as curves: gone through once, however many they are, and thinned to what a picture
// can show.
import Events
import Experiments
import NeuralNetwork

/// One loss over the epochs. Where an epoch has no figure of these rows, the curve has a gap.
struct LossCurve {
  /// "training", "test"
  let name: String
  let role: Role
  var letter = ""
  var isHollow = false
  /// Of the first value.
  let firstEpoch: Int
  /// Negative where there is none, as no loss is.
  let values: [Double]

  var isEmpty: Bool { values.allSatisfy { $0 < 0 } }
  var first: Double? { values.first { !($0 < 0) } }
  var last: Double? { values.last { !($0 < 0) } }

  /// Where it was lowest, if it has clearly risen since: by more than a twentieth.
  var lowest: (epoch: Int, loss: Double)? {
    var lowest: Int?
    for (place, value) in values.enumerated() where value >= 0 {
      if lowest.map({ value < values[$0] }) ?? true { lowest = place }
    }
    guard let last, let lowest, last > 1.05 * values[lowest] else { return nil }
    return (firstEpoch + lowest, values[lowest])
  }

  /// One series for each stretch of epochs without a gap.
  var series: [Series] {
    var parts: [Series] = []
    var start = 0
    while start < values.count {
      if values[start] < 0 {
        start += 1
        continue
      }
      let end = values[start...].firstIndex { $0 < 0 } ?? values.count
      let stretch = start == 0 && end == values.count ? values : Array(values[start..<end])
      parts.append(
        .curve(
          name, role, letter: letter, from: firstEpoch + start, stretch, isHollow: isHollow))
      start = end
    }
    return parts
  }
}

extension LossFigure {
  /// In the legend.
  var name: String {
    switch self {
    case .training: "training"
    case .test: "test"
    case .validation, .validationDataLoss: "validation"
    case .dataLoss: "data loss"
    case .l1Penalty: "L1 penalty"
    case .l2Penalty: "L2 penalty"
    }
  }
}

extension EpochHistory {
  /// Curves of these figures, in this order; none of a figure that no epoch has.
  func lossCurves(_ figures: [LossFigure]) -> [LossCurve] {
    guard let first else { return [] }
    return figures.enumerated().compactMap { place, figure in
      let found = LossCurve(
        name: figure.name, role: .series(place), firstEpoch: first.epoch, values: curve(figure))
      return found.isEmpty ? nil : found
    }
  }

  /// Those of the rows that were looked at.
  var rowLosses: [LossFigure] {
    [.training] + (hasTest ? [.test] : []) + (hasValidation ? [.validation] : [])
  }
}
