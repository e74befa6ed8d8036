// Codable values as JSON, their members in the order in which they are encoded: the same value always
// gives the same bytes.

extension JSONValue {
  /// - Throws: what the value's own encoding throws, and `EncodingError` for a whole number that needs more
  ///   than 64 bits.
  package init(encoding value: some Encodable, names: MemberNames = .asDeclared) throws {
    let node = Node()
    try value.encode(to: NodeEncoder(node: node, names: names))
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

/// What is refused says so itself, so nobody asks for its path.
private protocol Pathless {}
extension Pathless { package var codingPath: [any CodingKey] { [] } }

private struct NodeEncoder: Encoder, Pathless {
  let node: Node
  let names: MemberNames
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    node.beginObject()
    return KeyedEncodingContainer(Members(node: node, names: names))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    node.beginArray()
    return Elements(node: node, names: names)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer {
    Single(node: node, names: names)
  }
}

private struct Members<Key: CodingKey>: KeyedEncodingContainerProtocol, Pathless {
  let node: Node
  let names: MemberNames

  mutating func encodeNil(forKey key: Key) { member(key).set(.null) }
  mutating func encode(_ value: Bool, forKey key: Key) { member(key).set(.bool(value)) }
  mutating func encode(_ value: Int, forKey key: Key) { member(key).set(.integer(value)) }
  mutating func encode(_ value: Double, forKey key: Key) { member(key).set(.number(value)) }
  mutating func encode(_ value: String, forKey key: Key) { member(key).set(.string(value)) }

  mutating func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
    if T.self is any FlatValue.Type {
      try value.encode(to: NodeEncoder(node: node, names: names))
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

  mutating func superEncoder() -> any Encoder { encoder(MemberName.ofSuperclass) }
  mutating func superEncoder(forKey key: Key) -> any Encoder { encoder(key) }

  private func member(_ key: some CodingKey) -> Node { node.member(names.written(key)) }
  private func encoder(_ key: some CodingKey) -> NodeEncoder {
    NodeEncoder(node: member(key), names: names)
  }
}

private struct Elements: UnkeyedEncodingContainer, Pathless {
  let node: Node
  let names: MemberNames
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

  private func encoder() -> NodeEncoder { NodeEncoder(node: node.element(), names: names) }
}

private struct Single: SingleValueEncodingContainer, Pathless {
  let node: Node
  let names: MemberNames

  mutating func encodeNil() { node.set(.null) }

  mutating func encode(_ value: Bool) { node.set(.bool(value)) }
  mutating func encode(_ value: String) { node.set(.string(value)) }
  mutating func encode(_ value: Double) { node.set(.number(value)) }
  mutating func encode(_ value: Float) { node.set(.float(value)) }
  mutating func encode(_ value: Int) { node.set(.integer(value)) }
  mutating func encode(_ value: UInt64) { node.set(.unsigned(value)) }

  mutating func encode<T: Encodable>(_ value: T) throws {
    switch value {
    case let value as UInt64: node.set(.unsigned(value))
    case let value as any BinaryInteger: node.set(try whole(value))
    default: try value.encode(to: NodeEncoder(node: node, names: names))
    }
  }

  private func whole(_ value: some BinaryInteger) throws -> JSONValue {
    if let value = Int(exactly: value) { return .integer(value) }
    if let value = UInt64(exactly: value) { return .unsigned(value) }
    throw EncodingError.invalidValue(
      value, .init(codingPath: codingPath, debugDescription: "\(value) needs more than 64 bits"))
  }
}
