// JSON as it is written into the archive and into exported studies. Every Double comes back with the same
// bits; those that JSON has no number for are written as text.

import HyperparameterSearch
import JSON

extension StrictJSON {
  /// The value as JSON, without blanks: the same value always gives the same text.
  package var text: String { JSONValue(self).text }

  /// An object of those members that have a value.
  package static func members(_ members: KeyValuePairs<String, StrictJSON?>) -> StrictJSON {
    .object(members.compactMap { name, value in value.map { Member(name: name, value: $0) } })
  }

  init(_ value: ParameterValue) {
    switch value {
    case .number(let number): self = .number(number)
    case .integer(let number): self = .integer(number)
    case .choice(let word): self = .string(word)
    }
  }

  package init(_ params: [ParameterAssignment]) {
    self = .object(params.map { Member(name: $0.name, value: StrictJSON($0.value)) })
  }
}

extension JSONValue {
  fileprivate init(_ value: StrictJSON) {
    self =
      switch value {
      case .null: .null
      case .bool(let value): .bool(value)
      case .integer(let value): .integer(value)
      case .unsigned(let value): .unsigned(value)
      case .number(let value): value.isFinite ? .number(value) : .string(value.description)
      case .string(let text): .string(text)
      case .array(let values): .array(values.map(JSONValue.init))
      case .object(let members): .object(members.map { ($0.name, JSONValue($0.value)) })
      }
  }
}

/// Why a text of the archive says nothing: a newer version wrote it, or somebody else did.
package struct Unintelligible: Error {}

// MARK: - Reading

extension StrictJSON {
  init(stored text: String) throws(Unintelligible) {
    do { self = try StrictJSON(parsing: Array(text.utf8)) } catch { throw Unintelligible() }
  }

  package subscript(name: String) -> StrictJSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// The member of that name, which must be there.
  package func member(_ name: String) throws(Unintelligible) -> StrictJSON {
    guard let value = self[name] else { throw Unintelligible() }
    return value
  }

  func members() throws(Unintelligible) -> [Member] {
    guard case .object(let members) = self else { throw Unintelligible() }
    return members
  }

  func array() throws(Unintelligible) -> [StrictJSON] {
    guard case .array(let values) = self else { throw Unintelligible() }
    return values
  }

  /// An array of exactly so many values.
  func array(of count: Int) throws(Unintelligible) -> [StrictJSON] {
    let values = try array()
    guard values.count == count else { throw Unintelligible() }
    return values
  }

  package func string() throws(Unintelligible) -> String {
    guard case .string(let text) = self else { throw Unintelligible() }
    return text
  }

  package func integer() throws(Unintelligible) -> Int {
    guard case .integer(let number) = self else { throw Unintelligible() }
    return number
  }

  func double() throws(Unintelligible) -> Double {
    switch self {
    case .number(let number): return number
    case .string("nan"): return .nan
    case .string("inf"): return .infinity
    case .string("-inf"): return -.infinity
    default: throw Unintelligible()
    }
  }

  func parameterValue() throws(Unintelligible) -> ParameterValue {
    switch self {
    case .number(let number): return .number(number)
    case .unsigned(let number): return .number(Double(number))
    case .integer(let number): return .integer(number)
    case .string(let word): return .choice(word)
    default: throw Unintelligible()
    }
  }

  package func params() throws(Unintelligible) -> [ParameterAssignment] {
    var params: [ParameterAssignment] = []
    for member in try members() {
      params.append(ParameterAssignment(member.name, try member.value.parameterValue()))
    }
    return params
  }
}

extension RawRepresentable where RawValue == String {
  package init(stored json: StrictJSON) throws(Unintelligible) {
    guard let value = Self(rawValue: try json.string()) else { throw Unintelligible() }
    self = value
  }
}
