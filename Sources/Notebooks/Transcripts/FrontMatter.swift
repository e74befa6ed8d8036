// What a course document says of itself before it begins: `name: value` lines in YAML, of which the names
// that mean nothing here are left alone.

import Experiments

struct FrontMatter {
  var title: String?
  var seed: UInt64?
  /// How much the session explained from its beginning.
  var explain: ExplainLevel?

  /// - Parameter lines: what stands between the `---` of a document's first line and the next.
  init(_ lines: ArraySlice<String>) throws(DocumentError) {
    let limits = YAMLLimits()
    let root: YAMLNode?
    do throws(YAMLError) {
      root = try YAMLNode(parsing: Array(lines.joined(separator: "\n").utf8), limits: limits)
    } catch {
      throw DocumentError(error, limits: limits)
    }
    guard let root else { return }
    guard case .mapping(let members) = root.content else {
      throw DocumentError(
        line: 2, message: "the front matter is not a list of `name: value`")
    }
    for member in members {
      switch member.name.text {
      case "title": title = member.value.text
      case "seed":
        guard let number = member.value.text.flatMap({ UInt64($0) }) else {
          throw DocumentError(
            line: 1 + member.value.line, message: "the seed must be a whole number from 0")
        }
        seed = number
      case "explain":
        guard let level = member.value.text.flatMap({ ExplainLevel(rawValue: $0) }) else {
          throw DocumentError(
            line: 1 + member.value.line, message: "`explain` must be off, brief or full")
        }
        explain = level
      default: break
      }
    }
  }
}

extension DocumentError {
  /// The document's first line is no YAML.
  fileprivate init(_ error: YAMLError, limits: YAMLLimits) {
    line = 1 + error.line
    switch error.problem {
    case .malformed:
      line = 2
      message = "the front matter is not valid YAML"
    case .alias:
      message = "the front matter refers to a value by `*`; write the value itself"
    case .tooLarge: message = "the front matter is larger than \(limits.bytes >> 10) KB"
    case .tooDeep:
      message = "the front matter has more than \(limits.depth) lists within each other"
    case .longText:
      message = "a value in the front matter is longer than \(limits.textBytes >> 10) KB"
    case .tooManyNodes: message = "the front matter has more than \(limits.nodes) names and values"
    }
  }
}
