// `split=`, `group=` and `order=` in a session: what training and searches do with the rows, what is refused,
// what the commands that make the data again say; and what is kept for validation has no say in scales.
import CommandLanguage
import Datasets
import Events
import Experiments
import Files
import SessionSupport
import TestSupport
import Testing

@Suite struct DataDivisionCommandTests {
  private let folder = TemporaryFolder()

  /// Rows with a part, a site and a day, and a price that grows with x.
  private func table() throws -> String {
    let path = folder.path + "/t.csv"
    let rows = (0..<48).map { row in
      let part = ["train", "train", "val", "test"][row % 4]
      return "\(row * 29 % 48),\(part),s\(row % 6),2024-\(row % 12 + 1)-3,\(row * 17 % 48 + 1)"
    }
    try write((["x,part,site,day,price"] + rows).joined(separator: "\n") + "\n", to: path)
    return path
  }

  private func load(_ options: String, target: String = "price") throws -> String {
    "data load \(try table()) target=\(target) only=x \(options)"
  }

  // MARK: Rows that the file keeps for validation

  @Test func whatTheFileKeepsIsNeverTrainedOn() throws {
    let session = RecordedSession(explain: .off)
    #expect(session.run(try load("split=part"), "layer 3 tanh", "train 3") == .done)
    let data = try #require(session.state.data)
    #expect(data.training.count == 36 && data.test?.count == 12)
    let rows = data.division(validationFraction: 0.25, seed: 1)
    #expect(rows.kept.count == 24 && rows.validation.count == 12)
    #expect(session.epochReports.last?.training.rows == 24)
    #expect(session.epochReports.last?.validation?.rows == 12)
    #expect(session.epochReports.last?.test?.rows == 12)
    #expect(session.state.trainedRowCount == 24)
    guard case .data(let report) = DataReport(data, isDescription: true).event else { return }
    #expect(report.trainingRows == 24 && report.validationRows == 12 && report.testRows == 12)
    // Patience and searches take the same rows, whatever their seed.
    session.run("reset", "set patience 2", "set seed 5", "train 2")
    #expect(session.epochReports.last?.validation?.rows == 12)
    #expect(session.run("search random trials=2 epochs=2 lr=0.01..0.1") == .done)
    #expect(session.run("search random trials=2 epochs=2 folds=3 lr=0.01..0.1") == .failed)
    #expect(session.diagnostic?.id == "folds-of-own-parts")
    #expect(session.run("data validation") == .done)
    #expect(session.state.data?.training.count == 24 && session.state.data?.test?.count == 12)
  }

  // MARK: Refusals

  @Test(arguments: [
    ("split=part test=0.3", "0.3", "option-not-for-this-data"),
    ("split=part seed=3", "3", "option-not-for-this-data"),
    ("order=day seed=3", "3", "option-not-for-this-data"),
    ("split=part group=site", "site", "options-exclude-each-other"),
    ("group=site order=day", "day", "options-exclude-each-other"),
    ("split=prt", "prt", "csv-split-column"), ("group=price", "price", "csv-split-target"),
  ]) func whatMakesNoSenseIsRefused(_ options: String, _ word: String, _ id: String) throws {
    let session = RecordedSession()
    let command = try load(options)
    #expect(session.run(command) == .failed)
    let diagnostic = try #require(session.diagnostic)
    #expect(diagnostic.id == id)
    let range = try #require(diagnostic.range)
    #expect(String(decoding: Array(command.utf8)[range.start..<range.end], as: UTF8.self) == word)
    #expect(session.state.data == nil)
  }

  @Test func madeDataHasNoColumnsToDivideBy() {
    let session = RecordedSession()
    for option in ["split=a", "group=a", "order=a"] {
      #expect(session.run("data circle \(option)") == .failed)
      #expect(session.diagnostic?.id == "option-not-for-this-data")
    }
    #expect(session.run("data penguins group=island") == .done)
    #expect(session.state.data?.columns.contains { $0.name == "island" } == false)
    #expect(session.run("search random trials=1 epochs=1 folds=3 lr=0.1") == .failed)
    #expect(session.diagnostic?.id == "too-few-rows-for-folds")
  }

  // MARK: The same again

  @Test func whatIsKeptOfTheCommandMakesTheSameRows() throws {
    for (options, kept) in [
      ("split=part", "split=part"), ("order=day", "order=day"),
      ("group=site", "group=site seed=1"), ("group=site seed=4", "group=site seed=4"),
    ] {
      let session = RecordedSession()
      #expect(session.run(try load(options)) == .done)
      #expect(session.state.dataCommands == [try load(kept)])
      let other = RecordedSession()
      other.run(["set seed 77"] + session.state.dataCommands)
      #expect(other.state.data == session.state.data)
      session.run("data circle", "undo")
      #expect(session.state.data == other.state.data)
    }
  }

