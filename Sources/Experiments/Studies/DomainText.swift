// Axes as a user would type them.
import Events
import HyperparameterSearch
import Text

extension AxisSpace {
  package init(_ axis: Axis) {
    self.init(
      name: axis.name, values: axis.domain.written, condition: axis.condition?.description)
  }
}

extension Axis {
  /// `1e-4..1:log`, `relu|tanh`.
  package var text: String { AxisSpace(self).space }
}

extension Domain {
  var text: String { written.text }

  fileprivate var written: AxisSpace.Values {
    func ends(_ low: Double, _ high: Double) -> String { "\(exactText(low))..\(exactText(high))" }
    func texts(_ values: [ParameterValue]) -> [String] { values.map(SearchAxis.text(of:)) }
    return switch self {
    case .uniform(let range): .range(ends(range.lowerBound, range.upperBound))
    case .logUniform(let range): .range(ends(range.lowerBound, range.upperBound) + ":log")
    case .steps(let low, let high, let step): .range(ends(low, high) + ":step=\(exactText(step))")
    case .integers(let range): .range("\(range.lowerBound)..\(range.upperBound)")
    case .logIntegers(let range): .range("\(range.lowerBound)..\(range.upperBound):log")
    case .choices(let values): .choices(texts(values))
    case .levels(let values): .levels(texts(values))
    case .fixed(let value): .range(SearchAxis.text(of: value))
    }
  }
}
