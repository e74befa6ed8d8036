// Studies as tables.
import HyperparameterSearch
import SampleStudies
import StudyStorage
import TestSupport
import Testing

@Suite struct CSVExportTests {
  private func export(_ axes: [Axis], _ trials: [Trial]) throws -> [String] {
    let folder = TemporaryFolder()
    let path = folder.path + "/trials.csv"
    var study = Study(space: try SearchSpace(axes: axes), sampler: .random, seed: 1)
    for trial in trials { study.record(trial) }
    let record = StudyRecord(study: study, plannedTrials: trials.count)
    try StudyFiles().export(record, named: "a", to: path)
    // A second one takes its place.
    try StudyFiles().export(record, named: "a", to: path)
    #expect(folder.names == ["trials.csv"])
    let text = String(decoding: bytes(of: path), as: UTF8.self)
    #expect(text.last == "\n")
    return text.split(separator: "\n").map(String.init)
  }

  @Test func oneRowATrial() throws {
    let axes = [
      Axis(name: "optimizer", domain: .choices([.choice("gd"), .choice("momentum")])),
      Axis(
        name: "momentum", domain: .uniform(-1...1),
        condition: AxisCondition(parent: "optimizer", values: [.choice("momentum")])),
      Axis(name: "units", domain: .integers(1...64)),
    ]
    let trials = [
      Trial(
        number: 0,
        params: [
          ParameterAssignment("optimizer", .choice("momentum")),
          ParameterAssignment("momentum", .number(-0.5)), ParameterAssignment("units", .integer(8)),
        ], value: -1.25e-7, state: .done, metrics: [("accuracy", 0.875)], standardError: 0.5,
        curve: [CurvePoint(epoch: 1, value: 2), CurvePoint(epoch: 20, value: 1)], origin: .start),
      Trial(
        number: 1,
        params: [
          ParameterAssignment("optimizer", .choice("gd")),
          ParameterAssignment("units", .integer(1)),
        ], value: nil, state: .diverged, origin: .enqueued),
    ]
    #expect(
      try export(axes, trials) == [
        "trial,state,value,standard_error,accuracy,optimizer,momentum,units,origin,epochs",
        "0,done,-1.25e-07,0.5,0.875,momentum,-0.5,8,start,20",
        "1,diverged,,,,gd,,1,enqueued,",
      ])
  }

  /// A trial that ended early has not been trained for all of its own.
  @Test func epochsThatAreSearchedHaveTheirName() throws {
    let axes = [Axis(name: "epochs", domain: .integers(5...40))]
    let trials = [(20, 20), (30, 8)].enumerated().map { number, epochs in
      Trial(
        number: number, params: [ParameterAssignment("epochs", .integer(epochs.0))], value: 0.5,
        state: .done, curve: [CurvePoint(epoch: epochs.1, value: 0.5)])
    }
    #expect(
      try export(axes, trials) == [
        "trial,state,value,standard_error,epochs,origin,epochs_2", "0,done,0.5,,20,random,20",
        "1,done,0.5,,30,random,8",
      ])
  }

  @Test func quotesTextAndDisarmsFormulas() throws {
    let words = ["=1+1", "+a", "-a", "@a", "a,b", "say \"a\"", "-a,b", "a=b"]
    let axes = [
      Axis(name: "value", domain: .choices(words.map { .choice($0) })),
      Axis(name: "=x", domain: .uniform(-1...1)),
    ]
    let trials = words.enumerated().map { number, word in
      Trial(
        number: number,
        params: [
          ParameterAssignment("value", .choice(word)), ParameterAssignment("=x", .number(-1)),
        ], value: -1, state: .done)
    }
    let rows = try export(axes, trials)
    // A name that is a column already gets a number.
    #expect(rows[0] == "trial,state,value,standard_error,value_2,'=x,origin,epochs")
    let fields = [
      "'=1+1", "'+a", "'-a", "'@a", "\"a,b\"", "\"say \"\"a\"\"\"", "\"'-a,b\"", "a=b",
    ]
    #expect(
      Array(rows.dropFirst())
        == fields.enumerated().map { "\($0),done,-1,,\($1),-1,random," })
  }

  @Test func saysWhereItCannotWrite() throws {
    let folder = TemporaryFolder()
    let record = try SampleStudy.record()
    let names = [
      ("/none/trials.csv", "export-unwritable"), ("", "export-unknown-kind"),
      ("/trials.tsv", "export-unknown-kind"),
    ]
    for (name, id) in names {
      let error = #expect(throws: StorageError.self) {
        try StudyFiles().export(record, named: "a", to: folder.path + name)
      }
      #expect(error?.id == id && error?.suggestion != nil)
    }
  }

  /// What does not begin as an export does is somebody's own table.
  @Test(arguments: [
    "", "a,b\n1,2\n", "trial,state,value\n", "\u{FEFF}trial,state,value,standard_error\n",
    "trial;state;value;standard_error\n",
  ]) func replacesOnlyItsOwn(_ text: String) throws {
    let folder = TemporaryFolder()
    let path = folder.path + "/trials.CSV"
    try write(Array(text.utf8), to: path)
    let error = #expect(throws: StorageError.self) {
      try StudyFiles().export(try SampleStudy.record(), named: "a", to: path)
    }
    #expect(error?.id == "export-not-ours" && error?.suggestion != nil)
    #expect(bytes(of: path) == Array(text.utf8))
  }
}
