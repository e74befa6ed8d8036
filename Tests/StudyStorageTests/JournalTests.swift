// What every journal of studies promises, asked of the one with a file and of the one in memory.
import HyperparameterSearch
import SampleStudies
import StudyStorage
import TestSupport
import Testing

@Suite struct JournalTests {
  enum Kind: CaseIterable { case file, memory }

  private func journal(_ kind: Kind, _ folder: TemporaryFolder) -> any StudyJournal {
    kind == .file ? StudyArchive(folder: folder.path) : MemoryStudyJournal()
  }

  @Test(arguments: Kind.allCases) func keepsEveryBit(kind: Kind) throws {
    let folder = TemporaryFolder()
    let journal = journal(kind, folder)
    let record = try SampleStudy.record()
    let id = try journal.create(record)
    let trials = (0..<40).map { SampleStudy.trial($0, in: record.study) }
    try journal.append(Array(trials[..<10]), to: id)
    for trial in trials[10...] { try journal.append(trial, to: id) }

    let reader = kind == .file ? StudyArchive(folder: folder.path) : journal
    let loaded = try reader.load(id)
    #expect(loaded.study.trials.map(bits) == trials.map(bits))
    #expect(loaded.study.space == record.study.space)
    #expect(loaded.study.sampler == record.study.sampler)
    #expect(loaded.study.direction == .maximize)
    #expect(loaded.study.seed == .max)
    #expect(loaded.study.waveSize == 4)
    #expect(loaded.setup.elementsEqual(record.setup, by: ==))
    #expect(loaded.setup("layers") == "layer 16 relu; layer 8 tanh")
    #expect(loaded.damage == nil)
    #expect(loaded.plannedTrials == 100)
    #expect(!loaded.isFinished)
    // So it goes on with the very points it would have had.
    var uninterrupted = record.study
    for trial in trials { uninterrupted.record(trial) }
    let next = loaded.study.wave(from: 40, upTo: 44).map(\.params)
    #expect(next == uninterrupted.wave(from: 40, upTo: 44).map(\.params))
  }

  @Test(arguments: Kind.allCases) func keepsGivenPointsUnderTheirNumbers(kind: Kind) throws {
    let folder = TemporaryFolder()
    let journal = journal(kind, folder)
    var record = try SampleStudy.record()
    let points = (0..<4).map { SampleStudy.trial($0, in: record.study).params }
    try record.study.enqueue(points[0], from: 5)
    let id = try journal.create(record)
    try journal.enqueue(points[1], as: 0, in: id)
    try journal.append(SampleStudy.trial(0, in: record.study), to: id)
    try journal.enqueue(points[2], as: 9, in: id)
    #expect(throws: StorageError.self) { try journal.enqueue(points[3], as: 5, in: id) }
    try journal.enqueue(points[0], as: 5, in: id)
    let loaded = try journal.load(id)
    #expect(loaded.study.enqueued == [0: points[1], 5: points[0], 9: points[2]])
  }

  @Test(arguments: Kind.allCases) func refusesATrialWithOtherNumbers(kind: Kind) throws {
    let folder = TemporaryFolder()
    let journal = journal(kind, folder)
    let record = try SampleStudy.record()
    let id = try journal.create(record)
    var trial = SampleStudy.trial(3, in: record.study)
    try journal.append(trial, to: id)
    try journal.append(trial, to: id)
    trial.value = trial.value?.nextUp
    let both = [SampleStudy.trial(4, in: record.study), trial]
    let error = #expect(throws: StorageError.self) { try journal.append(both, to: id) }
    #expect(error?.id == "trial-conflict")
    // Nothing of the request was kept, and the journal goes on.
    #expect(try journal.load(id).study.trials.map(\.number) == [3])
    #expect(journal.failure == nil)
    try journal.append(SampleStudy.trial(4, in: record.study), to: id)
    #expect(try journal.load(id).study.trials.count == 2)
  }

  @Test(arguments: Kind.allCases) func listsTheNewestFirst(kind: Kind) throws {
    let folder = TemporaryFolder()
    let journal = journal(kind, folder)
    #expect(try journal.studies().isEmpty)
    let record = try SampleStudy.record()
    let first = try journal.create(record)
    let second = try journal.create(try SampleStudy.record(seed: 7, planned: 3))
    try journal.append(SampleStudy.trial(0, in: record.study), to: first)
    try journal.markFinished(second)
    try journal.markFinished(second)
    let summaries = try journal.studies()
    #expect(summaries.map(\.id) == [second, first])
    #expect(summaries.map(\.isFinished) == [true, false])
    #expect(summaries.map(\.plannedTrials) == [3, 100])
    #expect(summaries.map(\.recordedTrials) == [0, 1])
    #expect(summaries[0].method == "random")
    #expect(summaries[0].axes.prefix(2) == ["lr", "optimizer"])
    try journal.setPlannedTrials(5, of: second)
    let reopened = try journal.load(second)
    #expect(reopened.plannedTrials == 5)
    #expect(!reopened.isFinished)
  }