  // MARK: Scales

  @Test func patienceScalesByWhatIsTrainedOn() throws {
    let session = RecordedSession(explain: .off)
    session.run("data iris")
    let whole = try #require(session.state.data)
    session.run("set patience 5")
    let kept = try #require(session.state.data)
    let seed = session.state.divisionSeed
    #expect(kept.training == whole.scaled(without: seed, fraction: 0.25).training)
    #expect(kept.training != whole.training)
    // The search's own data is the same whatever is kept just now.
    #expect(session.state.dataSource?.fingerprint == whole.training.fingerprint.description)
    session.run("set patience off")
    #expect(session.state.data == whole)
    session.run("set watch validation", "train 2", "set watch test")
    // Weights that have been trained go on with the scales they know.
    #expect(session.state.data == kept)
    session.run("train 1")
    #expect(session.state.data == kept)
    session.run("reset")
    #expect(session.state.data == whole)
    session.run("undo")
    #expect(session.state.data == kept)
  }

  @Test func aSearchIsTheSameWithPatienceAndWithout() throws {
    func trials(_ commands: String...) -> [Double?] {
      let session = RecordedSession(explain: .off)
      session.run(
        ["data iris", "layer 4 tanh"] + commands + [
          "search random trials=2 epochs=2 lr=0.01..1:log"
        ])
      return session.trialReports.map(\.value)
    }
    let values = trials()
    #expect(values.count == 2 && values == trials("set watch validation"))
  }

  /// A trial trained again by hand on what `data validation` shows.
  @Test(arguments: ["", " folds=3"]) func trialsCanBeTrainedAgain(_ folds: String) throws {
    let session = RecordedSession(explain: .off)
    session.run(
      "data wine", "layer 3 tanh", "search random trials=1 epochs=3\(folds) lr=0.01..0.02")
    let report = try #require(session.trialReports.first)
    let lr = try #require(report.parameters.first?.value.asNumber)
    let seed = try #require(session.state.search?.study.trialSeed(0))
    var losses: [Double] = []
    for fold in folds.isEmpty ? [""] : (1...3).map({ " fold=\($0) folds=3" }) {
      let again = RecordedSession(explain: .off)
      again.run(
        "data wine", "data validation\(fold)", "layer 3 tanh", "set lr \(lr)", "set seed \(seed)",
        "train 3")
      losses.append(try #require(again.epochReports.last?.test?.dataLoss))
    }
    let mean = losses.reduce(0, +) / Double(losses.count)
    #expect(abs(mean - (report.value ?? 0)) < 1e-12)
  }

  // MARK: Files

  @Test func partsAreWrittenAndReadBack() throws {
    let session = RecordedSession(explain: .off, mayWrite: true)
    let path = folder.path + "/parts.csv"
    #expect(session.run(try load("group=site"), "set patience 3", "data export \(path)") == .done)
    let lines = fileText(path).split(separator: "\n").map(String.init)
    #expect(lines.count == 49 && lines[0] == "row,line,part" && lines[1].hasPrefix("1,2,"))
    // Joined to the file they divide it in the same way.
    let rows = fileText(try table()).split(separator: "\n").map(String.init)
    let joined = zip(rows, lines).map { "\($0),\($1.split(separator: ",")[2])" }
      .joined(separator: "\n").replacing(",part,site", with: ",old,site")
    let other = folder.path + "/joined.csv"
    try write(joined + "\n", to: other)
    let again = RecordedSession(explain: .off)
    #expect(again.run("data load \(other) target=price only=x split=part") == .done)
    let (one, two) = (try #require(session.state.data), try #require(again.state.data))
    #expect(one.origins?.training == two.origins?.training && one.training == two.training)
    #expect(
      one.division(validationFraction: 0.25, seed: session.state.divisionSeed)
        == two.division(validationFraction: 0.25, seed: 1))
    // It takes its own place again, and nobody else's.
    #expect(session.run("data export \(path)") == .done)
    let before = fileText(try table())
    #expect(session.run("data export \(folder.path)/t.csv") == .failed)
    #expect(session.diagnostic?.id == "not-a-split-table")
    #expect(fileText(folder.path + "/t.csv") == before)
    #expect(session.run("data circle", "data export \(path)") == .failed)
    #expect(session.diagnostic?.id == "no-file-rows")
    let reader = RecordedSession()
    #expect(reader.run("data iris", "data export \(path)") == .failed)
    #expect(reader.diagnostic?.id == "writes-not-allowed")
  }
}

extension DataReport {
  fileprivate var event: LearningEvent { .data(self) }
}
