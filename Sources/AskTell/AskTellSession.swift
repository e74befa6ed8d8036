// The other side of the conversation: a study that another program runs the trials of. One line in, one
// line out, whatever the line; the same lines give the same answers, byte for byte.
import CommandLanguage
import HyperparameterSearch
import JSON

package struct AskTellSession: Sendable {
  private var study: Study
  /// Asked for and not yet told, in the order of their numbers.
  private var pending: [PendingTrial] = []
  private var proposals: [Int: Proposal] = [:]
  private var next = 0
  /// How many trials there will be at most.
  private let limit: Int
  private var line = 0

  /// - Parameter limit: how many trials are given out; nil for as many as the space has.
  package init(study: Study, limit: Int? = nil) {
    self.study = study
    self.limit = limit ?? .max
  }

  /// The one answer to a line, without a line feed. What is wrong with a line changes nothing.
  package mutating func answer(to bytes: [UInt8]) -> String {
    line += 1
    let isMarked = line == 1 && bytes.starts(with: [0xEF, 0xBB, 0xBF])
    do throws(AskTellError) {
      return .object(try answer(try AskTellMessage(parsing: isMarked ? Array(bytes[3...]) : bytes)))
    } catch {
      return answer(error)
    }
  }

  /// The answer to a line that is too long to be read.
  package mutating func answerToLongLine() -> String {
    line += 1
    return answer(AskTellError(id: "line-too-long", message: "the line is longer than 1 MiB"))
  }

  private mutating func answer(
    _ message: AskTellMessage
  ) throws(AskTellError) -> [(String, JSONValue)] {
    switch message {
    case .ask: return ask()
    case .tell(let trial, let value):
      try tell(trial, value)
      return [("told", .integer(trial))]
    case .best:
      guard let best = study.best, let value = best.value else {
        throw AskTellError(
          id: "no-value-yet", message: "no trial has a value yet",
          suggestion: #"{"ask":true}, then {"tell":0,"value":…}"#)
      }
      return [
        ("trial", .integer(best.number)), ("params", Self.object(best.params)),
        ("value", .number(value)),
      ]
    case .enqueue(let params): return [("enqueued", .integer(try enqueue(params)))]
    }
  }

  private mutating func ask() -> [(String, JSONValue)] {
    guard next < limit, let proposal = study.proposal(for: next, pending: pending) else {
      return [("exhausted", .bool(true)), ("trials", .integer(next))]
    }
    let number = next
    next += 1
    pending.append(PendingTrial(number: number, params: proposal.params))
    proposals[number] = proposal
    let prediction = proposal.prediction.map {
      [
        ("predicted", JSONValue.number($0.mean)), ("sd", .number($0.sd)),
        ("log_ei", .number($0.logEI)),
      ]
    }
    return [("trial", .integer(number)), ("params", Self.object(proposal.params))]
      + (prediction ?? [])
  }

  private mutating func tell(_ number: Int, _ value: Double?) throws(AskTellError) {
    guard let place = pending.firstIndex(where: { $0.number == number }),
      let proposal = proposals.removeValue(forKey: number)
    else {
      guard number < next else {
        throw AskTellError(
          id: "unknown-trial", message: "trial \(number) was not asked for",
          suggestion: pending.first.map { "{\"tell\":\($0.number),\"value\":…}" })
      }
      throw AskTellError(id: "already-told", message: "trial \(number) was told before")
    }
    pending.remove(at: place)
    study.record(
      Trial(
        number: number, params: proposal.params, value: value,
        state: value == nil ? .failed : .done, origin: proposal.origin,
        prediction: proposal.prediction))
  }

  private mutating func enqueue(
    _ params: [ParameterAssignment]
  ) throws(AskTellError) -> Int {
    let axes = study.space.axes
    let known = params.map { param in
      let axis = axes.first { $0.name == param.name }
      return ParameterAssignment(param.name, axis?.domain.canonical(param.value) ?? param.value)
    }
    do throws(SpaceError) {
      return try study.enqueue(known, from: next)
    } catch {
      let near = error.axis.flatMap { name in
        suggestions(for: name, among: axes.map(\.name)).first
      }
      throw AskTellError(
        id: error.id, message: error.message,
        suggestion: error.id == "point-unknown-axis"
          ? near.map { "`\($0)`" } : error.suggestion)
    }
  }

  private static func object(_ params: [ParameterAssignment]) -> JSONValue {
    .object(
      params.map { param in
        switch param.value {
        case .number(let value): (param.name, .number(value))
        case .integer(let value): (param.name, .integer(value))
        case .choice(let word): (param.name, .string(word))
        }
      })
  }

  private func answer(_ error: AskTellError) -> String {
    var members: [(String, JSONValue)] = [
      ("type", .string("error")), ("id", .string(error.id)),
      ("message", .string(error.message)), ("line", .integer(line)),
    ]
    if let column = error.column { members.append(("column", .integer(column))) }
    if let suggestion = error.suggestion { members.append(("suggestion", .string(suggestion))) }
    return .object(members)
  }
}

extension String {
  fileprivate static func object(_ members: [(String, JSONValue)]) -> String {
    JSONValue.object(members).text
  }
}
