// What a session said, for tests that render it.
import Events

final class EventLog {
  var events: [LearningEvent] = []

  func append(_ output: SessionOutput) {
    if let event = output.event { events.append(event) }
  }
}
