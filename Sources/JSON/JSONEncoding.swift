// Codable values as JSON, their members in the order in which they are encoded: the same value always
// gives the same bytes.

extension JSONValue {
  /// - Throws: what the value's own encoding throws.
  package init(encoding value: some Encodable, names: MemberNames = .asDeclared) throws {
    let node = Node()
    try value.encode(to: NodeEncoder(node, names, []))
    self = node.value
  }
}

/// A place in a document that is being written.
private final class Node {
  private enum Content {
    case none
    case value(JSONValue)
    case array([Node])
    case object([(String, Node)])
  }
  private var content = Content.none

  var value: JSONValue {
    switch content {
    case .none: .null
    case .value(let value): value
    case .array(let nodes): .array(nodes.map(\.value))
    case .object(let members): .object(members.map { ($0.0, $0.1.value) })
    }
  }

  var count: Int { if case .array(let nodes) = content { nodes.count } else { 0 } }

  func set(_ value: JSONValue) { content = .value(value) }

  func beginObject() {
    if case .object = content { return }
    content = .object([])
  }

  func beginArray() {
    if case .array = content { return }
    content = .array([])
  }

  func member(_ name: String) -> Node {
    guard case .object(var members) = content else { return Node() }
    // So that the list is not copied for each member.
    content = .none
    let node = Node()
    members.append((name, node))
    content = .object(members)
    return node
  }

  func element() -> Node {
    guard case .array(var nodes) = content else { return Node() }
    content = .none
    let node = Node()
    nodes.append(node)
    content = .array(nodes)
    return node
  }
}

private struct NodeEncoder: Encoder {
  let node: Node
  let names: MemberNames
  let codingPath: [any CodingKey]
  let userInfo: [CodingUserInfoKey: Any] = [:]

  init(_ node: Node, _ names: MemberNames, _ path: [any CodingKey]) {
    (self.node, self.names, codingPath) = (node, names, path)
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    node.beginObject()
    return KeyedEncodingContainer(Members(node: node, names: names, codingPath: codingPath))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    node.beginArray()
    return Elements(node: node, names: names, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer {
    Single(node: node, names: names, codingPath: codingPath)
  }
}

private struct Members<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let node: Node
  let names: MemberNames
  let codingPath: [any CodingKey]

  mutating func encodeNil(forKey key: Key) { member(key).set(.null) }
  mutating func encode(_ value: Bool, forKey key: Key) { member(key).set(.bool(value)) }
  mutating func encode(_ value: Int, forKey key: Key) { member(key).set(.integer(value)) }
  mutating func encode(_ value: Double, forKey key: Key) { member(key).set(.number(value)) }
  mutating func encode(_ value: String, forKey key: Key) { member(key).set(.string(value)) }

  mutating func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
    if T.self is any FlatValue.Type {
      try value.encode(to: NodeEncoder(node, names, codingPath + [key]))
    } else {
      try value.encode(to: encoder(key))
    }
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    encoder(key).container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    encoder(key).unkeyedContainer()
  }

  mutating func superEncoder() -> any Encoder {
    NodeEncoder(node.member("super"), names, codingPath)
  }
  mutating func superEncoder(forKey key: Key) -> any Encoder { encoder(key) }

  private func member(_ key: Key) -> Node { node.member(names.written(key)) }
  private func encoder(_ key: Key) -> NodeEncoder {
    NodeEncoder(member(key), names, codingPath + [key])
  }
}

private struct Elements: UnkeyedEncodingContainer {
  let node: Node
  let names: MemberNames
  let codingPath: [any CodingKey]
  var count: Int { node.count }

  mutating func encodeNil() { node.element().set(.null) }

  mutating func encode<T: Encodable>(_ value: T) throws { try value.encode(to: encoder()) }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) -> KeyedEncodingContainer<Nested> {
    encoder().container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    encoder().unkeyedContainer()
  }

  mutating func superEncoder() -> any Encoder { encoder() }

  private func encoder() -> NodeEncoder { NodeEncoder(node.element(), names, codingPath) }
}

private struct Single: SingleValueEncodingContainer {
  let node: Node
  let names: MemberNames
  let codingPath: [any CodingKey]

  mutating func encodeNil() { node.set(.null) }

  mutating func encode<T: Encodable>(_ value: T) throws {
    switch value {
    case let value as Bool: node.set(.bool(value))
    case let value as String: node.set(.string(value))
    case let value as Double: node.set(.number(value))
    case let value as Float: node.set(.float(value))
    case let value as UInt64: node.set(.unsigned(value))
    case let value as any BinaryInteger: node.set(.integer(Int(truncatingIfNeeded: value)))
    default: try value.encode(to: NodeEncoder(node, names, codingPath))
    }
  }
}
