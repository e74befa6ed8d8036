// What settings accept, as types of the command language.
import CommandLanguage
import Datasets
import NeuralNetwork

extension ValueType where Value == Double {
  static var positive: ValueType { .number(.above(0)) }
  static var nonNegative: ValueType { .number(.atLeast(0)) }
}

extension ValueType where Value == Double? {
  /// A number above 0, or a word that stands for nil.
  static func positive(or name: String, _ summary: String) -> ValueType {
    number(.above(0), or: name, summary)
  }

  /// A number within bounds, or a word that stands for nil.
  static func number(
    _ range: NumberRange, or name: String, _ summary: String
  ) -> ValueType {
    let number = ValueType<Double>.number(range)
    return ValueType(
      label: "\(number.label), or `\(name)`", briefly: "\(number.briefly) or \(name)",
      placeholder: "X|\(name)",
      parse: { (word) throws(Diagnostic) in
        word.lowercased == name ? nil : try number.parse(word)
      },
      candidates: { _ in [Candidate(name, summary)] })
  }
}

extension ValueType where Value == Int? {
  /// A number of epochs, or `off`, which is 0.
  static var patience: ValueType {
    ValueType<IntegerOr<Int?>>.integerOr(
      [Choice("off", Int?.none, "training ends after its epochs")], 0...TrainingLimits.mostEpochs
    ).map { (value, _) throws(Diagnostic) in
      if case .integer(let epochs) = value, epochs > 0 { epochs } else { nil }
    }
  }
}

extension ValueType {
  /// A closed set by its raw values, each with a line on what it is.
  package static func closedSet(
    _ type: Value.Type, _ summary: (Value) -> String
  ) -> ValueType where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
    .choice(Value.allCases.map { Choice($0.rawValue, $0, summary($0)) })
  }
}

extension ValueType where Value == BatchSize {
  static var batchSize: ValueType {
    ValueType<IntegerOr<BatchSize>>.integerOr(
      [Choice("full", BatchSize.full, "all training rows in one step")], 1...100_000_000
    ).map { (size, _) throws(Diagnostic) in
      switch size {
      case .integer(let rows): .rows(rows)
      case .choice(let full): full
      }
    }
  }
}

extension ValueType where Value == Int? {
  static var threads: ValueType {
    ValueType<IntegerOr<Int?>>.integerOr(
      [Choice("auto", nil, "as many as the machine has, or --threads allows")], 1...1024
    ).map { (count, _) throws(Diagnostic) in
      switch count {
      case .integer(let threads): threads
      case .choice(let auto): auto
      }
    }
  }
}

extension ValueType where Value == Int {
  /// Bytes, in megabytes or gigabytes: `256MB`.
  static var megabytes: ValueType {
    ValueType(
      label: "an amount of memory from 16MB to 1000GB", placeholder: "256MB",
      parse: { (word) throws(Diagnostic) in
        for (unit, size) in [("mb", 1_000_000), ("gb", 1_000_000_000)]
        where word.lowercased.hasSuffix(unit) {
          guard let count = Int(word.lowercased.dropLast(2)), (1...1_000_000).contains(count),
            (16_000_000...1_000_000_000_000).contains(count * size)
          else { break }
          return count * size
        }
        throw Diagnostic(
          id: "bad-value",
          message: "\(shown(word.text)) is no amount of memory from 16MB to 1000GB",
          range: word.range, suggestion: "a number with its unit, such as `512MB` or `2GB`")
      },
      candidates: { _ in
        [Candidate("128MB", "a small machine"), Candidate("2GB", "large networks, long undo")]
      })
  }
}
