// Where text lands on the screen: the rows and columns that a prompt and a line take in a window,
// the way libedit and the terminal count them.
import CLineEditor

package struct LineLayout {
  package private(set) var row = 0
  package private(set) var column = 0
  private let columns: Int

  package init(columns: Int) { self.columns = max(1, columns) }

  /// Goes on by one character.
  package mutating func advance(_ scalar: UInt32) {
    switch scalar {
    case 0x0A:
      row += 1
      column = 0
    case 0x09:
      let stop = (column / 8 + 1) * 8
      if stop >= columns { wrap() } else { column = stop }
    case 0x00...0x1F, 0x7F:
      // Shown as `^A`.
      step(1)
      step(1)
    default: step(Int(cle_width(scalar)))
    }
  }

  package mutating func advance(_ scalars: some Sequence<UInt32>) {
    for scalar in scalars { advance(scalar) }
  }

  private mutating func step(_ width: Int) {
    // A wide character does not stand half in the last column.
    if column + width > columns { wrap() }
    column += width
    if column >= columns { wrap() }
  }

  private mutating func wrap() {
    row += 1
    column = 0
  }
}

/// Columns that `text` takes in one row.
func displayColumns(_ text: String) -> Int {
  text.unicodeScalars.reduce(0) { $0 + Int(cle_width($1.value)) }
}

/// `text` cut to at most `columns` columns.
func cut(_ text: String, columns: Int) -> String {
  var width = 0
  var result = ""
  for character in text {
    width += displayColumns(String(character))
    if width > columns { break }
    result.append(character)
  }
  return result
}
