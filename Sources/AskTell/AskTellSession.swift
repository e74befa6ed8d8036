// The other side of the conversation: a study that another program runs the trials of. One line in, one
// line out, whatever the line; the same lines give the same answers, byte for byte.
import CommandLanguage
import Files
import HyperparameterSearch
import JSON

package struct AskTellSession {
  private var state: AskTellState
  private var log: AskTellLog?
  private let exporter: (any StudyExporter)?
  /// How many trials there will be at most.
  private let limit: Int
  private var line = 0

  /// - Parameter limit: how many trials are given out; nil for as many as the space has.
  package init(
    study: Study, limit: Int? = nil, halving: AsynchronousHalving? = nil,
    exporter: (any StudyExporter)? = nil
  ) {
    state = AskTellState(study: study, halving: halving)
    self.limit = limit ?? .max
    self.exporter = exporter
  }

  /// Keeps the conversation in a file from here on, after going through all that the file holds.
  ///
  /// - Parameter space: as it was typed.
  /// - Returns: what is to be said of the file.
  /// Errors: `log-unusable`, `log-foreign`, `log-differs`, `log-damaged`.
  package mutating func keep(
    in path: String, space: String
  ) throws(AskTellError) -> String? {
    let header = AskTellHeader(state, space: space)
    let opened = try AskTellLog.opening(path, for: header)
    var state = state
    for (index, bytes) in opened.lines.enumerated() {
      do throws(AskTellError) {
        let change = try state.checked(AskTellChange(logged: bytes))
        _ = state.apply(change)
      } catch {
        throw .damaged(path, line: index + 2, error.message)
      }
    }
    let warning = try opened.log.goOn(opened)
    (self.state, log) = (state, opened.log)
    return warning
  }

  /// The one answer to a line, without a line feed. What is wrong with a line changes nothing.
  package mutating func answer(to bytes: [UInt8]) -> String {
    line += 1
    let isMarked = line == 1 && bytes.starts(with: [0xEF, 0xBB, 0xBF])
    do throws(AskTellError) {
      return try answer(try AskTellMessage(parsing: isMarked ? Array(bytes[3...]) : bytes)).text
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
  ) throws(AskTellError) -> AskTellAnswer {
    switch message {
    case .ask:
      guard state.asked < limit, let (number, proposal) = state.nextTrial else {
        return [("exhausted", .bool(true)), ("trials", .integer(state.asked))]
      }
      return try perform(.ask(trial: number, proposal))
    case .change(let change): return try perform(state.checked(change))
    case .best:
      guard let best = state.study.best, let value = best.value else {
        throw AskTellError(
          id: "no-value-yet", message: "no trial has a value yet",
          suggestion: #"{"ask":true}, then {"tell":0,"value":…}"#)
      }
      return AskTellAnswer(best: best, value: value)
    case .trials: return AskTellAnswer(trialsOf: state)
    case .importance: return AskTellAnswer(try importance())
    case .export(let path):
      try export(to: path)
      return [("exported", .string(path)), ("trials", .integer(state.study.trials.count))]
    }
  }

  /// Makes a change once it is on the disk.
  private mutating func perform(_ change: AskTellChange) throws(AskTellError) -> AskTellAnswer {
    try log?.add(change)
    return state.apply(change)
  }

  private func importance() throws(AskTellError) -> FANOVA {
    do throws(ImportanceError) {
      return try FANOVA(
        space: state.study.space, trials: state.study.trials, seed: state.study.seed)
    } catch {
      switch error {
      case .nothingVaries:
        throw AskTellError(id: "nothing-varies", message: "no parameter has more than one value")
      case .tooFewTrials(let done, let needed):
        throw AskTellError(
          id: "too-few-trials",
          message: "\(done) trials with a value are too few to tell what mattered; "
            + "\(needed) would do")
      }
    }
  }

  // MARK: Files

  /// Whether the trials could be written there, as far as that is known before.
  /// Errors: `export-unknown-kind`, `export-not-ours`, `export-unwritable`.
  package func check(export path: String) throws(AskTellError) {
    do throws(StorageError) {
      try exporter?.check(path)
    } catch {
      throw AskTellError(error)
    }
    guard let obstacle = TextFile.obstacle(toWriting: path) else { return }
    throw AskTellError(
      id: "export-unwritable", message: "\(shown(path)) cannot be written: \(obstacle)")
  }

  /// Writes the trials that have ended. Errors: those of `check`, `export-unwritable`.
  package func export(to path: String) throws(AskTellError) {
    let study = state.study
    do throws(StorageError) {
      try exporter?.export(
        StudyRecord(study: study, plannedTrials: study.trials.count),
        named: "descent asktell \(study.sampler.name)", to: path)
    } catch {
      throw AskTellError(error)
    }
  }

  private func answer(_ error: AskTellError) -> String {
    var members: AskTellAnswer = [
      ("type", .string("error")), ("id", .string(error.id)),
      ("message", .string(error.message)), ("line", .integer(line)),
    ]
    if let column = error.column { members.append(("column", .integer(column))) }
    if let suggestion = error.suggestion { members.append(("suggestion", .string(suggestion))) }
    return members.text
  }
}

extension AskTellError {
  init(_ error: StorageError) {
    self.init(id: error.id, message: error.message, suggestion: error.suggestion)
  }
}
