// Curves over epochs or trials as text: each with a letter of its own, so that nothing depends on color.
import CommandLanguage
import Presentation
import Text

struct FigureText {
  private let figure: Figure
  /// Columns to wrap the title at.
  private let width: Int
  /// Columns for curves.
  private let columns: Int

  private static let labelWidth = 10
  /// Lines that its three labels still stand apart in.
  static let leastHeight = 4

  /// Curves take 61 of 80 columns, and of a wider window all but as many as are free there, up to twice
  /// their width: with few lines to rise and fall in, they would look flat in more.
  ///
  /// - Parameter columns: what labels and curves have room in.
  init(_ figure: Figure, width: Int, columns: Int) {
    (self.figure, self.width) = (figure, width)
    let room = columns - Self.labelWidth - 2
    self.columns = max(2, min(room, max(61, min(121, room - 7))))
  }

  var lines: [TextLine] {
    guard let scale = figure.scale else { return [] }
    let title = escapedForDisplay(figure.captionOfLetters(scale))
    var lines = TextWrap.wrapped(title, width: width)
    for (row, cells) in grid(scale).enumerated() {
      let isLabelled = [0, figure.height / 2, figure.height - 1].contains(row)
      let share = 1 - Double(row) / Double(figure.height - 1)
      let label = isLabelled ? NumberText.significant(scale.value(at: share), 3) : ""
      lines.append(
        TextWrap.trimmed(
          TextWrap.rightAligned(label, to: Self.labelWidth) + " |" + cells.joined()))
    }
    return (lines + [axis]).map { TextLine($0) }
  }

  /// Rows from the top, each a letter or a blank for every column.
  private func grid(_ scale: Figure.Scale) -> [[String]] {
    let empty = [String](repeating: " ", count: columns)
    var grid = [[String]](repeating: empty, count: figure.height)
    for curve in figure.curves {
      for column in 0..<columns {
        guard let row = row(of: curve.values, column, scale) else { continue }
        grid[row][column] = grid[row][column] == " " ? curve.letter : "*"
      }
    }
    for band in figure.bands {
      for column in 0..<columns {
        guard let one = row(of: band.low, column, scale),
          let other = row(of: band.high, column, scale)
        else { continue }
        for row in min(one, other)...max(one, other) where grid[row][column] == " " {
          grid[row][column] = band.letter
        }
      }
    }
    return grid
  }

  /// Nil where there is nothing to draw.
  private func row(of values: [Number], _ column: Int, _ scale: Figure.Scale) -> Int? {
    let index = (2 * column * figure.lastIndex + columns - 1) / (2 * (columns - 1))
    guard values.indices.contains(index), values[index].value.isFinite else { return nil }
    let share = min(1, max(0, scale.share(of: values[index].value)))
    return Int(((1 - share) * Double(figure.height - 1)).rounded())
  }

  /// The first and the last epoch stand under their columns.
  private var axis: String {
    let (first, last) = (String(figure.first), String(figure.first + figure.lastIndex))
    let gap = columns - first.count - last.count - 2
    let word = gap > 12 ? " \(figure.unit) " : ""
    let dashes = max(1, gap - word.count)
    let (left, right) = (dashes - dashes / 2, dashes / 2)
    return TextWrap.spaces(Self.labelWidth) + " +" + first + " "
      + String(repeating: "-", count: left) + word + String(repeating: "-", count: right) + " "
      + last
  }
}
