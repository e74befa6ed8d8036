// What commands about the notebook say: which cells there are, what a change of one did to the numbers of
// those below, what was written.

/// The cells, or those that were asked for.
package struct CellList: Sendable, Equatable {
  package var cells: [CellSummary]
  /// How many there are in all.
  package var count: Int
  /// What they were to contain; nil of all.
  package var pattern: String?

  package init(cells: [CellSummary], count: Int, pattern: String?) {
    (self.cells, self.count, self.pattern) = (cells, count, pattern)
  }
}

package struct CellSummary: Sendable, Equatable {
  /// Its place, counted from 1.
  package var number: Int
  /// What was typed, or the text of a note.
  package var source: String
  /// `true`, `stale`, `failed`, `unrun`, or `note`.
  package var status: String
  /// Whether it wrote a file when it was run, which running it again does not do unasked.
  package var isEarlierFile: Bool

  package init(number: Int, source: String, status: String, isEarlierFile: Bool = false) {
    self.number = number
    self.source = source
    self.status = status
    self.isEarlierFile = isEarlierFile
  }
}

/// What bringing cells up to date, or changing them, came to.
package struct NotebookChange: Sendable, Equatable {
  /// One cell that now says something else.
  package struct Cell: Sendable, Equatable {
    package var number: Int
    package var source: String
    /// The numbers that are others now, by name. Nil where there was none, or is none any more.
    package var numbers: [NumberChange]
    /// Where no number says it: what is different.
    package var remark: String?

    package init(number: Int, source: String, numbers: [NumberChange], remark: String? = nil) {
      self.number = number
      self.source = source
      self.numbers = numbers
      self.remark = remark
    }
  }

  package struct NumberChange: Sendable, Equatable {
    package var name: String
    package var before: Double
    package var after: Double
    /// As they are printed.
    package var beforeText: String
    package var afterText: String

    package init(
      name: String, before: Double, after: Double, beforeText: String, afterText: String
    ) {
      self.name = name
      self.before = before
      self.after = after
      self.beforeText = beforeText
      self.afterText = afterText
    }
  }

  /// Cells that say something else than before.
  package var changed: [Cell]
  /// The numbers of those that were looked at again and say the same.
  package var unchanged: [Int]
  /// Those that are still to be run.
  package var stale: [Int]
  /// What was done to the notebook itself: "cell 3 taken out".
  package var done: String?

  package init(
    changed: [Cell] = [], unchanged: [Int] = [], stale: [Int] = [], done: String? = nil
  ) {
    self.changed = changed
    self.unchanged = unchanged
    self.stale = stale
    self.done = done
  }
}

/// A notebook that was written to a file or read from one.
package struct NotebookFile: Sendable, Equatable {
  package enum Direction: String, Sendable {
    case saved, exported, opened
    /// A script was written that trains the same.
    case script
    /// It is written after every command from now on.
    case recording
    /// That has ended.
    case recorded
  }

  package var direction: Direction
  package var file: String
  package var cells: Int

  package init(_ direction: Direction, file: String, cells: Int) {
    (self.direction, self.file, self.cells) = (direction, file, cells)
  }
}
