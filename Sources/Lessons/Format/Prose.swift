// Text of a lesson with marks in braces for what a run gives: `{test_accuracy}` is filled in, `{test_accuracy = 95.2%}`
// too and says what the lesson's own seed gives, `{claim: loss < loss@start}` says that something holds.
import CommandLanguage
import Presentation

package struct Prose: Sendable, Equatable {
  package enum Piece: Sendable, Equatable {
    case text(String)
    case fact(FactTerm)
    /// A number or word as the lesson's own seed gives it; its digits say how others are written.
    case result(FactTerm, written: Word)
    case claim(FactCondition, Word)
  }

  package var pieces: [Piece]
  /// Its lines as they stand in the file; ranges of marks point into it.
  package var source: LogicalLine

  package init(pieces: [Piece], source: LogicalLine) {
    (self.pieces, self.source) = (pieces, source)
  }

  /// As it reads before anything has run.
  package var asWritten: String {
    pieces.map { piece in
      switch piece {
      case .text(let text): text
      case .fact(let term): "{\(term.text)}"
      case .result(_, let written): written.text
      case .claim: ""
      }
    }.joined().tidied
  }

  /// With what a run has given; behind a claim stands what was seen.
  package func filled(_ reader: inout FactReader) -> String {
    var text = ""
    for piece in pieces {
      switch piece {
      case .text(let part): text += part
      case .fact(let term): text += reader.value(of: term).text(of: term.fact)
      case .result(let term, let written):
        text +=
          WrittenNumber(written.text)?.text(of: reader.value(of: term))
          ?? reader.value(of: term).text(of: term.fact)
      case .claim(let condition, _):
        let verdict = condition.verdict(&reader, asker: "expected was")
        let seen = verdict.seen.joined(separator: "; ")
        text += verdict.holds ? "(\(seen))" : "(not in your run: \(seen))"
      }
    }
    return text.tidied
  }

  package var terms: [FactTerm] {
    pieces.flatMap { piece -> [FactTerm] in
      switch piece {
      case .text: []
      case .fact(let term), .result(let term, _): [term]
      case .claim(let condition, _): condition.terms
      }
    }
  }
}

extension String {
  /// One blank where a mark or a line end has left several, none before a full stop.
  fileprivate var tidied: String {
    var text = ""
    for part in split(whereSeparator: { $0 == " " || $0 == "\n" }) {
      let joins = text.isEmpty || [".", ",", ";", ":"].contains(String(part))
      text += (joins ? "" : " ") + part
    }
    return text
  }
}

/// A number as an author wrote it, with its digits.
package struct WrittenNumber: Equatable, Sendable {
  package var value: Double
  private var decimals: Int
  private var isPercent: Bool
  private var exponent: Int?

  /// Nil where the text is no number.
  package init?(_ text: String) {
    let word = Word(text, range: SourceRange(at: 0))
    guard let value = try? NumberSyntax.number(word) else { return nil }
    self.value = value
    isPercent = text.hasSuffix("%")
    let parts = text.lowercased().filter { $0 != "%" }.split(separator: "e")
    let fraction = parts.first?.split(separator: ".", omittingEmptySubsequences: false)
    decimals = fraction.map { $0.count == 2 ? $0[1].count : 0 } ?? 0
    exponent = parts.count == 2 ? Int(parts[1]) : nil
  }

  /// Whether a value is this number at the precision it is written with.
  package func isSaid(by value: FactValue) -> Bool {
    guard case .number(let number) = value, number.isFinite else { return false }
    let places = decimals + (isPercent ? 2 : 0) - (exponent ?? 0)
    let half = 0.5 * (Double("1e\(-places)") ?? 0)
    return abs(number - self.value) <= half * (1 + 1e-9)
  }

  /// Another value with as many digits; nil where it is no number.
  func text(of value: FactValue) -> String? {
    guard case .number(let number) = value, number.isFinite else { return nil }
    if isPercent { return NumberText.fixed(number * 100, min(decimals, 15)) + "%" }
    if exponent != nil { return NumberText.significant(number, min(decimals, 15) + 1) }
    return NumberText.fixed(number, min(decimals, 15))
  }
}