  @Test(arguments: Kind.allCases) func saysWhichStudyIsMissing(kind: Kind) throws {
    let folder = TemporaryFolder()
    let journal = journal(kind, folder)
    for attempt in 0..<2 {
      let read = #expect(throws: StorageError.self) { try journal.load(StudyID(9)) }
      #expect(read?.id == "study-unknown")
      let written = #expect(throws: StorageError.self) { try journal.markFinished(StudyID(9)) }
      #expect(written?.id == "study-unknown")
      if attempt == 0 { _ = try journal.create(try SampleStudy.record()) }
    }
    #expect(journal.failure == nil)
  }

  @Test func aStudyCanBeKeptWithWhatItHolds() throws {
    let folder = TemporaryFolder()
    var record = try SampleStudy.record()
    for number in 0..<5 { record.study.record(SampleStudy.trial(number, in: record.study)) }
    record.isFinished = true
    let id = try StudyArchive(folder: folder.path).create(record)
    let loaded = try StudyArchive(folder: folder.path).load(id)
    #expect(loaded.study.trials.map(bits) == record.study.trials.map(bits))
    #expect(loaded.isFinished)
  }

  @Test func gridsKeepTheirResolution() throws {
    let folder = TemporaryFolder()
    let journal = StudyArchive(folder: folder.path)
    let space = try SearchSpace(axes: [
      Axis(name: "lr", domain: .logUniform(1e-4...1)), Axis(name: "l2", domain: .uniform(0...1)),
    ])
    let listed = try SearchSpace(axes: [
      Axis(name: "batch", domain: .levels([.integer(1), .integer(2)]))
    ])
    for sampler in [
      Sampler.grid(try Grid(space: space, resolution: 5)), .grid(try Grid(space: listed)),
    ] {
      let study = Study(
        space: sampler == .grid(try Grid(space: listed)) ? listed : space, sampler: sampler, seed: 1
      )
      let id = try journal.create(StudyRecord(study: study, plannedTrials: 25))
      #expect(try journal.load(id).study == study)
    }
  }

  /// A field that is added and not stored reads back as its default, which no field has here.
  @Test(arguments: Kind.allCases) func everyFieldComesBack(kind: Kind) throws {
    let folder = TemporaryFolder()
    let journal = journal(kind, folder)
    let record = try fullRecord()
    let id = try journal.create(record)
    let reader = kind == .file ? StudyArchive(folder: folder.path) : journal
    #expect(dumped(try reader.load(id)) == dumped(record))
  }

  @Test func noFieldOfTheFullRecordIsItsDefault() throws {
    let record = try fullRecord()
    let space = try SearchSpace(axes: [Axis(name: "x", domain: .uniform(0...1))])
    let plain = StudyRecord(
      study: Study(space: space, sampler: .sobol, seed: 0), plannedTrials: 0)
    // What is damaged is found out by reading.
    #expect(equalFields(record, plain) == ["damage"])
    #expect(equalFields(record.study, plain.study) == [])
    let axis = try #require(record.study.space.axes.first { $0.condition != nil })
    #expect(equalFields(axis, Axis(name: "", domain: .uniform(0...1))) == [])
    let trial = try #require(record.study.trials.first)
    #expect(equalFields(trial, Trial(number: 0, params: [], value: nil, state: .done)) == [])
    let none = CurvePoint(epoch: 0, value: 0)
    #expect(equalFields(try #require(trial.curve.first), none) == [])
    let prediction = try #require(trial.prediction)
    let unknown = SurrogateModel(lengthscales: [], outputScale: 0, noise: 0)
    let nothing = Prediction(
      mean: 0, sd: 0, noise: 0, incumbent: 0, logEI: 0, exploit: 0, explore: 0, nearestTrial: nil,
      nearestDistance: nil, model: unknown)
    #expect(equalFields(prediction, nothing) == [])
    #expect(equalFields(prediction.model, unknown) == [])
  }

  private func fullRecord() throws -> StudyRecord {
    var record = try SampleStudy.record()
    record.isFinished = true
    try record.study.enqueue(SampleStudy.trial(1, in: record.study).params, from: 50)
    var trial = SampleStudy.trial(9, in: record.study)
    trial.state = .pruned
    trial.value = 0.1
    trial.standardError = 0.2
    record.study.record(trial)
    return record
  }

  /// Every field in it, at any depth, with numbers to the bit.
  private func dumped(_ value: Any) -> String {
    var text = ""
    dump(value, to: &text)
    return text
  }

  /// The names of the fields that are the same in both.
  private func equalFields(_ left: Any, _ right: Any) -> [String] {
    zip(Mirror(reflecting: left).children, Mirror(reflecting: right).children)
      .filter { dumped($0.value) == dumped($1.value) }.compactMap { $0.0.label }
  }
}
