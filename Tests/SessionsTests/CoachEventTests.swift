import CommandLanguage
import DoubleNetwork
import Events
import SessionSupport
import Testing

/// Which events the coach sees in runs made to have them, and that it sees none in healthy ones.
@Suite struct CoachEventTests {
  // MARK: Made runs

  struct Scenario: CustomTestStringConvertible {
    let commands: [String]
    let kinds: Set<CoachNote.Kind>
    init(_ commands: String, _ kinds: CoachNote.Kind...) {
      self.commands = commands.split(separator: ";").map { String($0) }
      self.kinds = Set(kinds)
    }
    var testDescription: String { commands.joined(separator: ";") }
  }

  /// Runs and the warnings that are right of them, all of these and no others.
  static let scenarios = [
    Scenario(
      "data moons n=200 noise=0.6 test=0.5;layer 64 tanh;set optimizer adam;set lr 0.01;train 100",
      .overfitting),
    Scenario("data iris;layer 8 tanh;set lr 10;train 50", .oscillation, .saturatedUnits),
    // A lower rate would not have come lower.
    Scenario("data iris;layer 8 relu;set batch full;set lr 3;train 60"),
    Scenario(
      "data iris;layer 8 tanh;set optimizer adam;set lr 1;train 14", .oscillation, .saturatedUnits),
    Scenario("data iris;layer 8 sigmoid;set lr 100;train 30", .oscillation, .saturatedUnits),
    Scenario("data sine;layer 8 tanh;set optimizer momentum;set lr 0.03;train 30"),
    Scenario(
      "data sine seed=2;layer 8 tanh;set optimizer momentum;set momentum 0.95;set lr 0.01;train 30",
      .oscillation),
    Scenario("data circle;layer 8 tanh;set init zeros;train 60", .plateau),
    Scenario("data circle;layers 4 4 4 4 4 sigmoid;set lr 0.1;train 20", .plateau),
    Scenario("data iris;layers 8 8 8 8 8 sigmoid;set lr 0.1;train 20", .plateau),
    // That is the best of a linear network.
    Scenario("data diabetes;layers none;train 60"),
    Scenario("data circle;layer 8 relu;set l2 0.2;train 30", .penaltyHalf, .penaltyTooStrong),
    Scenario("data wine;layer 16 relu;set l1 0.01;train 30", .penaltyHalf),
    Scenario("data sine;layer 8 relu;set lr 100;train 5", .divergence),
    Scenario("data iris;layers 4 4 relu;set lr 1;set seed 4;train 3", .deadUnits),
  ]

  @Test(arguments: scenarios)
  func theWarningsAreTheRightOnes(_ scenario: Scenario) {
    let session = coached(scenario.commands)
    let warnings = session.coachNotes.filter(\.kind.isWarning)
    #expect(Set(warnings.map(\.kind)) == scenario.kinds)
    #expect(session.coachNotes.count <= 6)
  }

  // MARK: Healthy runs

  static let healthy = [
    "data circle;layer 8 tanh;set lr 0.1",
    "data circle;layer 8 relu;set optimizer adam;set lr 0.01",
    "data circle;layer 8 gelu;set optimizer adam;set lr 0.01;set schedule cosine",
    "data circle;features x1^2 x2^2;layers none;set lr 0.1",
    "data gauss;layer 4 tanh", "data gauss;layers none;set batch 1;set lr 0.001",
    "data xor;layer 8 leakyrelu;set optimizer momentum;set lr 0.003",
    "data moons;layer 16 tanh;set lr 0.1", "data moons;layer 8 sigmoid;set optimizer gd;set lr 1",
    "data spiral;layers 16 16 tanh;set optimizer adam;set lr 0.003;set seed 4",
    "data plane;layer 8 tanh;set lr 0.01", "data sine;layer 16 tanh;set optimizer adam;set lr 0.01",
    "data hills;layer 16 relu;set optimizer adamw;set lr 0.003;set seed 3",
    "data iris;layer 8 tanh", "data iris;layers none;set optimizer gd;set lr 0.3",
    "data wine;layer 16 relu;set optimizer rmsprop;set lr 0.001",
    "data cancer;layer 8 sigmoid;set optimizer nesterov;set lr 0.01;set l2 0.001",
    "data cancer;layer 16 relu;set optimizer adagrad;set lr 0.01;set l1 0.0003",
    "data digits;layer 32 relu;set optimizer adam;set lr 0.001;set batch 32",
    "data digits;layer 32 relu dropout=0.2;set batch 32",
    "data diabetes;layer 8 tanh;set lr 0.003;set l2 0.01;set seed 2",
    "data sine;layer 8 tanh;set patience 20;set clip 1;set l1 0.0001;set l1mode proximal",
  ]

