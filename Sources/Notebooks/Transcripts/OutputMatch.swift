// Whether output is what a transcript expects: numbers to the precision written, `...` for any lines,
// `[..]` for any text in a line, `±` for a tolerance. How many blanks stand between words is free.

package enum OutputMatch {
  /// - Parameters:
  ///   - expected: lines as the transcript has them.
  ///   - actual: lines as they came out.
  package static func matches(_ expected: [String], _ actual: [String]) -> Bool {
    // Greedy matching with one point to return to, as for file name patterns: linear in practice.
    var (e, a) = (0, 0)
    var retry: (expected: Int, actual: Int)?
    while a < actual.count {
      if e < expected.count, expected[e].trimmed == "..." {
        retry = (e + 1, a)
        e += 1
      } else if e < expected.count, matches(line: expected[e], actual[a]) {
        e += 1
        a += 1
      } else if let point = retry {
        retry = (point.expected, point.actual + 1)
        (e, a) = (point.expected, point.actual + 1)
      } else {
        return false
      }
    }
    return expected[e...].allSatisfy { $0.trimmed == "..." || $0.trimmed.isEmpty }
  }

  static func matches(line expected: String, _ actual: String) -> Bool {
    if expected == actual { return true }
    let wanted = LinePiece.pieces(of: expected, withPatterns: true)
    let found = LinePiece.pieces(of: actual, withPatterns: false)
    var (w, f) = (0, 0)
    var retry: (wanted: Int, found: Int)?
    while f < found.count {
      if w < wanted.count, wanted[w] == .anything {
        retry = (w + 1, f)
        w += 1
      } else if w < wanted.count, wanted[w].matches(found[f]) {
        w += 1
        f += 1
      } else if let point = retry {
        retry = (point.wanted, point.found + 1)
        (w, f) = (point.wanted, point.found + 1)
      } else {
        return false
      }
    }
    return wanted[w...].allSatisfy { $0 == .anything }
  }
}

/// A line in pieces: numbers, single other characters, one blank for any run of blanks.
private enum LinePiece: Equatable {
  case character(Character)
  case blank
  /// A number, how many decimals it was written with, and its tolerance when one was given.
  case number(Double, decimals: Int, tolerance: Double?)
  case anything

  func matches(_ actual: LinePiece) -> Bool {
    guard case .number(let value, let decimals, let tolerance) = self,
      case .number(let found, let foundDecimals, _) = actual
    else { return self == actual }
    if let tolerance { return abs(found - value) <= tolerance * (1 + 1e-12) }
    if found == value { return true }
    // Output with fewer digits than expected cannot confirm the digits it lacks.
    guard foundDecimals > decimals else { return false }
    let half = 0.5 * powerOfTen(-decimals)
    return abs(found - value) <= half * (1 + 1e-9)
  }

  static func pieces(of line: String, withPatterns: Bool) -> [LinePiece] {
    var pieces: [LinePiece] = []
    var rest = line.trimmed[...]
    while let first = rest.first {
      if first == " " || first == "\t" {
        rest = rest.drop { $0 == " " || $0 == "\t" }
        pieces.append(.blank)
      } else if withPatterns, rest.hasPrefix("[..]") {
        rest = rest.dropFirst(4)
        pieces.append(.anything)
      } else if let (number, tail) = number(at: rest, after: pieces.last) {
        rest = tail
        pieces.append(number)
        if withPatterns { rest = takeTolerance(rest, for: &pieces) }
      } else {
        rest = rest.dropFirst()
        pieces.append(.character(first))
      }
    }
    return pieces
  }

  /// `±0.02` after a number, with or without blanks around it.
  private static func takeTolerance(
    _ rest: Substring, for pieces: inout [LinePiece]
  ) -> Substring {
    let tail = rest.drop { $0 == " " }
    guard tail.first == "±",
      case .number(let value, let decimals, _) = pieces[pieces.count - 1],
      let (tolerance, after) = number(at: tail.dropFirst().drop { $0 == " " }, after: nil),
      case .number(let width, _, _) = tolerance
    else { return rest }
    pieces[pieces.count - 1] = .number(value, decimals: decimals, tolerance: abs(width))
    return after
  }

  /// A number that begins here, unless it continues a word such as `x2`.
  private static func number(
    at text: Substring, after previous: LinePiece?
  ) -> (LinePiece, Substring)? {
    if case .character(let character) = previous, character.isLetter { return nil }
    var rest = text
    if let sign = rest.first, sign == "-" || sign == "+" {
      if case .number = previous { return nil }
      rest = rest.dropFirst()
    }
    let whole = rest.prefix { $0.isASCII && $0.isNumber }
    guard !whole.isEmpty else { return nil }
    rest = rest.dropFirst(whole.count)
    var decimals = 0
    if rest.first == "." {
      let fraction = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
      if !fraction.isEmpty {
        decimals = fraction.count
        rest = rest.dropFirst(1 + fraction.count)
      }
    }
    var exponent = 0
    if rest.first == "e" || rest.first == "E" {
      var tail = rest.dropFirst()
      let sign = tail.first.map { $0 == "-" || $0 == "+" } ?? false ? tail.removeFirst() : "+"
      let digits = tail.prefix { $0.isASCII && $0.isNumber }
      if let size = Int(digits), size < 1000 {
        exponent = sign == "-" ? -size : size
        rest = tail.dropFirst(digits.count)
      }
    }
    guard let value = Double(text[..<rest.startIndex]) else { return nil }
    return (.number(value, decimals: decimals - exponent, tolerance: nil), rest)
  }
}

private func powerOfTen(_ exponent: Int) -> Double {
  Double("1e\(exponent)") ?? 0
}
