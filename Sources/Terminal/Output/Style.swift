// How a piece of text looks: the closed set of attributes that the shell uses, and text made of
// pieces that carry them. Only OutputWriter and LinePainter turn a style into an escape sequence.

/// The look of a run of text.
package struct Style: Hashable, Sendable {
  package enum Color: Hashable, Sendable {
    case red, green, yellow, blue, magenta, cyan, gray
    /// One of the 256 colors of an xterm: 16…231 are a 6×6×6 cube, 232…255 a gray ramp.
    case palette(UInt8)
    /// One of the sixteen that every terminal with color has.
    case basic(UInt8)
    case rgb(UInt8, UInt8, UInt8)
  }

  package var color: Color?
  package var background: Color?
  package var isBold: Bool
  package var isDim: Bool
  package var isItalic: Bool
  package var isUnderlined: Bool
  package var isReversed: Bool

  package init(
    color: Color? = nil, background: Color? = nil, bold: Bool = false, dim: Bool = false,
    italic: Bool = false, underlined: Bool = false, reversed: Bool = false
  ) {
    self.color = color
    self.background = background
    isBold = bold
    isDim = dim
    isItalic = italic
    isUnderlined = underlined
    isReversed = reversed
  }

  package static let plain = Style()
  package static let bold = Style(bold: true)
  package static let dim = Style(dim: true)
  package static func color(_ color: Color) -> Style { Style(color: color) }

  /// Puts every style back to the terminal's own.
  static let reset = "\u{1B}[0m"

  /// The "select graphic rendition" sequence of ECMA-48 §8.3.117, empty for plain text.
  package var escapeSequence: String {
    var codes: [String] = []
    if isBold { codes.append("1") }
    if isDim { codes.append("2") }
    if isItalic { codes.append("3") }
    if isUnderlined { codes.append("4") }
    if isReversed { codes.append("7") }
    if let color { codes.append(Style.code(color, base: 30)) }
    if let background { codes.append(Style.code(background, base: 40)) }
    return codes.isEmpty ? "" : "\u{1B}[" + codes.joined(separator: ";") + "m"
  }

  private static func code(_ color: Color, base: Int) -> String {
    switch color {
    case .red: String(base + 1)
    case .green: String(base + 2)
    case .yellow: String(base + 3)
    case .blue: String(base + 4)
    case .magenta: String(base + 5)
    case .cyan: String(base + 6)
    // "Bright black": the only gray among the sixteen basic colors.
    case .gray: String(base + 60)
    case .palette(let index): "\(base + 8);5;\(index)"
    case .basic(let index): String(index < 8 ? base + Int(index) : base + 52 + Int(index))
    case .rgb(let red, let green, let blue): "\(base + 8);2;\(red);\(green);\(blue)"
    }
  }
}

/// Text in pieces, each with its style.
package struct StyledText: Hashable, Sendable, ExpressibleByStringInterpolation {
  package struct Span: Hashable, Sendable {
    package var text: String
    package var style: Style

    package init(_ text: String, _ style: Style = .plain) {
      self.text = text
      self.style = style
    }
  }

  package var spans: [Span]

  package init(_ spans: [Span] = []) { self.spans = spans }
  package init(_ text: String, _ style: Style = .plain) { spans = [Span(text, style)] }
  package init(stringLiteral value: String) { self.init(value) }

  /// The text alone, styles left out.
  package var plainText: String { spans.map(\.text).joined() }

  package mutating func append(_ text: String, _ style: Style = .plain) {
    spans.append(Span(text, style))
  }

  package static func + (left: StyledText, right: StyledText) -> StyledText {
    StyledText(left.spans + right.spans)
  }

  package static func += (left: inout StyledText, right: StyledText) {
    left.spans += right.spans
  }

  /// The characters to send, with escape sequences only when `color` holds; the text of every span
  /// is made safe, so that no span can smuggle a sequence of its own.
  package func encoded(color: Bool) -> String {
    var result = ""
    for span in spans {
      let sequence = color ? span.style.escapeSequence : ""
      result += sequence
      result += safeForTerminal(span.text)
      if !sequence.isEmpty { result += Style.reset }
    }
    return result
  }
}
