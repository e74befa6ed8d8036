// The notebook on the page: after each line what has changed of it is posted. Lines that only add cells, as most
// do, cost what they add; only where older cells may have changed is the whole notebook looked at.
import Events
import Notebooks
import Presentation

/// Used by the session's thread.
struct PageCells {
  private let board: PageBoard
  /// What is shown, in its order: cells, and what was typed about the notebook behind the cell that was last then.
  private var shown: [Shown] = []
  private var lastUnrun = 0

  private struct Shown: Equatable {
    var id: Int
    var number: Int?
    var source: String
    var status: String

    init(_ cell: PageCell) {
      (id, number, source, status) = (cell.id, cell.number, cell.source, cell.status)
    }
  }

  /// The page shows the last of many.
  private static let mostCells = 300
  private static let mostAsides = 20

  init(on board: PageBoard) { self.board = board }

  // MARK: Under way

  mutating func show(_ execution: Execution, saying blocks: [Block]) {
    let status =
      switch execution.outcome {
      case nil: "running"
      case .failed: CellStatus.failed.rawValue
      case .done, .interrupted: CellStatus.valid.rawValue
      }
    let cell = PageCell(
      id: execution.serial, number: nil, source: execution.source, status: status,
      said: .blocks(blocks))
    let entry = Shown(cell)
    if let place = shown.lastIndex(where: { $0.id == cell.id }) {
      shown[place] = entry
    } else {
      shown.append(entry)
    }
    board.post(.cell(cell.id), cell)
  }

  // MARK: After a line

  /// - Parameter ended: what the line came to, in order.
  mutating func follow(_ notebook: Notebook, after ended: [Execution]) {
    let isAdded = ended.allSatisfy { $0.effect.isCell && $0.effect.travelled == nil }
    guard isAdded, addLast(ended.count, of: notebook) else { return lookThrough(notebook) }
  }

  /// Of a notebook that was not shown before.
  mutating func showAll(of notebook: Notebook) { lookThrough(notebook) }

  /// Shows the cells that were added as cells; false where they are not the last.
  private mutating func addLast(_ count: Int, of notebook: Notebook) -> Bool {
    let first = max(0, notebook.cells.count - count)
    for (place, cell) in zip(first..., notebook.cells[first...]) {
      guard let id = cell.serial, let entry = shown.lastIndex(where: { $0.id == id }) else {
        return false
      }
      let status: CellStatus = cell.ending == .failed ? .failed : .valid
      let content = PageCell(id: id, number: place + 1, cell, status)
      shown[entry] = Shown(content)
      board.post(.cell(id), content)
    }
    // What came to nothing is no cell.
    let numbered = shown.suffix(count).allSatisfy { $0.number != nil }
    return numbered && shown.count <= 2 * Self.mostCells
  }

  private mutating func lookThrough(_ notebook: Notebook) {
    let before = Dictionary(shown.map { ($0.id, $0) }) { _, last in last }
    var asides: [Int?: [Shown]] = [:]
    var last: Int?
    for entry in shown.filter({ $0.number == nil && $0.id > 0 }).suffix(Self.mostAsides) {
      asides[cell(before: entry), default: []].append(entry)
    }
    var unrun = Dictionary(grouping: shown.filter { $0.id < 0 }, by: \.source)
    var after: [Shown] = asides.removeValue(forKey: nil) ?? []
    for listed in notebook.listed.cells.suffix(Self.mostCells) {
      let id = listed.cell.serial ?? unrunID(of: listed, among: &unrun)
      let content = PageCell(id: id, number: listed.number, listed.cell, listed.status)
      if before[id] != Shown(content) { board.post(.cell(id), content) }
      after.append(Shown(content))
      last = id
      after += asides.removeValue(forKey: last) ?? []
    }
    // Behind cells that have gone.
    let rest = asides.values.joined().filter { aside in !after.contains { $0.id == aside.id } }
    after += rest.sorted { $0.id < $1.id }
    let kept = Set(after.map(\.id))
    board.remove(shown.map(\.id).filter { !kept.contains($0) }.map(PageName.cell))
    shown = after
    board.post(.cells, PageOrder(ids: shown.map(\.id)))
  }

  /// The cell behind which something stands.
  private func cell(before entry: Shown) -> Int? {
    guard let place = shown.firstIndex(of: entry) else { return nil }
    return shown[..<place].last { $0.number != nil }?.id
  }

  /// Of a cell that was not run: the same as before where the same words stood there.
  private mutating func unrunID(
    of listed: ListedNotebook.Cell, among unrun: inout [String: [Shown]]
  ) -> Int {
    let source = listed.cell.content == .note ? "" : listed.cell.source
    if let found = unrun[source]?.first {
      unrun[source]?.removeFirst()
      return found.id
    }
    lastUnrun -= 1
    return lastUnrun
  }
}
