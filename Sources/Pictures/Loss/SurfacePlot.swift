// `plot surface`: the loss around the present weights, as a map of a plane through them, with the way that training
// took.
import CommandLanguage
import Datasets
import Events
import Experiments
import NeuralNetwork
import Presentation
import Sessions

struct SurfacePlot: Plot {
  enum Choice: String, CaseIterable, Sendable { case path, step, race }

  static let directions = Argument.option(
    "directions",
    .choice([
      .init("path", Choice.path, "those in which the last run's weights went furthest"),
      .init("step", Choice.step, "the last step, and a random one by the seed"),
      .init("race", Choice.race, "those in which the last race's racers went furthest"),
    ]), "along what the map lies; `path` unless said")
  static let farthest = 100.0
  static let reach = Argument.option(
    // Beyond, all losses are beyond all bounds, or alike to the last digit of a weight.
    "reach", .number(.closed(0.00001, farthest)),
    "how far the map goes, in lengths of the weights; as far as the path unless said")

  let name = "surface"
  let summary = "the loss around the weights, and the path of the training through it"
  let options: [any AnyArgumentConvertible] = [Self.directions, Self.reach]
  let example = Example(
    "plot surface", "the loss along the path of the run",
    setup: ["data moons n=60", "layers 4", "train 20"])

  func figure(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Figure {
    try preparation.network(with: .epochs, for: arguments)
    guard let data = preparation.state.data else { throw .nothingTrained(arguments) }
    let work = SurfaceWork(
      state: preparation.state, data: data, kernels: preparation.kernels,
      threads: preparation.threads, arguments: arguments)
    let figure = try figure(
      of: work, arguments[Self.directions] ?? .path, reach: arguments[Self.reach], &preparation)
    guard let figure else { throw .lossNotFinite(arguments) }
    return figure
  }

  private func figure(
    of work: SurfaceWork, _ choice: Choice, reach: Double?, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Figure? {
    switch choice {
    case .path:
      let (path, map) = (try work.path(), try work.map())
      return try preparation.whole { checkStop throws(Stopped) in
        let way = SurfaceMap.Way(places: try work.places(path, checkStop))
        return try SurfaceDrawing(map, [way], choice).figure(reach: reach, checkStop)
      }
    case .step:
      let (step, map) = (try work.lastStep(), try work.map())
      let way = SurfaceMap.Way(places: [step.before, step.after])
      return try preparation.whole { checkStop throws(Stopped) in
        try SurfaceDrawing(map, [way], choice).figure(reach: reach, checkStop)
      }
    case .race:
      let (racers, map) = (try work.racers(), try work.raceMap())
      return try preparation.whole { checkStop throws(Stopped) in
        let ways = try racers.map { racer throws(Stopped) in
          SurfaceMap.Way(
            letter: racer.letter, name: racer.name,
            places: try work.places(racer.path, most: 100 / racers.count, checkStop))
        }
        return try SurfaceDrawing(map, ways, choice).figure(reach: reach, checkStop)
      }
    }
  }
}

/// What a map is made of, looked for and refused where it is not there.
private struct SurfaceWork {
  @Boxed private(set) var state: SessionState
  @Boxed private(set) var data: PreparedData
  let kernels: KernelSet
  let threads: Int
  let arguments: Arguments

  private var place: SourceRange { arguments.syntax.name.range }

  /// Around the present weights.
  func map() throws(Diagnostic) -> SurfaceMap {
    guard let training = state.training else { throw .nothingTrained(arguments) }
    return try map(of: training, state)
  }

  /// - Parameter hasPenalties: whether they are part of the loss.
  private func map(
    of training: TrainingState, _ state: SessionState, hasPenalties: Bool = true
  ) throws(Diagnostic) -> SurfaceMap {
    var settings = state.settings.training
    if !hasPenalties { (settings.l1, settings.l2) = (0, 0) }
    guard training.parameters.allSatisfy(\.isFinite) else { throw .lossNotFinite(arguments) }
    let map = SurfaceMap(
      SurfaceMap.Subject(
        center: training.parameters, shape: training.shape, loss: data.loss(settings),
        settings: settings, examples: try state.rows(of: data).training, kernels: kernels,
        threads: threads))
    guard let map else {
      throw Diagnostic(
        id: "too-long-to-look-at",
        message: "a network of \(training.shape.parameterCount) weights takes too long to map",
        range: place, suggestion: "fewer units, such as `layers 64`")
    }
    return map
  }

  func path() throws(Diagnostic) -> TrainingPath {
    guard let last = state.lastTrain else { throw .nothingTrained(arguments) }
    return try path(last)
  }

  private func path(_ last: LastTrain) throws(Diagnostic) -> TrainingPath {
    let path: TrainingPath?
    do throws(Diagnostic) {
      path = try TrainingPath(last, in: state, on: data)
    } catch {
      var error = error
      error.range = place
      throw error
    }
    guard let path else { throw .nothingTrained(arguments) }
    return path
  }

  func places(
    _ path: TrainingPath, most: Int = .max, _ checkStop: StopCheck
  ) throws(Stopped) -> [[Float]] {
    try path.points(most: most, kernels: kernels, threads: threads, checkStop: checkStop)
      .map(\.parameters)
  }

  func lastStep() throws(Diagnostic) -> StepRecord {
    guard let step = state.lastStep, step.after == state.training?.parameters else {
      throw Diagnostic(
        id: "no-last-step", message: "the step that led to these weights was not kept",
        range: arguments.range(of: SurfacePlot.directions),
        suggestion: "`step` first, which takes one and keeps it")
    }
    return step
  }

  // MARK: A race

  private func race() throws(Diagnostic) -> [FinishedRace.Result] {
    let range = arguments.range(of: SurfacePlot.directions)
    guard let race = state.race else {
      throw Diagnostic(
        id: "no-race", message: "there has been no race on these data", range: range,
        suggestion: "`race sgd adam` first")
    }
    let shapes = race.results.compactMap { $0.end.model.network?.training?.shape }
    guard let first = shapes.first, shapes.allSatisfy({ $0.withoutDropout == first.withoutDropout })
    else {
      throw Diagnostic(
        id: "different-networks",
        message: "the racers' networks are of different sizes, so there is no plane through all",
        range: range, suggestion: "`race sgd adam` first, whose networks are alike")
    }
    return race.results
  }

  /// Around the winner's weights, without penalties, which racers may have had of their own.
  func raceMap() throws(Diagnostic) -> SurfaceMap {
    let results = try race()
    let letter = state.race?.winner
    let winner = results.first { $0.racer.letter == letter } ?? results[0]
    guard let end = winner.end.model.network?.training else { throw .nothingTrained(arguments) }
    var state = state
    winner.end.restore(in: &state)
    return try map(of: end, state, hasPenalties: false)
  }

  func racers() throws(Diagnostic) -> [(letter: String, name: String, path: TrainingPath)] {
    var racers: [(letter: String, name: String, path: TrainingPath)] = []
    for result in try race() {
      guard let last = result.lastTrain else { continue }
      racers.append((result.racer.letter, result.racer.name, try path(last)))
    }
    return racers
  }
}

extension Diagnostic {
  fileprivate static func lossNotFinite(_ arguments: Arguments) -> Diagnostic {
    Diagnostic(
      id: "loss-not-finite",
      message: "the loss of these weights is not a finite number, so there is no map around it",
      range: arguments.syntax.name.range,
      suggestion: "`reset`, which takes the initial weights again, and then a smaller `lr`")
  }
}
