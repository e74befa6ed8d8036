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
    sentence = Self.sentence(diagnostic)
    notes = diagnostic.notes
  }

  private static func sentence(_ diagnostic: Diagnostic) -> String {
    var text = diagnostic.message
    if let file = diagnostic.file {
      let column = file.column.map { ", column \($0)" } ?? ""
      text = "line \(file.line)\(column) of \(shown(file.file)): \(text)"
    }
    guard let advice = diagnostic.suggestion else { return text }
    // Something to type is offered as a guess after an unknown name, else as a thing to try; advice
    // in words stands by itself.
    guard advice.hasPrefix("`") else { return "\(text); \(advice)" }
    return diagnostic.id.hasPrefix("unknown-")
      ? "\(text); did you mean \(advice)?" : "\(text); try \(advice)"
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
