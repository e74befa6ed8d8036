// One line of JSON Lines: `type` and `cell`, then the fields of a record. Records are the contract of
// docs/json-lines.md as values: their stored properties are its fields, in its order and by its names in
// snake case. What is null is `@Nullable`, what may be absent is optional, a part is `@Flattened`.
import JSON

/// A kind of object.
package protocol EventRecord: Codable, Sendable {
  static var type: String { get }
}

package struct JSONLine: Codable, Sendable {
  /// The version of the page, which each `command` names.
  static let contractVersion = 1

  /// Nil of documents, which are run in sessions of their own.
  package var cell: Int?
  package var record: any EventRecord

  package init(cell: Int?, _ record: any EventRecord) {
    self.cell = cell
    self.record = record
  }

  private enum Head: CodingKey { case type, cell }

  package init(from decoder: any Decoder) throws {
    let head = try decoder.container(keyedBy: Head.self)
    let type = try head.decode(String.self, forKey: .type)
    guard let kind = Self.kinds.first(where: { $0.type == type }) else {
      throw DecodingError.dataCorruptedError(
        forKey: .type, in: head, debugDescription: "there is no kind \(type)")
    }
    cell = try head.decodeIfPresent(Int.self, forKey: .cell)
    record = try kind.init(from: decoder)
  }

  package func encode(to encoder: any Encoder) throws {
    var head = encoder.container(keyedBy: Head.self)
    try head.encode(Swift.type(of: record).type, forKey: .type)
    try head.encodeIfPresent(cell, forKey: .cell)
    try record.encode(to: encoder)
  }

  /// For tests of what was written: a kind that there is not is refused, where other programs pass over it.
  /// - Throws: `DecodingError`, or `StrictJSON.Failure` where the text is not JSON.
  package init(reading text: some Sequence<UInt8>) throws {
    self = try StrictJSON(parsing: Array(text)).decoded(as: Self.self, names: .snakeCase)
  }

  /// What a record refuses to say is an error: no event is passed over in silence.
  package var object: JSONValue {
    do {
      return try JSONValue(encoding: self, names: .snakeCase)
    } catch {
      return refusal(error)
    }
  }

  private func refusal(_ error: any Error) -> JSONValue {
    let place = ["line", "column", "end_line", "end_column"].map { ($0, JSONValue.integer(1)) }
    let message = "`\(Swift.type(of: record).type)` cannot be written as JSON: \(error)"
    return .object(
      [("type", .string(ErrorRecord.type))] + (cell.map { [("cell", .integer($0))] } ?? []) + [
        ("id", .string("no-json")), ("message", .string(message)), ("suggestion", .null),
        ("notes", .array([])), ("file", .null),
      ] + place)
  }
}
