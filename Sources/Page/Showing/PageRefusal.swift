// What was wrong with a line, in the words of its cell, for whoever typed it on the page: there it is said beside the
// fields that the line was made of.
import Events
import JSON
import Presentation

struct PageRefusal: PageContent {
  var report: ErrorReport

  var json: String {
    let block = DiagnosticBlock(report)
    return JSONValue.object([
      ("line", .string(report.source.text)), ("message", .string(block.sentence)),
      ("wrong", block.source.map { .string($0.marked) } ?? .null),
      ("instead", instead(block.source).map(JSONValue.string) ?? .null),
    ]).text
  }

  /// A line that may be right: of an unknown name the same with what it is near to, else what is to be tried.
  private func instead(_ source: DiagnosticBlock.Source?) -> String? {
    guard let advice = report.diagnostic.suggestion, advice.hasPrefix("`") else { return nil }
    let words = advice.dropFirst().prefix { $0 != "`" }
    guard report.diagnostic.id.hasPrefix("unknown-"), let source else { return String(words) }
    return source.before + words + source.after
  }
}
