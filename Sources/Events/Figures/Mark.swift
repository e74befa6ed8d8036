// What a panel is made of. Three kinds of content serve all marks: numbers along two axes, a grid, a network.

package enum Mark: Equatable, Sendable {
  case line(Series)
  /// Between `y` and `other`.
  case band(Series)
  case points(Series)
  /// From 0 to `y` between `x` and `other`; lying, from 0 to `x`, where the y axis has categories.
  case bars(Series)
  /// Spans from `x` to `other` at the height `y`, each with its text: rungs of halving.
  case brackets(Series)
  /// Across the panel at each `y`, or down at each `x` where there is no y.
  case rule(Series)
  /// Words at a place.
  case note(Series)
  /// A shaded picture.
  case field(Grid)
  /// Cells between names of rows and columns, with their numbers.
  case heatMap(Grid)
  case network(NetworkPicture)

  package var series: Series? {
    switch self {
    case .line(let series), .band(let series), .points(let series), .bars(let series),
      .brackets(let series), .rule(let series), .note(let series):
      series
    case .field, .heatMap, .network: nil
    }
  }

  package var grid: Grid? {
    switch self {
    case .field(let grid), .heatMap(let grid): grid
    default: nil
    }
  }
}

/// The part a mark plays. Layouts give each a color and also a shape, dashes or a letter.
package enum Role: Equatable, Hashable, Sendable {
  /// One of several lines.
  case series(Int)
  /// A class of the data.
  case classified(Int)
  /// What matters most.
  case emphasis
  /// What is there for comparison.
  case muted
}

package struct Series: Codable, Equatable, Sendable {
  /// In the legend; empty for what needs none. Marks of one name have one entry.
  package var name: String
  package var role: Role
  /// Its mark in text without color; empty for the one of its role.
  package var letter: String
  /// Empty where values are counted from `first`.
  package var x: [Number]
  package var first: Int
  package var y: [Number]
  /// The other edge of a band, the right end of a bar or a bracket.
  package var other: [Number]
  /// Of points, brackets, rules and notes.
  package var texts: [String]
  /// Hollow points (rows not trained on), dashed lines (a second figure of the same run).
  package var isHollow: Bool

  package init(
    _ name: String = "", _ role: Role = .series(0), letter: String = "", x: [Double] = [],
    from first: Int = 0, y: [Double] = [], other: [Double] = [], texts: [String] = [],
    isHollow: Bool = false
  ) {
    (self.name, self.role, self.letter, self.first) = (name, role, letter, first)
    (self.x, self.y) = (x.map(Number.init), y.map(Number.init))
    (self.other, self.texts, self.isHollow) = (other.map(Number.init), texts, isHollow)
  }

  package var count: Int { max(x.count, y.count) }

  package func x(_ index: Int) -> Double {
    x.isEmpty ? Double(first + index) : x.indices.contains(index) ? x[index].value : .nan
  }

  package func y(_ index: Int) -> Double { y.indices.contains(index) ? y[index].value : .nan }

  package func other(_ index: Int) -> Double {
    other.indices.contains(index) ? other[index].value : .nan
  }

  package func text(_ index: Int) -> String {
    texts.indices.contains(index) ? texts[index] : ""
  }

  /// Its mark in text: a letter for a line, a digit for a class.
  package var sign: Character {
    if let first = letter.first { return first }
    switch role {
    case .series(let number): return Self.letters[number % Self.letters.count]
    case .classified(let number): return Self.digits[number % Self.digits.count]
    case .emphasis: return "X"
    case .muted: return "."
    }
  }

  private static let letters: [Character] = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
  private static let digits: [Character] = Array("0123456789ABCDEFGHIJKLMN")
}

// MARK: In writing

extension Role: Codable {
  package init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    let number = Int(text.drop { !$0.isNumber }) ?? 0
    self =
      switch text.prefix(while: { !$0.isNumber }) {
      case "class": .classified(number)
      case "emphasis": .emphasis
      case "muted": .muted
      default: .series(number)
      }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }

  /// As in writing, and as a class of style sheets.
  package var name: String {
    switch self {
    case .series(let number): "series\(number)"
    case .classified(let number): "class\(number)"
    case .emphasis: "emphasis"
    case .muted: "muted"
    }
  }
}

extension Mark: Codable {
  private enum Kind: String, Codable {
    case line, band, points, bars, brackets, rule, note, field, heatMap, network
  }
  private enum Key: String, CodingKey { case mark }

  package init(from decoder: any Decoder) throws {
    let kind = try decoder.container(keyedBy: Key.self).decode(Kind.self, forKey: .mark)
    switch kind {
    case .field: self = .field(try Grid(from: decoder))
    case .heatMap: self = .heatMap(try Grid(from: decoder))
    case .network: self = .network(try NetworkPicture(from: decoder))
    case .line: self = .line(try Series(from: decoder))
    case .band: self = .band(try Series(from: decoder))
    case .points: self = .points(try Series(from: decoder))
    case .bars: self = .bars(try Series(from: decoder))
    case .brackets: self = .brackets(try Series(from: decoder))
    case .rule: self = .rule(try Series(from: decoder))
    case .note: self = .note(try Series(from: decoder))
    }
  }

  /// As in writing: "line".
  package var kind: String { parts.kind.rawValue }

  private var parts: (kind: Kind, content: any Encodable) {
    switch self {
    case .line(let series): (.line, series)
    case .band(let series): (.band, series)
    case .points(let series): (.points, series)
    case .bars(let series): (.bars, series)
    case .brackets(let series): (.brackets, series)
    case .rule(let series): (.rule, series)
    case .note(let series): (.note, series)
    case .field(let grid): (.field, grid)
    case .heatMap(let grid): (.heatMap, grid)
    case .network(let network): (.network, network)
    }
  }

  package func encode(to encoder: any Encoder) throws {
    let (kind, content) = parts
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(kind, forKey: .mark)
    try content.encode(to: encoder)
  }
}
