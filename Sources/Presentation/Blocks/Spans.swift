// Running text: pieces that each know what they are, so that layouts can set commands apart, keep what
// must not be broken on one line, and find the exact value behind every number printed.
import CommandLanguage
import Events
import Text

package struct Span: Codable, Equatable, Sendable {
  package enum Role: String, Codable, Sendable {
    case plain
    /// Something to type. Its layouts put the backquotes or the box around it.
    case command
    /// From a file or from the user, whatever it is made of.
    case name
  }

  package struct NamedNumber: Codable, Equatable, Sendable {
    package var name: String
    package var value: Number
  }

  /// As it is, nothing escaped.
  package var text: String
  package var role: Role
  /// The number that the text is the print of.
  package var number: NamedNumber?
  /// Whether it stays on one line.
  package var isUnbreakable: Bool

  package init(
    _ text: String, _ role: Role = .plain, number: NamedNumber? = nil, isUnbreakable: Bool = false
  ) {
    (self.text, self.role, self.number, self.isUnbreakable) = (text, role, number, isUnbreakable)
  }
}

/// Written as an interpolated string: what stands between backquotes becomes a command, `\(name:)` is
/// text from outside, `\(value, "loss")` a number with its name.
package struct Spans: Equatable, Sendable, ExpressibleByStringInterpolation {
  package var spans: [Span]

  package init(spans: [Span]) { self.spans = spans }
  package init(_ text: String) { spans = Self.marked([Span(text)]) }
  package init(stringLiteral value: String) { self.init(value) }
  package init(stringInterpolation: StringInterpolation) {
    spans = Self.marked(stringInterpolation.spans)
  }
  /// Text from outside, all of it.
  package init(name: String) { spans = [Span(name, .name)] }

  package var isEmpty: Bool { spans.allSatisfy(\.text.isEmpty) }

  package static func + (left: Spans, right: Spans) -> Spans {
    Spans(spans: left.spans + right.spans)
  }
  package static func += (left: inout Spans, right: Spans) { left.spans += right.spans }

  package struct StringInterpolation: StringInterpolationProtocol {
    var spans: [Span] = []
    package init(literalCapacity: Int, interpolationCount: Int) {
      spans.reserveCapacity(2 * interpolationCount + 1)
    }
    package mutating func appendLiteral(_ literal: String) { spans.append(Span(literal)) }
    /// Words of our own.
    package mutating func appendInterpolation(_ text: String) { spans.append(Span(text)) }
    package mutating func appendInterpolation(_ count: Int) { spans.append(Span(String(count))) }
    package mutating func appendInterpolation(name: String) { spans.append(Span(name, .name)) }
    package mutating func appendInterpolation(command: String) {
      spans.append(Span(command, .command))
    }
    package mutating func appendInterpolation(_ inner: Spans) { spans += inner.spans }
    package mutating func appendInterpolation(_ statement: Statement) {
      spans += Spans(statement).spans
    }
    package mutating func appendInterpolation(
      _ value: Double, _ name: String, _ style: NumberStyle = .significant(4)
    ) {
      spans.append(Span(number: value, name, style))
    }
  }
}

extension Spans {
  /// What stands between two backquotes as commands, whatever pieces it is made of; a backquote without
  /// another stays as it is.
  private static func marked(_ pieces: [Span]) -> [Span] {
    func isText(_ span: Span) -> Bool { span.role == .plain && span.number == nil }
    let quote = Character("`")
    var left = pieces.reduce(0) { $0 + (isText($1) ? $1.text.count { $0 == quote } : 0) }
    var result: [Span] = []
    var isCommand = false
    for piece in pieces {
      guard isText(piece) else {
        var span = piece
        if isCommand { span.role = .command }
        result.append(span)
        continue
      }
      let parts = piece.text.split(separator: quote, omittingEmptySubsequences: false)
      for (place, part) in parts.enumerated() {
        var text = String(part)
        if place > 0 {
          if left > 1 || isCommand { isCommand.toggle() } else { text = "`" + text }
          left -= 1
        }
        // An empty piece is left out unless it divides two commands or is all of one.
        let wasCommand = result.last?.role == .command
        let counts = isCommand ? place < parts.count - 1 && !wasCommand : wasCommand
        guard !text.isEmpty || counts else { continue }
        result.append(
          Span(text, isCommand ? .command : .plain, isUnbreakable: piece.isUnbreakable))
      }
    }
    if let last = result.last, last.text.isEmpty, last.role == .plain { result.removeLast() }
    return result
  }
}

extension Spans: Codable {
  package init(from decoder: any Decoder) throws { spans = try [Span](from: decoder) }
  package func encode(to encoder: any Encoder) throws { try spans.encode(to: encoder) }
}

extension [Spans] {
  package func joined(separator: String) -> Spans {
    var result = Spans(spans: [])
    for (place, item) in enumerated() {
      if place > 0 { result.spans.append(Span(separator)) }
      result += item
    }
    return result
  }
}

extension Spans {
  /// As plain text: commands in backquotes, control characters written out.
  package var text: String {
    var result = ""
    var isCommand = false
    for span in spans {
      if (span.role == .command) != isCommand {
        result += "`"
        isCommand.toggle()
      }
      result += escapedForDisplay(span.text)
    }
    return isCommand ? result + "`" : result
  }
}

extension Span {
  /// A number with the name that its exact value has.
  package init(number value: Double, _ name: String, _ style: NumberStyle) {
    self.init(
      NumberText.text(value, style), number: NamedNumber(name: name, value: Number(value)))
  }
}
