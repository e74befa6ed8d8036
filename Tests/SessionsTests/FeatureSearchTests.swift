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
    chosen.run(penguins, "layer 4", "features -island -sex", "train 3")
    loaded.run(penguins + " drop=island,sex", "layer 4", "train 3")
    #expect(chosen.state.dataCommands == [penguins + " seed=1", "features -island -sex"])
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
    let rows = (0..<8).map { "\($0),\($0 * $0),\(9 - $0),\($0 % 3),\($0 % 2 == 0 ? "p" : "q")\n" }
    try write("\"a,b\",-c,B,\"-c,d\",kind\n" + rows.joined(), to: folder.path + "/t.csv")
    let load = "data load \(folder.path)/t.csv target=kind test=0"
    for (names, expected) in [
      ("all", ["a,b", "-c", "B", "-c,d"]), ("ALL", ["a,b", "-c", "B", "-c,d"]), ("b", ["B"]),
      ("a,b", ["a,b"]), ("b a,b", ["a,b", "B"]), ("B,a,b", ["a,b", "B"]), ("-c", ["-c"]),
      ("-c,d", ["-c,d"]), ("-c B", ["-c", "B"]), ("--c", ["a,b", "B", "-c,d"]),
      ("-B -a,b --c,d", ["-c"]), ("-B,-a,b", ["-c", "-c,d"]),
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
      ("features -petal_length_cm sepal_width_cm", "mixed-features", "sepal_width_cm"),
      ("features petal_length_cm -sepal_width_cm", "mixed-features", "-sepal_width_cm"),
      ("features petal_length_cm Petal_Length_cm", "repeated-feature", "Petal_Length_cm"),
      (
        "search grid features=petal_length_cm|Petal_Length_cm lr=0.1", "repeated-value",
        "Petal_Length_cm"
      ),
      (
        "features petal_length_cm,petl_width_cm", "unknown-feature", "petal_length_cm,petl_width_cm"
      ),
      ("search grid features=all|petl_width_cm lr=0.1", "unknown-feature", "petl_width_cm"),
      ("search halving features=all|x1^2 lr=0.1", "features-two-inputs", "x1^2"),
      ("search compare grid random features=all|no lr=0.1", "unknown-feature", "no"),
      ("search grid features=all,sepal_width_cm", "one-choice", "all,sepal_width_cm"),
      ("search random class_weight=none|setsa=2 measure=log_loss", "unknown-class", "setsa"),
      (
        "search random class_weight=none|balanced lr=0.1", "losses-not-comparable",
        "class_weight=none|balanced"
      ),
      ("search halving patience=2,3 lr=0.1", "epochs-decided", "patience=2,3"),
    ] {
      #expect(session.run("data iris", line) == .failed)
      let diagnostic = try #require(session.diagnostic)
      #expect(diagnostic.id == id, "\(line)")
      let range = try #require(diagnostic.range)
      #expect(Array(line.utf8)[range.start..<range.end].elementsEqual(place.utf8), "\(line)")
    }
  }

  /// A column may be called as what means all of them, or as the other one is meant by features.
  @Test func namesThatMeanSomething() throws {
    let folder = TemporaryFolder()
    let rows = (0..<24).map { "\($0),\($0 * $0 % 7),\(9 - $0),\($0 % 2 == 0 ? "p" : "q")\n" }
    try write("all,age,income,y\n" + rows.joined(), to: folder.path + "/all.csv")
    let search = "search grid epochs=3 lr=0.1 features=age,income|age|all|-all"
    let session = session()
    let load = "data load \(folder.path)/all.csv target=y"
    session.run(load, "layer 3", search.replacing("|-all", with: ""))
    for report in session.trialReports {
      let fresh = self.session()
      for command in try details(of: report.number, in: session).script {
        #expect(fresh.run(command) == .done)
      }
      #expect(fresh.state.epochs.last?.test?.dataLoss == report.value)
    }
    session.run("features all")
    #expect(session.state.data?.inputNames == ["all"])
    // Without it the others are left.
    #expect(session.run(load, search) == .failed)
    #expect(session.diagnostic?.id == "repeated-value")
    let two = (0..<12).map { "\($0),\(100 - $0),\($0 % 2 == 0 ? "p" : "q")\n" }
    try write("x2,x1,kind\n" + two.joined(), to: folder.path + "/two.csv")
    for (names, expected) in [("x1", ["x1"]), ("-x1", ["x2"]), ("x1^2", ["x1^2"])] {
      session.run("data load \(folder.path)/two.csv target=kind", "features \(names)")
      #expect(session.state.data?.inputNames == expected)
    }
  }

  @Test func whatWasLeftOutIsSaid() throws {
    let session = session()
    #expect(
      session.run("data iris", "features -sepal_width_cm", "features sepal_width_cm") == .failed)
    #expect(session.diagnostic?.message == "`sepal_width_cm` was left out")
    session.run("features -petal_lenth_cm")
    #expect(session.diagnostic?.suggestion?.contains("`petal_length_cm`") == true)
    session.run("data gauss n=60")
    #expect(session.run("features x1 x2 X1") == .failed)
    #expect(session.diagnostic?.id == "repeated-feature")
  }

  // MARK: The search

  private let search =
    "search random trials=8 epochs=4 features=all|bill_depth_mm,sex|-island,-sex lr=0.03..1:log"

  @Test(arguments: [
    ("data penguins missing=mean", "all|bill_depth_mm,sex|-island,-sex", ""),
    ("data penguins missing=mean", "all|bill_depth_mm,sex|-island,-sex", " folds=3"),
    (
      "data penguins missing=mean standardize=off", "all|bill_depth_mm,sex|-body_mass_g",
      " measure=accuracy repeats=2"
    ),
    ("data diabetes", "all|bmi,s5|-sex,-s1", " measure=rmse"),
    ("data circle n=90", "all|x1^2|-x1", ""),
  ])
  func aTrialSeesItsColumnsAlone(_ data: String, _ choices: String, _ judging: String) throws {
    let session = session()
    session.run(data, "layer 4")
    session.run("search random trials=8 epochs=4 features=\(choices) lr=0.03..1:log\(judging)")
    let reports = session.trialReports
    #expect(Set(reports.compactMap { $0.trial.param("features")?.description }).count == 3)
    #expect(reports.count { $0.value != nil } > 4)
    for report in reports where report.value != nil {
      let details = try details(of: report.number, in: session)
      let fresh = self.session()
      for command in details.script { #expect(fresh.run(command) == .done, "\(command)") }
      let last = try #require(fresh.state.epochs.last?.test)
      if judging.isEmpty { #expect(last.dataLoss == report.value) }
      // The same point in a search over data that never had the others.
      let features = try #require(report.trial.param("features")).description
      let lr = try #require(report.trial.param("lr")?.asNumber)
      let alone = self.session()
      alone.run(data, "features \(features)", "layer 4")
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
    let cut = whole.trialReports.filter {
      $0.state == .pruned && $0.trial.param("features") != .choice("all")
    }
    #expect(!cut.isEmpty)
    for report in cut {
      let fresh = session()
      for command in try details(of: report.number, in: whole).script {
        #expect(fresh.run(command) == .done)
      }
      #expect(fresh.state.epochs.last?.test?.dataLoss == report.value)
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

  /// Where the axis plays no part a trial saw what the session's network did when the search began.
  @Test func useAlsoTakesColumnsBack() throws {
    let session = session()
    session.run(penguins, "layer 4", "features -year")
    session.run("search grid epochs=2 features=island|-sex:if=lr=0.1 lr=0.1,0.2")
    let begun = try #require(session.state.data)
    let reports = session.trialReports
    #expect(reports.count == 3)
    for report in reports + reports {
      #expect(session.run("use trial \(report.number)") == .done)
      let features = report.trial.param("features")?.description
      let names = session.state.data?.columns.map(\.name)
      switch features {
      case "island": #expect(names == ["island"])
      case "-sex": #expect(names == begun.columns.map(\.name).filter { $0 != "sex" })
      default:
        #expect(session.state.data == begun)
        #expect(session.state.dataCommands == [penguins + " seed=1", "features -year"])
      }
    }
  }

  /// A search opened where there are other rows.
  @Test func trialsOfOtherRows() throws {
    let journal = MemoryStudyJournal()
    let session = session(journal)
    session.run(penguins, "layer 4", "search random trials=2 epochs=1 features=sex|island lr=0.1")
    let other = self.session(journal)
    other.run("data iris", "search open 1")
    #expect(other.run("use trial 0") == .failed)
    #expect(other.diagnostic?.id == "other-data" && other.state.data?.name == "iris")
    let empty = self.session(journal)
    #expect(empty.run("search open 1", "use trial 0") == .done)
    #expect(empty.state.data?.columns.count == 1)
    // Of a search that does not choose columns settings and layers are taken, which is said.
    session.run("search random trials=2 epochs=1 lr=0.1..1")
    #expect(other.run("search open 2", "use trial 0") == .done)
    #expect(other.state.data?.name == "iris" && other.state.hidden?.first?.units == 4)
    #expect(String(describing: other.events).contains("other training rows"))
    // One that did not choose is not gone on with on columns that were chosen since.
    session.run("features sex")
    #expect(session.run("search open 2", "search resume trials=1") == .failed)
    #expect(session.diagnostic?.id == "other-data")
  }

  /// What was chosen before the search is part of what it began with, however it was typed.
  @Test(arguments: [
    ("feat x1*x2", "x1^2,x2^2|x2^2"), ("features x1", "-x2|x1^2"),
    ("features \"x1\" x2", "x1^2|x2"),
  ])
  func useTakesFeatures(_ before: String, _ choices: String) {
    let session = session()
    session.run("data circle n=60", before, "layers none")
    #expect(session.run("search grid features=\(choices) lr=0.1 epochs=1") == .done)
    for _ in 0..<2 {
      for (number, choice) in choices.split(separator: "|").enumerated() {
        #expect(session.run("use trial \(number)") == .done)
        let fresh = self.session()
        fresh.run("data circle n=60", "features \(choice)")
        #expect(session.state.data == fresh.state.data, "\(choice)")
      }
    }
    #expect(session.run("search resume trials=1") == .done)
    #expect(session.run("features x1") == .done)
  }

  @Test func anotherAxisMayDependOnColumns() {
    let session = session()
    let columns = "petal_length_cm,petal_width_cm"
    session.run("data iris", "layers none")
    #expect(
      session.run(
        "search grid features=all|\(columns) lr=0.01,0.1:if=features=\(columns) epochs=1") == .done)
    #expect(session.trialReports.count == 3)
  }

  /// Both numbers are all there is.
  @Test func equalChoicesOfTwoNumbersAreToldToo() {
    let session = session()
    session.run("data circle n=60")
    #expect(session.run("search grid features=all|x1,x2 lr=0.1") == .failed)
    #expect(session.diagnostic?.id == "repeated-value")
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
