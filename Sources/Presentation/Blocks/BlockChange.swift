// How what an execution says grows: blocks are appended, a table that is open gains rows and remarks
// between them. Whoever keeps an execution applies the changes; whoever only shows it need not.

package enum BlockChange: Equatable, Sendable {
  case append(Block)
  case addRow(Row, table: Int)
  case addRemark(Block, table: Int)
  case close(table: Int)
}

extension BlockChange: Codable {
  private enum Kind: String, Codable { case append, row, remark, close }
  private enum Key: String, CodingKey { case change, table, block, row }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    func table() throws -> Int { try container.decode(Int.self, forKey: .table) }
    func block() throws -> Block { try container.decode(Block.self, forKey: .block) }
    self =
      switch try container.decode(Kind.self, forKey: .change) {
      case .append: .append(try block())
      case .row: .addRow(try container.decode(Row.self, forKey: .row), table: try table())
      case .remark: .addRemark(try block(), table: try table())
      case .close: .close(table: try table())
      }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .append(let block):
      try container.encode(Kind.append, forKey: .change)
      try container.encode(block, forKey: .block)
    case .addRow(let row, let table):
      try container.encode(Kind.row, forKey: .change)
      try container.encode(table, forKey: .table)
      try container.encode(row, forKey: .row)
    case .addRemark(let block, let table):
      try container.encode(Kind.remark, forKey: .change)
      try container.encode(table, forKey: .table)
      try container.encode(block, forKey: .block)
    case .close(let table):
      try container.encode(Kind.close, forKey: .change)
      try container.encode(table, forKey: .table)
    }
  }
}

/// What an execution has said so far.
package struct Blocks: Codable, Equatable, Sendable {
  /// Of the written form. A reader that knows another one refuses.
  package static let version = 1

  package private(set) var version = Self.version
  package var blocks: [Block]

  package init(_ blocks: [Block] = []) { self.blocks = blocks }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let version = try container.decode(Int.self, forKey: .version)
    guard version == Self.version else {
      throw DecodingError.dataCorruptedError(
        forKey: .version, in: container, debugDescription: "blocks of version \(version)")
    }
    blocks = try container.decode([Block].self, forKey: .blocks)
  }

  package mutating func apply(_ change: BlockChange) {
    switch change {
    case .append(let block): blocks.append(block)
    case .addRow(let row, let table): update(table) { $0.entries.append(.row(row)) }
    case .addRemark(let block, let table): update(table) { $0.entries.append(.remark(block)) }
    case .close(let table): update(table) { $0.isOpen = false }
    }
  }

  /// Changes the table of that number, which is among the last blocks.
  private mutating func update(_ id: Int, _ change: (inout Table) -> Void) {
    for place in blocks.indices.reversed() {
      guard case .table(var table) = blocks[place], table.id == id else { continue }
      // Taken out first, so that its rows are not copied for each that is added.
      blocks[place] = .group(Group([]))
      change(&table)
      blocks[place] = .table(table)
      return
    }
  }
}
