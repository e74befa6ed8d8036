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

  static let none = -1.0

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

/// What of an epoch a curve shows.
struct LossFigure: Sendable {
  let name: String
  let value: @Sendable (EpochReport) -> Double?

  static let training = LossFigure(name: "training") { $0.training.loss }
  static let validation = LossFigure(name: "validation") { $0.validation?.loss }
  static let test = LossFigure(name: "test") { $0.test?.loss }
  /// The data's part of the training loss, and that of each penalty where there is one.
  static let parts = [
    LossFigure(name: "data loss") { $0.training.dataLoss },
    LossFigure(name: "L1 penalty") { $0.training.l1Penalty > 0 ? $0.training.l1Penalty : nil },
    LossFigure(name: "L2 penalty") { $0.training.l2Penalty > 0 ? $0.training.l2Penalty : nil },
  ]
}

extension EpochHistory {
  /// Curves of these figures, in this order; none of a figure that no epoch has.
  func lossCurves(_ figures: [LossFigure]) -> [LossCurve] {
    guard let first else { return [] }
    let values = curves(figures.map { figure in { figure.value($0) ?? LossCurve.none } })
    return zip(figures, values).enumerated().compactMap { place, curve in
      let curve = LossCurve(
        name: curve.0.name, role: .series(place), firstEpoch: first.epoch, values: curve.1)
      return curve.isEmpty ? nil : curve
    }
  }
}
