// What another program may say, one JSON object a line, and everything that can be wrong with a line.
import CommandLanguage
import HyperparameterSearch
import JSON

/// One message of the program that is searching.
enum AskTellMessage {
  /// `{"ask":true}`: where should the next trial be?
  case ask
  /// `{"tell":0,"value":0.25}`: what came of a trial; nil for one that failed.
  case tell(trial: Int, value: Double?)
  /// `{"best":true}`: which trial is the best so far?
  case best
  /// `{"enqueue":{"lr":0.1}}`: a point of the program's own, to be tried next.
  case enqueue([ParameterAssignment])
}

/// Why a line has no other answer.
struct AskTellError: Error, Equatable {
  var id: String
  /// One sentence with a lower-case start and no final period.
  var message: String
  var suggestion: String?
  /// From 1, in bytes, where the line stops being JSON.
  var column: Int?
}

extension AskTellMessage {
  static let examples = #"{"ask":true}, {"tell":0,"value":0.25}, {"best":true}, {"enqueue":{…}}"#

  /// Errors: `empty-line`, `bad-json`, `bad-message`, `unknown-message`, `bad-value`.
  init(parsing line: [UInt8]) throws(AskTellError) {
    guard line.contains(where: { ![0x20, 0x09, 0x0D].contains($0) }) else {
      throw AskTellError(
        id: "empty-line", message: "the line is empty", suggestion: Self.examples)
    }
    let json: StrictJSON
    do throws(StrictJSON.Failure) {
      json = try StrictJSON(parsing: line)
    } catch {
      throw Self.malformed(error, line)
    }
    guard case .object(let members) = json, !members.isEmpty else {
      throw AskTellError(
        id: "bad-message", message: "a message is an object with one of ask, tell, best, enqueue",
        suggestion: Self.examples)
    }
    try self.init(members)
  }

  private init(_ members: [StrictJSON.Member]) throws(AskTellError) {
    let verbs = ["ask", "tell", "best", "enqueue"]
    let known = members.filter { verbs.contains($0.name) }
    guard known.count < 2 else {
      throw AskTellError(
        id: "bad-message",
        message: "\(known[0].name) and \(known[1].name) are two messages; each has a line")
    }
    let verb = known.first?.name
    for member in members where !(verbs + (verb == "tell" ? ["value"] : [])).contains(member.name) {
      throw Self.unknown(member.name, verbs: verbs, in: verb)
    }
    guard let message = known.first else {
      throw AskTellError(
        id: "bad-message", message: "the message says nothing", suggestion: Self.examples)
    }
    switch message.name {
    case "ask", "best":
      guard message.value == .bool(true) else {
        throw AskTellError(
          id: "bad-value", message: "\(message.name) takes true",
          suggestion: "{\"\(message.name)\":true}")
      }
      self = message.name == "ask" ? .ask : .best
    case "tell": self = try Self.tell(message.value, members)
    default: self = .enqueue(try Self.params(message.value))
    }
  }

  private static func tell(
    _ trial: StrictJSON, _ members: [StrictJSON.Member]
  ) throws(AskTellError) -> AskTellMessage {
    guard case .integer(let number) = trial, number >= 0 else {
      throw AskTellError(
        id: "bad-value", message: "tell takes the number of a trial, as ask gave it",
        suggestion: #"{"tell":0,"value":0.25}"#)
    }
    let value = members.first { $0.name == "value" }?.value
    switch value {
    case .number(let value) where value.isFinite: return .tell(trial: number, value: value)
    case .integer(let value): return .tell(trial: number, value: Double(value))
    case .unsigned(let value): return .tell(trial: number, value: Double(value))
    case .null: return .tell(trial: number, value: nil)
    case nil:
      throw AskTellError(
        id: "bad-value", message: "tell needs the value of the trial",
        suggestion: "{\"tell\":\(number),\"value\":0.25}, or null for a trial that failed")
    default:
      let isLarge = if case .number = value { true } else { false }
      throw AskTellError(
        id: "bad-value",
        message: isLarge ? "the value is too large for a number" : "a value is a number or null",
        suggestion: "null for a trial that failed")
    }
  }

  private static func params(
    _ json: StrictJSON
  ) throws(AskTellError) -> [ParameterAssignment] {
    guard case .object(let members) = json else {
      throw AskTellError(
        id: "bad-value", message: "enqueue takes an object with a value for each parameter",
        suggestion: #"{"enqueue":{"lr":0.1}}"#)
    }
    var params: [ParameterAssignment] = []
    for member in members {
      let value: ParameterValue
      switch member.value {
      case .integer(let whole): value = .integer(whole)
      case .unsigned(let whole): value = .number(Double(whole))
      case .number(let number) where number.isFinite: value = .number(number)
      case .string(let text): value = .choice(text)
      default:
        throw AskTellError(
          id: "bad-value", message: "\(shown(member.name)) takes a number or a text")
      }
      params.append(ParameterAssignment(member.name, value))
    }
    return params
  }

  // MARK: Errors

  private static func unknown(
    _ name: String, verbs: [String], in verb: String?
  ) -> AskTellError {
    if name == "value", let verb {
      return AskTellError(id: "unknown-message", message: "\(verb) takes no value")
    }
    let near = suggestions(for: name, among: verbs + ["value"]).first
    return AskTellError(
      id: "unknown-message",
      message: verb.map { "\($0) takes no \(shown(name))" } ?? "there is no message \(shown(name))",
      suggestion: near.map { "`\($0)`" } ?? examples)
  }

  private static func malformed(_ failure: StrictJSON.Failure, _ line: [UInt8]) -> AskTellError {
    var error = AskTellError(
      id: "bad-json", message: "this is not JSON: \(failure.reason)", column: failure.place + 1)
    // Python's json and others write these for floats that JSON has no words for.
    let rest = String(decoding: line.dropFirst(failure.place).prefix(10), as: UTF8.self)
    if ["NaN", "Infinity", "-Infinity", "nan", "inf"].contains(where: rest.hasPrefix)
      || rest.hasPrefix("Infinity")
    {
      error.message = "JSON has no NaN and no infinities"
      error.suggestion = "null for a trial that failed"
    }
    return error
  }
}
