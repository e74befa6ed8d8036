// What was changed of a line while it was typed, to be taken back and made again. Characters that were typed one
// after the other are one change, word by word.

package struct EditHistory: Sendable {
  private var earlier: [EditedLine] = []
  private var later: [EditedLine] = []
  private var current = EditedLine()
  /// Where the next character goes if it is to be part of the last change.
  private var typedTo: Int?

  package init() {}

  /// More than anybody takes back.
  private static let most = 1000

  package mutating func begin(_ line: EditedLine) { (self, current) = (Self(), line) }

  /// Notes how the line stands; cheap where it has not changed.
  package mutating func note(_ line: EditedLine) {
    guard line.scalars != current.scalars else {
      if line.cursor != current.cursor { typedTo = nil }
      current.cursor = line.cursor
      return
    }
    let isTyped =
      line.scalars.count == current.scalars.count + 1 && line.cursor == current.cursor + 1
    let goesOn = isTyped && typedTo == current.cursor && !beginsWord(line)
    if !goesOn { earlier.append(current) }
    if earlier.count > Self.most { earlier.removeFirst() }
    later = []
    typedTo = isTyped ? line.cursor : nil
    current = line
  }

  /// Whether the character that was typed last begins a word.
  private func beginsWord(_ line: EditedLine) -> Bool {
    guard line.cursor > 1 else { return false }
    return line.scalars[line.cursor - 1] != 0x20 && line.scalars[line.cursor - 2] == 0x20
  }

  package mutating func undo() -> EditedLine? {
    guard let line = earlier.popLast() else { return nil }
    later.append(current)
    (current, typedTo) = (line, nil)
    return line
  }

  package mutating func redo() -> EditedLine? {
    guard let line = later.popLast() else { return nil }
    earlier.append(current)
    (current, typedTo) = (line, nil)
    return line
  }
}
