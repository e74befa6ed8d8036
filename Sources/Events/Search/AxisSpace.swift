// One axis of a search and what is tried for it, in the words in which a user would type it.

package struct AxisSpace: Sendable, Equatable {
  package enum Values: Sendable, Equatable {
    /// A range, or one value: `1e-4..1:log`.
    case range(String)
    /// Numbers in order.
    case levels([String])
    case choices([String])
  }

  package var name: String
  package var values: Values
  /// When it matters, if not always: `optimizer=momentum|nesterov`.
  package var condition: String?

  package init(name: String, values: Values, condition: String? = nil) {
    self.name = name
    self.values = values
    self.condition = condition
  }

  /// `lr=1e-4..1:log`
  package var text: String { "\(name)=\(space)" }

  /// What stands behind its name.
  package var space: String { values.text + (condition.map { ":if=\($0)" } ?? "") }
}

extension AxisSpace.Values {
  package var text: String {
    switch self {
    case .range(let text): text
    case .levels(let texts): texts.joined(separator: ",")
    case .choices(let texts): texts.joined(separator: "|")
    }
  }
}
