// What another program may say, one JSON object a line, and everything that can be wrong with a line.
import CommandLanguage
import HyperparameterSearch
import JSON

/// One message of the program that is searching.
enum AskTellMessage {
  /// `{"ask":true}`: where should the next trial be?
  case ask
  /// What another program knows of trials and points.
  case change(AskTellChange)
  /// `{"best":true}`: which trial is the best so far?
  case best
  /// `{"trials":true}`: how does each trial stand?
  case trials
  /// `{"importance":true}`: which parameters made a difference?
  case importance
  /// `{"export":"FILE.csv"}`: all trials in a file.
  case export(String)
}

/// Why a line has no other answer.
package struct AskTellError: Error, Equatable {
  package var id: String
  /// One sentence with a lower-case start and no final period.
  package var message: String
  package var suggestion: String?
  /// From 1, in bytes, where the line stops being JSON.
  var column: Int?

  init(id: String, message: String, suggestion: String? = nil, column: Int? = nil) {
    self.id = id
    self.message = message
    self.suggestion = suggestion
    self.column = column
  }
}

extension AskTellMessage {
  static let examples = #"{"ask":true}, {"tell":0,"value":0.25}, {"best":true}, {"trials":true}"#

  /// Each message with the other members it has, and how it looks.
  private static let verbs: KeyValuePairs<String, (members: [String], example: String)> = [
    "ask": ([], #"{"ask":true}"#), "tell": (["value"], #"{"tell":0,"value":0.25}"#),
    "best": ([], #"{"best":true}"#), "enqueue": ([], #"{"enqueue":{"lr":0.1}}"#),
    "add": (["value"], #"{"add":{"lr":0.1},"value":0.25}"#), "trials": ([], #"{"trials":true}"#),
    "report": (["step", "value"], #"{"report":0,"step":1,"value":0.25}"#),
    "prune": ([], #"{"prune":0}"#), "importance": ([], #"{"importance":true}"#),
    "export": ([], #"{"export":"trials.csv"}"#),
  ]

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
        id: "bad-message",
        message: "a message is an object with one of "
          + Self.verbs.map(\.key).joined(separator: ", "),
        suggestion: Self.examples)
    }
    try self.init(members)
  }

  private init(_ members: [StrictJSON.Member]) throws(AskTellError) {
    let known = members.filter { member in Self.verbs.contains { $0.key == member.name } }
    guard known.count < 2 else {
      throw AskTellError(
        id: "bad-message",
        message: "\(known[0].name) and \(known[1].name) are two messages; each has a line")
    }
    let verb = Self.verbs.first { $0.key == known.first?.name }
    for member in members
    where member.name != verb?.key && !(verb?.value.members ?? []).contains(member.name) {
      throw Self.unknown(member.name, in: verb?.key)
    }
    guard let verb, let subject = known.first?.value else {
      throw AskTellError(
        id: "bad-message", message: "the message says nothing", suggestion: Self.examples)
    }
    let parts = Parts(verb: verb.key, example: verb.value.example, subject, members)
    switch verb.key {
    case "tell": self = .change(.tell(trial: try parts.trial(), value: try parts.result()))
    case "add": self = .change(.add(try parts.params(), value: try parts.result()))
    case "enqueue": self = .change(.enqueue(try parts.params()))
    case "report":
      guard let value = try parts.result() else {
        throw parts.wrong(
          "a report has a number", "{\"tell\":…,\"value\":null} for a trial that failed")
      }
      self = .change(.report(trial: try parts.trial(), step: try parts.step(), value: value))
    case "prune": self = .change(.prune(trial: try parts.trial()))
    case "export":
      guard case .string(let path) = subject else { throw parts.wrong("export takes a file name") }
      self = .export(path)
    default:
      guard subject == .bool(true) else { throw parts.wrong("\(verb.key) takes true") }
      let plain: [String: AskTellMessage] = [
        "ask": .ask, "best": .best, "trials": .trials, "importance": .importance,
      ]
      self = plain[verb.key] ?? .ask
    }
  }

  // MARK: Errors

  private static func unknown(_ name: String, in verb: String?) -> AskTellError {
    let others = ["value", "step"]
    if others.contains(name), let verb {
      return AskTellError(id: "unknown-message", message: "\(verb) takes no \(name)")
    }
    let near = suggestions(for: name, among: verbs.map(\.key) + others).first
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

/// What stands in a message, and what is wrong with it.
private struct Parts {
  let verb: String
  let example: String
  let subject: StrictJSON
  let members: [StrictJSON.Member]

  init(verb: String, example: String, _ subject: StrictJSON, _ members: [StrictJSON.Member]) {
    (self.verb, self.example, self.subject, self.members) = (verb, example, subject, members)
  }

  func wrong(_ message: String, _ suggestion: String? = nil) -> AskTellError {
    AskTellError(id: "bad-value", message: message, suggestion: suggestion ?? example)
  }

  func trial() throws(AskTellError) -> Int {
    guard case .integer(let number) = subject, number >= 0 else {
      throw wrong("\(verb) takes the number of a trial, as ask gave it")
    }
    return number
  }

  func step() throws(AskTellError) -> Int {
    guard case .integer(let step) = members.first(where: { $0.name == "step" })?.value, step >= 0
    else { throw wrong("report needs a step, a whole number from 0") }
    return step
  }

  /// Nil for a trial that failed.
  func result() throws(AskTellError) -> Double? {
    guard let value = members.first(where: { $0.name == "value" })?.value else {
      throw wrong(
        "\(verb) needs a value",
        verb == "report" ? nil : example + ", or null for a trial that failed")
    }
    if value == .null { return nil }
    guard let number = value.double else {
      throw wrong("a value is a number or null", "null for a trial that failed")
    }
    guard number.isFinite else {
      throw wrong("the value is too large for a number", "null for a trial that failed")
    }
    return number
  }

  func params() throws(AskTellError) -> [ParameterAssignment] {
    guard case .object(let members) = subject else {
      throw wrong("\(verb) takes an object with values of parameters")
    }
    var params: [ParameterAssignment] = []
    for member in members {
      let value: ParameterValue
      switch member.value {
      case .integer(let whole): value = .integer(whole)
      case .unsigned(let whole): value = .number(Double(whole))
      case .number(let number) where number.isFinite: value = .number(number)
      case .string(let text): value = .choice(text)
      default: throw wrong("\(shown(member.name)) takes a number or a text")
      }
      params.append(ParameterAssignment(member.name, value))
    }
    return params
  }
}
