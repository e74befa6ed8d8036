// The map of the loss around the weights: its numbers against what the session says of the same weights.
import CommandLanguage
import Events
import Experiments
import NeuralNetwork
import Pictures
import Sessions
import Testing

@Suite struct SurfaceTests {
  private static func run(_ commands: [String]) -> (events: [LearningEvent], state: SessionState) {
    final class Log { var events: [LearningEvent] = [] }
    let log = Log()
    let session = Session(
      settings: SessionSettings(), environment: SessionEnvironment(),
      catalog: CommandCatalog(SessionCommands.all + PictureCommands.all)
    ) { if let event = $0.event { log.events.append(event) } }
    for command in commands { session.execute(command) }
    return (log.events, session.state)
  }

  private static func figure(_ commands: [String]) throws -> (figure: Figure, state: SessionState) {
    let (events, state) = run(commands)
    let figures = events.compactMap {
      if case .plot(let report) = $0 { report.figure } else { nil }
    }
    return (try #require(figures.last, "\(commands)"), state)
  }

  private static func errors(_ commands: [String]) -> [Diagnostic] {
    run(commands).events.compactMap {
      if case .error(let report) = $0 { report.diagnostic } else { nil }
    }
  }

  private static let setup = ["data moons n=80 seed=3", "layers 4 tanh", "set l2 0.01", "train 12"]

  private func grid(_ figure: Figure) throws -> Grid {
    try #require(figure.panels.first?.marks.lazy.compactMap(\.grid).first)
  }

  @Test func theMiddleOfTheMapIsTheLossOfTheWeights() throws {
    let (figure, state) = try Self.figure(Self.setup + ["plot surface reach=0.5"])
    let grid = try grid(figure)
    let middle = grid.value(grid.rows / 2, grid.columns / 2)
    let last = try #require(state.epochs.last)
    #expect(abs(middle - last.training.loss) < 1e-6)
    #expect(grid.values.allSatisfy { $0.value >= 0 })
  }

  @Test(arguments: ["1e30", "1e-30", "101", "0"])
  func noMapIsWiderThanAnythingToBeSeen(reach: String) throws {
    let error = try #require(Self.errors(Self.setup + ["plot surface reach=\(reach)"]).last)
    #expect(error.range != nil && error.message.contains("100"))
  }

  @Test func thePathBeginsAtTheFirstWeightsAndEndsAtThePresentOnes() throws {
    let (figure, state) = try Self.figure(Self.setup + ["plot surface"])
    let lines = figure.panels[0].marks.compactMap { mark -> Series? in
      if case .line(let series) = mark { series } else { nil }
    }
    let path = try #require(lines.first)
    #expect(path.count == 13)
    #expect(abs(path.x(12)) < 1e-9 && abs(path.y(12)) < 1e-9)
    // On the plane no place is further away than it is in space, and the first two components hold nearly all.
    let weights = try #require(state.training)
    let start = TrainingState(
      shape: weights.shape, seed: state.settings.training.seed,
      initializer: state.settings.training.initializer)
    let metric = LayerMetric(weights.parameters, weights.shape)
    let far = metric.length(of: zip(start.parameters, weights.parameters).map { $0 - $1 })
    let shown = (path.x(0) * path.x(0) + path.y(0) * path.y(0)).squareRoot()
    #expect(shown <= far * (1 + 1e-6) && shown > 0.8 * far)
  }

  @Test func aPathIsThatOfTheRunToTheBit() throws {
    let (_, state) = Self.run(Self.setup + ["train 5"])
    let last = try #require(state.lastTrain)
    let data = try #require(state.data)
    let path = try #require(try TrainingPath(last, in: state, on: data))
    let points = try path.points(kernels: .best, threads: 1, checkStop: stopCheck { false })
    #expect(points.last?.parameters == state.training?.parameters)
    #expect(points.first?.epoch == 12)
    #expect(Set(points.map(\.step)).count == points.count)
  }

  /// No way runs along an edge that it has left there; what is suggested has room for all of it.
  @Test func whatIsBesideTheMapIsCutAndSaid() throws {
    func lines(_ figure: Figure) -> [Series] {
      figure.panels[0].marks.compactMap { if case .line(let series) = $0 { series } else { nil } }
    }
    let whole = try Self.figure(Self.setup + ["plot surface"]).figure
    #expect(!whole.caption.contains("beyond"))
    let start = try #require(lines(whole).first?.x.first?.value).magnitude
    let figure = try Self.figure(Self.setup + ["plot surface reach=\(start / 2)"]).figure
    let edge = start / 2
    let places = lines(figure).flatMap { line in (0..<line.count).map { (line.x($0), line.y($0)) } }
    #expect(!places.isEmpty)
    #expect(places.allSatisfy { abs($0.0) <= edge * 1.000001 && abs($0.1) <= edge * 1.000001 })
    for line in lines(figure) {
      let along = (1..<max(1, line.count)).count { index in
        abs(line.x(index - 1)) > edge * 0.9999 && abs(line.x(index)) > edge * 0.9999
      }
      #expect(along == 0)
    }
    #expect(!figure.panels[0].marks.contains { $0.series?.name == "start" })
    #expect(figure.words.contains("the path leads beyond the map's edge: `reach="))
    let advice = try #require(figure.notes.last?.split(separator: "`").dropFirst().first)
    let again = try Self.figure(Self.setup + ["plot surface \(advice)"]).figure
    #expect(!again.words.contains("beyond the map's edge"))
  }

  @Test func stepsAndRacesHaveMapsToo() throws {
    let step = try Self.figure(Self.setup + ["plot surface directions=step"]).figure
    #expect(step.panels[0].x.label == "last step")
    let race = try Self.figure(
      Self.setup + ["race sgd adam epochs=6", "plot surface directions=race"])
    let lines = race.figure.panels[0].marks.compactMap { mark -> Series? in
      if case .line(let series) = mark { series } else { nil }
    }
    #expect(lines.map(\.letter) == ["A", "B"])
  }

  @Test func oneStepIsARunTooAndNothingIsNone() throws {
    let (figure, _) = try Self.figure([
      "data xor n=40", "layers 3", "set batch full", "train 1", "plot surface",
    ])
    #expect(figure.panels[0].y.label == "random direction")
    #expect(Self.errors(["plot surface"]).map(\.id) == ["nothing-trained"])
    #expect(Self.errors(Self.setup + ["reset", "plot surface"]).map(\.id) == ["nothing-trained"])
    #expect(
      Self.errors(Self.setup + ["plot surface directions=race"]).map(\.id) == ["no-race"])
    let race = ["data moons n=60", "race sgd adam epochs=2", "plot surface directions=race"]
    #expect(Self.errors(race).isEmpty)
    let wild = ["data moons n=60", "layers 4", "set lr 1000", "train 10", "plot surface"]
    #expect(Self.errors(wild).map(\.id) == ["loss-not-finite"])
    let sizes = Self.setup + ["race units=2,3 epochs=2", "plot surface directions=race"]
    #expect(Self.errors(sizes).map(\.id) == ["different-networks"])
  }

  @Test func theSameCommandsGiveTheSameMap() throws {
    let commands = Self.setup + ["plot surface directions=step reach=1"]
    #expect(try Self.figure(commands).figure == Self.figure(commands).figure)
  }

  // MARK: Directions

  @Test func aLayerTwiceAsLongIsAsFarFromItsChange() {
    let shape = NetworkShape(
      inputs: 2, hidden: [HiddenLayer(units: 3, activation: .relu)], outputs: 1)
    let weights = initialParameters(shape: shape, seed: 1)
    let change = initialParameters(shape: shape, seed: 2)
    func scaled(_ values: [Float]) -> [Float] {
      values.indices.map { values[$0] * (shape.layers[0].parameters.contains($0) ? 2 : 0.5) }
    }
    let plain = LayerMetric(weights, shape).length(of: change)
    let other = LayerMetric(scaled(weights), shape).length(of: scaled(change))
    #expect(abs(plain - other) < 1e-12)
    let random = LayerMetric(weights, shape).randomUnit(seed: 1, besides: nil)
    for layer in shape.layers {
      func length(_ values: [Float]?) -> Double {
        (values ?? [])[layer.parameters].reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
      }
      #expect(abs(length(random) - length(weights)) < 1e-6)
    }
  }
}
