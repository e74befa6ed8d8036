import Course
import Datasets
import Events
import Experiments
import SessionSupport
import Testing

/// Topics go by the rows that are watched now and by the weights there are.
@Suite struct WatchedTopicTests {
  private static let setup = ["data moons n=120 noise=0.5", "layer 8 tanh", "set lr 0.3"]

  private func session(_ lines: String...) -> RecordedSession {
    let session = RecordedSession()
    session.run(lines)
    return session
  }

  private func topic(_ name: String, _ session: RecordedSession) throws -> TopicReport {
    #expect(session.run("explain \(name)") == .done)
    return try #require(session.topic)
  }

  private func values(_ report: TopicReport) -> [String: Double] {
    Dictionary(
      report.now.flatMap(\.values).map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
  }

  /// What it says now, numbers left out.
  private func words(_ report: TopicReport) -> String {
    report.now.flatMap(\.parts).reduce("") {
      if case .text(let text) = $1 { $0 + text } else { $0 }
    }
  }

  /// How many test rows there are may be said, nothing of how the network does on them.
  @Test(arguments: ["set watch none", "set watch validation", "set watch validation; train 2"])
  func testRowsStayUnseen(line: String) throws {
    let session = RecordedSession()
    session.run(Self.setup + ["train 40", line])
    for name in TopicCatalog().all.map(\.name) {
      let report = try topic(name, session)
      let seen = report.now.flatMap(\.values).map(\.name).filter {
        $0 != "test_rows" && ($0.hasPrefix("test_") || $0.contains("_test_"))
      }
      #expect(seen.isEmpty, "\(name)")
      #expect(!report.tryNext.contains { $0.why.contains("test loss") }, "\(name)")
    }
  }

  @Test func f1CountsTheWatchedRows() throws {
    let rows = [("test", "test"), ("validation", "validation"), ("none", "training")]
    for (watch, name) in rows {
      let session = RecordedSession()
      session.run(Self.setup + ["set watch \(watch)", "train 20"])
      let report = try topic("f1", session)
      #expect(words(report).contains("On the \(name) rows"))
      let data = try #require(session.state.data)
      let rows = session.state.watchedCourse?.lastWatched.rows ?? data.training.count
      #expect(try #require(values(report)["own_rows"]) < Double(rows))
    }
  }

  /// Rows that are kept no more were trained on with the others, or are again.
  @Test func theDivisionIsThatOfTheFigures() throws {
    let session = RecordedSession()
    session.run(Self.setup + ["train 20", "set watch validation"])
    var report = try topic("overfitting", session)
    #expect(values(report)["validation_loss"] == nil && values(report)["test_loss"] == nil)
    #expect(words(report).contains("did not look at the validation rows"))
    session.run("train 3")
    report = try topic("overfitting", session)
    #expect(values(report)["rows"] == 45 && values(report)["validation_rows"] == 15)
    #expect(words(report).contains("were trained on those rows too"))
    session.run("set watch none")
    report = try topic("overfitting", session)
    #expect(values(report)["rows"] == 60 && values(report)["validation_rows"] == nil)
    #expect(values(report)["validation_loss"] == nil)
    session.run("set patience 5")
    report = try topic("overfitting", session)
    #expect(values(report)["rows"] == 45 && values(report)["training_loss"] == nil)
  }

  private static let patient = [
    "data circle", "layer 2 tanh", "set patience 2", "set lr 3", "train 30",
  ]

  /// Those that were taken back, not the ones that patience gave up.
  @Test func figuresAreOfTheWeightsThereAre() throws {
    let session = RecordedSession()
    session.run(Self.patient + ["eval"])
    let place = try #require(session.state.training?.weightsEpoch)
    let figures = try #require(session.evaluation).epoch
    #expect(session.state.epochs.last?.training.accuracy != figures.training.accuracy)
    for name in ["overfitting", "accuracy", "generalization", "underfitting"] {
      let report = try topic(name, session)
      let said = values(report)
      #expect(words(report).contains("(its weights are back)"), "\(name)")
      #expect(said["epoch"] ?? said["last_epoch"] == Double(place), "\(name)")
      if let accuracy = said["training_accuracy"] {
        #expect(accuracy == figures.training.accuracy, "\(name)")
      }
      if let accuracy = said["test_accuracy"] {
        #expect(accuracy == figures.test?.accuracy, "\(name)")
      }
      if let loss = said["training_loss"] {
        #expect(loss == figures.training.dataLoss, "\(name)")
      }
    }
  }

  /// Patience keeps the same rows whatever is watched, so that the lowest loss is the one it goes by.
  @Test func theLowestLossIsThatOfPatience() throws {
    let session = RecordedSession()
    session.run(Self.patient + ["train 30", "set watch validation", "train 30"])
    let best = try #require(session.state.earlyStopping?.best)
    let course = try #require(session.state.watchedCourse)
    #expect(course.best.epoch == best.epoch && course.bestWatched.dataLoss == best.loss)
    #expect(course.last.epoch > best.epoch)
  }

  @Test(arguments: [
    "data diabetes; layer 4 relu; set optimizer gd; train 3",
    "data circle n=40; layer 3 tanh; train 2", "data circle n=40; set batch full; train 2",
    "data circle n=40; set batch 1; train 2", "data circle n=40; set batch 15; train 2",
    "data circle n=200; set patience 3; set batch 20; train 2", "set optimizer gd",
    "set batch full",
  ])
  func noiseScaleNamesNoBatchAboveTheRows(line: String) throws {
    let session = session(line)
    let state = session.state
    let report = try topic("noise-scale", session)
    let batches = report.tryNext.map(\.command).filter { $0.hasPrefix("set batch ") }
    let settings = state.settings.training
    let all = state.trainedRowCount ?? .max
    if settings.stepRows(of: all) == all {
      #expect(batches.isEmpty)
    } else {
      #expect(batches.count == 1)
      for batch in batches {
        let rows = try batch.hasSuffix("full") ? all : #require(Int(batch.dropFirst(10)))
        #expect(rows <= all && rows != settings.stepRows(of: all), "\(batch)")
      }
    }
  }

  /// The same data, not others.
  @Test(arguments: ["overfitting", "generalization"])
  func dataWithoutTestRowsAreTakenWithSome(name: String) throws {
    let session = session("data spiral n=90 test=0", "layer 4 tanh", "train 1")
    let report = try topic(name, session)
    let line = try #require(report.tryNext.first?.command)
    #expect(words(report).contains("`\(line)`"))
    #expect(session.run(line) == .done)
    let data = try #require(session.state.data)
    #expect(data.name == "spiral" && data.test?.count == 45 && data.training.count == 45)
  }
}
