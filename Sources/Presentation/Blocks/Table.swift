// A table as a value: columns that say how wide they are and what may be left out, rows that may still
// come, and blocks that stand between them.
import Events

package struct Table: Codable, Equatable, Sendable {
  package enum Entry: Equatable, Sendable {
    case row(Row)
    case remark(Block)
  }

  /// What a window too narrow for all columns does to them.
  package enum Overflow: Codable, Equatable, Sendable {
    /// Columns are left out, those of the lowest priority first.
    case leaveOut
    /// The columns go on in further tables below, the first column again before each.
    case split
  }

  /// How columns of equal width that are left out are called: by their titles or by how many.
  package enum Remainder: Codable, Equatable, Sendable {
    case titles
    case count(one: String, many: String)
  }

  /// Names it among the tables of its execution.
  package var id = 0
  /// Who is who, shown where the columns have room for their short titles only.
  package var legend: Definitions?
  /// Between the legend and the head.
  package var caption: [Block] = []
  package var columns: [Column]
  package var hasHead = true
  package var entries: [Entry] = []
  /// Whether rows may still come. Its columns are then not as wide as what is in them.
  package var isOpen = false
  package var overflow = Overflow.leaveOut
  package var remainder = Remainder.titles
  /// Where what is left out is to be found; nil where only a wider window has it.
  package var elsewhere: Spans?
  /// Blanks before each line and between columns.
  package var indent = 2
  package var gap = 2
  /// Between columns in a narrow window, where it is another one.
  package var narrowGap: Int?

  package init(_ columns: [Column], rows: [Row] = []) {
    self.columns = columns
    entries = rows.map(Entry.row)
  }

  package var rows: [Row] {
    entries.compactMap { if case .row(let row) = $0 { row } else { nil } }
  }

  /// Rows of the head.
  package var headRows: Int { hasHead ? columns.map(\.titles.count).max() ?? 0 : 0 }
}

package struct Column: Codable, Equatable, Sendable {
  package enum Alignment: String, Codable, Sendable { case left, right }

  package enum Width: Codable, Equatable, Sendable {
    /// As wide as what is in it; cells longer than `most`, or in a narrow window `narrowMost`, are cut,
    /// and so are those longer than so many fifths of the window, where there is no room for more.
    case content(most: Int? = nil, narrowMost: Int? = nil, fifths: Int? = nil)
    /// With the blanks before it; `short` where its short title stands above it.
    case fixed(Int, short: Int? = nil)
    /// An equal part of what the others leave, as many columns as are `least` wide: what has priority
    /// gives way so that `wanted` are. In a wide window each is as wide as what is in it.
    case equal(least: Int, most: Int, wanted: Int = 0)
    /// Bars behind the last column, two blanks before them.
    case bar(Int)
  }

  /// From the top.
  package var titles: [String]
  package var width: Width
  package var alignment: Alignment
  /// Its title where there is less room.
  package var shortTitle: String?
  /// Its title where other columns are left out.
  package var bareTitle: String?
  /// What may be left out first has the lowest; what may not has none.
  package var priority: Int?
  /// What it is called where it is left out; else by its titles.
  package var fullName: String?
  /// Before each of its cells, behind a blank.
  package var sign: String?
  /// Whether its cells may have a mark before them.
  package var isMarked = false
  /// Whether its title fills it, so that the title before must end a column earlier.
  package var isFilled = false
  /// Columns that the longest of its cells takes, where that is known before its rows are.
  package var longestCell: Int?
  /// Whether numbers in it may be cut too, where they do not choose anything.
  package var isClipped = false

  package init(
    _ titles: [String], _ alignment: Alignment = .right, _ width: Width = .content(),
    priority: Int? = nil
  ) {
    (self.titles, self.alignment, self.width, self.priority) = (titles, alignment, width, priority)
  }
  package init(
    _ title: String, _ alignment: Alignment = .right, _ width: Width = .content(),
    priority: Int? = nil
  ) {
    self.init([title], alignment, width, priority: priority)
  }

  /// What it is called.
  package var name: String { fullName ?? titles.filter { !$0.isEmpty }.joined(separator: " ") }
}

package struct Row: Codable, Equatable, Sendable {
  package var cells: [Cell]

  package init(_ cells: [Cell]) { self.cells = cells }
}

package struct Cell: Codable, Equatable, Sendable, ExpressibleByStringLiteral {
  package enum Mark: String, Codable, Sendable {
    /// The best so far.
    case best
    /// A value reached before its trial was cut.
    case cut
  }

  /// As it is, nothing escaped.
  package var text: String
  /// The text where its table has less room.
  package var short: String?
  /// The exact value that is printed.
  package var value: Number?
  package var marks: [Mark] = []
  /// The part of the longest bar that its bar is.
  package var share: Number?
  /// The text as a drawing of the same width, where there are block characters.
  package var drawn: String?

  package init(_ text: String, _ value: Double? = nil, short: String? = nil) {
    (self.text, self.short) = (text, short)
    self.value = value.map(Number.init)
  }
  package init(stringLiteral value: String) { self.init(value) }
  package init(_ count: Int) { self.init(String(count), Double(count)) }
  package init(_ value: Double, _ style: NumberStyle) {
    self.init(NumberText.text(value, style), value)
  }
  package init(share: Double) {
    self.init("")
    self.share = Number(share)
  }
}

/// A row has cells, a block its kind.
extension Table.Entry: Codable {
  private enum Key: String, CodingKey { case kind }

  package init(from decoder: any Decoder) throws {
    let isBlock = try decoder.container(keyedBy: Key.self).contains(.kind)
    self = isBlock ? .remark(try Block(from: decoder)) : .row(try Row(from: decoder))
  }

  package func encode(to encoder: any Encoder) throws {
    switch self {
    case .row(let row): try row.encode(to: encoder)
    case .remark(let block): try block.encode(to: encoder)
    }
  }
}
