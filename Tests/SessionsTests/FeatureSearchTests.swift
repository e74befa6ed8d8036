import Datasets
import Events
import Experiments
import HyperparameterSearch
import SessionSupport
import TestSupport
import Testing

/// Columns chosen by `features`, and by a search: a trial that sees some of them is trained as if the others had
/// never been there.
@Suite struct FeatureSearchTests {
  private let penguins = "data penguins missing=mean"

  private func session(_ journal: MemoryStudyJournal = MemoryStudyJournal()) -> RecordedSession {
    let session = RecordedSession(threads: 2, explain: .off)
    session.session.environment.studies = journal
    return session
  }

  private func details(of number: Int, in session: RecordedSession) throws -> TrialDetails {
    #expect(session.run("trial \(number)") == .done)
    return try #require(
      session.events.compactMap { if case .trialShown(let shown) = $0 { shown } else { nil } }.first
    )
  }

  // MARK: The command

  @Test func columnsThatAreLeftOutAreGone() throws {
    let (chosen, loaded) = (session(), session())
    chosen.run(penguins, "layer 4", "features -island sex", "train 3")
    loaded.run(penguins + " drop=island,sex", "layer 4", "train 3")
    #expect(chosen.state.dataCommands == [penguins + " seed=1", "features -island sex"])
    let (data, alone) = (try #require(chosen.state.data), try #require(loaded.state.data))
    #expect(data.training == alone.training && data.test == alone.test)
    #expect(data.columns == alone.columns && data.inputNames == alone.inputNames)
    #expect(data.standardization == alone.standardization)
    #expect(data.notes == alone.notes && data.leftOut.map(\.name) == ["island", "sex"])
    #expect(chosen.state.training?.parameters == loaded.state.training?.parameters)
    // Asked for no more by an example, a model and a file.
    let example = "predict 40 18 190 3800 2008"
    #expect(chosen.run(example) == .done && loaded.run(example) == .done)
    #expect(String(describing: chosen.events) == String(describing: loaded.events))
    // As its rows are divided further.
    chosen.run("data validation fold=1 folds=3")
    loaded.run("data validation fold=1 folds=3")
    #expect(chosen.state.data?.training == loaded.state.data?.training)
    #expect(chosen.state.data?.standardization == loaded.state.data?.standardization)
  }

  @Test func namesAreFound() throws {
    let folder = TemporaryFolder()
    let rows = (0..<8).map { "\($0),\($0 * $0),\(9 - $0),\($0 % 2 == 0 ? "p" : "q")\n" }
    try write("\"a,b\",-c,B,kind\n" + rows.joined(), to: folder.path + "/t.csv")
    let load = "data load \(folder.path)/t.csv target=kind test=0"
    for (names, expected) in [
      ("all", ["a,b", "-c", "B"]), ("ALL", ["a,b", "-c", "B"]), ("b", ["B"]), ("a,b", ["a,b"]),
      ("b a,b", ["a,b", "B"]), ("B,a,b", ["a,b", "B"]), ("-c", ["-c"]), ("--c", ["a,b", "B"]),
      ("-B -a,b", ["-c"]), ("-B,a,b", ["-c"]),
    ] {
      let session = session()
      #expect(session.run(load, "features \(names)") == .done, "\(names)")
      #expect(session.state.data?.inputNames == expected, "\(names)")
    }
  }

  @Test func leftOutOfLeftOut() {
    let session = session()
    session.run("data iris", "features -sepal_width_cm", "features -petal_width_cm")
    #expect(session.state.data?.inputNames == ["sepal_length_cm", "petal_length_cm"])
    #expect(session.state.dataCommands.count == 3)
    session.run("features sepal_length_cm petal_length_cm")
    #expect(session.state.dataCommands.count == 3, "that is what it sees")
    session.run("features all", "undo")
    #expect(session.state.data?.inputNames.count == 3)
    // Of what is left, two numbers make features.
    session.run("features sepal_length_cm petal_length_cm", "features x1*x2")
    #expect(session.state.data?.inputNames == ["x1*x2"])
  }

  @Test func mistakesAreShownWhereTheyStand() throws {
    let session = session()
    for (line, id, place) in [
      ("features petal_length_cm petl_width_cm", "unknown-feature", "petl_width_cm"),
      (
        "features petal_length_cm,petl_width_cm", "unknown-feature", "petal_length_cm,petl_width_cm"
      ),
      ("search grid features=all|petl_width_cm lr=0.1", "unknown-feature", "petl_width_cm"),
      ("search halving features=all|x1^2 lr=0.1", "features-two-inputs", "x1^2"),
      ("search compare grid random features=all|no lr=0.1", "unknown-feature", "no"),
      ("search grid features=all,sepal_width_cm", "one-choice", "all,sepal_width_cm"),
      ("search random class_weight=none|setsa=2 measure=log_loss", "unknown-class", "setsa"),
    ] {
      #expect(session.run("data iris", line) == .failed)
      let diagnostic = try #require(session.diagnostic)
      #expect(diagnostic.id == id, "\(line)")
      let range = try #require(diagnostic.range)
      #expect(Array(line.utf8)[range.start..<range.end].elementsEqual(place.utf8), "\(line)")
    }
  }

  // MARK: The search

  private let search =
    "search random trials=8 epochs=4 features=all|bill_depth_mm,sex|-island,sex lr=0.03..1:log"

  @Test(arguments: ["", " folds=3", " measure=accuracy repeats=2"])
  func aTrialSeesItsColumnsAlone(_ judging: String) throws {
    let session = session()
    session.run(penguins, "layer 4", search + judging)
    let reports = session.trialReports
    #expect(Set(reports.compactMap { $0.trial.param("features")?.description }).count == 3)
    for report in reports {
      let details = try details(of: report.number, in: session)
      let fresh = self.session()
      for command in details.script { #expect(fresh.run(command) == .done, "\(command)") }
      let last = try #require(fresh.state.epochs.last?.test)
      if judging.isEmpty { #expect(last.dataLoss == report.value) }
      // The same point in a search over data that never had the others.
      let features = try #require(report.trial.param("features")).description
      let lr = try #require(report.trial.param("lr")?.asNumber)
      let alone = self.session()
      alone.run(penguins, "features \(features)", "layer 4")
      for number in 0..<report.number { alone.run("enqueue lr=0.\(number + 1)") }
      alone.run("enqueue lr=\(lr)")
      alone.run("search random trials=\(report.number + 1) epochs=4 lr=0.03..1:log\(judging)")
      #expect(alone.trialReports.last?.value == report.value)
    }
  }

  @Test func halvingGoesOnWithWhatATrialSees() throws {
    let line = "search halving trials=9 epochs=9 features=all|bill_depth_mm|-island lr=0.03..1:log"
    let journal = MemoryStudyJournal()
    let whole = session()
    whole.run(penguins, "layer 4", line)
    let stopped = session(journal)
    stopped.run(penguins, "layer 4", line + " stop=5")
    let other = session(journal)
    #expect(other.run("search resume") == .done)
    #expect(other.state.search?.study.trials == whole.state.search?.study.trials)
    for report in whole.trialReports where report.state == .pruned {
      let fresh = session()
      for command in try details(of: report.number, in: whole).script { fresh.run(command) }
      #expect(fresh.state.epochs.last?.test?.dataLoss == report.value)
      break
    }
  }

  /// Taking one trial after the other; each time the search and its data are there still.
  @Test func useTakesWhatATrialSees() throws {
    let session = session()
    session.run(penguins, "layer 4", search, "use best")
    let rows = try #require(session.state.data?.training.targets)
    for report in session.state.search?.reports ?? [] {
      #expect(session.run("use trial \(report.number)") == .done)
      let fresh = self.session()
      let features = try #require(report.trial.param("features")).description
      fresh.run(penguins, "features \(features)")
      #expect(session.state.data == fresh.state.data)
      #expect(session.state.data?.training.targets == rows)
      #expect(session.run("train") == .done)
      #expect(session.state.training?.epoch == 4)
    }
    // It goes on with the rows and columns it began with.
    let whole = self.session()
    whole.run(penguins, "layer 4", search.replacingTrials(by: 11))
    #expect(session.run("search resume trials=3") == .done)
    #expect(session.state.search?.study.trials == whole.state.search?.study.trials)
    #expect(session.run("search repeat top=2 seeds=2") == .done)
    // What made the data makes them again.
    let commands = session.state.dataCommands
    let again = self.session()
    for command in commands { again.run(command) }
    #expect(again.state.data == session.state.data && commands.count == 2)
    // Of other rows it is refused as ever.
    session.run("data iris")
    #expect(session.run("use best") == .failed)
  }

  @Test func guessesNameColumns() {
    let session = session()
    session.run(penguins, "layer 4")
    #expect(session.run("enqueue features=bill_depth_mm,sex lr=0.1") == .done)
    #expect(session.run("enqueue features=all|sex") == .failed)
    #expect(session.run(search) == .done)
    #expect(session.trialReports.first?.trial.param("features") == .choice("bill_depth_mm,sex"))
  }

  @Test func featuresOfTwoNumbersAreSearched() throws {
    let session = session()
    session.run("data circle n=200 noise=0", "layers none", "features x1*x2")
    session.run("search grid features=all|x1^2,x2^2|-x1 lr=0.3 epochs=20")
    let values = session.trialReports.compactMap(\.value)
    #expect(values.count == 3 && values[1] < values[0] / 2 && values[1] < values[2] / 2)
    #expect(session.run("use best", "train") == .done)
    #expect(session.state.data?.featureText == "x1^2 x2^2")
    #expect(session.state.dataCommands.count == 2, "features are made of the inputs")
  }
}

extension String {
  fileprivate func replacingTrials(by count: Int) -> String {
    split(separator: " ").map { $0.hasPrefix("trials=") ? "trials=\(count)" : String($0) }
      .joined(separator: " ")
  }
}
