// Studies as Optuna keeps them: read by Optuna itself where it is installed, and else as its tables.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import HyperparameterSearch
import SampleStudies
import StudyStorage
import TestSupport
import Testing

@Suite struct OptunaExportTests {
  private func record(trials: Int = 40) throws -> StudyRecord {
    var record = try SampleStudy.record()
    for number in 0..<trials { record.study.record(SampleStudy.trial(number, in: record.study)) }
    return record
  }

  private static let hasOptuna = shell("python3 -c 'import optuna; print(1)' 2>/dev/null") == ["1"]

  @Test(.enabled(if: hasOptuna, "Optuna is not installed; `make interop` runs this with it"))
  func optunaReadsTheSameStudy() throws {
    let folder = TemporaryFolder()
    let record = try record()
    let path = folder.path + "/study.db"
    try StudyFiles().export(record, named: "the study", to: path)
    let script = checkout + "/Tests/Fixtures/optuna_study.py"
    let lines = shell("python3 '\(script)' '\(path)' 2>&1")
    #expect(lines.first == "the study | MAXIMIZE | layer 16 relu; layer 8 tanh")
    #expect(
      lines.dropFirst().prefix(9) == [
        "batch | CategoricalDistribution(choices=(8, 16, 32))",
        "depth | IntDistribution(high=3, log=False, low=1, step=1)",
        "dropout | FloatDistribution(high=0.5, log=False, low=0.0, step=0.1)",
        "init | CategoricalDistribution(choices=('he',))",
        "lr | FloatDistribution(high=1.0, log=True, low=0.0001, step=None)",
        "momentum | FloatDistribution(high=0.99, log=False, low=0.0, step=None)",
        "optimizer | CategoricalDistribution(choices=('gd', 'momentum'))",
        "units | IntDistribution(high=64, log=True, low=4, step=1)",
        "width | IntDistribution(high=11, log=False, low=2, step=3)",
      ])
    #expect(Array(lines.dropFirst(10)) == record.study.trials.map(line))

    // The script has added a trial, which another export would lose.
    let error = #expect(throws: StorageError.self) {
      try StudyFiles().export(record, named: "the study", to: path)
    }
    #expect(error?.id == "export-not-ours")
  }

  /// A trial as the script prints it. SQLite keeps no sign of a zero.
  private func line(_ trial: Trial) -> String {
    func bits(_ value: Double) -> String { String((value + 0).bitPattern, radix: 16) }
    let states: [TrialState: String] = [
      .done: "COMPLETE", .pruned: "PRUNED", .diverged: "FAIL", .failed: "FAIL",
    ]
    var parts = ["\(trial.number)", states[trial.state] ?? "", trial.value.map(bits) ?? "-"]
    parts += trial.params.sorted { $0.name < $1.name }.map { param in
      param.name + "=" + (param.value.asNumber.map(bits) ?? "\(param.value)")
    }
    parts += trial.curve.map { "\($0.epoch):" + bits($0.value) }
    parts += trial.metrics.prefix(1).map { bits($0.value) }
    return (parts + [trial.state.rawValue]).joined(separator: " ")
  }

  @Test func itsTablesHoldTheStudy() throws {
    let folder = TemporaryFolder()
    let record = try record()
    let path = folder.path + "/study.db"
    try StudyFiles().export(record, named: "the study", to: path)
    let database = try Database(path: path)
    func texts(_ sql: String) throws -> [String] {
      var texts: [String] = []
      try database.rows(sql) { texts.append($0.text(0)) }
      return texts
    }
    #expect(try texts("PRAGMA integrity_check") == ["ok"])
    #expect(try texts("PRAGMA foreign_key_check").isEmpty)
    #expect(try texts("SELECT version_num FROM alembic_version") == ["v3.2.0.a"])
    #expect(try texts("SELECT schema_version FROM version_info") == ["12"])
    #expect(try texts("SELECT study_name FROM studies") == ["the study"])
    #expect(try texts("SELECT direction FROM study_directions") == ["MAXIMIZE"])
    #expect(
      try texts("SELECT state FROM trials ORDER BY number LIMIT 6")
        == ["COMPLETE", "COMPLETE", "PRUNED", "COMPLETE", "FAIL", "FAIL"])
    var values: [Int: Double] = [:]
    try database.rows("SELECT trial_id - 1, value FROM trial_values") { row in
      values[row.integer(0)] = row.real(1)
    }
    for trial in record.study.trials { #expect(values[trial.number] == trial.value) }
    #expect(
      try texts(
        """
        SELECT distribution_json FROM trial_params WHERE param_name = 'dropout' LIMIT 1
        """) == [
          #"{"name":"FloatDistribution","attributes":{"step":0.1,"low":0.0,"high":0.5,"log":false}}"#
        ])
    // An axis that does not matter in a trial is not there.
    let momentum = record.study.trials.count { $0.param("momentum") != nil }
    #expect(
      try texts("SELECT count(*) FROM trial_params WHERE param_name = 'momentum'") == [
        "\(momentum)"
      ])
  }

  @Test func replacesOnlyItsOwn() throws {
    let folder = TemporaryFolder()
    let path = folder.path + "/study.db"
    let files = StudyFiles()
    try files.export(try record(trials: 3), named: "a", to: path)
    try files.export(try record(trials: 5), named: "a", to: path)
    let first = bytes(of: path)
    // The same study always gives the same file.
    try files.export(try record(trials: 5), named: "a", to: path)
    #expect(bytes(of: path) == first)
    let database = try Database(path: path)
    #expect(try database.first("SELECT count(*) FROM trials") { $0.integer(0) } == 5)
    try database.run("INSERT INTO trials VALUES (9, 8, 1, 'COMPLETE', NULL, NULL)")
    for occupied in [path, folder.path + "/notes.db"] {
      if occupied != path { try write(Array("notes".utf8), to: occupied) }
      let before = bytes(of: occupied)
      let error = #expect(throws: StorageError.self) {
        try files.export(try record(trials: 5), named: "a", to: occupied)
      }
      #expect(error?.id == "export-not-ours")
      #expect(bytes(of: occupied) == before)
    }
    #expect(folder.names == ["notes.db", "study.db"])
  }

  @Test func saysWhereItCannotWrite() throws {
    let folder = TemporaryFolder()
    let names = [
      ("/none/study.db", "export-unwritable"), ("/folder.db", "export-not-ours"),
      ("", "export-unknown-kind"), ("/study", "export-unknown-kind"),
      ("/.db", "export-unknown-kind"),
    ]
    mkdir(folder.path + "/folder.db", 0o700)
    for (name, id) in names {
      let path = folder.path + name
      let error = #expect(throws: StorageError.self) {
        try StudyFiles().export(try record(trials: 1), named: "a", to: path)
      }
      #expect(error?.id == id && error?.suggestion != nil)
    }
  }
}
