// Codable values from JSON. Numbers are taken only where they are what is asked for: a whole number too
// large, or one with a fraction, is no Int. Null is a number where one of binary digits is asked for, NaN:
// what is not finite is written so. What may be missing is left out.

extension StrictJSON {
  /// - Throws: `DecodingError` where the document is not such a value.
  package func decoded<T: Decodable>(
    as type: T.Type, names: MemberNames = .asDeclared
  ) throws -> T {
    try T(from: ValueDecoder(value: self, names: names, codingPath: []))
  }
}

private struct ValueDecoder: Decoder {
  let value: StrictJSON
  let names: MemberNames
  let codingPath: [any CodingKey]
  let userInfo: [CodingUserInfoKey: Any] = [:]

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .object(let members) = value else { throw mismatch("an object") }
    return KeyedDecodingContainer(
      Members<Key>(members: members, names: names, codingPath: codingPath))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard case .array(let values) = value else { throw mismatch("an array") }
    return Elements(values: values, names: names, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer {
    Single(value: value, names: names, codingPath: codingPath)
  }

  func mismatch(_ wanted: String) -> DecodingError {
    .dataCorrupted(.init(codingPath: codingPath, debugDescription: "this is not \(wanted)"))
  }
}

private struct Members<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let members: [StrictJSON.Member]
  let names: MemberNames
  let codingPath: [any CodingKey]

  var allKeys: [Key] { members.compactMap { names.key(written: $0.name) } }

  func contains(_ key: Key) -> Bool {
    let name = names.written(key)
    return members.contains { $0.name == name }
  }

  func decodeNil(forKey key: Key) throws -> Bool { try decoder(key).value == .null }

  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
    try T(from: type is any FlatValue.Type ? whole : decoder(key))
  }

  func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? {
    contains(key) ? try decode(type, forKey: key) : nil
  }

  func decodeIfPresent(_ type: Float.Type, forKey key: Key) throws -> Float? {
    contains(key) ? try decode(type, forKey: key) : nil
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    try decoder(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try decoder(key).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder { try decoder(MemberName.ofSuperclass) }
  func superDecoder(forKey key: Key) throws -> any Decoder { try decoder(key) }

  /// What fields among these are decoded from.
  private var whole: ValueDecoder {
    ValueDecoder(value: .object(members), names: names, codingPath: codingPath)
  }

  private func decoder(_ key: some CodingKey) throws -> ValueDecoder {
    let name = names.written(key)
    guard let member = members.first(where: { $0.name == name }) else {
      throw DecodingError.keyNotFound(
        key, .init(codingPath: codingPath, debugDescription: "there is no \(name)"))
    }
    return ValueDecoder(value: member.value, names: names, codingPath: codingPath + [key])
  }
}

private struct Elements: UnkeyedDecodingContainer {
  let values: [StrictJSON]
  let names: MemberNames
  let codingPath: [any CodingKey]
  private(set) var currentIndex = 0

  init(values: [StrictJSON], names: MemberNames, codingPath: [any CodingKey]) {
    (self.values, self.names, self.codingPath) = (values, names, codingPath)
  }

  var count: Int? { values.count }
  var isAtEnd: Bool { currentIndex >= values.count }

  mutating func decodeNil() throws -> Bool {
    guard try peek().value == .null else { return false }
    currentIndex += 1
    return true
  }

  mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
    let result = try T(from: peek())
    currentIndex += 1
    return result
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> {
    let container = try peek().container(keyedBy: type)
    currentIndex += 1
    return container
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    let container = try peek().unkeyedContainer()
    currentIndex += 1
    return container
  }

  mutating func superDecoder() throws -> any Decoder {
    defer { currentIndex += 1 }
    return try peek()
  }

  private func peek() throws -> ValueDecoder {
    guard !isAtEnd else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: codingPath, debugDescription: "the array ends here"))
    }
    return ValueDecoder(value: values[currentIndex], names: names, codingPath: codingPath)
  }
}

private struct Single: SingleValueDecodingContainer {
  let value: StrictJSON
  let names: MemberNames
  let codingPath: [any CodingKey]

  func decodeNil() -> Bool { value == .null }

  func decode<T: Decodable>(_ type: T.Type) throws -> T {
    let plain: Any? =
      switch (type, value) {
      case (is Bool.Type, .bool(let value)): value
      case (is String.Type, .string(let text)): text
      case (is Double.Type, _): number
      case (is Float.Type, _): number.map { Float($0) }
      case (let type as any FixedWidthInteger.Type, .integer(let value)): whole(value, type)
      case (let type as any FixedWidthInteger.Type, .unsigned(let value)): whole(value, type)
      default: nil
      }
    if let plain = plain as? T { return plain }
    let isPlain =
      type is Bool.Type || type is String.Type || type is any FixedWidthInteger.Type
      || type is any BinaryFloatingPoint.Type
    let decoder = ValueDecoder(value: value, names: names, codingPath: codingPath)
    guard !isPlain else { throw decoder.mismatch("a \(type)") }
    return try T(from: decoder)
  }

  private var number: Double? { value == .null ? .nan : value.double }

  private func whole<Whole: FixedWidthInteger>(
    _ value: some BinaryInteger, _ type: Whole.Type
  ) -> Any? {
    Whole(exactly: value)
  }
}
