// What a line changes, checked against what is there already; and the line that a log keeps of it, which is the
// message itself, and of a question the answer too: so nothing is chosen a second time.
import HyperparameterSearch
import JSON
import StudyStorage

enum AskTellChange: Sendable {
  /// A trial was given out.
  case ask(trial: Int, Proposal)
  case tell(trial: Int, value: Double?)
  /// A result from elsewhere.
  case add([ParameterAssignment], value: Double?)
  case enqueue([ParameterAssignment])
  /// How a trial stands on its way.
  case report(trial: Int, step: Int, value: Double)
  case prune(trial: Int)
}

extension AskTellChange {
  /// Without a line feed.
  var logged: StrictJSON {
    switch self {
    case .ask(let trial, let proposal):
      .members([
        "ask": .integer(trial), "params": StrictJSON(proposal.params),
        "origin": .string(proposal.origin.rawValue), "prediction": proposal.prediction?.json,
      ])
    case .tell(let trial, let value):
      .members(["tell": .integer(trial), "value": value.map { .number($0) } ?? .null])
    case .add(let params, let value):
      .members(["add": StrictJSON(params), "value": value.map { .number($0) } ?? .null])
    case .enqueue(let params): .members(["enqueue": StrictJSON(params)])
    case .report(let trial, let step, let value):
      .members(["report": .integer(trial), "step": .integer(step), "value": .number(value)])
    case .prune(let trial): .members(["prune": .integer(trial)])
    }
  }

  init(logged line: [UInt8]) throws(AskTellError) {
    if let json = try? StrictJSON(parsing: line), let trial = try? json.member("ask").integer() {
      do throws(Unintelligible) {
        var proposal = Proposal(
          params: try json.member("params").params(),
          origin: try TrialOrigin(stored: json.member("origin")))
        if let prediction = json["prediction"] {
          proposal.prediction = try Prediction(json: prediction)
        }
        self = .ask(trial: trial, proposal)
        return
      } catch {
        throw AskTellError(id: "bad-value", message: "the trial that was given out is incomplete")
      }
    }
    guard case .change(let change) = try AskTellMessage(parsing: line) else {
      throw AskTellError(id: "bad-message", message: "this changes nothing")
    }
    self = change
  }
}
