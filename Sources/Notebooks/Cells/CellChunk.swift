// Some cells that follow each other and never change. Together they go to the file, after what they said.
import JSON
import Synchronization

final class CellChunk: Spillable {
  private struct Held {
    /// Nil while they are in the file alone.
    var cells: [NotebookCell]?
    var place: SpillFile.Place?
    /// Which counts them; nil while none does.
    var memory: CellMemory?
    /// As they are counted.
    var bytes = 0
  }

  static let isOftenRead = true
  let count: Int
  private let held: Mutex<Held>

  init(_ cells: [NotebookCell]) {
    count = cells.count
    held = Mutex(Held(cells: cells))
  }

  deinit {
    let (memory, bytes) = held.withLock { ($0.memory, $0.bytes) }
    if bytes > 0 { memory?.release(bytes) }
  }

  var cells: [NotebookCell] {
    let (known, place, memory) = held.withLock { ($0.cells, $0.place, $0.memory) }
    if let known { return known }
    guard let place, let memory, let read = Self.read(place, in: memory), read.count == count
    else { return Array(repeating: NotebookCell(note: Self.lost), count: count) }
    let bytes = Self.bytes(of: read)
    let isNew = held.withLock { held -> Bool in
      guard held.cells == nil else { return false }
      (held.cells, held.bytes) = (read, bytes)
      return true
    }
    if isNew { memory.hold(self, bytes: bytes) }
    return read
  }

  /// In the place of each cell that the disk does not give back.
  private static let lost = "(A cell stood here that the disk does not give back.)"

  private static func read(_ place: SpillFile.Place, in memory: CellMemory) -> [NotebookCell]? {
    let json = memory.file.read(place).flatMap { try? StrictJSON(parsing: $0) }
    let cells = json.flatMap { try? $0.decoded(as: [NotebookCell].self) }
    for cell in cells ?? [] { cell.said.join(memory) }
    return cells
  }

  /// Lets them be counted, once, with what they said.
  func join(_ memory: CellMemory) {
    let joined = held.withLock { held -> (cells: [NotebookCell], bytes: Int)? in
      guard held.memory == nil, let cells = held.cells else { return nil }
      held.memory = memory
      held.bytes = Self.bytes(of: cells)
      return (cells, held.bytes)
    }
    guard let joined else { return }
    for cell in joined.cells { cell.said.join(memory) }
    memory.hold(self, bytes: joined.bytes)
  }

  private static func bytes(of cells: [NotebookCell]) -> Int {
    cells.reduce(0) {
      $0 + MemoryLayout<NotebookCell>.stride + $1.source.utf8.count + $1.effect.reads.count * 64
        + 160
    }
  }

  func spill(into file: SpillFile) {
    let cells = held.withLock { $0.cells }
    var place = held.withLock { $0.place }
    if place == nil, let cells, file.takesMore {
      for cell in cells { cell.said.spill(into: file) }
      let json = try? JSONValue(encoding: cells)
      place = json.flatMap { file.add(Array($0.text.utf8)) }
    }
    // Without a disk they stay, and count no more: what there is cannot be helped.
    let (memory, bytes) = held.withLock { held in
      defer { held.bytes = 0 }
      held.place = place
      if place != nil { held.cells = nil }
      return (held.memory, held.bytes)
    }
    memory?.release(bytes)
  }
}
