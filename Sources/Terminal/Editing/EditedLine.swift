// A line and the place of the cursor in it, with what keys do to them. A value: what is edited on the terminal is
// libedit's own line, which is made equal to one of these.

package struct EditedLine: Equatable, Sendable {
  /// Unicode scalars, as libedit holds them.
  package var scalars: [UInt32]
  /// Before which scalar it stands.
  package var cursor: Int

  package init(_ scalars: [UInt32] = [], cursor: Int? = nil) {
    self.scalars = scalars
    self.cursor = min(max(0, cursor ?? scalars.count), scalars.count)
  }

  package init(_ text: String) { self.init(text.unicodeScalars.map(\.value)) }

  package var text: String { Self.text(of: scalars) }

  /// What is no scalar stands as U+FFFD.
  package static func text(of scalars: some Sequence<UInt32>) -> String {
    var text = String.UnicodeScalarView()
    for value in scalars { text.append(Unicode.Scalar(value) ?? "\u{FFFD}") }
    return String(text)
  }

  package var beforeCursor: String { Self.text(of: scalars[..<cursor]) }
  package var isAtEnd: Bool { cursor == scalars.count }

  // MARK: Characters

  /// Where the character before the cursor begins: with its combining marks, and families of emoji, it is one.
  package var previousBoundary: Int {
    guard cursor > 0 else { return 0 }
    if scalars[cursor - 1] < Self.firstCombining { return cursor - 1 }
    let start = max(0, cursor - Self.longestCharacter)
    let last = Self.text(of: scalars[start..<cursor]).last
    return cursor - min(cursor, last?.unicodeScalars.count ?? 1)
  }

  /// Where the character at the cursor ends.
  package var nextBoundary: Int {
    guard cursor < scalars.count else { return scalars.count }
    let isPlain = scalars[cursor] < Self.firstCombining
    if isPlain, cursor + 1 == scalars.count || scalars[cursor + 1] < Self.firstCombining {
      return cursor + 1
    }
    let end = min(scalars.count, cursor + Self.longestCharacter)
    let first = Self.text(of: scalars[cursor..<end]).first
    return min(scalars.count, cursor + (first?.unicodeScalars.count ?? 1))
  }

  private static let firstCombining: UInt32 = 0x300
  /// Scalars that are looked at for one character.
  private static let longestCharacter = 64

  package mutating func moveBack() { cursor = previousBoundary }
  package mutating func moveOn() { cursor = nextBoundary }
  package mutating func deleteBack() { cut(previousBoundary..<cursor) }
  package mutating func deleteOn() { cut(cursor..<nextBoundary) }

  /// Takes a part out and leaves the cursor there.
  @discardableResult
  package mutating func cut(_ range: Range<Int>) -> [UInt32] {
    let taken = Array(scalars[range])
    scalars.removeSubrange(range)
    cursor = range.lowerBound
    return taken
  }

  package mutating func insert(_ new: some Collection<UInt32>) {
    scalars.insert(contentsOf: new, at: cursor)
    cursor += new.count
  }

  package mutating func replace(_ range: Range<Int>, with text: String) {
    cut(range)
    insert(text.unicodeScalars.map(\.value))
  }

  // MARK: Words

  /// Letters, digits, `_` and the points of numbers.
  private static func isOfWord(_ scalar: UInt32) -> Bool {
    guard let scalar = Unicode.Scalar(scalar) else { return false }
    if scalar == "_" || scalar == "." { return true }
    return scalar.isASCII
      ? Character(scalar).isLetter || Character(scalar).isNumber : scalar.properties.isAlphabetic
  }

  private static func isBlank(_ scalar: UInt32) -> Bool { scalar == 0x20 || scalar == 0x09 }

  package var wordStart: Int {
    var place = cursor
    while place > 0, !Self.isOfWord(scalars[place - 1]) { place -= 1 }
    while place > 0, Self.isOfWord(scalars[place - 1]) { place -= 1 }
    return place
  }

  package var wordEnd: Int {
    var place = cursor
    while place < scalars.count, !Self.isOfWord(scalars[place]) { place += 1 }
    while place < scalars.count, Self.isOfWord(scalars[place]) { place += 1 }
    return place
  }

  /// Where what stands before the cursor without a blank begins.
  package var blankStart: Int {
    var place = cursor
    while place > 0, Self.isBlank(scalars[place - 1]) { place -= 1 }
    while place > 0, !Self.isBlank(scalars[place - 1]) { place -= 1 }
    return place
  }

  /// Exchanges the word at the cursor with the one before; false where there are no two.
  package mutating func transposeWords() -> Bool {
    var second = self
    second.cursor = wordEnd
    let end = second.cursor
    second.cursor = second.wordStart
    var first = second
    first.cursor = second.wordStart
    let start = first.cursor
    let firstEnd = first.wordEnd
    guard start < second.cursor, firstEnd <= second.cursor, end > second.cursor else {
      return false
    }
    let between = scalars[firstEnd..<second.cursor]
    let exchanged = scalars[second.cursor..<end] + between + scalars[start..<firstEnd]
    scalars.replaceSubrange(start..<end, with: exchanged)
    cursor = end
    return true
  }

  /// The last word of a line, up to a blank.
  package static func lastArgument(of line: String) -> String? {
    line.split { $0 == " " || $0 == "\t" || $0 == "\n" }.last.map(String.init)
  }
}
