// The parts that pictures in SVG are written with: numbers, elements, words and how wide these are.
import Events
import Presentation
import Text

enum SVG {
  /// With at most one decimal. There are thousands in a picture, and printing by the system is slow.
  static func number(_ value: Double) -> String {
    let tenths = (value * 10).rounded()
    // What lies so near to the middle of two is left to the exact way.
    let isSure = abs(tenths) < 1e9 && abs(abs(value * 10 - tenths) - 0.5) > 1e-6
    guard isSure, tenths != 0 || value.sign == .plus else {
      let text = NumberText.fixed(value, 1)
      return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
    let (whole, rest) = Int(abs(tenths)).quotientAndRemainder(dividingBy: 10)
    let sign = tenths < 0 ? "-" : ""
    return rest == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(rest)"
  }

  static func point(_ x: Double, _ y: Double) -> String { "\(number(x)) \(number(y))" }

  /// About as wide as its letters are in most fonts.
  static func width(of text: String, size: Double = 12, isBold: Bool = false) -> Double {
    Double(displayWidth(text)) * size * (isBold ? 0.66 : 0.6)
  }

  /// As much of it as has room.
  static func fitted(
    _ text: String, _ width: Double, size: Double = 12, isBold: Bool = false
  ) -> String {
    func length(_ text: String) -> Double {
      self.width(of: text, size: size, isBold: isBold)
    }
    guard length(text) > width else { return text }
    var cut = text
    // Letters of one kind, such as all m, are wider than letters are together.
    while !cut.isEmpty, 1.1 * length(cut) > width - size * 0.7 { cut.removeLast() }
    return cut + "…"
  }

  static func path(_ d: String, _ classes: String, _ attributes: String = "") -> String {
    d.isEmpty ? "" : "<path class=\"\(classes)\"\(attributes) d=\"\(d)\"/>"
  }

  enum Anchor: String { case start, middle, end }

  static func text(
    _ text: String, _ x: Double, _ y: Double, _ anchor: Anchor = .start, classes: String = "",
    attributes: String = ""
  ) -> String {
    guard !text.isEmpty else { return "" }
    let anchor = anchor == .start ? "" : " text-anchor=\"\(anchor.rawValue)\""
    let classes = classes.isEmpty ? "" : " class=\"\(classes)\""
    return "<text x=\"\(number(x))\" y=\"\(number(y))\"\(classes)\(anchor)\(attributes)>"
      + "\(Markup.escaped(text))</text>"
  }

  /// Upwards from a place, or around it.
  static func turned(_ words: String, _ x: Double, _ y: Double, _ anchor: Anchor = .start) -> String
  {
    text(words, x, y, anchor, attributes: " transform=\"rotate(-90 \(point(x, y)))\"")
  }

  static func image(
    _ address: String, _ frame: Frame, isPixels: Bool, isSoft: Bool = false
  ) -> String {
    let classes = [isPixels ? "pixels" : "", isSoft ? "soft" : ""].filter { !$0.isEmpty }
    return
      "<image x=\"\(number(frame.x))\" y=\"\(number(frame.y))\" width=\"\(number(frame.width))\""
      + " height=\"\(number(frame.height))\" preserveAspectRatio=\"none\""
      + (classes.isEmpty ? "" : " class=\"\(classes.joined(separator: " "))\"")
      + " href=\"\(address)\"/>"
  }
}

struct Frame {
  var x: Double
  var y: Double
  var width: Double
  var height: Double

