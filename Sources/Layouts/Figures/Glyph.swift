// Pictures in text are made of cells: a character, its color and what is behind it.
import CommandLanguage
import Events
import Presentation
import Text

/// How a picture is drawn in text.
package enum Drawing: Equatable, Sendable {
  /// Letters and shades: in pipes, files and terminals without color.
  case letters
  /// The same in color, where a terminal knows no more than ASCII.
  case coloredLetters
  /// Dots of braille and halves of blocks, in color.
  case blocks
}

struct Glyph: Equatable {
  /// Empty behind a character of two columns.
  var text = " "
  var foreground: RGB?
  var background: RGB?
  /// A picture whose upper left corner is here.
  var image: InlineImage?

  var isBlank: Bool { text == " " }
}

extension Glyph {
  /// The cells of a text, with control characters written out.
  static func row(_ text: String, _ color: RGB? = nil) -> [Glyph] {
    var cells: [Glyph] = []
    for character in escapedForDisplay(text) {
      let character = character == "\t" ? " " : character
      let width = DisplayWidth.columns(of: character)
      // What has no column of its own stands over what is before it.
      if width == 0, let before = cells.lastIndex(where: { !$0.text.isEmpty }) {
        cells[before].text.append(character)
        continue
      }
      cells.append(Glyph(text: String(character), foreground: color))
      cells += (1..<max(1, width)).map { _ in Glyph(text: "", foreground: color) }
    }
    return cells
  }
}

extension [Glyph] {
  /// As many cells as asked for: cut with an ellipsis, or blanks behind.
  func fitted(to width: Int) -> [Glyph] {
    guard count > width else { return self + [Glyph](repeating: Glyph(), count: width - count) }
    guard width > 0 else { return [] }
    var cut = Array(prefix(width - 1))
    // Not half of a wide character.
    if self[width - 1].text.isEmpty, let start = cut.lastIndex(where: { !$0.text.isEmpty }) {
      for place in start..<cut.count { cut[place].text = " " }
    }
    cut.append(Glyph(text: "…", foreground: first?.foreground))
    return cut
  }

  func rightAligned(to width: Int) -> [Glyph] {
    count >= width ? fitted(to: width) : [Glyph](repeating: Glyph(), count: width - count) + self
  }

  func centered(in width: Int) -> [Glyph] {
    guard count < width else { return fitted(to: width) }
    return ([Glyph](repeating: Glyph(), count: (width - count) / 2) + self).fitted(to: width)
  }

  /// - Parameter hasColor: whether the line keeps its colors.
  func line(hasColor: Bool) -> TextLine {
    let end = lastIndex { !$0.isBlank || hasColor && $0.background != nil } ?? -1
    var line = TextLine("")
    var runs: [TextLine.Run] = []
    line.images = enumerated().compactMap { column, cell in
      cell.image.map { TextLine.PlacedImage(column: column, image: $0) }
    }
    for cell in self[...end] {
      line.text += cell.text
      guard hasColor else { continue }
      let length = cell.text.utf8.count
      if let last = runs.indices.last, runs[last].foreground == cell.foreground,
        runs[last].background == cell.background
      {
        runs[last].length += length
      } else {
        runs.append(
          TextLine.Run(length: length, foreground: cell.foreground, background: cell.background))
      }
    }
    if let last = runs.last, last.foreground == nil, last.background == nil { runs.removeLast() }
    line.runs = runs
    return line
  }
}

/// What a shade looks like without color, from light to dark. A field has no blank, which is where nothing is.
enum Shades {
  private static let ramp = Array(".:-=+*#%@")
  /// Ink on paper.
  private static let inks = Array(" .:-=+*#%@")

  /// Of all palettes but that of classes, whose signs are `AnswerLetters`.
  static func character(_ level: Double, _ palette: Grid.Palette) -> String {
    let ramp = palette == .gray ? inks : ramp
    return String(ramp[min(ramp.count - 1, max(0, Int(level * Double(ramp.count))))])
  }

  /// All that a field can show, in their order, with a level that each stands for.
  static func levels(of grid: Grid, inLetters: Bool) -> [Double] {
    let count = inLetters ? (grid.palette == .gray ? inks : ramp).count : 10
    let steps = grid.steps > 1 ? grid.steps : count
    let levels = (0..<steps).map { place in
      grid.steps > 1
        ? Double(place) / Double(steps - 1) : (Double(place) + 0.5) / Double(steps)
    }
    guard inLetters else { return levels }
    return levels.enumerated().filter { place, level in
      place == 0 || character(level, grid.palette) != character(levels[place - 1], grid.palette)
    }.map(\.element)
  }
}
