// A picture as a value: curves over epochs or trials, with the scale they are drawn on. Text and vector
// pictures are made from the same numbers.
import Numerics

package struct Figure: Codable, Equatable, Sendable {
  package struct Curve: Codable, Equatable, Sendable {
    /// Its mark where there is no color.
    package var letter: String
    package var name: String
    /// From the first place on; what is not finite is not drawn.
    package var values: [Number]
  }

  /// Drawn where no curve is: the lowest and the highest value at each place.
  package struct Band: Codable, Equatable, Sendable {
    package var letter: String
    package var low: [Number]
    package var high: [Number]
  }

  /// What is shown: "validation loss".
  package var title: String
  /// What is counted from left to right: "epoch".
  package var unit: String
  package var first: Int
  package var curves: [Curve]
  package var bands: [Band]
  /// Lines of text it takes.
  package var height: Int

  package var lastIndex: Int { (curves.map(\.values.count).max() ?? 0) - 1 }

  /// Nil where a table says it all: after one epoch, or of one value.
  package var scale: Scale? {
    let finite =
      (curves.flatMap(\.values) + bands.flatMap { $0.low + $0.high }).map(\.value)
      .filter(\.isFinite)
    guard let low = finite.min(), let highest = finite.max(), lastIndex > 1, low < highest else {
      return nil
    }
    // A loss that runs away would press all others into one line.
    let cap = 10 * (curves.compactMap(\.values.first?.value).max() ?? highest)
    let high = cap > low ? min(highest, cap) : highest
    return Scale(values: finite, low: low, high: high, isCut: highest > high)
  }

  /// "validation loss over epochs, log scale"
  package func caption(_ scale: Scale) -> String {
    let kind = scale.isLog ? "log scale" : "linear scale"
    let above = scale.isCut ? ", cut off at \(NumberText.significant(scale.high, 3))" : ""
    let zero = scale.hidesZero ? "; 0 is at the bottom" : ""
    return "\(title) over \(unit)s, \(kind)\(above)\(zero)"
  }

  /// Where between the lowest and the highest value another one lies.
  package struct Scale: Equatable, Sendable {
    package let isLog: Bool
    /// Whether there are zeros, which no log scale can place.
    package let hidesZero: Bool
    package let high: Double
    /// Whether there are values above it.
    package let isCut: Bool
    private let bottom: Double
    private let top: Double

    init(values: [Double], low: Double, high: Double, isCut: Bool) {
      let positive = values.filter { $0 > 0 }.min() ?? high
      isLog = positive > 0 && high > 4 * positive
      hidesZero = isLog && low <= 0
      self.high = high
      self.isCut = isCut
      bottom = isLog ? PortableMath.log(positive) : low
      top = isLog ? PortableMath.log(high) : high
    }

    package func share(of value: Double) -> Double {
      guard isLog else { return (value - bottom) / (top - bottom) }
      return value > 0 ? (PortableMath.log(value) - bottom) / (top - bottom) : 0
    }

    package func value(at share: Double) -> Double {
      let place = bottom + share * (top - bottom)
      return isLog ? PortableMath.exp(place) : place
    }
  }
}
