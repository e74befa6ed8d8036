// An object whose kind has no record yet.
import JSON

struct OldRecord: EventRecord {
  static let type = ""
  let type: String
  let members: [(String, JSONValue)]

  init(_ type: String, _ members: [(String, JSONValue)]) {
    self.type = type
    self.members = members
  }

  init(from decoder: any Decoder) throws { self.init("", []) }
  func encode(to encoder: any Encoder) throws {}

  static func == (left: OldRecord, right: OldRecord) -> Bool {
    JSONValue.object(left.members) == .object(right.members)
  }
}
