// One value of one hyperparameter, as a search tries it and as a user would type it.

/// A number, a whole number, or a word.
package enum ParameterValue: Equatable, Hashable, Sendable {
  case number(Double)
  case integer(Int)
  case choice(String)

  /// The value as a Double; nil for a word.
  package var asNumber: Double? {
    switch self {
    case .number(let value): value
    case .integer(let value): Double(value)
    case .choice: nil
    }
  }
}

extension ParameterValue: CustomStringConvertible {
  /// The shortest text that reads back as exactly this value: `0.03`, `1e-05`, `4`, `relu`.
  package var description: String {
    switch self {
    case .number(let value):
      let text = value.description
      return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    case .integer(let value): return value.description
    case .choice(let word): return word
    }
  }
}

/// A hyperparameter's name with the value it has in a trial.
package struct ParameterAssignment: Equatable, Hashable, Sendable {
  package var name: String
  package var value: ParameterValue

  package init(_ name: String, _ value: ParameterValue) {
    self.name = name
    self.value = value
  }
}
