import CommandLanguage
import Events
import NeuralNetwork
import SessionSupport
import TestSupport
import Testing

/// `model load` on other rows: they are prepared as the model's were, and rows that it was trained on are told
/// from those it never saw.
@Suite struct ModelPreparationTests {
  /// Rows of a kind that a network can learn, some alike.
  private static func rows(_ count: Int, from first: Int = 0) -> [[String]] {
    (first..<first + count).map { row in
      let size = Double((row * 37) % 101) / 4
      let color = ["red", "green", "blue"][row % 3]
      let target = size * 12.5 + (color == "red" ? 100 : 0) + Double(row % 7)
      return [String(size), color, String(Double(row % 11) * 1000), String(target)]
    }
  }

  private let folder = TemporaryFolder()

  private func write(
    _ name: String, _ rows: [[String]], _ header: [String] = ["size", "color", "weight", "price"],
    order: [Int] = [0, 1, 2, 3]
  ) -> String {
    let text = ([header] + rows).map { row in order.map { row[$0] }.joined(separator: ",") }
      .joined(separator: "\n")
    #expect(throws: Never.self) {
      try TestSupport.write(text + "\n", to: "\(folder.path)/\(name).csv")
    }
    return "data load \(folder.path)/\(name).csv target=price"
  }

  private var file: String { "\(folder.path)/net.safetensors" }

  private func session(_ commands: String...) -> RecordedSession {
    let session = RecordedSession(explain: .off, mayWrite: true)
    session.run(commands)
    return session
  }

  /// A session whose network was trained on 60 rows and is kept in a file.
  private func trained(_ settings: String...) -> RecordedSession {
    let session = session(
      write("cars", Self.rows(60)) + " seed=1", "layer 4 tanh", "set optimizer adam")
    for command in settings + ["train 5"] { session.run(command) }
    #expect(session.run("model save \(file)") == .done)
    return session
  }

  private func evaluation(_ session: RecordedSession) -> EvaluationReport? {
    session.run("eval")
    for case .evaluation(let report) in session.events { return report }
    return nil
  }

  @Test func theSameSplitIsAsItWas() throws {
    let first = trained()
    let second = session(write("cars", Self.rows(60)) + " seed=1", "set optimizer adam")
    #expect(second.run("model load \(file)") == .done)
    #expect(second.modelLoaded?.notes == [])
    #expect(second.state.data == first.state.data)
    #expect(second.state.dataCommands.count == 1)
    #expect(evaluation(second) == evaluation(first))
  }

  @Test func rowsTrainedOnAreTold() throws {
    let first = trained()
    let learned = try #require(first.state.data)
    let second = session(write("cars", Self.rows(60)) + " seed=2", "set optimizer adam")
    let own = try #require(second.state.data)
    #expect(second.run("model load \(file)") == .done)
    // All rows differ, so parts can be compared as sets.
    let seen = Set(try learned.rowDigests(.training))
    #expect(seen.count == 45)
    let count = try own.rowDigests(.test).count { seen.contains($0) }
    #expect(count > 0)
    #expect(second.modelLoaded?.seenBefore.test == count)
    #expect(
      second.modelLoaded?.notes == [
        .prepared(isReordered: false),
        .testRowsTrainedOn(
          count: count, of: 15,
          split: [write("cars", Self.rows(60)) + " seed=1", "model load \(file)"]),
      ])
    let data = try #require(second.state.data)
    #expect(data.preparation == learned.preparation && data.test?.count == 15)
    #expect(evaluation(second)?.testRowsSeenBefore == count)
    // The way named is the right one, and the weights then are what they were.
    second.run(write("cars", Self.rows(60)) + " seed=1")
    #expect(evaluation(second)?.testRowsSeenBefore == 0)
    second.run("model load \(file)")
    #expect(evaluation(second) == evaluation(first))
    second.run("undo 3")
    #expect(second.state.data == own && second.state.training == nil)
  }

  /// What is missing decides which rows there are, and so how they are divided.
  @Test func theAdviceToDivideAsBeforeIsRightAsTyped() throws {
    let gaps = Self.rows(60).enumerated().map { $0 % 7 == 0 ? ["", $1[1], $1[2], $1[3]] : $1 }
    let load = write("gaps", gaps)
    let first = session("\(load) missing=mean seed=1", "layer 4 tanh", "train 2")
    first.run("model save \(file)")
    let second = session("\(load) missing=drop test=0.3 seed=2", "layer 4 tanh", "train 1")
    #expect(second.run("model load \(file)") == .done)
    let advice = second.modelLoaded?.notes.compactMap { note in
      if case .testRowsTrainedOn(_, _, let split) = note { split } else { nil }
    }
    #expect(advice == [["\(load) missing=mean test=0.25 seed=1", "model load \(file)"]])
    for command in advice?.first ?? [] { #expect(second.run(command) == .done) }
    #expect(second.modelLoaded?.notes == [])
    #expect(evaluation(second) == evaluation(first))
    // Of rows that are others now nobody knows how they were divided.
    let third = session(write("gaps", Array(gaps.dropFirst(9))) + " missing=drop seed=2")
    #expect(third.run("model load \(file)") == .done)
    for case .testRowsTrainedOn(_, _, let split) in third.modelLoaded?.notes ?? [] {
      #expect(split == [] || split[0].contains("missing=mean"))
    }
    let fourth = session(write("gaps", Array(gaps.dropFirst(9))) + " missing=mean seed=2")
    #expect(fourth.run("model load \(file)") == .done)
    for case .testRowsTrainedOn(_, _, let split) in fourth.modelLoaded?.notes ?? [] {
      #expect(split == [])
    }
  }

  @Test func theAdviceForOtherColumnsIsRightAsTyped() throws {
    _ = trained()
    let rows = Self.rows(60).map { $0 + ["1", "2"] }
    let load = write(
      "more", rows, ["size", "color", "weight", "price", "age", "my id"], order: [0, 4, 1, 2, 5, 3])
    let other = load.replacing("target=price", with: "target=size")
    for (command, id) in [
      (load, "model-unknown-column"), ("\(load) drop=age seed=4", "model-unknown-column"),
      ("\(load) only=age,size,color,weight test=0.5", "model-unknown-column"),
      ("\(other) drop=\"my id\",age", "model-target"),
    ] {
      let session = session(command, "layer 4 tanh")
      #expect(session.run("model load \(file)") == .failed)
      #expect(session.diagnostic?.id == id)
      let advice = session.diagnostic?.suggestion?.split(separator: "`") ?? []
      #expect(advice.count == 3 && advice.last == "model load \(file)")
      #expect(session.run(String(advice.first ?? "")) == .done)
      #expect(session.run(String(advice.last ?? "")) == .done, "\(command)")
    }
  }

  /// New rows go through the means of the rows that were trained on, whatever their own are.
  @Test func newRowsArePreparedAsTheOldOnes() throws {
    let first = trained()
    let learned = try #require(first.state.data)
    let training = try #require(first.state.training)
    let rows = Self.rows(20, from: 200).map { row in
      [String((Double(row[0]) ?? 0) + 9)] + row.dropFirst()
    }
    let second = session(write("new", rows, order: [2, 3, 0, 1]) + " test=0.5")
    #expect(second.run("model load \(file)") == .done)
    #expect(
      second.modelLoaded?.notes.filter { if case .setting = $0 { false } else { true } } == [
        .data(saved: "cars", savedRows: 45, now: "new", nowRows: 10),
        .prepared(isReordered: true), .newRows(count: 20),
      ])
    #expect(second.state.data?.columns.map(\.name) == ["size", "color", "weight"])
    let report = try #require(evaluation(second))
    // By hand: each row typed into the first session.
    var errors = 0.0
    for row in rows {
      let outputs = predictOutputs(
        inputs: try learned.encode(Array(row.dropLast())), shape: training.shape,
        parameters: training.parameters, loss: .squaredError)
      errors += abs(learned.originalTarget(outputs[0]) - (Double(row[3]) ?? 0))
    }
    let test = try #require(report.epoch.test)
    let both =
      try #require(report.epoch.training.meanAbsoluteError)
      + (try #require(test.meanAbsoluteError))
    #expect(abs(both / 2 - errors / 20) < 1e-3)
  }

  @Test func columnsInAnotherOrderArePutRight() throws {
    let first = trained()
    let second = session(write("cars", Self.rows(60), order: [2, 3, 1, 0]) + " seed=1")
    second.run("set optimizer adam")
    #expect(second.run("model load \(file)") == .done)
    #expect(second.modelLoaded?.notes == [.prepared(isReordered: true)])
    #expect(evaluation(second) == evaluation(first))
    #expect(second.run("predict 3 red 1000") == .done)
  }

  @Test func whatTheModelDoesNotKnowIsRefusedAndChangesNothing() throws {
    _ = trained()
    let renamed = Self.rows(60).map { [$0[0], $0[1] == "red" ? "rot" : $0[1], $0[2], $0[3]] }
    for (command, id) in [
      (write("renamed", renamed), "model-unknown-category"),
      (write("fewer", Self.rows(60), order: [0, 1, 3]), "model-missing-column"),
      (
        write(
          "more", Self.rows(60).map { $0 + ["1"] }, ["size", "color", "weight", "price", "age"],
          order: [0, 4, 1, 2, 3]), "model-unknown-column"
      ),
      ("data circle", "model-missing-column"),
    ] {
      let other = session(command, "train 1")
      let before = other.state
      #expect(other.run("model load \(file)") == .failed)
      #expect(other.diagnostic?.id == id)
      #expect(other.state.data == before.data && other.state.training == before.training)
      #expect(other.state.network?.rowHistory == before.network?.rowHistory)
    }
  }

  /// With patience a quarter of the training rows are never trained on, unless patience comes or goes in the
  /// middle.
  @Test(arguments: [
    (["set patience 50"], [], 34), (["set patience 50"], ["unset patience", "step"], 45),
    (["step", "set patience 50"], [], 45), ([], [], 45),
    (["set patience 50"], ["unset patience", "set patience 50"], 34),
  ])
  func rowsKeptForValidationWereNotTrainedOn(
    _ before: [String], _ after: [String], _ count: Int
  ) throws {
    let first = session(write("cars", Self.rows(60)) + " seed=1", "layer 4 tanh")
    for command in before + ["train 2"] + after + ["model save \(file)"] { first.run(command) }
    let rows = try ModelFile(ModelBytes(path: file)).contents(
      for: try #require(first.state.shape)
    ).rows
    #expect(rows?.training.count == count)
    #expect(rows?.validation.count == 45 - count)
    #expect(rows?.test.count == 15)
  }

  /// Weights that are trained on after they were loaded were trained on both.
  @Test func rowsAddUpOverFiles() throws {
    _ = trained()
    let other = write("cars", Self.rows(60)) + " seed=2"
    let second = session(other, "model load \(file)", "train 1", "model save \(file)")
    let own = try #require(second.state.data)
    let shape = try #require(second.state.shape)
    let rows = try #require(try ModelFile(ModelBytes(path: file)).contents(for: shape).rows)
    let seen = try #require(session(other, "model load \(file)").modelLoaded)
    #expect(seen.seenBefore.training == 45)
    // Those of its test rows that the first training saw are trained on still.
    #expect(rows.training.count == 45 + seen.seenBefore.test)
    #expect(rows.test.count == 15 - seen.seenBefore.test)
    #expect(own.training.count == 45)
    // `reset` is another network.
    second.run("reset", "model save \(file)")
    let fresh = try ModelFile(ModelBytes(path: file)).contents(for: shape).rows
    #expect(fresh?.training.isEmpty == true && fresh?.test.count == 15)
  }

  /// Weights of another program: what cannot be checked is said, and so it is of what is made of them.
  @Test func filesThatDoNotSayAreTold() throws {
    let theirs = checkout + "/Tests/Fixtures/theirs.safetensors"
    let session = session("data sine n=40", "layers 3", "train 1")
    #expect(session.run("model load \(theirs)") == .failed)
    session.run("data plane n=40")
    #expect(session.run("model load \(theirs)") == .done)
    #expect(session.modelLoaded?.notes.first == .noPreparation)
    session.run("train 1", "model save \(file)", "model load \(file)")
    #expect(session.modelLoaded?.notes == [.rowsNotKnown])
  }

  @Test func searchesOnPreparedRowsCanBeMadeAgain() throws {
    _ = trained()
    let second = session(
      write("cars", Self.rows(60)) + " seed=2", "model load \(file)",
      "search random trials=2 epochs=1 lr=0.01..0.1")
    let fingerprint = second.state.data?.training.fingerprint
    let again = session()
    for command in second.state.dataCommands { #expect(again.run(command) == .done) }
    #expect(again.state.data?.training.fingerprint == fingerprint)
  }

  @Test func preparingIsRefusedWithoutTheMemory() {
    _ = trained()
    let small = RecordedSession(explain: .off, memory: 1 << 20)
    small.run(write("cars", Self.rows(60)) + " seed=2")
    small.session.environment.availableMemory = { 100 }
    small.run("model load \(file)")
    #expect(small.diagnostic?.id == "data-too-large" || small.diagnostic?.id == "network-too-large")
  }

  /// The mean absolute error is one of the target, not of its standard deviations.
  @Test func errorsAreInTheTargetsOwnUnits() throws {
    let session = trained()
    let report = try #require(evaluation(session))
    let data = try #require(session.state.data)
    let training = try #require(session.state.training)
    let outputs = predictOutputs(
      inputs: data.training.inputs, shape: training.shape, parameters: training.parameters,
      loss: .squaredError)
    guard case .values(let targets) = data.training.targets else { return }
    let errors = zip(outputs, targets).map {
      abs(data.originalTarget($0) - data.originalTarget($1))
    }
    let mean = errors.reduce(0, +) / Double(errors.count)
    #expect(mean > 1)
    #expect(abs((report.epoch.training.meanAbsoluteError ?? 0) / mean - 1) < 1e-5)
    #expect(
      report.epoch.training.meanAbsoluteError
        == session.state.epochs.last?.training.meanAbsoluteError)
    #expect(session.run("train until train_mae < \(mean + 1)") == .done)
    #expect(session.state.training?.epoch == 5)
  }
}
