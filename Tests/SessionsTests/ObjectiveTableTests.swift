import CommandLanguage
import Events
import Files
import HyperparameterSearch
import SessionSupport
import TestSupport
import Testing

/// Searches that look their trials up in a table of results.
@Suite struct ObjectiveTableTests {
  private let folder = TemporaryFolder()

  /// Six combinations: one twice, one that diverged, one without a result, one that is missing.
  private static let holes = """
    lr,opt,acc,seconds
    0.1,a,0.5,9
    0.2,b,0.6,8
    0.2,b,0.8,7
    0.3,a,nan,
    0.1,b,,5
    0.3,b,0.2,4
    """

  private func file(_ text: String, _ name: String = "t.csv") throws -> String {
    let path = folder.path + "/" + name
    try write(text, to: path)
    return path
  }

  private func session(
    table text: String, _ options: String = "target=acc maximize ignore=seconds", threads: Int = 1
  ) throws -> RecordedSession {
    let session = RecordedSession(threads: threads)
    let path = try file(text)
    #expect(
      session.run("objective table \(path) \(options)") == .done,
      "\(session.diagnostic?.message ?? "")")
    return session
  }

  private func report(_ session: RecordedSession) -> ObjectiveReport.Table? {
    for case .objective(let report) in session.events { return report.table }
    return nil
  }

  private func point(_ report: TrialReport) -> String {
    report.parameters.map(\.value.description).joined(separator: " ")
  }

  // MARK: What is in a table

  @Test func tellsWhatThereIs() throws {
    let session = try session(table: Self.holes)
    let table = try #require(report(session))
    #expect(table.rows == 5 && table.rowsLeftOut == 1 && table.points == 4 && table.diverged == 1)
    #expect(table.columns.map(\.name) == ["lr", "opt"] && table.columns.map(\.values) == [3, 2])
    let mean = (0.6 + 0.8) / 2
    #expect(table.best == mean && table.worst == 0.2 && table.median == 0.5)
    #expect(
      table.notes.flatMap(\.values).map(\.value) == [2, 6], "two of six combinations are missing")
    session.run("objective training", "objective")
    #expect(report(session) == nil)
    session.run("undo", "objective")
    #expect(report(session) == table)
  }

  @Test func looksTrialsUp() throws {
    let session = try session(table: Self.holes)
    #expect(session.run("search grid trials=6") == .done)
    let values = Dictionary(
      uniqueKeysWithValues: session.trialReports.map { (point($0), $0.value) })
    // The two that are not there take what is nearest: another text is as far as the whole range of numbers.
    #expect(
      values == [
        "0.1 a": 0.5, "0.2 b": (0.6 + 0.8) / 2, "0.3 b": 0.2, "0.3 a": nil,
        "0.1 b": (0.6 + 0.8) / 2,
        "0.2 a": 0.5,
      ])
    #expect(session.trialReports.filter { $0.state == .diverged }.map(point) == ["0.3 a"])
  }

  /// Whole numbers stay whole, equal numbers are one value, and other columns play no part.
  @Test func readsValuesAsTheyAre() throws {
    let session = try session(
      table: "width,depth,same,loss\n16,1,x,3\n16.0,2,x,2\n1e2,1,x,1\n100,2,x,0.5\n", "target=loss")
    let table = try #require(report(session))
    #expect(table.direction == .minimize && table.columns.map(\.name) == ["width", "depth"])
    #expect(session.run("search random trials=9") == .done)
    let search = try #require(session.state.search)
    #expect(
      search.study.space.axes.map(\.domain) == [
        .levels([.integer(16), .integer(100)]), .levels([.integer(1), .integer(2)]),
      ])
    #expect(session.trialReports.count == 4 && search.study.best?.value == 0.5)
  }

  /// Values copied from the file by hand.
  @Test func theShippedTable() throws {
    let session = RecordedSession()
    session.run("objective phoneme")
    let table = try #require(report(session))
    #expect(table.rows == 30_000 && table.points == 30_000 && table.rowsLeftOut == 0)
    #expect(table.best == 0.94447 && table.worst == 0.45066 && table.median == 0.80314)
    #expect(
      table.columns.map(\.name) == ["alpha", "batch_size", "depth", "learning_rate_init", "width"])
    session.run(
      "search grid alpha=1e-8 batch_size=4 depth=1 learning_rate_init=1e-5 width=16..40")
    #expect(session.trialReports.map(\.value) == [0.72729, 0.73828, 0.74441])
    session.run(
      "search random alpha=7.74264e-08 batch_size=4 depth=3 learning_rate_init=3.59381e-5 "
        + "width=1024,16")
    let end = try #require(session.searchEnd)
    #expect(end.best?.value == 0.94447)
    #expect(end.standing?.values.map(\.value) == [1, 30_000])
  }

  @Test func saysHowFarFromTheBest() throws {
    let results = [0.3, 0.9, 0.7, 0.8, 0.2, 0.9, 0.85]
    let rows = results.enumerated().map { "\($0.offset),\($0.element)" }.joined(separator: "\n")
    let session = try session(table: "x,acc\n" + rows, "target=acc maximize")
    session.run("search random trials=1 x=2,3")
    let end = try #require(session.searchEnd)
    let best = try #require(end.best?.value)
    let rank = 1 + results.count { $0 > best }
    let standing = try #require(end.standing)
    #expect(standing.values.first { $0.name == "rank" }?.value == Double(rank))
    #expect(standing.values.first { $0.name == "points" }?.value == 7)
    #expect(standing.values.first { $0.name == "table_best" }?.value == 0.9)
    #expect(standing.values.first { $0.name == "regret" }?.value == 0.9 - best)
    #expect(!end.trains)
  }

  @Test(arguments: ["random", "grid", "sobol", "tpe", "bayes"])
  func threadsChangeNothing(method: String) throws {
    var studies: [Study] = []
    for threads in [1, 2, 7] {
      let session = RecordedSession(threads: threads)
      session.run("objective phoneme", "search \(method) trials=16 wave=3".replacingWave(method))
      studies.append(try #require(session.state.search).study)
    }
    #expect(studies[0].trials.count > 10 && studies.allSatisfy { $0 == studies[0] })
  }

  /// A grid of a few values of each column, both ends among them; all values of a column that is named.
  @Test func gridsTakeSomeValuesOfEach() throws {
    let session = RecordedSession()
    session.run("objective phoneme", "search grid trials=50")
    func counts() throws -> [Int] {
      let axes = try #require(session.state.search).study.space.axes
      return axes.map { $0.domain.valueCount ?? 0 }
    }
    #expect(try counts() == [3, 2, 2, 2, 2])
    let axes = try #require(session.state.search).study.space.axes
    #expect(axes[1].domain == .levels([.integer(4), .integer(256)]))
    #expect(session.trialReports.count == 48)
    session.run("search grid width=16,25,40,64,101,161,256")
    #expect(try counts() == [2, 1, 1, 1, 7])
  }

  // MARK: What a table cannot do

  @Test func setsUpNoNetwork() throws {
    let session = try session(table: Self.holes)
    session.run("search random trials=4")
    for (command, id) in [
      ("use best", "no-network-in-table"), ("use trial 0", "no-network-in-table"),
      ("search repeat", "table-has-values"),
    ] {
      let hidden = session.state.hidden
      #expect(session.run(command) == .failed)
      #expect(session.diagnostic?.id == id)
      #expect(session.state.hidden == hidden)
    }
    #expect(session.run("trial 0") == .done)
    #expect(session.run("trials") == .done)
  }

  @Test(arguments: [
    ("", "target=acc", "csv-empty", "FILE"), ("lr,acc\n", "target=acc", "csv-no-rows", "FILE"),
    ("acc\n1\n", "target=acc", "csv-one-column", "FILE"),
    ("lr,acc\n1,\n2,\n", "target=acc", "csv-no-rows", "FILE"),
    ("lr,acc\n1,2\n1,3\n", "target=acc", "table-constant", "FILE"),
    ("lr,lr,acc\n1,2,3\n", "target=acc", "csv-duplicate-column", "FILE"),
    ("lr,acc\n1,2\n2\n", "target=acc", "csv-ragged-row", "FILE"),
    ("lr,acc\n1,2\n2,3\n", "target=ac", "csv-no-target", "ac"),
    ("lr,acc\n1,2\n2,abc\n", "target=acc", "csv-text-target", "acc"),
    ("lr,acc\n1,2\n2,3\n", "target=acc ignore=lrr", "csv-unknown-column", "lrr"),
    ("lr,acc\n1,2\n2,3\n", "target=acc ignore=lr", "csv-no-inputs", "lr"),
    ("l\u{1B}r,acc\n1,2\n2,3\n", "target=acc", "table-unprintable", "FILE"),
  ]) func refuses(text: String, options: String, id: String, at: String) throws {
    let session = RecordedSession()
    let path = try file(text)
    let command = "objective table \(path) \(options)"
    #expect(session.run(command) == .failed)
    let diagnostic = try #require(session.diagnostic)
    #expect(diagnostic.id == id)
    let range = try #require(diagnostic.range)
    let marked = String(decoding: Array(command.utf8)[range.start..<range.end], as: UTF8.self)
    #expect(marked == (at == "FILE" ? path : at))
    session.run("objective")
    #expect(report(session) == nil)
  }

  @Test func saysWhichLineIsText() throws {
    let session = RecordedSession()
    let path = try file("lr,acc\n0.1,0.5\n\n0.2,abc\n")
    session.run("objective table \(path) target=acc")
    let diagnostic = try #require(session.diagnostic)
    #expect(diagnostic.message == "the target must be numbers: `acc` has `abc` in line 4")
    #expect(diagnostic.file?.line == 4 && diagnostic.file?.column == 5)
  }

  @Test func refusesDamagedFiles() throws {
    let session = RecordedSession()
    #expect(session.run("objective table \(folder.path)/none.csv target=acc") == .failed)
    #expect(session.diagnostic?.id == "csv-no-such-file")
    let bytes = try TextFile.readBytes(checkout + "/lessons/data/hpobench_phoneme.csv.gz")
    for (count, id) in [(5000, "gzip-truncated"), (bytes.count, "csv-ragged-row")] {
      // A changed byte shows in the text before the checksum at the end is reached.
      let path = folder.path + "/cut.csv.gz"
      var part = Array(bytes.prefix(count))
      if count == bytes.count { part[count / 2] ^= 0xFF }
      try write(part, to: path)
      #expect(session.run("objective table \(path) target=val_acc") == .failed)
      #expect(session.diagnostic?.id == id)
    }
  }

  @Test(arguments: [
    ("search random lrr=1", "unknown-column", "lrr"),
    ("search random lr=0.15", "not-in-table", "0.15"),
    ("search random lr=5..6", "not-in-table", "5..6"),
    ("search random opt=a|c", "not-in-table", "c"),
    ("search random lr=0.1..0.3:log", "table-has-values", "0.1..0.3:log"),
    ("search random lr=0.1,0.2:if=opt=a", "table-has-values", "opt"),
    ("search random lr=0.1,0.10", "repeated-value", "0.10"),
    ("search random lr=0.1 LR=0.2", "repeated-option", "LR=0.2"),
    ("search random epochs=3", "option-not-for-a-table", "3"),
    ("search bayes folds=3", "option-not-for-a-table", "3"),
    ("search random repeats=3", "option-not-for-a-table", "3"),
    ("search compare random grid measure=loss", "option-not-for-a-table", "loss"),
    ("search halving", "option-not-for-a-table", "search halving"),
    ("enqueue rl=1", "unknown-column", "rl"),
  ]) func refusesSearches(command: String, id: String, at: String) throws {
    let session = try session(table: Self.holes)
    #expect(session.run(command) == .failed)
    let diagnostic = try #require(session.diagnostic)
    #expect(diagnostic.id == id)
    let range = try #require(diagnostic.range)
    #expect(String(decoding: Array(command.utf8)[range.start..<range.end], as: UTF8.self) == at)
    #expect(session.state.search == nil)
  }

  @Test func guessesAreLookedUp() throws {
    let session = try session(table: Self.holes)
    session.run("enqueue lr=0.3 opt=b", "search bayes trials=3")
    #expect(session.trialReports.first.map(point) == "0.3 b")
    #expect(session.trialReports.first?.value == 0.2)
  }

  /// Nothing of such a search is about the session's rows.
  @Test func staysWhenTheRowsChange() throws {
    let session = try session(table: Self.holes)
    session.run("search random trials=3")
    for command in ["data circle n=60", "features x1^2 x2", "data validation", "data iris"] {
      #expect(session.run(command) == .done)
      #expect(session.state.search?.study.trials.count == 3, "\(command)")
    }
    session.run("data circle n=60", "objective training")
    #expect(session.run("search random trials=1 epochs=1 lr=0.1..1") == .done)
    #expect(session.run("features x1^2 x2") == .done)
    #expect(session.state.search == nil)
  }

  // MARK: Going on

  @Test func goesOnInAnotherProcess() throws {
    let search = "search bayes trials=20 seed=4"
    let whole = RecordedSession()
    whole.run("objective phoneme", search)
    let session = RecordedSession()
    session.run("objective phoneme")
    let journal = MemoryStudyJournal()
    session.session.environment.studies = journal
    #expect(session.run(search, stoppingAfter: 12) == .interrupted)
    let count = try #require(session.state.search).study.trials.count
    #expect(count > 0 && count < 20)
    let other = RecordedSession()
    other.session.environment.studies = journal
    #expect(other.run("search resume") == .done, "\(other.diagnostic?.message ?? "")")
    #expect(try #require(other.state.search).study == (try #require(whole.state.search).study))
    #expect(other.searchEnd?.standing == whole.searchEnd?.standing)
    // That session still trains networks.
    other.run("objective")
    #expect(report(other) == nil)
  }

  @Test func noticesAnotherTable() throws {
    let session = try session(table: Self.holes)
    let journal = MemoryStudyJournal()
    session.session.environment.studies = journal
    session.run("search random trials=3")
    _ = try file(Self.holes.replacing("0.5", with: "0.55"))
    let other = RecordedSession()
    other.session.environment.studies = journal
    #expect(other.run("search resume 1 trials=2") == .failed)
    #expect(other.diagnostic?.id == "other-table")
    _ = try file(Self.holes)
    #expect(other.run("search resume 1 trials=2") == .done)
    #expect(other.state.search?.study.trials.count == 5)
  }
}

extension String {
  /// Only searchers that learn from results have waves.
  fileprivate func replacingWave(_ method: String) -> String {
    ["tpe", "bayes"].contains(method) ? self : replacing(" wave=3", with: "")
  }
}
