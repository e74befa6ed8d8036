// What a lesson says of itself before it begins.
import CommandLanguage
import Notebooks

struct LessonFrontMatter {
  private static let names = ["title", "seed", "minutes", "needs", "about", "explain"]

  var minutes: Int?
  var needs: [String] = []
  var about: String?

  /// - Parameter document: whose title and seed are read already.
  init(_ document: CourseDocument) throws(LessonFault) {
    guard document.firstLine > 2 else { return }
    let lines = document.lines[1..<document.firstLine - 1]
    // What is no YAML, the document has refused.
    guard let root = try? YAMLNode(parsing: Array(lines.joined(separator: "\n").utf8)),
      case .mapping(let members) = root.content
    else { return }
    for member in members {
      let source = document.logicalLine(member.name.line)
      let range = source.range(of: member.name.text ?? "")
      func fault(_ message: String, _ suggestion: String) -> LessonFault {
        LessonFault(
          Diagnostic(
            id: "bad-front-matter", message: message, range: range, suggestion: suggestion), source)
      }
      switch member.name.text {
      case "minutes":
        guard let minutes = member.value.text.flatMap({ Int($0) }), (1...600).contains(minutes)
        else { throw fault("`minutes` is a whole number from 1 to 600", "`minutes: 15`") }
        self.minutes = minutes
      case "about":
        guard let about = member.value.text, !about.isEmpty else {
          throw fault("`about` is one sentence", "`about: What a learning rate does`")
        }
        self.about = about
      case "needs":
        guard let needs = member.value.names else {
          throw fault("`needs` is a list of names of lessons", "`needs: [digits, penalties]`")
        }
        self.needs = needs
      case let name?:
        let near = suggestions(for: name, among: Self.names)
        if let meant = near.first, !Self.names.contains(name) {
          throw fault("there is no \(shown(name)) in the front matter", "`\(meant)`")
        }
      case nil: break
      }
    }
  }
}

extension YAMLNode {
  /// A name, or a list of them.
  fileprivate var names: [String]? {
    switch content {
    case .text(let text): return text.isEmpty ? [] : [text]
    case .list(let nodes):
      let names = nodes.compactMap(\.text)
      return names.count == nodes.count ? names : nil
    case .mapping: return nil
    }
  }
}

extension CourseDocument {
  /// - Parameter place: of the line, from 0.
  func logicalLine(_ place: Int) -> LogicalLine {
    LogicalLine(
      bytes: lines.indices.contains(place) ? Array(lines[place].utf8) : [], line: place + 1)
  }

  func logicalLine(_ places: Range<Int>) -> LogicalLine {
    LogicalLine(
      bytes: Array(lines[places].joined(separator: "\n").utf8), line: places.lowerBound + 1)
  }
}

extension LogicalLine {
  /// Where a text stands first in it; all of it where it does not.
  package func range(of part: String) -> SourceRange {
    let wanted = Array(part.utf8)
    let whole = SourceRange(start: 0, end: bytes.count)
    guard !wanted.isEmpty, wanted.count <= bytes.count else { return whole }
    let start = (0...(bytes.count - wanted.count)).first { bytes[$0...].starts(with: wanted) }
    return start.map { SourceRange(start: $0, end: $0 + wanted.count) } ?? whole
  }
}
