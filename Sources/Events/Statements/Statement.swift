// A sentence and the numbers in it. Explanations are made of statements, so that whoever receives
// one can recompute every number printed; the text appears only when the presenter fills it in.

/// Written as an interpolated string in which each number carries its name:
/// `"L2 added \(0.0012, "l2_penalty") to the loss"`.
package struct Statement: Sendable, Equatable, ExpressibleByStringInterpolation {
  package enum Format: Sendable, Equatable {
    /// Four significant digits; the usual form.
    case plain
    /// The same with a sign always shown.
    case signed
    /// A share of one, as a percentage.
    case percent
    /// As many digits as the value needs to be read back exactly: settings.
    case exact
    case integer
    /// Two significant digits, where a line has to be short; the second with a sign always shown.
    case short, shortSigned
  }

  package enum Part: Sendable, Equatable {
    case text(String)
    case number(Double, name: String, Format)
  }

  package var parts: [Part]

  package init(parts: [Part]) { self.parts = parts }
  package init(stringLiteral value: String) { parts = value.isEmpty ? [] : [.text(value)] }
  package init(stringInterpolation: StringInterpolation) { parts = stringInterpolation.parts }

  /// The named numbers in the order in which they are printed.
  package var values: [(name: String, value: Double)] {
    parts.compactMap {
      if case .number(let value, let name, _) = $0 { (name, value) } else { nil }
    }
  }

  package struct StringInterpolation: StringInterpolationProtocol {
    var parts: [Part] = []
    package init(literalCapacity: Int, interpolationCount: Int) {
      parts.reserveCapacity(2 * interpolationCount + 1)
    }
    package mutating func appendLiteral(_ literal: String) {
      if !literal.isEmpty { parts.append(.text(literal)) }
    }
    /// A name or another piece of text that is not a number.
    package mutating func appendInterpolation(_ text: String) { parts.append(.text(text)) }
    package mutating func appendInterpolation(_ statement: Statement) {
      parts.append(contentsOf: statement.parts)
    }
    package mutating func appendInterpolation(
      _ value: Double, _ name: String, _ format: Format = .plain
    ) {
      parts.append(.number(value, name: name, format))
    }
    package mutating func appendInterpolation(
      _ value: Float, _ name: String, _ format: Format = .plain
    ) {
      parts.append(.number(Double(value), name: name, format))
    }
    package mutating func appendInterpolation(_ value: Int, _ name: String) {
      parts.append(.number(Double(value), name: name, .integer))
    }
  }
}

extension Statement {
  /// With a capital letter at the beginning of a sentence.
  package var capitalized: Statement {
    guard case .text(let text)? = parts.first, let first = text.first else { return self }
    var copy = self
    copy.parts[0] = .text(first.uppercased() + text.dropFirst())
    return copy
  }
}
