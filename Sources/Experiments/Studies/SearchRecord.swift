// A search as its journal keeps it: the study by itself, and what its trials are run on as named texts in the
// words of the command language.
import CommandLanguage
import Events
import HyperparameterSearch
import NeuralNetwork
import Text

extension FinishedSearch {
  private enum Key {
    static let data = "data"
    static let rows = "rows"
    static let objective = "objective"
    static let epochs = "epochs"
    static let measure = "measure"
    static let folds = "folds"
    static let repeats = "repeats"
    static let divisionSeed = "division_seed"
    static let epochTaken = "epoch_taken"
    static let layer = "layer"
    static let regression = "regression"
    static let brackets = StudyRecord.bracketsKey
    static let table = "table"
    static let shippedTable = "shipped_table"
    static let target = "target"
    static let ignored = "ignored"
    static let fingerprint = "fingerprint"
    static let set = "set "
  }

  package func record(_ settings: SettingCatalog) -> StudyRecord {
    var setup: [(key: String, text: String)] = []
    if let source {
      setup += source.commands.map { (Key.data, $0) }
      setup.append((Key.rows, source.fingerprint))
    }
    switch objective {
    case .training(let training):
      setup.append((Key.objective, "training"))
      setup.append((Key.epochs, String(training.epochs)))
      setup.append((Key.measure, training.measure.rawValue))
      setup.append((Key.folds, String(training.folds ?? 0)))
      setup.append((Key.repeats, String(training.repeats)))
      setup.append((Key.divisionSeed, String(training.divisionSeed)))
      if training.takesBestEpoch { setup.append((Key.epochTaken, "best")) }
      setup.append((Key.regression, measure.score == .r2 ? "yes" : "no"))
      if let halving { setup.append((Key.brackets, halving.brackets.count > 1 ? "all" : "one")) }
      for layer in training.base.hidden {
        setup.append(
          (Key.layer, "\(layer.units) \(layer.activation.rawValue) \(exactText(layer.dropout))"))
      }
      for setting in settings.all where !setting.traits.isUsersOwn {
        setup.append((Key.set + setting.name, setting.read(training.base.settings)))
      }
    case .table(let table):
      setup.append((Key.objective, "table"))
      switch table.source {
      case .file(let path): setup.append((Key.table, path))
      case .shipped(let shipped): setup.append((Key.shippedTable, shipped.rawValue))
      }
      setup.append((Key.target, table.target))
      setup += table.ignored.map { (Key.ignored, $0) }
      setup.append((Key.fingerprint, table.fingerprint))
    }
    return StudyRecord(
      study: study, plannedTrials: planned, isFinished: study.firstMissing >= planned,
      setup: setup)
  }

  /// Error: `study-unreadable` for what another version may have written.
  package init(
    _ record: StudyRecord, id: StudyID, _ settings: SettingCatalog
  ) throws(Diagnostic) {
    if record.setup(Key.objective) == "table" {
      let table = try Self.tableSetup(record)
      self.init(
        study: record.study, objective: .table(table), measure: SearchMeasure(table),
        planned: record.plannedTrials, id: id)
      return
    }
    let setup = try Self.trainingSetup(record, settings)
    self.init(
      study: record.study, objective: .training(setup),
      measure: SearchMeasure(setup.measure, isRegression: record.setup(Key.regression) == "yes"),
      planned: record.plannedTrials, id: id,
      source: record.setup(Key.rows).map { rows in
        DataSource(
          commands: record.setup.filter { $0.key == Key.data }.map(\.text), fingerprint: rows)
      })
    if let brackets = record.setup(Key.brackets) {
      halving = try HalvingPlan(
        trials: planned, epochs: setup.epochs, hasBrackets: brackets == "all", range: nil)
    }
  }

  private static func unreadable(_ key: String) -> Diagnostic {
    Diagnostic(
      id: "study-unreadable",
      message: "the journal does not say what this version can read as its \(key)",
      suggestion: "`search` again")
  }

  private static func tableSetup(_ record: StudyRecord) throws(Diagnostic) -> TableSetup {
    let source: TableSetup.Source
    if let name = record.setup(Key.shippedTable) {
      guard let table = ShippedTable(rawValue: name) else { throw unreadable(Key.shippedTable) }
      source = .shipped(table)
    } else if let path = record.setup(Key.table) {
      source = .file(path)
    } else {
      throw unreadable(Key.table)
    }
    guard let target = record.setup(Key.target) else { throw unreadable(Key.target) }
    guard let fingerprint = record.setup(Key.fingerprint) else {
      throw unreadable(Key.fingerprint)
    }
    return TableSetup(
      source: source, target: target, direction: record.study.direction,
      ignored: record.setup.filter { $0.key == Key.ignored }.map(\.text), fingerprint: fingerprint)
  }

  private static func trainingSetup(
    _ record: StudyRecord, _ settings: SettingCatalog
  ) throws(Diagnostic) -> TrainingSetup {
    func number(_ key: String) throws(Diagnostic) -> Int {
      guard let number = record.setup(key).flatMap({ Int($0) }), number >= 0 else {
        throw unreadable(key)
      }
      return number
    }
    guard record.setup(Key.objective) == "training" else { throw unreadable(Key.objective) }
    guard let measure = record.setup(Key.measure).flatMap(TrialMeasure.init) else {
      throw unreadable(Key.measure)
    }
    guard let seed = record.setup(Key.divisionSeed).flatMap({ UInt64($0) }) else {
      throw unreadable(Key.divisionSeed)
    }
    var base = TrialConfiguration(settings: SessionSettings(), hidden: [])
    for (key, text) in record.setup {
      if key == Key.layer {
        guard let layer = layer(text) else { throw unreadable(key) }
        base.hidden.append(layer)
      } else if key.hasPrefix(Key.set) {
        let word = Word(text, range: SourceRange(at: 0))
        let name = Word(String(key.dropFirst(Key.set.count)), range: word.range)
        do throws(Diagnostic) {
          try settings.find(name).write(&base.settings, word)
        } catch {
          throw unreadable(key)
        }
      }
    }
    let folds = try number(Key.folds)
    return TrainingSetup(
      base: base, epochs: max(1, try number(Key.epochs)), measure: measure,
      folds: folds > 1 ? folds : nil, repeats: max(1, try number(Key.repeats)), divisionSeed: seed,
      takesBestEpoch: record.setup(Key.epochTaken) == "best")
  }

  /// `16 tanh 0.2`
  private static func layer(_ text: String) -> HiddenLayer? {
    let parts = text.split(separator: " ")
    guard parts.count == 3, let units = Int(parts[0]), (1...100_000).contains(units),
      let activation = Activation(rawValue: String(parts[1])), let dropout = Double(parts[2]),
      dropout >= 0, dropout < 1
    else { return nil }
    return HiddenLayer(units: units, activation: activation, dropout: dropout)
  }
}
