// What is wrong with a command or a file, and what would be right.
import CommandLanguage
import Events

extension DiagnosticBlock {
  package init(_ report: ErrorReport) {
    let diagnostic = report.diagnostic
    id = diagnostic.id
    place = report.file.map { file in
      let place = report.source.position(of: diagnostic.range?.start ?? 0)
      return "\(file):\(place.line):\(place.column)"
    }
    source = diagnostic.range.map { Source($0, in: report.source) }
    sentence = diagnostic.sentence
    notes = diagnostic.notes
  }
}

extension DiagnosticBlock.Source {
  fileprivate init(_ range: SourceRange, in line: LogicalLine) {
    let (text, start) = line.physicalLine(at: range.start)
    let bytes = Array(text.utf8)
    let first = min(bytes.count, start)
    let end = max(first, min(bytes.count, start + range.length))
    before = String(decoding: bytes[..<first], as: UTF8.self)
    marked = String(decoding: bytes[first..<end], as: UTF8.self)
    after = String(decoding: bytes[end...], as: UTF8.self)
  }
}
