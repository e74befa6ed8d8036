// A study in the tables of Optuna's own storage, as Optuna 3.2 to 5 lays them out (schema 12, migration
// `v3.2.0.a`): what `optuna.load_study` and `optuna-dashboard` open.

import HyperparameterSearch
import JSON

struct OptunaExport {
  let record: StudyRecord
  let name: String

  /// "dsno": says in the file's header that descent made it.
  private static let applicationID = 0x6473_6e6f
  /// Every trial of an export has this attribute, and none that Optuna adds.
  private static let mark = "descent:origin"

  /// The longest name Optuna has room for.
  private static let longestName = 512

  func bytes() throws(StorageError) -> [UInt8] {
    let database = try Database(path: nil)
    try database.transaction { () throws(StorageError) in
      for table in Self.schema { try database.run(table) }
      try database.run("PRAGMA application_id = \(Self.applicationID)")
      try database.run("INSERT INTO version_info VALUES (1, 12, '3.2.0')")
      try database.run("INSERT INTO alembic_version VALUES ('v3.2.0.a')")
      try writeStudy(to: database)
      for (place, trial) in record.study.trials.enumerated() {
        try write(trial, id: place + 1, to: database)
      }
    }
    return try database.bytes()
  }

  /// Whether a file holds an export and nothing that was added to it since.
  static func isUnchangedExport(_ path: String) -> Bool {
    guard let database = try? Database(path: path),
      (try? database.first("PRAGMA application_id") { $0.integer(0) }) == applicationID
    else { return false }
    let added = try? database.first(
      """
      SELECT (SELECT count(*) FROM studies) - 1 + (SELECT count(*) FROM trials WHERE trial_id NOT IN
        (SELECT trial_id FROM trial_user_attributes WHERE "key" = '\(mark)'))
      """
    ) { $0.integer(0) }
    return added == 0
  }

  private func writeStudy(to database: Database) throws(StorageError) {
    try database.run(
      "INSERT INTO studies VALUES (1, ?)",
      [.text(String(String.UnicodeScalarView(name.unicodeScalars.prefix(Self.longestName))))])
    try database.run(
      "INSERT INTO study_directions VALUES (1, ?, 1, 0)",
      [.text(record.study.direction == .minimize ? "MINIMIZE" : "MAXIMIZE")])
    var attributes: [(String, StrictJSON)] = [
      ("descent:sampler", .string(record.study.sampler.name)),
      ("descent:seed", .string(record.study.seed.description)),
    ]
    // A key that comes twice gets one entry: Optuna has no room for two.
    for entry in record.setup where !attributes.contains(where: { $0.0 == "descent:" + entry.key })
    {
      attributes.append(("descent:" + entry.key, .string(entry.text)))
    }
    for (key, value) in attributes {
      try database.run(
        "INSERT INTO study_user_attributes (study_id, \"key\", value_json) VALUES (1, ?, ?)",
        [.text(key), .text(value.text)])
    }
  }

  // MARK: Trials

  private func write(
    _ trial: Trial, id: Int, to database: Database
  ) throws(StorageError) {
    // Optuna's own times are when a trial ran; here nothing depends on a clock.
    try database.run(
      "INSERT INTO trials VALUES (?, ?, 1, ?, NULL, NULL)",
      [.integer(id), .integer(id - 1), .text(trial.state.optunaName)])
    for axis in record.study.space.axes {
      guard let value = trial.param(axis.name),
        let (stored, distribution) = axis.domain.optunaForm(of: value)
      else { continue }
      try database.run(
        """
        INSERT INTO trial_params (trial_id, param_name, param_value, distribution_json)
        VALUES (?, ?, ?, ?)
        """,
        [.integer(id), .text(axis.name), .real(stored), .text(distribution.text)])
    }
    if let value = trial.value {
      try database.run(
        "INSERT INTO trial_values (trial_id, objective, value, value_type) VALUES (?, 0, ?, ?)",
        [.integer(id)] + Self.stored(value))
    }
    for point in trial.curve {
      try database.run(
        """
        INSERT OR REPLACE INTO trial_intermediate_values
        (trial_id, step, intermediate_value, intermediate_value_type) VALUES (?, ?, ?, ?)
        """, [.integer(id), .integer(point.epoch)] + Self.stored(point.value))
    }
    for (key, value) in attributes(of: trial) {
      try database.run(
        """
        INSERT OR REPLACE INTO trial_user_attributes (trial_id, "key", value_json) VALUES (?, ?, ?)
        """, [.integer(id), .text(key), .text(value.text)])
    }
  }

  private func attributes(of trial: Trial) -> [(String, StrictJSON)] {
    var attributes = trial.metrics.map { ($0.name, StrictJSON.number($0.value)) }
    attributes.append(("descent:trial", .integer(trial.number)))
    attributes.append(("descent:state", .string(trial.state.rawValue)))
    attributes.append((Self.mark, .string(trial.origin.rawValue)))
    if let error = trial.standardError { attributes.append(("standard error", .number(error))) }
    if let prediction = trial.prediction {
      attributes.append(("predicted", .number(prediction.mean)))
      attributes.append(("predicted sd", .number(prediction.sd)))
    }
    return attributes
  }

  /// A number as Optuna keeps it: itself and its kind, or only a kind.
  private static func stored(_ value: Double) -> [Database.Value] {
    if value.isNaN { return [.null, .text("NAN")] }
    if value.isInfinite { return [.null, .text(value > 0 ? "INF_POS" : "INF_NEG")] }
    return [.real(value), .text("FINITE")]
  }
}

extension TrialState {
  fileprivate var optunaName: String {
    switch self {
    case .done: "COMPLETE"
    case .pruned: "PRUNED"
    case .diverged, .failed: "FAIL"
    }
  }
}

