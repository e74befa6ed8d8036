// How many columns a text takes as terminals count that take each scalar by itself: what is painted must not depend on
// which of them know families of emoji.
import Text

/// Columns of a scalar as terminals count that take each by itself. What joins or varies others takes none.
func scalarColumns(_ scalar: Unicode.Scalar) -> Int {
  switch scalar.value {
  case 0x20..<0x7F: 1
  case 0x200B...0x200D, 0xFE00...0xFE0F: 0
  default: DisplayWidth.columns(of: scalar)
  }
}

/// Columns that `text` takes in one row.
package func displayColumns(_ text: String) -> Int {
  text.unicodeScalars.reduce(0) { $0 + scalarColumns($1) }
}

/// The same, with a mark where something is left out.
package func shortened(_ text: String, columns: Int, unicode: Bool) -> String {
  guard displayColumns(text) > columns else { return text }
  let mark = cut(unicode ? "…" : "...", columns: columns)
  return cut(text, columns: max(0, columns - displayColumns(mark))) + mark
}

/// `text` cut to at most `columns` columns.
package func cut(_ text: String, columns: Int) -> String {
  var width = 0
  var result = ""
  for character in text {
    width += displayColumns(String(character))
    if width > columns { break }
    result.append(character)
  }
  return result
}