  /// Healthy: the loss fell, and the test loss ends near its lowest.
  @Test(arguments: healthy)
  func healthyRunsAreNotWarnedOf(commands: String) throws {
    let session = coached(commands.split(separator: ";").map { String($0) })
    session.run("train 50")
    let reports = session.epochReports
    let (first, last) = (try #require(reports.first), try #require(reports.last))
    #expect(last.training.dataLoss < 0.95 * first.training.dataLoss)
    let tests = reports.compactMap(\.test?.dataLoss)
    let (end, lowest) = (try #require(tests.last), try #require(tests.min()))
    #expect(end < 1.05 * lowest)
    #expect(session.coachNotes.filter(\.kind.isWarning) == [])
    #expect(session.coachNotes.count <= 3)
  }

  // MARK: Evidence

  @Test func overfittingIsReadFromTheEpochs() throws {
    let session = coached([
      "data moons n=200 noise=0.6 test=0.5", "layer 64 tanh", "set optimizer adam", "set lr 0.01",
      "train 100",
    ])
    let values = try note(.overfitting, session).values
    let epoch = Int(try #require(values["epoch"]))
    let reports = session.epochReports.prefix(epoch)
    let losses = reports.compactMap(\.test?.dataLoss)
    let lowest = try #require(losses.min())
    let best = try #require(losses.firstIndex(of: lowest))
    let last = try #require(reports.last)
    #expect(epoch >= best + 11)
    expect(values["best_epoch"], Double(best + 1))
    expect(values["best_test_loss"], lowest)
    expect(values["test_change"], losses[epoch - 1] - lowest)
    expect(values["train_change"], last.training.dataLoss - reports[best].training.dataLoss)
    #expect(placeOfNote(.overfitting, session) == epoch)
    let error = try #require(values["test_change_error"])
    #expect(error > 0 && losses[epoch - 1] - lowest > 2 * error)
    expect(values["test_rows"], 100)
  }

  /// 20 test rows do not tell such a rise from luck, however large it is.
  @Test func aRiseThatMayBeLuckIsNoOverfitting() throws {
    let session = coached([
      "data moons n=40 noise=0.6 test=0.5", "layer 64 tanh", "set optimizer adam", "set lr 0.01",
      "train 100",
    ])
    #expect(!session.coachNotes.contains { $0.kind == .overfitting })
    let losses = session.epochReports.compactMap(\.test?.dataLoss)
    let (last, lowest) = (try #require(losses.last), try #require(losses.min()))
    #expect(last > 1.3 * lowest)
    session.run("explain overfitting")
    let verdict = try #require(session.topic?.now.dropLast().last)
    let values = Dictionary(uniqueKeysWithValues: verdict.values.map { ($0.name, $0.value) })
    let error = try #require(values["rise_error"])
    #expect(last - lowest < 2 * error && values["rise_rows"] == 20)
    #expect(verdict.text.hasPrefix("Not called overfitting:"))
  }

  /// What is missing is named, with what it takes.
  @Test func aSmallRiseNamesItsThreshold() throws {
    let session = coached([
      "data moons n=200 noise=0.3", "layers 16 16 tanh", "set optimizer adam", "train 60",
      "explain overfitting",
    ])
    let now = try #require(session.topic?.now)
    let values = Dictionary(
      now.flatMap(\.values).map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    let share = try #require(values["rise_share"])
    #expect(share > 0 && share < 0.05 && values["least_rise"] == 0.05)
    #expect(now.contains { $0.text.hasPrefix("Not called overfitting: for that it must rise by") })
  }

  @Test func aPlateauIsReadFromTheEpochs() throws {
    let session = coached(["data circle", "layer 8 tanh", "set init zeros", "train 60"])
    let values = try note(.plateau, session).values
    let epoch = Int(try #require(values["epoch"]))
    let losses = session.epochReports.prefix(epoch).map(\.training.loss)
    let (now, before) = (losses[(epoch - 8)...].min(), losses[(epoch - 16)..<(epoch - 8)].min())
    expect(values["lowest"], try #require(now))
    expect(values["lowest_before"], try #require(before))
    #expect((now ?? 0) > (before ?? 0) * 0.999)
    expect(values["least"], 0.001)
    #expect(placeOfNote(.plateau, session) == epoch)
    session.run("set init auto; reset; train 60")
    expect(values["tried_loss"], try #require(session.epochReports.last).training.loss)
  }

  @Test(arguments: [
    ["data iris", "layer 8 tanh", "set lr 10"],
    ["data iris", "layer 8 sigmoid", "set lr 100"],
    ["data iris", "layer 8 tanh", "set optimizer adam", "set lr 1"],
  ])
  func oscillationCanBeTriedOut(setup: [String]) throws {
    let session = coached(setup + ["train 50"])
    let (text, values) = try note(.oscillation, session)
    let epoch = Int(try #require(values["epoch"]))
    let losses = session.epochReports.prefix(epoch).suffix(9).map(\.training.loss)
    expect(values["rises"], Double(zip(losses, losses.dropFirst()).count { $1 > 1.02 * $0 }))
    let mean = losses.dropFirst().reduce(0, +) / 8
    expect(values["mean_loss"], mean)
    expect(values["lowest"], losses.dropFirst().min() ?? -1)
    expect(values["highest"], losses.dropFirst().max() ?? -1)

    let there = coached(setup + ["set explain off", "train \(epoch)"])
    let line = try #require(text.split(separator: "`").first { $0.hasPrefix("set lr ") })
    there.run("\(line.split(separator: ";")[0]); reset", "train 50")
    let (whole, slower) = (session.epochReports, there.epochReports)
    expect(values["tried_epochs"], 50)
    let end = try #require(slower.last).training.loss
    expect(values["slower_loss"], end)
    let settled = { (reports: [EpochReport]) in
      reports.suffix(8).reduce(0) { $0 + $1.training.loss } / 8
    }
    #expect(settled(slower) < 0.8 * settled(whole))
    #expect(end < (try #require(whole.last)).training.loss)
    there.run("undo 3")

    var moves: [[Double]] = []
    for _ in 0..<17 {
      let before = try #require(there.state.training).parameters
      there.run("step")
      let after = try #require(there.state.training).parameters
      moves.append(zip(after, before).map { Double($0) - Double($1) })
    }
    let cosines = zip(moves, moves.dropFirst()).map { left, right in
      let product = zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
      return product == 0 ? 0 : product / length(left) / length(right)
    }
    if there.state.settings.training.optimizer == .adam {
      #expect(values["turns"] == nil)
    } else {
      expect(values["turns"], Double(cosines.count { $0 < 0 }))
      expect(values["updates"], 16)
      expect(values["mean_cosine"], cosines.reduce(0, +) / 16, within: 1e-4)
    }
  }

  @Test(arguments: [
    (["data iris", "layers 4 4 relu", "set seed 4", "set lr 1"], CoachNote.Kind.deadUnits),
    (["data iris", "layer 8 sigmoid", "set lr 100"], .saturatedUnits),
    (["data iris", "layer 8 tanh", "set lr 10"], .saturatedUnits),
  ])
  func quietUnitsAreThoseOfTheWeights(setup: [String], kind: CoachNote.Kind) throws {
    let values = try note(kind, coached(setup + ["train 3"])).values
    let there = coached(setup + ["train \(Int(try #require(values["epoch"])))"])
    let state = try #require(there.state.training)
    let examples = try #require(there.state.data).training
    let network = DoubleNetwork(
      state.shape, state.parameters, .natural(for: examples.targets), examples)
    let sums = (0..<examples.count).map { network.forward($0).sums }
    let quiet = state.shape.layers.dropLast().map { layer in
      (0..<layer.units).filter { unit in
        let lively = sums.count { row in
          let a = DoubleNetwork.value(layer.activation, row[layer.index][unit])
          return switch layer.activation {
          case .relu: a != 0
          case .tanh: abs(a) <= 0.99
          default: (0.01...0.99).contains(a)
          }
        }
        return kind == .deadUnits ? lively == 0 : 10 * lively < examples.count
      }
    }
    let worst = quiet.enumerated().max { $0.element.count < $1.element.count }
    let (layer, units) = try #require(worst.map { ($0.offset, $0.element) })
    expect(values["quiet"], Double(units.count))
    expect(values["layer"], Double(layer + 1))
    expect(values["units"], Double(state.shape.layers[layer].units))
    expect(values["unit_1"], Double(try #require(units.first) + 1))
    let shown = values.keys.count { $0.hasPrefix("unit_") }
    expect(Double(shown) + (values["more"] ?? 0), Double(units.count))
  }

  /// What was tried and helped.
  @Test(arguments: [
    (
      ["data circle", "layers 4 5 6 sigmoid", "set lr 0.1", "train 20"],
      "Each sigmoid layer weakens the gradient. In a trial, `layers 4 5 6 tanh; train 20` ended at"
    ),
    (
      ["data circle", "layer 8 tanh", "set init zeros", "train 60"],
      "In a trial, `set init auto; reset; train 60` ended at"
    ),
  ])
  func aPlateausAdviceFitsTheLayers(commands: [String], advice: String) throws {
    #expect(try note(.plateau, coached(commands)).text.contains(advice))
  }

  /// The rate that is named was tried: fewer units fall quiet with it.
  @Test(arguments: [
    (["data iris", "layer 8 tanh", "set lr 10"], CoachNote.Kind.saturatedUnits),
    (["data circle", "layer 8 relu", "set lr 3"], .deadUnits),
  ])
  func theRateAgainstQuietUnitsHelps(setup: [String], kind: CoachNote.Kind) throws {
    let session = coached(setup + ["train 8"])
    let found = try #require(session.coachNotes.first { $0.kind == kind })
    let text = found.statement.parts.map {
      if case .text(let text) = $0 { text } else { "#" }
    }.joined()
    let rate = try #require(text.split(separator: "`").first { $0.hasPrefix("set lr ") })
    let there = coached(
      setup + ["\(rate.split(separator: ";")[0])", "train \(found.epoch)"])
    let other = there.coachNotes.first { $0.kind == kind }
    let quiet = { (note: CoachNote?) in
      note?.statement.values.first { $0.name == "quiet" }?.value ?? 0
    }
    #expect(quiet(other) * 2 < quiet(found))
  }

  /// However long a run is and whatever is to be explained.
  @Test func quietUnitsAreSaidOnceARun() {
    let session = coached(["data iris", "layer 8 tanh", "set lr 10", "train 50"])
    #expect(session.coachNotes.count { $0.kind == .saturatedUnits } == 1)
  }

  /// The same units in the same layer are no news, even if a unit elsewhere follows them.
  @Test func quietUnitsAreNewsOnlyWhereMoreOfALayerAre() {
    let session = coached(["data iris", "layers 4 4 relu", "set lr 1", "set seed 4"])
    var share = 0.0
    for _ in 0..<12 {
      session.run("train 1")
      for note in session.coachNotes where note.kind == .deadUnits {
        let values = Dictionary(
          note.statement.values.map { ($0.name, $0.value) }, uniquingKeysWith: { a, _ in a })
        let now = (values["quiet"] ?? 0) / (values["units"] ?? 1)
        #expect(now >= 1.5 * share || now == 1 && share < 1)
        share = now
      }
    }
    #expect(share > 0)
  }

  @Test func aDivergenceIsTheDiagnosisItself() throws {
    let session = coached(["data sine", "layer 8 relu", "set lr 100", "train 5"])
    let note = try #require(session.coachNotes.first { $0.kind == .divergence })
    let diagnosis = try #require(session.trainingEnd?.diagnosis)
    #expect(note.statement == diagnosis.statement)
  }

  /// After which epoch a note came.
  private func placeOfNote(_ kind: CoachNote.Kind, _ session: RecordedSession) -> Int? {
    var epoch = 0
    for event in session.events {
      if case .epoch(let report) = event { epoch = report.epoch }
      if case .coach(let note) = event, note.kind == kind { return epoch }
    }
    return nil
  }
}
