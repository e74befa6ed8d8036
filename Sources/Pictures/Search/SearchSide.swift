// An axis of a search as a side of a picture: numbers on the scale on which the search draws them, and names or a
// few listed numbers as places of their own, one beside the other, which is how the search sees them.
import Events
import Experiments
import HyperparameterSearch
import Numerics

struct SearchSide {
  let axis: Axis
  /// The texts of values that are places; empty where there are numbers.
  let names: [String]
  private let isLog: Bool
  private let isWhole: Bool
  private let low: Double
  private let high: Double

  /// The labels of longer lists of numbers would not have room.
  private static let mostPlaces = 6

  init(_ axis: Axis) {
    self.axis = axis
    switch axis.domain {
    case .choices(let values): names = values.map(SearchAxis.text(of:))
    case .levels(let values) where values.count <= Self.mostPlaces:
      names = values.map(SearchAxis.text(of:))
    default: names = []
    }
    isWhole = if case .integers = axis.domain { true } else { false }
    let ends = [0, 1].compactMap { axis.domain.value(at: $0).asNumber }
    low = ends.first ?? 0
    high = ends.last ?? 1
    switch axis.domain {
    case .logUniform, .logIntegers: isLog = true
    case .levels: isLog = low > 0 && high > 4 * low
    default: isLog = false
    }
  }

  var name: String { axis.name }
  var hasNames: Bool { !names.isEmpty }

  /// Of a value; nil for a word where numbers are.
  func place(of value: ParameterValue) -> Double? {
    guard hasNames else { return value.asNumber }
    return names.firstIndex(of: SearchAxis.text(of: value)).map(Double.init)
  }

  func place(in trial: Trial) -> Double? { trial.param(name).flatMap(place(of:)) }

  /// At a share of the axis, from 0 to 1, and beyond; not beyond the edges of the outermost places.
  func place(at share: Double) -> Double {
    guard !hasNames else { return min(1, max(0, share)) * Double(names.count) - 0.5 }
    guard isLog else { return low + (high - low) * share }
    return PortableMath.exp(
      PortableMath.log(low) + (PortableMath.log(high) - PortableMath.log(low)) * share)
  }

  /// - Parameter room: the shares of the axis that stay free below and above.
  func panelAxis(room: (low: Double, high: Double) = (0, 0)) -> PanelAxis {
    guard !hasNames else { return PanelAxis(name, categories: names) }
    return PanelAxis(
      name, isLog ? .log : isWhole ? .whole : .linear, low: place(at: -room.low),
      high: place(at: 1 + room.high))
  }

  /// The value that is drawn at a share of the axis, or the nearest to it.
  private func value(at share: Double) -> ParameterValue {
    let number = place(at: share)
    switch axis.domain {
    case .uniform, .logUniform: return .number(min(high, max(low, number)))
    case .integers, .logIntegers: return .integer(Int(min(high, max(low, number)).rounded()))
    case .levels(let values):
      func distance(_ value: ParameterValue) -> Double { abs((value.asNumber ?? low) - number) }
      return values.min { distance($0) < distance($1) } ?? .number(number)
    case .steps, .choices, .fixed: return axis.domain.value(at: share)
    }
  }

  /// Values to draw a curve over: all of few, else evenly many.
  func values(most: Int) -> [ParameterValue] {
    if let count = axis.domain.valueCount, count <= most {
      return axis.domain.gridValues(count: count)
    }
    let values = (0..<most).map { value(at: Double($0) / Double(most - 1)) }
    return values.reduce(into: []) { if $0.last != $1 { $0.append($1) } }
  }

  /// The values in the middles of so many cells from end to end; of names one cell each.
  func cells(_ count: Int) -> [ParameterValue] {
    guard !hasNames else { return axis.domain.gridValues(count: names.count) }
    return (0..<count).map { value(at: (Double($0) + 0.5) / Double(count)) }
  }
}
