// What commands said, all of which must have worked.
import Events
import Experiments
import SessionSupport
import Testing

/// What all of them said.
func said(_ commands: [String], explain: ExplainLevel = .brief) -> [LearningEvent] {
  let session = RecordedSession(explain: explain)
  return commands.flatMap { command in
    #expect(session.run(command) == .done, "\(command)")
    return session.events
  }
}

/// What the last one said.
func explained(_ commands: [String], explain: ExplainLevel = .off) -> [LearningEvent] {
  let session = RecordedSession(explain: explain)
  for command in commands { #expect(session.run(command) == .done, "\(command)") }
  return session.events
}
