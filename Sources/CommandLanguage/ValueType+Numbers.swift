// Ready-made types of numbers.

extension ValueType where Value == Int {
  /// A whole number of the range: "a whole number from 1 to 64".
  package static func integer(_ range: ClosedRange<Int>, placeholder: String = "N") -> ValueType<
    Int
  > {
    let label = wholeNumberLabel(range)
    return ValueType<Int>(
      label: label, briefly: wholeNumberBriefly(range), placeholder: placeholder,
      parse: { (word) throws(Diagnostic) in try parseInteger(word, range, label: label) })
  }

  /// Any whole number of at least `low`.
  package static func integer(_ range: PartialRangeFrom<Int>, placeholder: String = "N")
    -> ValueType<Int>
  {
    integer(range.lowerBound...Int.max, placeholder: placeholder)
  }

  package static var integer: ValueType<Int> { integer(Int.min...Int.max) }
}

extension ValueType where Value == UInt64 {
  /// The seed of a random generator: a whole number of at least 0.
  package static var seed: ValueType<UInt64> {
    let label = "a whole number of at least 0"
    return ValueType<UInt64>(
      label: label, briefly: wholeNumberBriefly(0...Int.max), placeholder: "N",
      parse: { (word) throws(Diagnostic) in
        // Int covers only half of the range, and Double would round the digits.
        if let seed = UInt64(word.text) { return seed }
        do throws(Diagnostic) {
          return UInt64(try parseInteger(word, 0...Int.max, label: label))
        } catch {
          guard error.id == "number-too-large" else { throw error }
          throw Diagnostic(
            id: error.id, message: "\(shown(word.text)) is not \(label) and at most \(UInt64.max)",
            range: word.range)
        }
      })
  }
}

extension ValueType where Value == Double {
  package static func number(_ range: NumberRange = .any, placeholder: String = "X")
    -> ValueType<Double>
  {
    let label = "a number" + range.label
    return ValueType<Double>(
      label: label, briefly: "number" + range.briefly, placeholder: placeholder,
      parse: { (word) throws(Diagnostic) in
        let value = try NumberSyntax.number(word, suggestsZero: range.contains(0))
        try check(value, range, word, label: label)
        return value
      })
  }

  /// A share of a whole, such as `0.25` or `25%`.
  package static func fraction(_ range: NumberRange = .closed(0, 1), placeholder: String = "P")
    -> ValueType<Double>
  {
    let label = "a fraction" + range.label
    return ValueType<Double>(
      label: label, briefly: "fraction" + range.briefly, placeholder: placeholder,
      parse: { (word) throws(Diagnostic) in
        let value = try NumberSyntax.number(word, suggestsZero: range.contains(0))
        // Whoever writes `test=25` means percent.
        if value >= 2, !word.text.hasSuffix("%"), range.contains(value / 100) {
          throw outOfRange(word, label: label, suggestion: "`\(NumberSyntax.text(of: value))%`")
        }
        try check(value, range, word, label: label)
        return value
      })
  }
}

/// A whole number, or one of a few words: the batch is a number or `full`.
package enum IntegerOr<Other: Sendable>: Sendable {
  case integer(Int)
  case choice(Other)
}

extension IntegerOr: Equatable where Other: Equatable {}
extension IntegerOr: Hashable where Other: Hashable {}

extension ValueType {
  package static func integerOr<Other>(
    _ choices: [Choice<Other>], _ range: ClosedRange<Int> = Int.min...Int.max,
    placeholder: String = "N"
  ) -> ValueType<IntegerOr<Other>> where Value == IntegerOr<Other> {
    let names = choices.map { "`\($0.name)`" }
    let label = wholeNumberLabel(range) + " or " + joinedByOr(names)
    let set = ChoiceSet(choices)
    return ValueType<IntegerOr<Other>>(
      label: label,
      briefly: wholeNumberBriefly(range) + " or " + joinedByOr(choices.map(\.name)),
      placeholder: ([placeholder] + choices.map(\.name)).joined(separator: "|"),
      parse: { (word) throws(Diagnostic) in
        if let choice = set.find(word.text) { return .choice(choice.value) }
        if NumberSyntax.isNumber(word.text) || NumberSyntax.isNearlyNumber(word.text) {
          return .integer(try parseInteger(word, range, label: label))
        }
        throw .wrongType(word, expected: label, suggestion: set.suggestion(for: word.text))
      },
      candidates: { _ in set.candidates })
  }
}

private func wholeNumberLabel(_ range: ClosedRange<Int>) -> String {
  switch (range.lowerBound, range.upperBound) {
  case (Int.min, Int.max): "a whole number"
  case (let low, Int.max): "a whole number of at least \(low)"
  case (Int.min, let high): "a whole number of at most \(high)"
  case (let low, let high): "a whole number from \(low) to \(high)"
  }
}

private func wholeNumberBriefly(_ range: ClosedRange<Int>) -> String {
  switch (range.lowerBound, range.upperBound) {
  case (Int.min, Int.max): "whole number"
  case (let low, Int.max): "whole number ≥ \(low)"
  case (Int.min, let high): "whole number ≤ \(high)"
  case (let low, let high): "whole number from \(low) to \(high)"
  }
}

private func parseInteger(
  _ word: Word, _ range: ClosedRange<Int>, label: String
) throws(Diagnostic) -> Int {
  guard NumberSyntax.isNumber(word.text) else {
    // A near miss such as `1_000` has its own answer; a word of another kind is told what was
    // expected.
    do {
      _ = try NumberSyntax.integer(word)
    } catch {
      if error.suggestion != nil { throw error }
    }
    throw .wrongType(word, expected: label)
  }
  let value = try NumberSyntax.integer(word, suggestsZero: range.contains(0))
  guard range.contains(value) else { throw outOfRange(word, label: label) }
  return value
}

private func check(
  _ value: Double, _ range: NumberRange, _ word: Word, label: String
) throws(Diagnostic) {
  guard range.contains(value) else { throw outOfRange(word, label: label) }
}

private func outOfRange(_ word: Word, label: String, suggestion: String? = nil) -> Diagnostic {
  Diagnostic(
    id: "out-of-range", message: "\(shown(word.text)) is not \(label)", range: word.range,
    suggestion: suggestion)
}