  var right: Double { x + width }
  var bottom: Double { y + height }
}

enum FigureStyle {
  /// Once for a picture that stands alone, or for a page of them. Figures are told apart by shape and dashes too.
  static let sheet = """
    .picture { --ink: #1a1a1a; --quiet: #767676; --paper: #fff; \(colors(FigureColors.onLight))
      --emphasis: #c92a2a; }
    @media (prefers-color-scheme: dark) { .picture { --ink: #e8e8e8; --quiet: #9a9a9a;
      --paper: #1a1a1a; \(colors(FigureColors.onDark)) --emphasis: #ff8787; } }
    .picture text { font: 12px system-ui, sans-serif; fill: var(--ink); }
    .picture .name { font-weight: 600; } .picture .small { font-size: 10px; }
    .picture .over { paint-order: stroke; stroke: var(--paper); stroke-width: 3px; }
    .picture .letter { fill: currentColor; font-weight: 600; }
    .picture .paper { fill: var(--paper); } .picture .pixels { image-rendering: pixelated; }
    .picture .soft { opacity: .6; }
    .picture .axis { fill: none; stroke: var(--quiet); }
    .picture .grid { fill: none; stroke: var(--quiet); opacity: .2; }
    .picture .line { fill: none; stroke: currentColor; stroke-width: 1.7;
      stroke-linejoin: round; }
    .picture .casing { fill: none; stroke: #fff; stroke-width: 4.5; opacity: .85;
      stroke-linejoin: round; }
    .picture .border { fill: none; stroke: var(--ink); opacity: .6; }
    .picture .plate { fill: var(--paper); opacity: .8; }
    .picture .band { fill: currentColor; opacity: .18; }
    .picture .bar { fill: currentColor; stroke: var(--paper); stroke-width: .5; }
    .picture .point { fill: currentColor; stroke: var(--paper); stroke-width: .8;
      paint-order: stroke; }
    .picture .hollow { fill: var(--paper); stroke: currentColor; stroke-width: 1.5; }
    .picture .rule { fill: none; stroke: currentColor; stroke-dasharray: 4 3; }
    .picture .link { fill: none; stroke: currentColor; }
    .picture .unit { fill: var(--paper); stroke: var(--ink); }
    .picture .frame { fill: none; stroke: var(--emphasis); stroke-width: 2; }
    \(roles)
    """

  private static func colors(_ colors: [RGB]) -> String {
    colors.enumerated().map { "--c\($0): \($1.hex);" }.joined(separator: " ")
  }

  private static let roles =
    FigureColors.onLight.indices.map { ".picture .color\($0) { color: var(--c\($0)); }" }
    .joined(separator: "\n")
    + "\n.picture .muted { color: var(--quiet); } .picture .emphasis { color: var(--emphasis); }"

  static func color(_ role: Role) -> String {
    FigureColors.place(of: role).map { "color\($0)" } ?? role.name
  }

  /// Dashes of a line among others.
  static func dashes(_ series: Series) -> String {
    guard !series.isHollow else { return " stroke-dasharray=\"4 4\"" }
    guard case .series(let number) = series.role else { return "" }
    let dashes = ["", "8 3", "2 2.5", "9 3 2 3", "14 4", "5 2 1 2 1 2", "1 4", "6 6"]
    let chosen = dashes[number % dashes.count]
    return chosen.isEmpty ? "" : " stroke-dasharray=\"\(chosen)\""
  }

  /// Around a point: each class has its own outline.
  static func shape(_ role: Role, _ x: Double, _ y: Double, _ r: Double) -> String {
    let number: Int
    switch role {
    case .series(let place), .classified(let place): number = place % 6
    case .emphasis: number = 6
    case .muted: number = 0
    }
    func text(_ value: Double) -> String { SVG.number(value) }
    let (d, n) = (text(2 * r), text(-2 * r))
    switch number {
    case 1: return "M\(SVG.point(x, y - r * 1.2))l\(text(r * 1.2)) \(d)H\(text(x - r * 1.2))z"
    case 2: return "M\(SVG.point(x - r, y - r))h\(d)v\(d)h\(n)z"
    case 3:
      let half = text(r * 1.3)
      return "M\(SVG.point(x, y - r * 1.3))l\(half) \(half)l-\(half) \(half)l-\(half) -\(half)z"
    case 4: return "M\(SVG.point(x, y + r * 1.2))l\(text(r * 1.2)) \(n)H\(text(x - r * 1.2))z"
    case 5, 6:
      let (t, w) = (text(r * 0.7), text(r * 1.1))
      let back = "-\(w)"
      return "M\(SVG.point(x - r * 0.35, y - r * 1.45))h\(t)v\(w)h\(w)v\(t)h\(back)v\(w)h-\(t)"
        + "v\(back)h\(back)v-\(t)h\(w)z"
    default:
      return
        "M\(SVG.point(x - r, y))a\(text(r)) \(text(r)) 0 1 0 \(d) 0a\(text(r)) \(text(r)) 0 1 0 \(n) 0z"
    }
  }
}
