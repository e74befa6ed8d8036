// YAML as values: libyaml reads it event by event, and the values are made here, where no document can
// ask for more than the limits allow.
import CYaml

/// What other people's documents may ask for.
package struct YAMLLimits: Sendable {
  package var bytes = 64 << 10
  /// Lists and mappings within each other.
  package var depth = 8
  package var textBytes = 4 << 10
  /// Names and values, a list or mapping counting as one.
  package var nodes = 1000

  package init() {}
}

package struct YAMLError: Error, Equatable, Sendable {
  package enum Problem: Sendable {
    /// It is not YAML, not UTF-8, more than one document, or names one thing twice.
    case malformed
    /// `*name`: what is short could stand for very much.
    case alias
    case tooLarge, tooDeep, longText, tooManyNodes
  }

  package var problem: Problem
  /// 1-based.
  package var line: Int

  package init(_ problem: Problem, line: Int) {
    self.problem = problem
    self.line = line
  }
}

/// A value and where it stands. Texts are as they were meant, numbers too: what they are is the reader's
/// to decide.
package struct YAMLNode: Equatable, Sendable {
  package enum Content: Equatable, Sendable {
    case text(String)
    case list([YAMLNode])
    /// In the order they were written in.
    case mapping([Member])
  }

  package struct Member: Equatable, Sendable {
    package var name: YAMLNode
    package var value: YAMLNode
  }

  package var content: Content
  /// 1-based.
  package var line: Int

  /// Nil for lists and mappings.
  package var text: String? {
    if case .text(let text) = content { text } else { nil }
  }
}

extension YAMLNode {
  /// The one document that the bytes hold; nil when they hold none.
  package init?(parsing bytes: [UInt8], limits: YAMLLimits = YAMLLimits()) throws(YAMLError) {
    guard bytes.count <= limits.bytes else { throw YAMLError(.tooLarge, line: 1) }
    var composer = try YAMLComposer(bytes, limits: limits)
    guard let node = try composer.document() else { return nil }
    self = node
  }
}

/// Makes nodes of events. Calls itself once for each list within a list, to the limit at most.
private struct YAMLComposer: ~Copyable {
  private let events: YAMLEvents
  private let limits: YAMLLimits
  private var nodeCount = 0

  init(_ bytes: [UInt8], limits: YAMLLimits) throws(YAMLError) {
    events = try YAMLEvents(bytes)
    self.limits = limits
  }

  mutating func document() throws(YAMLError) -> YAMLNode? {
    var root: YAMLNode?
    while true {
      let event = try events.next()
      switch event.kind {
      case .streamEnd: return root
      case .mark: continue
      case _ where root != nil: throw YAMLError(.malformed, line: event.line)
      default: root = try node(from: event, depth: 0)
      }
    }
  }

  private mutating func node(from event: YAMLEvent, depth: Int) throws(YAMLError) -> YAMLNode {
    nodeCount += 1
    guard nodeCount <= limits.nodes else { throw YAMLError(.tooManyNodes, line: event.line) }
    let content: YAMLNode.Content
    switch event.kind {
    case .text(let text):
      guard text.utf8.count <= limits.textBytes else {
        throw YAMLError(.longText, line: event.line)
      }
      content = .text(text)
    case .list, .mapping:
      guard depth < limits.depth else { throw YAMLError(.tooDeep, line: event.line) }
      content =
        event.kind == .list
        ? .list(try list(depth: depth + 1)) : .mapping(try members(depth: depth + 1))
    case .alias: throw YAMLError(.alias, line: event.line)
    case .end, .mark, .streamEnd: throw YAMLError(.malformed, line: event.line)
    }
    return YAMLNode(content: content, line: event.line)
  }

  private mutating func list(depth: Int) throws(YAMLError) -> [YAMLNode] {
    var nodes: [YAMLNode] = []
    while true {
      let event = try events.next()
      if event.kind == .end { return nodes }
      nodes.append(try node(from: event, depth: depth))
    }
  }

  private mutating func members(depth: Int) throws(YAMLError) -> [YAMLNode.Member] {
    var members: [YAMLNode.Member] = []
    var names: Set<String> = []
    while true {
      let event = try events.next()
      if event.kind == .end { return members }
      let name = try node(from: event, depth: depth)
      if let text = name.text, !names.insert(text).inserted {
        throw YAMLError(.malformed, line: name.line)
      }
      members.append(.init(name: name, value: try node(from: try events.next(), depth: depth)))
    }
  }
}
