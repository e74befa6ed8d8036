// How much memory blocks take, about: what the values themselves take, and for each text and each array what
// the system puts around it. Near enough to say when there are too many of them.
import Events

extension Blocks {
  package var memoryBytes: Int { blocks.memoryBytes(\.memoryBytes) }
}

extension Array {
  /// - Parameter inside: what an element refers to, beside its own value.
  fileprivate func memoryBytes(_ inside: (Element) -> Int) -> Int {
    guard !isEmpty else { return 0 }
    return reduce(48 + count * MemoryLayout<Element>.stride) { $0 + inside($1) }
  }
}

extension String {
  /// Short ones lie in the value itself.
  fileprivate var memoryBytes: Int { utf8.count > 15 ? 48 + utf8.count : 0 }
}

extension Spans {
  fileprivate var memoryBytes: Int {
    spans.memoryBytes { $0.text.memoryBytes + ($0.number?.name.memoryBytes ?? 0) }
  }
}

extension Block {
  /// With the box that each block of a kind is in.
  fileprivate var memoryBytes: Int {
    switch self {
    case .heading(let heading): 48 + MemoryLayout<Heading>.size + heading.text.memoryBytes
    case .paragraph(let paragraph):
      48 + MemoryLayout<Paragraph>.size + paragraph.text.memoryBytes
    case .table(let table): 48 + MemoryLayout<Table>.size + table.memoryBytes
    case .definitions(let definitions): 48 + definitions.memoryBytes
    case .arithmetic(let arithmetic): 48 + arithmetic.lines.memoryBytes(\.memoryBytes)
    case .code(let code): 80 + code.lines.memoryBytes(\.memoryBytes)
    case .figure(let figure): 48 + MemoryLayout<Figure>.size + figure.memoryBytes
    case .diagnostic(let diagnostic): 48 + diagnostic.memoryBytes
    case .difference(let difference): 80 + difference.hunks.memoryBytes(\.memoryBytes)
    case .group(let group):
      80 + (group.title?.memoryBytes ?? 0) + group.blocks.memoryBytes(\.memoryBytes)
    }
  }
}

extension Definitions {
  fileprivate var memoryBytes: Int {
    entries.memoryBytes { $0.name.memoryBytes + $0.text.memoryBytes }
  }
}

extension Table {
  fileprivate var memoryBytes: Int {
    (legend?.memoryBytes ?? 0) + caption.memoryBytes(\.memoryBytes)
      + columns.memoryBytes { $0.titles.memoryBytes(\.memoryBytes) }
      + entries.memoryBytes { entry in
        switch entry {
        case .row(let row): row.cells.memoryBytes { $0.text.memoryBytes + $0.marks.count * 48 }
        case .remark(let block): block.memoryBytes
        }
      }
  }
}

extension Arithmetic.Line {
  fileprivate var memoryBytes: Int {
    name.memoryBytes + formula.memoryBytes + (numbers?.memoryBytes ?? 0)
      + remarks.memoryBytes(\.memoryBytes)
  }
}

extension Figure {
  fileprivate var memoryBytes: Int {
    var bytes = description.memoryBytes + title.memoryBytes
    for mark in panels.flatMap(\.marks) {
      if let series = mark.series {
        bytes += (series.x.count + series.y.count + series.other.count) * MemoryLayout<Double>.size
        bytes += series.texts.memoryBytes(\.memoryBytes)
      }
      bytes += (mark.grid?.values.count ?? 0) * MemoryLayout<Double>.size
      if case .network(let network) = mark {
        bytes += network.weights.reduce(0) { $0 + $1.count } * MemoryLayout<Double>.size
      }
    }
    return bytes
  }
}

extension DiagnosticBlock {
  fileprivate var memoryBytes: Int {
    MemoryLayout<DiagnosticBlock>.size + sentence.memoryBytes + notes.memoryBytes(\.memoryBytes)
      + (source.map { $0.before.memoryBytes + $0.marked.memoryBytes + $0.after.memoryBytes } ?? 0)
  }
}
