// Whether a line is what a transcript expects of it. A line that says literally what is expected is, whatever
// stands in it, so braces and brackets that a command puts out match themselves.

/// What `{name}` stood for where it was first met, by name.
package struct Captures: Equatable, Sendable {
  fileprivate(set) var texts: [String: String] = [:]

  package init() {}

  /// Whether the name is free or stands for this: the same text or the same number, as 0.1240 and 0.124 are.
  func allows(_ name: String, _ text: String) -> Bool {
    guard let known = texts[name], known != text else { return true }
    guard let left = Double(known), let right = Double(text) else { return false }
    return left == right
  }
}

/// A line that is expected or that came out.
struct LinePattern {
  /// A line that came out in more pieces is only what it literally says: tries grow with their square.
  private static let mostPieces = 2000
  /// A longer line is only what it literally says.
  private static let mostBytes = 20_000

  let text: String
  let literal: [LinePiece]
  /// Empty where nothing in the line stands for something else.
  let pattern: [LinePiece]

  init(_ text: String) {
    self.text = text
    isAnyLines = text.utf8.count < 100 && text.trimmed == "..."
    guard text.utf8.count <= Self.mostBytes else {
      (literal, pattern) = ([], [])
      return
    }
    literal = LinePiece.pieces(of: text, withPatterns: false)
    let mayVary = text.contains { $0 == "[" || $0 == "{" || $0 == "±" }
    let pieces = mayVary ? LinePiece.pieces(of: text, withPatterns: true) : []
    pattern = pieces.contains { $0.isWildcard || $0.hasTolerance } ? pieces : []
  }

  /// `...` on a line of its own.
  let isAnyLines: Bool

  var hasCapture: Bool {
    pattern.contains { if case .capture = $0.kind { true } else { false } }
  }

  /// - Parameter captures: what is named already; with what this line names, if it matches.
  func matches(_ actual: LinePattern, _ captures: inout Captures) -> Bool {
    if text == actual.text { return true }
    let isLiteral =
      !literal.isEmpty && literal.count == actual.literal.count
      && zip(literal, actual.literal).allSatisfy { $0.matches($1) }
    if isLiteral { return true }
    guard !pattern.isEmpty, actual.literal.count <= Self.mostPieces else { return false }
    var matcher = LineMatcher(wanted: pattern, found: actual.literal, captures: captures)
    guard matcher.matches(0, 0) else { return false }
    captures = matcher.captures
    return true
  }
}

extension LinePiece {
  var hasTolerance: Bool {
    if case .number(_, _, .some) = kind { true } else { false }
  }
}

/// Tries each wildcard at its shortest first. Calls itself once for each wildcard of a line, of which there
/// are few.
private struct LineMatcher {
  private struct Place: Hashable {
    var wanted: Int
    var found: Int
  }

  let wanted: [LinePiece]
  let found: [LinePiece]
  var captures: Captures
  /// Where a wildcard has failed already, so that no two of them multiply their tries.
  private var failed: Set<Place> = []

  init(wanted: [LinePiece], found: [LinePiece], captures: Captures) {
    (self.wanted, self.found, self.captures) = (wanted, found, captures)
  }

  mutating func matches(_ first: Int, _ place: Int) -> Bool {
    var (w, f) = (first, place)
    while w < wanted.count, !wanted[w].isWildcard {
      guard f < found.count, wanted[w].matches(found[f]) else { return false }
      w += 1
      f += 1
    }
    guard w < wanted.count else { return f == found.count }
    let here = Place(wanted: w, found: f)
    if failed.contains(here) { return false }
    let isMatch =
      if case .capture(let name) = wanted[w].kind {
        captures(name, w, f)
      } else {
        (f...found.count).contains { matches(w + 1, $0) }
      }
    if !isMatch { failed.insert(here) }
    return isMatch
  }

  /// One or more pieces without a blank: the text that is named, or what will be from now on.
  private mutating func captures(_ name: String, _ w: Int, _ f: Int) -> Bool {
    let known = captures.texts[name]
    var text = ""
    var end = f
    while end < found.count, found[end].kind != .blank {
      text += found[end].text
      end += 1
      captures.texts[name] = known
      guard captures.allows(name, text) else { continue }
      captures.texts[name] = known ?? text
      if matches(w + 1, end) { return true }
    }
    captures.texts[name] = known
    return false
  }
}
