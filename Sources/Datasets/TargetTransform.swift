// What a network learns of a number to be predicted: the number, or its logarithm.
import Numerics

package enum TargetTransform: String, Equatable, Sendable {
  case none
  /// The natural logarithm of positive numbers.
  case log

  /// Of what a name such as `log(price)` is the logarithm; nil of other names.
  static func logarithm(of name: String) -> String? {
    guard name.lowercased().hasPrefix("log("), name.hasSuffix(")"), name.utf8.count > 5 else {
      return nil
    }
    return String(name.dropFirst(4).dropLast())
  }

  /// What is learned of a number.
  package func learned(_ value: Double) -> Double {
    self == .log ? PortableMath.log(value) : value
  }

  /// The number of which this is learned.
  package func original(_ value: Double) -> Double {
    self == .log ? PortableMath.exp(value) : value
  }

  /// What is learned of a column, in words.
  package func name(of column: String) -> String {
    self == .log ? "log(\(column))" : column
  }
}
