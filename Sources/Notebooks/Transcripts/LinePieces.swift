// A line of output in pieces, and those that stand for what may differ: numbers to the precision written,
// `±` for a tolerance, `[..]` for any text, `{name}` for one word that is the same wherever it is named.

/// A piece and the text it was written as.
struct LinePiece {
  enum Kind: Equatable {
    case character(Character)
    /// Any run of blanks.
    case blank
    /// A number, how many decimals it was written with, and its tolerance when one was given.
    case number(Double, decimals: Int, tolerance: Double?)
    case anything
    case capture(String)
  }

  var kind: Kind
  var text: Substring

  /// Whether what it stands for has no one length.
  var isWildcard: Bool {
    switch kind {
    case .anything, .capture: true
    case .character, .blank, .number: false
    }
  }

  /// Of pieces that are no wildcards.
  func matches(_ actual: LinePiece) -> Bool {
    guard case .number(let value, let decimals, let tolerance) = kind,
      case .number(let found, let foundDecimals, _) = actual.kind
    else { return kind == actual.kind }
    if let tolerance { return abs(found - value) <= tolerance * (1 + 1e-12) }
    if found == value { return true }
    // Output with fewer digits than expected cannot confirm the digits it lacks.
    guard foundDecimals > decimals else { return false }
    let half = 0.5 * powerOfTen(-decimals)
    return abs(found - value) <= half * (1 + 1e-9)
  }
}

extension LinePiece {
  /// More in one line are plain text: nobody writes so many, and each multiplies the work.
  private static let mostWildcards = 64

  /// - Parameter withPatterns: whether something in it may stand for something else.
  static func pieces(of line: String, withPatterns: Bool) -> [LinePiece] {
    let whole = line.trimmed
    var pieces: [LinePiece] = []
    var rest = whole[...]
    var wildcards = withPatterns ? mostWildcards : 0
    while let first = rest.first {
      let start = rest.startIndex
      let kind: Kind
      if first == " " || first == "\t" {
        rest = rest.drop { $0 == " " || $0 == "\t" }
        kind = .blank
      } else if wildcards > 0, let (wildcard, tail) = wildcard(at: rest) {
        wildcards -= 1
        (kind, rest) = (wildcard, tail)
      } else if let (number, tail) = number(at: rest, after: pieces.last) {
        (kind, rest) = withPatterns ? withTolerance(number, tail) : (number, tail)
      } else {
        rest = rest.dropFirst()
        kind = .character(first)
      }
      pieces.append(LinePiece(kind: kind, text: whole[start..<rest.startIndex]))
    }
    return pieces
  }

  /// `[..]` or `{name}`. Other braces are what they are.
  private static func wildcard(at text: Substring) -> (Kind, Substring)? {
    if text.hasPrefix("[..]") { return (.anything, text.dropFirst(4)) }
    guard text.first == "{" else { return nil }
    let name = text.dropFirst().prefix { $0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber) }
    let tail = text.dropFirst(1 + name.count)
    guard let first = name.first, !first.isNumber, tail.first == "}" else { return nil }
    return (.capture(String(name)), tail.dropFirst())
  }

  /// `±0.02` after a number, with or without blanks around it.
  private static func withTolerance(_ kind: Kind, _ rest: Substring) -> (Kind, Substring) {
    let tail = rest.drop { $0 == " " }
    guard tail.first == "±", case .number(let value, let decimals, _) = kind,
      let (tolerance, after) = number(at: tail.dropFirst().drop { $0 == " " }, after: nil),
      case .number(let width, _, _) = tolerance
    else { return (kind, rest) }
    return (.number(value, decimals: decimals, tolerance: abs(width)), after)
  }

  /// A number that begins here, unless it continues a word such as `x2`.
  private static func number(
    at text: Substring, after previous: LinePiece?
  ) -> (Kind, Substring)? {
    if case .character(let character) = previous?.kind, character.isLetter { return nil }
    var rest = text
    if let sign = rest.first, sign == "-" || sign == "+" {
      if case .number = previous?.kind { return nil }
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
