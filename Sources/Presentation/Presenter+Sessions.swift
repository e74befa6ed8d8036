// The sessions that are kept, in a list in which one's own is found again.
import Events
import Text

extension Presenter {
  func blocks(_ list: SessionList) -> [Block] {
    guard !list.sessions.isEmpty else {
      return [.line(list.areDeleted ? "There is none to delete." : "No session is kept yet.")]
    }
    if list.areDeleted { return list.sessions.map { .text(deleted($0), .hint, hang: 2) } }
    let table = Table(
      [
        Column("session"), Column("began", .left, priority: 2), Column("commands", priority: 1),
        Column("", .left), Column("", .left, .content(most: 30, narrowMost: 10)),
      ],
      rows: list.sessions.map { session in
        Row([
          Cell(String(session.number), Double(session.number)), Cell(session.clock),
          Cell(String(session.commands), Double(session.commands)), Cell(word(for: session.status)),
          Cell(session.landmarks.joined(separator: " … ")),
        ])
      })
    return [
      .table(table),
      .text("`sessions open N` goes over to one, and this one is kept.", .hint),
    ]
  }

  private func deleted(_ session: SessionSummary) -> Spans {
    let head: Spans = "deleted session \(session.number)"
    guard session.status != .damaged else { return head + ", which could not be read" }
    let what = session.landmarks.joined(separator: " … ")
    return head
      + " of \(session.clock), \(counted(session.commands, "command")): \(name: what)"
  }

  private func word(for status: SessionSummary.Status) -> String {
    switch status {
    case .present: "this one"
    case .open: "open"
    case .finished: "finished"
    case .cutOff: "cut off"
    case .damaged: "damaged"
    }
  }
}