extension Domain {
  /// A value as Optuna stores it, and the distribution it comes from. Nil for what the domain does not
  /// hold.
  fileprivate func optunaForm(
    of value: ParameterValue
  ) -> (value: Double, distribution: StrictJSON)? {
    switch self {
    case .uniform(let range): return value.asNumber.map { ($0, Self.floats(range)) }
    case .logUniform(let range): return value.asNumber.map { ($0, Self.floats(range, log: true)) }
    case .integers(let range): return value.asNumber.map { ($0, Self.integers(range)) }
    case .logIntegers(let range):
      return value.asNumber.map { ($0, Self.integers(range, log: true)) }
    case .steps(let from, _, let by):
      // The last step, not the end of the range: Optuna wants to reach it.
      guard let number = value.asNumber, let last = gridValues(count: 1).last else { return nil }
      if case .integer(let high) = last, let low = Int(exactly: from), let step = Int(exactly: by) {
        return (number, Self.integers(low...max(low, high), step: step))
      }
      return (number, Self.floats(from...max(from, last.asNumber ?? from), step: by))
    case .choices(let values), .levels(let values):
      return values.firstIndex(of: value).map { (Double($0), Self.categories(values)) }
    case .fixed(let only): return (0, Self.categories([only]))
    }
  }

  private static func floats(
    _ range: ClosedRange<Double>, log: Bool = false, step: Double? = nil
  ) -> StrictJSON {
    distribution(
      "FloatDistribution",
      [
        "step": step.map { .number($0) } ?? .null, "low": .number(range.lowerBound),
        "high": .number(range.upperBound), "log": .bool(log),
      ])
  }

  private static func integers(
    _ range: ClosedRange<Int>, log: Bool = false, step: Int = 1
  ) -> StrictJSON {
    distribution(
      "IntDistribution",
      [
        "log": .bool(log), "step": .integer(step), "low": .integer(range.lowerBound),
        "high": .integer(range.upperBound),
      ])
  }

  private static func categories(_ values: [ParameterValue]) -> StrictJSON {
    distribution("CategoricalDistribution", ["choices": .array(values.map { StrictJSON($0) })])
  }

  private static func distribution(
    _ name: String, _ attributes: KeyValuePairs<String, StrictJSON?>
  ) -> StrictJSON {
    .members(["name": .string(name), "attributes": .members(attributes)])
  }
}

extension OptunaExport {
  /// The tables by Optuna's models, in an order in which each refers to those before.
  private static let schema = [
    """
    CREATE TABLE studies (study_id INTEGER NOT NULL PRIMARY KEY, study_name VARCHAR(512) NOT NULL)
    """,
    "CREATE UNIQUE INDEX ix_studies_study_name ON studies (study_name)",
    """
    CREATE TABLE version_info (version_info_id INTEGER NOT NULL PRIMARY KEY CHECK \
    (version_info_id = 1), schema_version INTEGER, library_version VARCHAR(256))
    """,
    """
    CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, \
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))
    """,
    """
    CREATE TABLE study_directions (study_direction_id INTEGER NOT NULL PRIMARY KEY, \
    direction VARCHAR(8) NOT NULL, study_id INTEGER NOT NULL REFERENCES studies (study_id), \
    objective INTEGER NOT NULL, UNIQUE (study_id, objective))
    """,
    attributes("study_user", of: "study", in: "studies"),
    attributes("study_system", of: "study", in: "studies"),
    """
    CREATE TABLE trials (trial_id INTEGER NOT NULL PRIMARY KEY, number INTEGER, \
    study_id INTEGER REFERENCES studies (study_id), state VARCHAR(8) NOT NULL, \
    datetime_start DATETIME, datetime_complete DATETIME)
    """,
    "CREATE INDEX ix_trials_study_id ON trials (study_id)",
    attributes("trial_user", of: "trial", in: "trials"),
    attributes("trial_system", of: "trial", in: "trials"),
    """
    CREATE TABLE trial_params (param_id INTEGER NOT NULL PRIMARY KEY, \
    trial_id INTEGER REFERENCES trials (trial_id), param_name VARCHAR(512), param_value FLOAT, \
    distribution_json TEXT, UNIQUE (trial_id, param_name))
    """,
    """
    CREATE TABLE trial_values (trial_value_id INTEGER NOT NULL PRIMARY KEY, \
    trial_id INTEGER NOT NULL REFERENCES trials (trial_id), objective INTEGER NOT NULL, \
    value FLOAT, value_type VARCHAR(7) NOT NULL, UNIQUE (trial_id, objective))
    """,
    """
    CREATE TABLE trial_intermediate_values (\
    trial_intermediate_value_id INTEGER NOT NULL PRIMARY KEY, \
    trial_id INTEGER NOT NULL REFERENCES trials (trial_id), step INTEGER NOT NULL, \
    intermediate_value FLOAT, intermediate_value_type VARCHAR(7) NOT NULL, UNIQUE (trial_id, step))
    """,
    """
    CREATE TABLE trial_heartbeats (trial_heartbeat_id INTEGER NOT NULL PRIMARY KEY, \
    trial_id INTEGER NOT NULL REFERENCES trials (trial_id), heartbeat DATETIME NOT NULL, \
    UNIQUE (trial_id))
    """,
  ]

  private static func attributes(_ name: String, of owner: String, in table: String) -> String {
    """
    CREATE TABLE \(name)_attributes (\(name)_attribute_id INTEGER NOT NULL PRIMARY KEY, \
    \(owner)_id INTEGER REFERENCES \(table) (\(owner)_id), "key" VARCHAR(512), value_json TEXT, \
    UNIQUE (\(owner)_id, "key"))
    """
  }
}
