import CommandLanguage
import Events
import NeuralNetwork
import SessionSupport
import TestSupport
import Testing

/// A model file that is loaded where rows are kept for validation, and one whose rows were divided further.
@Suite struct ModelValidationTests {
  private let folder = TemporaryFolder()
  private var file: String { folder.path + "/net.safetensors" }

  private func session(_ commands: [String]) -> RecordedSession {
    let session = RecordedSession(explain: .off, mayWrite: true)
    for command in commands { #expect(session.run(command) == .done, "\(command)") }
    return session
  }

  private func hints(_ session: RecordedSession) -> [String] {
    session.events.compactMap { if case .hint(let hint) = $0 { "\(hint)" } else { nil } }
  }

  /// Whichever of `set patience` and `model load` comes first.
  @Test(arguments: [
    (["train 4"], true), (["set patience 9", "train 4"], false), (["set patience 9"], false),
    ([], false),
  ]) func rowsTrainedOnAreToldByLoading(_ commands: [String], _ isTold: Bool) {
    _ = session(["data iris", "layer 3"] + commands + ["model save \(file)"])
    let session = session(["data iris", "set patience 5", "model load \(file)"])
    let said = hints(session)
    #expect(said.contains { $0.contains("were trained on those rows") } == isTold)
    #expect(said.contains { $0.contains("are kept for validation") } == isTold)
  }

  @Test func withoutPatienceNothingIsTold() {
    _ = session(["data iris", "layer 3", "train 4", "model save \(file)"])
    #expect(hints(session(["data iris", "model load \(file)"])).isEmpty)
  }

  /// The lowest loss of the file is a mark to beat for the same validation rows only.
  @Test(arguments: [
    ["set patience 3", "train 4"], ["train 2", "set patience 3", "train 4"],
  ]) func theBestBelongsToItsRows(_ commands: [String]) throws {
    let first = session(["data iris", "layer 3"] + commands + ["model save \(file)"])
    let best = try #require(first.state.earlyStopping)
    #expect(best.best != nil)
    for patience in [[], ["set patience 3"]] as [[String]] {
      let same = session(["data iris"] + patience + ["model load \(file)"])
      #expect(same.state.earlyStopping == best)
      #expect(!hints(same).contains { $0.contains("forgotten") })
      let other = session(["data iris seed=3"] + patience + ["model load \(file)"])
      #expect(other.state.earlyStopping == nil)
      #expect(hints(other).contains { $0.contains("forgotten") })
      #expect(other.run("model best") == .failed)
    }
  }

  /// A file that was only loaded and saved says as much as before.
  @Test func theBestOutlivesACopy() throws {
    let first = session(
      ["data iris", "layer 3", "set patience 3", "train 4", "model save \(file)"])
    let copy = folder.path + "/copy.safetensors"
    _ = session(["data iris", "model load \(file)", "model save \(copy)"])
    let session = session(["data iris", "set patience 3", "model load \(copy)"])
    #expect(session.state.earlyStopping == first.state.earlyStopping)
    #expect(hints(session).isEmpty)
  }

  /// What is advised divides the rows as they were.
  @Test(arguments: [
    ["data validation folds=4 fold=2"], ["data validation seed=9"],
    ["data validation folds=4 fold=2", "data validation seed=3"],
  ]) func theDivisionIsAdvised(_ divisions: [String]) throws {
    let first = session(
      ["data iris"] + divisions + ["layer 3", "train 2", "model save \(file)"])
    let other = session(["data iris seed=2", "model load \(file)"])
    var advice: [String] = []
    let notes = try #require(other.modelLoaded).notes
    for case .testRowsTrainedOn(_, _, let split) in notes { advice = split }
    #expect(advice.count == divisions.count + 2)
    for command in advice { #expect(other.run(command) == .done, "\(command)") }
    #expect(try #require(other.modelLoaded).notes == [])
    #expect(other.state.data?.training == first.state.data?.training)
    #expect(other.state.data?.test == first.state.data?.test)
  }

  /// Only what divides rows is advised, whatever a file says.
  @Test(arguments: [
    "quit", "data validation seed=1; quit", "data circle", "data validation seed=x",
    "data validation", "\u{1B}[2J", "data validation seed=1 fold=1 folds=2 # \u{7}",
  ]) func hostileDivisionsAreNotAdvised(_ division: String) throws {
    let first = session(["data iris", "layer 3", "train 2", "model save \(file)"])
    let contents = try ModelFile(ModelBytes(path: file))
    var description = contents.description
    description.division = division
    let training = try #require(first.state.training)
    let rows = try contents.contents(for: training.shape).rows
    _ = try saveModel(training, description, rows: rows, to: file)
    let other = session(["data iris seed=2", "model load \(file)"])
    for case .testRowsTrainedOn(_, _, let split) in try #require(other.modelLoaded).notes {
      let between = split.dropFirst().dropLast()
      #expect(between.allSatisfy { $0 == "data validation seed=1 fold=1 folds=2" })
    }
  }
}
