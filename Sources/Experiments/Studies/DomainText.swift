// Axes as a user would type them.
import HyperparameterSearch
import Text

extension Axis {
  /// `1e-4..1:log`, `relu|tanh`.
  package var text: String { domain.text + (condition.map { ":if=\($0)" } ?? "") }
}

extension Domain {
  var text: String {
    func ends(_ low: Double, _ high: Double) -> String { "\(exactText(low))..\(exactText(high))" }
    func texts(_ values: [ParameterValue]) -> [String] { values.map(SearchAxis.text(of:)) }
    return switch self {
    case .uniform(let range): ends(range.lowerBound, range.upperBound)
    case .logUniform(let range): ends(range.lowerBound, range.upperBound) + ":log"
    case .steps(let low, let high, let step): ends(low, high) + ":step=\(exactText(step))"
    case .integers(let range): "\(range.lowerBound)..\(range.upperBound)"
    case .logIntegers(let range): "\(range.lowerBound)..\(range.upperBound):log"
    case .choices(let values): texts(values).joined(separator: "|")
    case .levels(let values): texts(values).joined(separator: ",")
    case .fixed(let value): SearchAxis.text(of: value)
    }
  }
}
