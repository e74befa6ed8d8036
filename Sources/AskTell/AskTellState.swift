// Where a conversation stands. A change is checked first and then made: what is refused leaves all as it was.
import CommandLanguage
import HyperparameterSearch

struct AskTellState: Sendable {
  private(set) var study: Study
  private(set) var halving: AsynchronousHalving?
  /// Asked for and not yet told, in the order of their numbers.
  private(set) var open: [OpenTrial] = []
  /// How many trials were given out.
  private(set) var asked = 0
  private var next = 0

  struct OpenTrial {
    var number: Int
    var proposal: Proposal
    var reports: [CurvePoint] = []
    /// Whether it was advised to prune it when it reported last.
    var isToPrune = false
  }

  init(study: Study, halving: AsynchronousHalving?) {
    (self.study, self.halving) = (study, halving)
  }

  /// The next trial's number and point; nil where there is no other.
  var nextTrial: (number: Int, proposal: Proposal)? {
    var number = next
    // Results from elsewhere have numbers too.
    while number < study.nextTrial, study.trials.contains(where: { $0.number == number }) {
      number += 1
    }
    let pending = open.map { PendingTrial(number: $0.number, params: $0.proposal.params) }
    return study.proposal(for: number, pending: pending).map { (number, $0) }
  }

  /// A change as the space writes its values. Errors: `unknown-trial`, `already-told`, `report-not-later`,
  /// `no-report`, those of `SearchSpace.check`.
  func checked(_ change: AskTellChange) throws(AskTellError) -> AskTellChange {
    switch change {
    case .ask(let number, let proposal):
      guard number >= next, !open.contains(where: { $0.number == number }),
        !study.trials.contains(where: { $0.number == number })
      else { throw AskTellError(id: "bad-value", message: "trial \(number) was given out before") }
      try check(proposal.params, isPartial: false)
    case .tell(let number, _): _ = try place(of: number)
    case .add(let params, let value):
      let known = canonical(params)
      try check(known, isPartial: false)
      return .add(known, value: value)
    case .enqueue(let params):
      let known = canonical(params)
      try check(known, isPartial: true)
      return .enqueue(known)
    case .report(let number, let step, _):
      if let last = open[try place(of: number)].reports.last, step <= last.epoch {
        throw AskTellError(
          id: "report-not-later",
          message: "trial \(number) has reported step \(last.epoch) already",
          suggestion: "a step above \(last.epoch)")
      }
    case .prune(let number):
      guard !open[try place(of: number)].reports.isEmpty else {
        throw AskTellError(
          id: "no-report", message: "trial \(number) has reported no value that it could keep",
          suggestion: "{\"report\":\(number),\"step\":1,\"value\":…} before it, or "
            + "{\"tell\":\(number),\"value\":null}")
      }
    }
    return change
  }

  /// Makes a change that was checked; what is to be answered.
  mutating func apply(_ change: AskTellChange) -> AskTellAnswer {
    switch change {
    case .ask(let number, let proposal):
      next = number + 1
      asked += 1
      open.append(OpenTrial(number: number, proposal: proposal))
      return AskTellAnswer(number, proposal)
    case .tell(let number, let value):
      end(number, value, value == nil ? .failed : .done)
      return [("told", .integer(number))]
    case .add(let params, let value):
      guard let number = try? study.enqueue(params, from: next) else { return [] }
      study.record(
        Trial(
          number: number, params: params, value: value, state: value == nil ? .failed : .done,
          origin: .enqueued))
      return [("added", .integer(number))]
    case .enqueue(let params):
      guard let number = try? study.enqueue(params, from: next, isPartial: true) else { return [] }
      return [("enqueued", .integer(number))]
    case .report(let number, let step, let value):
      guard let place = open.firstIndex(where: { $0.number == number }) else { return [] }
      open[place].reports.append(CurvePoint(epoch: step, value: value))
      let goesOn =
        halving?.goesOn(number, step: step, value: value, direction: study.direction) ?? true
      open[place].isToPrune = !goesOn
      return [
        ("reported", .integer(number)), ("step", .integer(step)), ("prune", .bool(!goesOn)),
      ]
    case .prune(let number):
      let last = open.first { $0.number == number }?.reports.last
      end(number, last?.value, .pruned)
      return [("pruned", .integer(number))]
    }
  }

  private mutating func end(_ number: Int, _ value: Double?, _ state: TrialState) {
    guard let place = open.firstIndex(where: { $0.number == number }) else { return }
    let trial = open.remove(at: place)
    study.record(
      Trial(
        number: number, params: trial.proposal.params, value: value, state: state,
        curve: trial.reports, origin: trial.proposal.origin,
        prediction: trial.proposal.prediction))
  }

  // MARK: Checking

  /// Among those that are open.
  private func place(of number: Int) throws(AskTellError) -> Int {
    if let place = open.firstIndex(where: { $0.number == number }) { return place }
    guard study.trials.contains(where: { $0.number == number }) else {
      throw AskTellError(
        id: "unknown-trial", message: "trial \(number) was not asked for",
        suggestion: nextTell)
    }
    throw AskTellError(
      id: "already-told", message: "trial \(number) was told before",
      suggestion: nextTell ?? "{\"ask\":true}")
  }

  private var nextTell: String? {
    open.first.map { "{\"tell\":\($0.number),\"value\":…}" }
  }

  private func suggestion(for error: SpaceError, _ near: String?) -> String? {
    switch error.id {
    case "point-unknown-axis":
      near.map { "`\($0)`" }
        ?? "one of \(study.space.axes.map { "`\($0.name)`" }.joined(separator: ", "))"
    case "point-outside":
      error.axis.map { "a value of --space for `\($0)`; numbers stand without quotes" }
    case "point-missing-axis": error.axis.map { "`\"\($0)\":VALUE`" }
    default: nil
    }
  }

  private func canonical(_ params: [ParameterAssignment]) -> [ParameterAssignment] {
    let axes = study.space.axes
    let known = params.map { param in
      let axis = axes.first { $0.name == param.name }
      return ParameterAssignment(param.name, axis?.domain.canonical(param.value) ?? param.value)
    }
    // In the axes' order; what is none of them stays, to be refused.
    return axes.compactMap { axis in known.first { $0.name == axis.name } }
      + known.filter { param in !axes.contains { $0.name == param.name } }
  }

  private func check(
    _ params: [ParameterAssignment], isPartial: Bool
  ) throws(AskTellError) {
    do throws(SpaceError) {
      try study.space.check(params, isPartial: isPartial)
    } catch {
      let near = error.axis.flatMap { name in
        suggestions(for: name, among: study.space.axes.map(\.name)).first
      }
      throw AskTellError(
        id: error.id, message: error.message,
        suggestion: error.suggestion ?? suggestion(for: error, near))
    }
  }
}
