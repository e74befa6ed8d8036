// The shell: commands that begin and end, what was assumed or advised, what was undone, errors.
import CommandLanguage
import Events
import JSON

struct CommandRecord: EventRecord {
  static let type = "command"
  let text: String
  let contract: Int

  init(_ execution: Execution) {
    text = execution.source
    contract = JSONLine.contractVersion
  }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    text = try fields.decode(String.self, forKey: .text)
    contract = try fields.decode(Int.self, forKey: .contract)
    guard contract == JSONLine.contractVersion else {
      throw DecodingError.dataCorruptedError(
        forKey: .contract, in: fields,
        debugDescription: "version \(contract) of the contract is not known")
    }
  }
}

struct EndedRecord: EventRecord {
  static let type = "ended"
  enum Outcome: String, Codable { case done, failed, interrupted }
  let outcome: Outcome
  let text: String?

  init(_ execution: Execution) {
    switch execution.outcome {
    case .done: (outcome, text) = (.done, nil)
    case .failed, nil: (outcome, text) = (.failed, nil)
    case .interrupted(let again): (outcome, text) = (.interrupted, again)
    }
  }
}

struct AssumedRecord: EventRecord {
  static let type = "assumed"
  let subject: String
  let command: String
  let why: String

  init(_ assumption: Assumption) {
    subject = assumption.subject.rawValue
    command = assumption.command
    why = assumption.why
  }
}

struct HintRecord: EventRecord {
  static let type = "hint"
  @Flattened var statement: StatementFields

  init(_ statement: Statement) { self.statement = StatementFields(statement) }
}

struct UndoRecord: EventRecord {
  static let type = "undo"
  let commands: [String]
}

struct RedoRecord: EventRecord {
  static let type = "redo"
  let commands: [String]
}

struct ErrorRecord: EventRecord {
  static let type = "error"
  struct Place: Codable {
    let file: String
    let line: Int
    @Nullable var column: Int?
  }
  let id: String
  let message: String
  @Nullable var suggestion: String?
  let notes: [String]
  // Where it stands: in the script or line of commands, and in a data file when that is at fault.
  @Nullable var file: String?
  let line: Int
  let column: Int
  let endLine: Int
  let endColumn: Int
  let inFile: Place?
}

extension ErrorRecord {
  init(_ report: ErrorReport) {
    let diagnostic = report.diagnostic
    let start = report.source.position(of: diagnostic.range?.start ?? 0)
    let end = report.source.position(of: diagnostic.range?.end ?? 0)
    self.init(
      id: diagnostic.id, message: diagnostic.message, suggestion: diagnostic.suggestion,
      notes: diagnostic.notes, file: report.file, line: start.line, column: start.column,
      endLine: end.line, endColumn: end.column,
      inFile: diagnostic.file.map { Place(file: $0.file, line: $0.line, column: $0.column) })
  }
}
