// What is wrong with a lesson, and where: the line and the very bytes.
import CommandLanguage
import Events
import Notebooks

package struct LessonFault: Error, Equatable, Sendable {
  package var diagnostic: Diagnostic
  /// The lines that its range points into.
  package var source: LogicalLine

  package init(_ diagnostic: Diagnostic, _ source: LogicalLine) {
    (self.diagnostic, self.source) = (diagnostic, source)
  }

  /// About a whole line.
  package init(
    _ id: String, _ message: String, _ source: LogicalLine, suggestion: String? = nil
  ) {
    let indent = source.bytes.prefix { $0 == UInt8(ascii: " ") }.count
    let range = SourceRange(start: indent, end: source.bytes.count)
    self.init(Diagnostic(id: id, message: message, range: range, suggestion: suggestion), source)
  }

  /// 1-based.
  package var line: Int { source.position(of: diagnostic.range?.start ?? 0).line }
  package var column: Int { source.position(of: diagnostic.range?.start ?? 0).column }

  package func report(_ file: String?) -> ErrorReport {
    ErrorReport(diagnostic: diagnostic, source: source, file: file)
  }
}

/// What a lesson may ask for. It may come from anyone; a course's longest is a tenth of this.
enum LessonLimits {
  static let bytes = 256 << 10
  static let lineBytes = 4000
  static let steps = 60
  static let parts = 80
  static let choices = 10
  static let hints = 6
  static let conditions = 20
  static let commands = 60
}
