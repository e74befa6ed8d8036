// The cells of a notebook in their order, as an array has them. Lists that come from one another share what they
// have in common, and what is not at the end may be in a file: a change copies a few cells, however many there are.

package struct CellArray: Sendable {
  private struct Part: Sendable {
    var chunk: CellChunk
    /// The place of its first cell.
    var start: Int
    var end: Int { start + chunk.count }
  }

  /// As many cells as are copied where one of them changes.
  private static let chunkSize = 64

  private var parts: [Part] = []
  /// Those behind them.
  private var tail: [NotebookCell] = []

  package init() {}

  private var tailStart: Int { parts.last?.end ?? 0 }

  /// Which part has the cell at a place before the tail.
  private func part(of place: Int) -> Int {
    var (low, high) = (0, parts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if parts[middle].start <= place { low = middle } else { high = middle }
    }
    return low
  }

  /// Lets all of them be counted by a notebook's memory.
  func join(_ memory: CellMemory) {
    for part in parts { part.chunk.join(memory) }
    for cell in tail { cell.said.join(memory) }
  }

  /// The same where all but the last have been.
  func joinLast(_ memory: CellMemory) {
    tail.last?.said.join(memory)
    if tail.isEmpty { parts.last?.chunk.join(memory) }
  }
}

extension CellArray: RandomAccessCollection, MutableCollection, RangeReplaceableCollection {
  package var startIndex: Int { 0 }
  package var endIndex: Int { tailStart + tail.count }

  package subscript(position: Int) -> NotebookCell {
    get {
      let start = tailStart
      if position >= start { return tail[position - start] }
      let part = parts[part(of: position)]
      return part.chunk.cells[position - part.start]
    }
    set {
      let start = tailStart
      if position >= start { return tail[position - start] = newValue }
      let index = part(of: position)
      var cells = parts[index].chunk.cells
      cells[position - parts[index].start] = newValue
      parts[index].chunk = CellChunk(cells)
    }
  }

  package mutating func append(_ cell: NotebookCell) {
    tail.append(cell)
    if tail.count == Self.chunkSize { seal() }
  }

  private mutating func seal() {
    parts.append(Part(chunk: CellChunk(tail), start: tailStart))
    tail = []
  }

  package mutating func replaceSubrange(
    _ range: Range<Int>, with cells: some Collection<NotebookCell>
  ) {
    let end = endIndex
    // What the first part that is touched has before them stays, and behind them what the last has.
    let first = range.lowerBound < tailStart ? part(of: range.lowerBound) : parts.count
    let last = range.upperBound < tailStart ? part(of: range.upperBound) + 1 : parts.count
    let start = first < parts.count ? parts[first].start : tailStart
    let stop = last < parts.count ? parts[last].start : end
    var between = Array(self[start..<range.lowerBound]) + Array(cells)
    between += self[range.upperBound..<stop]
    let (behind, oldTail) = (parts[last...], last < parts.count ? tail : [])
    parts.removeSubrange(first...)
    tail = []
    for cell in between { append(cell) }
    if behind.isEmpty { return }
    if !tail.isEmpty { seal() }
    for part in behind { parts.append(Part(chunk: part.chunk, start: tailStart)) }
    tail = oldTail
  }
}
