// Which data are pictures: those whose columns are pixels by name, row after row from the top, as the digits'
// p00 to p77 and Fashion-MNIST's p00_00 to p27_27.

package struct PictureLayout: Equatable, Sendable {
  package let rows: Int
  package let columns: Int

  /// Nil where the columns are not all pixels of one rectangle, in order.
  package init?(_ columns: [InputColumn]) {
    guard let last = columns.last.flatMap({ Self.place($0.name) }) else { return nil }
    (rows, self.columns) = (last.row + 1, last.column + 1)
    guard rows > 1, self.columns > 1, columns.count == rows * self.columns else { return nil }
    for (place, column) in columns.enumerated() {
      guard column.kind == .number, let pixel = Self.place(column.name),
        pixel.row * self.columns + pixel.column == place, pixel.column < self.columns
      else { return nil }
    }
  }

  /// "p07" and "p00_07" are in row 0 and column 7.
  private static func place(_ name: String) -> (row: Int, column: Int)? {
    guard name.first == "p", name.utf8.count <= 12 else { return nil }
    let rest = name.dropFirst()
    let parts = rest.split(separator: "_", omittingEmptySubsequences: false)
    let digits = parts.count == 1 ? [rest.prefix(1), rest.dropFirst()] : parts
    guard digits.count == 2, parts.count == 2 || rest.count == 2,
      digits.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isASCII) && $0.allSatisfy(\.isNumber) }),
      let row = Int(digits[0]), let column = Int(digits[1])
    else { return nil }
    return (row, column)
  }
}
