// Data, settings, and weights that begin anew.
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
    let test: Int
  }
  let name: String
  let title: String
  let source: String
  let trainingRows: Int
  let testRows: Int
  let inputs: Int
  @Nullable var features: [String]?
  let columns: [Column]
  let target: String
  let classes: [ClassCount]
  let standardized: Bool
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
      trainingRows: report.trainingRows, testRows: report.testRows, inputs: report.inputCount,
      features: report.features, columns: columns, target: report.targetName,
      classes: report.classes.map {
        ClassCount(name: $0.name, training: $0.training, test: $0.test)
      },
      standardized: report.standardized, targetMean: report.targetMean,
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
