// The sessions that are kept.
import Events
import JSON

struct SessionsRecord: EventRecord {
  static let type = "sessions"
  struct Summary: Codable {
    let number: Int
    let status: String
    @Nullable var began: Int?
    let commands: Int
    let landmarks: [String]
  }
  let deleted: Bool
  let sessions: [Summary]

  init(_ list: SessionList) {
    deleted = list.areDeleted
    sessions = list.sessions.map { session in
      Summary(
        number: session.number, status: session.status.rawValue, began: session.began,
        commands: session.commands, landmarks: session.landmarks)
    }
  }
}
