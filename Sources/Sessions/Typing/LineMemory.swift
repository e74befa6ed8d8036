// What of a session's past helps with the next line: the values that were tried, what was advised last, and the error
// just made. A value that hears what the session puts out, and tells it nothing.
import Datasets
import Events
import Experiments
import Text

package struct LineMemory: Sendable {
  package private(set) var tried = TriedValues()
  /// The line that was advised last, until something else has been done.
  package private(set) var advice: String?
  /// What was wrong with the command just typed; nil once another began.
  @Boxed package private(set) var error: ErrorReport? = nil
  /// What the execution under way has advised.
  private var advising: String?

  package init() {}

  package mutating func hear(_ output: SessionOutput, _ settings: SettingCatalog) {
    switch output {
    case .began: (error, advising) = (nil, nil)
    case .event(let event, _):
      tried.hear(event, settings)
      if case .error(let report) = event { error = report }
      if advising == nil { advising = event.advice }
      // What was stopped is gone on with.
      if case .trainingEnded(let end) = event, end.reason == .interrupted { advising = "train" }
    case .ended(let execution):
      let isElsewhere = execution.effect.changesState || execution.effect.travelled != nil
      if isElsewhere || advising != nil { advice = advising }
    case .progress: break
    }
  }
}

extension LearningEvent {
  /// The line that it says to try next.
  fileprivate var advice: String? {
    switch self {
    case .hint(let statement): statement.advisedLine
    case .topic(let report): report.tryNext.first?.command
    default: nil
    }
  }
}

extension Statement {
  /// The line of a sentence that says what to try next, or what was tried with success.
  fileprivate var advisedLine: String? {
    let text = parts.map { part in
      switch part {
      case .text(let text): text
      case .number(let value, _, let format):
        format == .integer ? String(Int(value)) : exactText(value)
      }
    }.joined()
    if text.hasPrefix("Try next") { return text.firstInBackquotes }
    guard let begin = text.firstRange(of: "n a trial, `") else { return nil }
    return text[begin.upperBound...].split(separator: "`").first.map(String.init)
  }
}
