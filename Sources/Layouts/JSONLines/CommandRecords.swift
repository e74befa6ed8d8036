// A command begins and has ended.
import Events
import JSON

struct CommandRecord: EventRecord {
  static let type = "command"
  let text: String
  /// The version of the contract.
  let contract: Int

  init(_ execution: Execution) {
    text = execution.source
    contract = 1
  }
}

struct EndedRecord: EventRecord {
  static let type = "ended"

  enum Outcome: String, Codable { case done, failed, interrupted }
  let outcome: Outcome
  /// What can be typed to get the same again.
  let text: String?

  init(_ execution: Execution) {
    switch execution.outcome {
    case .done: (outcome, text) = (.done, nil)
    case .failed, nil: (outcome, text) = (.failed, nil)
    case .interrupted(let again): (outcome, text) = (.interrupted, again)
    }
  }
}
