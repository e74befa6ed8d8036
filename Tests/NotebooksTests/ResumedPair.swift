// A session that goes on without a break, and the same one cut off and gone on with in another notebook.
import Experiments
import HyperparameterSearch
import Notebooks
import TestSupport
import Testing

final class ResumedPair {
  let folder = TemporaryFolder(fast: true)
  let studies = MemoryStudyJournal()
  let whole = RecordedNotebook()
  private(set) var resumed = RecordedNotebook()

  var journal: String { folder.path + "/1.journal" }

  /// Runs commands in a session of which everything is kept.
  init(_ commands: [String]) throws {
    whole.notebook.session.environment.studies = studies
    whole.notebook.journal = try SessionJournal(
      creating: journal,
      SessionJournal.Begin(version: "test", seed: 1, explain: "brief", folder: "", time: 0))
    whole.notebook.keepAll()
    for command in commands { whole.run(command) }
  }

  /// Cuts it off, and goes on with what is kept.
  ///
  /// - Parameter change: done to its files before.
  /// - Returns: how many commands hold.
  @discardableResult
  func resume(after change: () throws -> Void = {}) throws -> Int {
    whole.notebook.journal = nil
    try change()
    resumed = RecordedNotebook()
    resumed.notebook.session.environment.studies = studies
    return resumed.notebook.resume(try SessionJournal.reading(journal))
  }

  /// Whether the last command that was gone on with did not run.
  var wasTakenUp: Bool { resumed.notebook.session.wasTakenUp }

  /// Expects one state, to the bit, and what follows from it.
  func expectSame(
    after commands: [String] = [], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for command in commands {
      let (own, other) = (whole.run(command), resumed.run(command))
      #expect(own == other, "\(command)", sourceLocation: sourceLocation)
    }
    let (own, other) = (whole.notebook.session.state, resumed.notebook.session.state)
    expectSame(own.network, other.network, sourceLocation)
    #expect(own.settings == other.settings, sourceLocation: sourceLocation)
    #expect(own.lastTrain?.goal == other.lastTrain?.goal, sourceLocation: sourceLocation)
    #expect(own.lastTrain?.end == other.lastTrain?.end, sourceLocation: sourceLocation)
    #expect(
      own.lastTrain?.begin.model.network?.training
        == other.lastTrain?.begin.model.network?.training, sourceLocation: sourceLocation)
    #expect(own.race?.winner == other.race?.winner, sourceLocation: sourceLocation)
    for (one, another) in zip(own.race?.results ?? [], other.race?.results ?? []) {
      #expect(one.weightsEpoch == another.weightsEpoch, sourceLocation: sourceLocation)
      expectSame(one.end.model.network, another.end.model.network, sourceLocation)
    }
    #expect(own.search?.reports == other.search?.reports, sourceLocation: sourceLocation)
    #expect(own.search?.planned == other.search?.planned, sourceLocation: sourceLocation)
    #expect(own.search?.id == other.search?.id, sourceLocation: sourceLocation)
    #expect(whole.outputs == resumed.outputs, sourceLocation: sourceLocation)
    #expect(
      whole.notebook.cells.map(\.source) == resumed.notebook.cells.map(\.source),
      sourceLocation: sourceLocation)
  }

  private func expectSame(
    _ own: NetworkModel?, _ other: NetworkModel?, _ sourceLocation: SourceLocation
  ) {
    #expect(own?.hidden == other?.hidden, sourceLocation: sourceLocation)
    #expect(own?.training == other?.training, sourceLocation: sourceLocation)
    #expect(own?.interrupted == other?.interrupted, sourceLocation: sourceLocation)
    #expect(own?.validationSeed == other?.validationSeed, sourceLocation: sourceLocation)
    #expect(own?.rowHistory == other?.rowHistory, sourceLocation: sourceLocation)
    #expect(own?.earlyStopping == other?.earlyStopping, sourceLocation: sourceLocation)
    #expect(own?.epochs == other?.epochs, sourceLocation: sourceLocation)
    #expect(own?.coachMemory == other?.coachMemory, sourceLocation: sourceLocation)
    #expect(own?.divergence == other?.divergence, sourceLocation: sourceLocation)
    #expect(own?.remedy == other?.remedy, sourceLocation: sourceLocation)
    #expect(own?.lastStep == other?.lastStep, sourceLocation: sourceLocation)
    #expect(
      own?.lastStepValidationSeed == other?.lastStepValidationSeed,
      sourceLocation: sourceLocation)
  }
}
