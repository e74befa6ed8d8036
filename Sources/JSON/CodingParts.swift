// What Codable has no words for: how names of members are written, members that are null rather than left
// out, values whose members stand among those of another, and members with names of their own.

/// How the names of stored properties are written.
package enum MemberNames: Sendable {
  case asDeclared
  /// Each capital letter small, after an underscore: `trainR2` is `train_r2`, `weightRms` `weight_rms`.
  /// Names that are data, of `Named` values, stay as they are.
  case snakeCase

  func written<Key: CodingKey>(_ key: Key) -> String {
    guard self == .snakeCase, Key.self != MemberName.self else { return key.stringValue }
    let capitals = UInt8(ascii: "A")...UInt8(ascii: "Z")
    let letters = key.stringValue.utf8
    guard letters.contains(where: capitals.contains) else { return key.stringValue }
    let written = letters.flatMap { capitals.contains($0) ? [UInt8(ascii: "_"), $0 | 0x20] : [$0] }
    return String(decoding: written, as: UTF8.self)
  }

  func key<Key: CodingKey>(written name: String) -> Key? {
    guard self == .snakeCase, Key.self != MemberName.self else { return Key(stringValue: name) }
    let words = name.split(separator: "_")
    return Key(
      stringValue: words.dropFirst().reduce(into: String(words.first ?? "")) { name, word in
        name += word.prefix(1).uppercased() + word.dropFirst()
      })
  }
}

/// A name that is data.
package struct MemberName: CodingKey {
  package let stringValue: String
  package var intValue: Int? { nil }

  package init(_ name: String) { stringValue = name }
  package init?(stringValue: String) { self.init(stringValue) }
  package init?(intValue: Int) { nil }

  /// Where a class's own coding puts its superclass, unless it names a key.
  static let ofSuperclass = MemberName("super")
}

/// A member that is there in any case: nil is null.
@propertyWrapper package struct Nullable<Value: Codable>: Codable {
  package var wrappedValue: Value?

  package init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    wrappedValue = container.decodeNil() ? nil : try container.decode(Value.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let wrappedValue { try container.encode(wrappedValue) } else { try container.encodeNil() }
  }
}

extension Nullable: Sendable where Value: Sendable {}

/// Fields that stand among those of a record. Of an optional part all are there or none is.
package protocol RecordPart: Codable, Sendable {
  init(among members: any Decoder) throws
  func encode(among members: any Encoder) throws
}

extension RecordPart {
  package init(among members: any Decoder) throws { try self.init(from: members) }
  package func encode(among members: any Encoder) throws { try encode(to: members) }
}

extension Optional: RecordPart where Wrapped: RecordPart {
  /// Nil where none of the part's fields is there; half a part is refused.
  package init(among members: any Decoder) throws {
    do {
      self = try Wrapped(among: members)
    } catch DecodingError.keyNotFound(let key, let context) {
      guard context.codingPath.count == members.codingPath.count,
        try !members.hasMember(ofKindOf: key)
      else { throw DecodingError.keyNotFound(key, context) }
      self = nil
    }
  }

  package func encode(among members: any Encoder) throws { try self?.encode(among: members) }
}

extension Decoder {
  /// Whether any name of the type that has that key is there.
  fileprivate func hasMember<Key: CodingKey>(ofKindOf key: Key) throws -> Bool {
    try !container(keyedBy: Key.self).allKeys.isEmpty
  }
}

/// A part whose fields stand among those of what has it; nil is none of them.
@propertyWrapper package struct Flattened<Value: RecordPart>: Codable, Sendable {
  package var wrappedValue: Value

  package init(wrappedValue: Value) { self.wrappedValue = wrappedValue }
  package init(from decoder: any Decoder) throws { wrappedValue = try Value(among: decoder) }
  package func encode(to encoder: any Encoder) throws {
    try wrappedValue.encode(among: encoder)
  }
}

/// What the encoder and the decoder give no name of its own.
protocol FlatValue {}
extension Flattened: FlatValue {}

/// An object whose names are data, in their order.
package struct Named<Value: Codable & Sendable>: Codable, Sendable {
  package struct Member: Sendable {
    package var name: String
    package var value: Value
  }

  package var members: [Member]

  package init(_ members: some Sequence<(String, Value)>) {
    self.members = members.map { Member(name: $0.0, value: $0.1) }
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: MemberName.self)
    members = try container.allKeys.map {
      Member(name: $0.stringValue, value: try container.decode(Value.self, forKey: $0))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: MemberName.self)
    for member in members { try container.encode(member.value, forKey: MemberName(member.name)) }
  }
}
