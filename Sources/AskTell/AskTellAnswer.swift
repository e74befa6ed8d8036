// What a line is answered with, as members of an object in their order.
import HyperparameterSearch
import JSON

typealias AskTellAnswer = [(String, JSONValue)]

extension AskTellAnswer {
  /// A trial that is given out.
  init(_ number: Int, _ proposal: Proposal) {
    self = [("trial", .integer(number)), ("params", JSONValue(proposal.params))]
    guard let prediction = proposal.prediction else { return }
    self += [
      ("predicted", .number(prediction.mean)), ("sd", .number(prediction.sd)),
      ("log_ei", .number(prediction.logEI)),
    ]
  }

  init(best: Trial, value: Double) {
    self = [
      ("trial", .integer(best.number)), ("params", JSONValue(best.params)),
      ("value", .number(value)),
    ]
  }

  /// All trials by number: those that have ended, those under way and the points that wait.
  init(trialsOf state: AskTellState) {
    var trials = state.study.trials.map { trial in
      (
        trial.number,
        Self.trial(trial.number, trial.state.rawValue, trial.params, trial.value, trial.curve)
      )
    }
    trials += state.open.map { trial in
      (
        trial.number,
        Self.trial(
          trial.number, "pending", trial.proposal.params, nil, trial.reports,
          isToPrune: trial.isToPrune)
      )
    }
    let known = Set(trials.map(\.0))
    trials += state.study.enqueued.filter { !known.contains($0.key) }
      .map { ($0.key, Self.trial($0.key, "enqueued", $0.value, nil, [])) }
    self = [("trials", .array(trials.sorted { $0.0 < $1.0 }.map(\.1)))]
  }

  private static func trial(
    _ number: Int, _ state: String, _ params: [ParameterAssignment], _ value: Double?,
    _ reports: [CurvePoint], isToPrune: Bool? = nil
  ) -> JSONValue {
    var members: AskTellAnswer = [
      ("trial", .integer(number)), ("state", .string(state)), ("params", JSONValue(params)),
    ]
    if let value { members.append(("value", .number(value))) }
    if !reports.isEmpty {
      let points = reports.map { point in
        JSONValue.object([("step", .integer(point.epoch)), ("value", .number(point.value))])
      }
      members.append(("reports", .array(points)))
      if let isToPrune { members.append(("prune", .bool(isToPrune))) }
    }
    return .object(members)
  }

  init(_ importance: FANOVA) {
    func shares(_ shares: [FANOVA.Share]) -> JSONValue {
      .array(
        shares.map { share in
          .object([
            ("axes", .strings(share.axes)), ("share", .number(share.mean)),
            ("sd", .number(share.deviation)),
          ])
        })
    }
    self = [
      // Sorting is stable, so that equals stay in the axes' order.
      ("importance", shares(importance.mainEffects.sorted { $0.mean > $1.mean })),
      ("interactions", shares(importance.interactions)), ("trials", .integer(importance.trials)),
    ]
  }

  var text: String { JSONValue.object(self).text }
}

extension JSONValue {
  fileprivate init(_ params: [ParameterAssignment]) {
    self = .object(
      params.map { param in
        switch param.value {
        case .number(let value): (param.name, .number(value))
        case .integer(let value): (param.name, .integer(value))
        case .choice(let word): (param.name, .string(word))
        }
      })
  }
}
