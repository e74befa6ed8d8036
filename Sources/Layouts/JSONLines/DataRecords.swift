// Data, settings, and weights that begin anew.
import Datasets
import Events
import JSON
import Presentation

struct DataRecord: EventRecord {
  static let type = "data"
  struct Column: Codable {
    let name: String
    @Nullable var categories: [String]?
    @Nullable var mean: Double?
    @Nullable var sd: Double?
  }
  struct ClassCount: Codable {
    let name: String
    let training: Int
    let validation: Int
    let test: Int
  }
  struct Split: Codable {
    let by: String
    @Nullable var column: String?
  }
  let name: String
  let title: String
  let source: String
  let trainingRows: Int
  let validationRows: Int
  let testRows: Int
  let split: Split
  let inputs: Int
  @Nullable var features: [String]?
  let columns: [Column]
  let target: String
  let targetTransform: String
  let classes: [ClassCount]
  let standardized: Bool
  @Nullable var scaledByRows: Int?
  @Nullable var targetMean: Double?
  @Nullable var targetSd: Double?
  let notes: [String]
  let noteFacts: [NoteFacts]
}

extension DataRecord {
  init(_ report: DataReport) {
    let columns = report.columns.map {
      Column(name: $0.name, categories: $0.categories, mean: $0.mean, sd: $0.deviation)
    }
    self.init(
      name: report.name, title: report.title, source: report.source,
      trainingRows: report.trainingRows, validationRows: report.validationRows,
      testRows: report.testRows,
      split: Split(by: report.rule.name, column: report.rule.column), inputs: report.inputCount,
      features: report.features, columns: columns, target: report.targetName,
      targetTransform: report.transform.rawValue,
      classes: report.classes.map {
        ClassCount(
          name: $0.name, training: $0.training, validation: $0.validation, test: $0.test)
      },
      standardized: report.standardized, scaledByRows: report.scaledBy,
      targetMean: report.targetMean,
      targetSd: report.targetDeviation, notes: report.notes.map { $0.words.text },
      noteFacts: report.notes.map(NoteFacts.init))
  }
}

struct SettingsRecord: EventRecord {
  static let type = "settings"
  struct Setting: Codable {
    let name: String
    let value: String
    let `default`: String
    let title: String
    let accepts: String
    let meaning: String
  }
  let settings: [Setting]

  init(_ settings: [SettingReport]) {
    self.settings = settings.map {
      Setting(
        name: $0.name, value: $0.value, default: $0.standard, title: $0.title,
        accepts: $0.accepts, meaning: $0.meaning)
    }
  }
}

struct SettingRecord: EventRecord {
  static let type = "setting"
  let name: String
  let before: String
  let after: String
  let notes: [String]

  init(_ change: SettingChange) {
    name = change.name
    before = change.before
    after = change.after
    notes = change.notes.map(\.text)
  }
}

struct ResetRecord: EventRecord {
  static let type = "reset"
  let seed: UInt64
  let new: Bool
  let epochsDropped: Int

  init(_ report: ResetReport) {
    seed = report.seed
    new = report.isNewStart
    epochsDropped = report.epochsDropped
  }
}

struct ColumnsRecord: EventRecord {
  static let type = "columns"
  struct Category: Codable {
    let name: String
    let count: Int
  }
  struct Column: Codable {
    let name: String
    let role: String
    @Nullable var kind: String?
    let missing: Int
    @Nullable var low: Double?
    @Nullable var high: Double?
    let edges: [Double]
    let counts: [Int]
    let categories: [Category]

    init(_ column: ColumnSummary) {
      name = column.name
      role =
        switch column.role {
        case .input: "input"
        case .target: "target"
        case .leftOut(let reason): reason.rawValue
        }
      missing = column.missing
      var range: (low: Double, high: Double)?
      switch column.values {
      case .numbers(let low, let high, let counts):
        (kind, range) = ("number", (low, high))
        (edges, self.counts, categories) = (ColumnSummary.edges(low, high), counts, [])
      case .categories(let found):
        (kind, edges, counts) = ("category", [], [])
        categories = found.map { Category(name: $0.name, count: $0.count) }
      case .unknown: (kind, edges, counts, categories) = (nil, [], [], [])
      }
      (low, high) = (range?.low, range?.high)
    }
  }
  let data: String
  let rows: Int
  let columns: [Column]

  init(_ report: ColumnsReport) {
    data = report.name
    rows = report.rows
    columns = report.columns.map(Column.init)
  }
}
