// Weights of classes as they are typed and shown, and whether they go with the data.
import CommandLanguage
import Datasets
import NeuralNetwork
import Text

extension ClassWeighting {
  /// As it can be typed: `none`, `balanced`, `cat=2,"wild dog"=0.5`.
  package var text: String {
    switch self {
    case .none: "none"
    case .balanced: "balanced"
    case .named(let named):
      named.map { "\(Word.source(of: $0.name))=\(exactText($0.weight))" }.joined(separator: ",")
    }
  }
}

extension ValueType where Value == ClassWeighting {
  static var classWeighting: ValueType {
    ValueType(
      label: "none, balanced, or weights above 0 as CLASS=W,CLASS=W",
      briefly: "none, balanced or CLASS=W,…", placeholder: "none|balanced|CLASS=W,…",
      parse: { (word) throws(Diagnostic) in
        switch word.lowercased {
        case "none": return .none
        case "balanced": return .balanced
        default: return .named(try ClassWeightPair.pairs(in: word).map(\.named))
        }
      },
      candidates: { context in
        [
          Candidate("none", "every row counts alike"),
          Candidate("balanced", "every class counts alike, however many rows it has"),
        ] + context.names("class-weight")
      })
  }
}

/// One CLASS=W, with the places of both.
private struct ClassWeightPair {
  let name: Word
  let weight: Double

  var named: ClassWeighting.Named { .init(name: name.text, weight: weight) }

  /// Names in quotes where these have not been taken off with those of the whole word. Commas and `=` may be in
  /// a name: a pair ends where a number does.
  /// Errors: `wrong-type`, `out-of-range`, `repeated-class`.
  static func pairs(in word: Word) throws(Diagnostic) -> [ClassWeightPair] {
    var pairs: [ClassWeightPair] = []
    var names: Set<String> = []
    var begin = 0
    let bytes = Array(word.text.utf8)
    while begin <= bytes.count {
      var end = begin
      var pair: ClassWeightPair?
      while pair == nil {
        let last = end
        end = Self.end(of: bytes, from: last, isQuoting: !word.isQuoted)
        pair = try self.pair(in: word, bytes, begin..<end, equalsFrom: last)
        guard pair == nil else { break }
        guard end < bytes.count else {
          throw .wrongType(
            Word(text(bytes, begin..<end), range: word.range(of: begin..<end)),
            expected: "none, balanced, or a class and its weight such as CLASS=2")
        }
        end += 1
      }
      if let pair {
        guard names.insert(pair.name.text).inserted else {
          throw Diagnostic(
            id: "repeated-class", message: "\(shown(pair.name.text)) is weighed twice",
            range: pair.name.range)
        }
        pairs.append(pair)
      }
      begin = end + 1
    }
    return pairs
  }

  /// Where the next comma stands outside of quotes, or the end.
  private static func end(of bytes: [UInt8], from start: Int, isQuoting: Bool) -> Int {
    var isQuoted = false
    var place = start
    while place < bytes.count {
      switch bytes[place] {
      case UInt8(ascii: "\"") where isQuoting: isQuoted.toggle()
      case UInt8(ascii: "\\") where isQuoted: place += 1
      case UInt8(ascii: ",") where !isQuoted: return place
      default: break
      }
      place += 1
    }
    return bytes.count
  }

  /// Nil where nothing, or no number, stands behind the last `=`.
  private static func pair(
    in word: Word, _ bytes: [UInt8], _ part: Range<Int>, equalsFrom last: Int
  ) throws(Diagnostic) -> ClassWeightPair? {
    guard let equals = bytes[last..<part.upperBound].lastIndex(of: UInt8(ascii: "=")),
      equals > part.lowerBound
    else { return nil }
    let number = Word(
      text(bytes, equals + 1..<part.upperBound), range: word.range(of: equals + 1..<part.upperBound)
    )
    guard NumberSyntax.isNumber(number.text) else { return nil }
    let weight = try NumberSyntax.number(number)
    guard weight > 0, Float(weight) > 0, Float(weight).isFinite else {
      throw Diagnostic(
        id: "out-of-range",
        message: "a weight is a number above 0, and \(shown(number.text)) is not",
        range: number.range)
    }
    let name = word.range(of: part.lowerBound..<equals)
    var typed = text(bytes, part.lowerBound..<equals)
    if !word.isQuoted, typed.count > 1, typed.hasPrefix("\""), typed.hasSuffix("\"") {
      typed = unquoted(typed.dropFirst().dropLast())
    }
    return ClassWeightPair(name: Word(typed, range: name), weight: weight)
  }

  private static func unquoted(_ text: Substring) -> String {
    var result = ""
    var isEscaped = false
    for character in text {
      if character == "\\", !isEscaped {
        isEscaped = true
      } else {
        let isSpecial = isEscaped && (character == "n" || character == "t")
        result.append(isSpecial ? (character == "n" ? "\n" : "\t") : character)
        isEscaped = false
      }
    }
    return result
  }

  private static func text(_ bytes: [UInt8], _ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }
}

extension ClassWeighting {
  /// Whether the classes of data can be weighed so. Errors: `no-classes-to-weigh`, `unknown-class`,
  /// `class-weight-mismatch`.
  ///
  /// - Parameters:
  ///   - classNames: none where a number is to be predicted.
  ///   - word: what was typed now; nil where it was set earlier.
  package func check(on classNames: [String], word: Word? = nil) throws(Diagnostic) {
    guard self != .none else { return }
    let instead = word == nil ? "`unset class_weight`" : nil
    guard !classNames.isEmpty else {
      throw Diagnostic(
        id: "no-classes-to-weigh",
        message: "`class_weight` is for classes, and a number is to be predicted here",
        range: word?.range, suggestion: instead)
    }
    guard case .named(let named) = self else { return }
    guard let word else {
      guard let item = named.first(where: { !classNames.contains($0.name) }) else { return }
      throw Diagnostic(
        id: "class-weight-mismatch",
        message: "`class_weight` weighs \(shown(item.name)), which is no class here",
        suggestion: "the classes are \(listedForMessage(classNames))")
    }
    for pair in try ClassWeightPair.pairs(in: word) where !classNames.contains(pair.name.text) {
      throw Diagnostic.unknownName(pair.name, kind: "class", among: classNames)
    }
  }
}

extension PreparedData {
  /// What rows of each class weigh; nil where all count alike. Errors: those of `check`.
  func classWeights(
    _ weighting: ClassWeighting, over rows: Examples
  ) throws(Diagnostic) -> [Float]? {
    try weighting.check(on: classNames)
    return weighting.weights(of: classNames, over: rows.targets)
  }
}
