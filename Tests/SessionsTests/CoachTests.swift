import DoubleNetwork
import Events
import Experiments
import NeuralNetwork
import Numerics
import SessionSupport
import TestSupport
import Testing

/// Every number the coach prints is recomputed here, in Double, from weights, batches and settings.
@Suite struct CoachTests {
  // MARK: The first update

  @Test(arguments: OptimizerKind.allCases, [Penalized.all, .weights])
  func theFirstUpdateHasTheSizeThatIsSaid(optimizer: OptimizerKind, penalize: Penalized) throws {
    let commands = [
      "data xor n=60 test=0", "layer 4 tanh", "set optimizer \(optimizer.rawValue)",
      "set shuffle off", "set l1 0.002", "set l2 0.01", "set penalize \(penalize.rawValue)",
    ]
    let session = coached(commands + ["train 1"])
    let (text, values) = try note(.firstUpdate, session)
    let data = try #require(session.state.data)
    let shape = try #require(session.state.shape)
    let start = initialParameters(shape: shape, seed: 1)
    let rows = Array(0..<(optimizer == .gd ? 60 : 10))
    let slopes = DoubleNetwork(shape, start, .logistic, data.training).gradient(rows)
    let gradient = slopes.indices.map { place -> Double in
      if penalize == .weights, case .bias = shape.parameter(at: place) { return slopes[place] }
      let p = Double(start[place])
      return slopes[place] + (p > 0 ? 0.002 : p < 0 ? -0.002 : 0) + 0.01 * p
    }
    let names = ParameterNames(data: data, shape: shape)
    let named = gradient.indices.filter {
      text.contains(names.text(shape.parameter(at: $0)) + " most")
        || text.contains(names.text(shape.parameter(at: $0)) + " by")
    }
    #expect(named.count == 1)
    let g = gradient[try #require(named.first)]
    expect(values["gradient"], g, within: 1e-4)
    let sign = g > 0 ? 1.0 : -1
    let lr = 0.03
    switch optimizer {
    case .gd, .sgd, .momentum:
      #expect(abs(g) >= 0.9999 * (gradient.map { abs($0) }.max() ?? 0))
      expect(values["update"], -lr * g, within: 1e-4)
    case .nesterov:
      expect(values["update"], -lr * 1.9 * g, within: 1e-4)
      expect(values["factor"], 1.9)
    case .adagrad, .adam, .amsgrad, .adamw, .lion:
      expect(values["update"], -lr * sign, within: 1e-4)
    case .rmsprop:
      expect(values["update"], -lr / 0.1 * sign, within: 1e-4)
      expect(values["step_length"], 0.3)
    }
  }

  @Test func clippingIsNamedInTheFirstUpdate() throws {
    let session = coached(["data sine n=60", "layer 4 tanh", "set clip 0.1", "train 1"])
    let values = try note(.firstUpdate, session).values
    let factor = try #require(values["clip_factor"])
    #expect(factor < 1)
    expect(values["update"], -0.03 * (values["gradient"] ?? 0))
    let bare = try note(.firstUpdate, coached(["data sine n=60", "layer 4 tanh", "train 1"])).values
    expect(values["gradient"], (bare["gradient"] ?? 0) * factor, within: 1e-4)
  }

  @Test(arguments: ["adagrad", "rmsprop", "adam", "amsgrad", "adamw"])
  func aLargeEpsilonIsNamedInTheFirstUpdate(optimizer: String) throws {
    let (text, values) = try note(
      .firstUpdate,
      coached([
        "data xor n=60 test=0", "layer 4 tanh", "set optimizer \(optimizer)", "set eps 0.1",
        "train 1",
      ]))
    #expect(!text.contains("whatever the gradient"))
    let size = try #require(values["gradient_size"])
    let divisor = optimizer == "rmsprop" ? 0.1 : 1
    expect(values["divisor"] ?? 1, divisor)
    expect(values["eps"], 0.1)
    expect(abs(values["update"] ?? 0), 0.03 * size / (divisor * size + 0.1), within: 1e-4)
  }

  @Test(arguments: ["sgd", "lion", "rmsprop"])
  func theRateOfTheFirstUpdateIsTheSchedules(optimizer: String) throws {
    let (text, values) = try note(
      .firstUpdate,
      coached([
        "data xor n=60 test=0", "layer 4 tanh", "set optimizer \(optimizer)", "set schedule warmup",
        "train 30",
      ]))
    #expect(text.hasSuffix("In this step warmup makes lr #."))
    expect(values["lr"], 0.03 * 10 * (1 / 6.0) / 30)
  }

  /// The step is the optimizer's longest, and what L1 then did is said too.
  @Test(arguments: ["sgd", "adam"])
  func proximalL1IsNamedInTheFirstUpdate(optimizer: String) throws {
    let session = coached([
      "data xor n=60 test=0", "layer 4 tanh", "set optimizer \(optimizer)", "set batch full",
      "set l1 0.01", "set l1mode proximal", "train 1",
    ])
    let (text, values) = try note(.firstUpdate, session)
    let state = try #require(session.state.training)
    let data = try #require(session.state.data)
    let start = initialParameters(shape: state.shape, seed: 1)
    let gradient = DoubleNetwork(state.shape, start, .logistic, data.training)
      .gradient(Array(0..<60))
    let most = try #require(gradient.indices.max { abs(gradient[$0]) < abs(gradient[$1]) })
    let names = ParameterNames(data: data, shape: state.shape)
    #expect(text.contains(names.text(state.shape.parameter(at: most))))
    let step = optimizer == "sgd" ? 0.03 * gradient[most] : gradient[most] > 0 ? 0.03 : -0.03
    expect(values["update"], -step, within: 1e-4)
    expect(values["stepped"], Double(start[most]) - step, within: 1e-4)
    expect(values["after"], Double(state.parameters[most]))
  }

  // MARK: Penalties

  @Test func thePenaltysShareIsThatOfTheWeights() throws {
    let commands = ["data wine", "layer 16 relu", "set l1 0.01", "set l1mode proximal"]
    let half = try note(.penaltyHalf, coached(commands + ["train 30"])).values
    let epoch = Int(try #require(half["epoch"]))
    #expect(epoch > 1)
    for (count, name) in [(epoch, "share"), (epoch - 1, "share_before")] {
      let share = try share(coached(commands + ["train \(count)"]), l1: 0.01, l2: 0)
      expect(half[name], share)
      #expect((share > 0.5) == (count == epoch))
    }
    let both = ["data circle", "layer 6 tanh", "set l1 0.0005", "set l2 0.001", "train 20"]
    let session = coached(both)
    expect(
      try note(.penaltyShare, session).values["share"],
      try share(session, l1: 0.0005, l2: 0.001))
    let values = try note(.penaltyShare, session).values
    let sums = try sums(session)
    expect(values["l1_penalty"], 0.0005 * sums.magnitudes)
    expect(values["l2_penalty"], 0.5 * 0.001 * sums.squares)
  }

  @Test(arguments: ["proximal", "subgradient"])
  func weightsAtZeroAreCounted(mode: String) throws {
    let folder = TemporaryFolder()
    let session = coached(
      try noiseCommands(folder) + ["set l1mode \(mode)", "set l1 0.05", "set lr 0.1", "train 50"])
    let (text, values) = try note(.zeroWeights, session)
    let state = try #require(session.state.training)
    let reach = mode == "proximal" ? 0 : 0.1 * 0.05
    let weights = state.shape.layers.flatMap { $0.weights.map { state.parameters[$0] } }
    expect(values["zeros"], Double(weights.count { abs(Double($0)) <= reach }))
    expect(values["weights"], 5)
    expect(values["reach"] ?? 0, reach)
    // Without hidden layers each input has one weight; the noise goes, the input that tells stays.
    let gone = zip(["good", "n1", "n2", "n3", "n4"], weights).filter { abs(Double($1)) <= reach }
      .map(\.0)
    #expect(gone.count > 1 && !gone.contains("good"))
    let verb = mode == "proximal" ? "no longer" : "hardly"
    #expect(text.contains("; inputs \(gone.joined(separator: ", ")) \(verb) matter."))
  }

  @Test func oneWeightAtZeroIsOne() throws {
    let session = coached([
      "data gauss n=60", "features x1 x2 x1*x2", "layers none", "set l1 0.1", "train 100",
    ])
    let (text, values) = try note(.zeroWeights, session)
    #expect(values["zeros"] == 1 && text.hasSuffix("makes it exactly 0."))
  }

  /// What is advised must not be refused.
  @Test(arguments: [("sgd", 0.1), ("lion", 0.03)])
  func proximalIsAdvisedWhereItCanBeHad(optimizer: String, lr: Double) throws {
    let folder = TemporaryFolder()
    let session = coached(
      try noiseCommands(folder) + [
        "set optimizer \(optimizer)", "set l1 0.05", "set lr \(lr)", "train 50",
      ])
    let advises = try note(.zeroWeights, session).text.contains("`set l1mode proximal`")
    #expect(advises == (session.run("set l1mode proximal") == .done))
  }

  // MARK: Steps and batches

  @Test(arguments: ["adam", "amsgrad", "adamw", "rmsprop", "adagrad"])
  func ratesFollowFromTheSquares(optimizer: String) throws {
    let session = coached([
      "data digits", "layer 8 relu", "set optimizer \(optimizer)", "set lr 0.002", "set batch 100",
      "train 3",
    ])
    let values = try note(.adaptiveRates, session).values
    let optimizer = try #require(session.state.training).optimizer
    let steps = 42.0
    let (squares, seen): ([Float], Double) =
      switch session.state.settings.training.optimizer {
      case .adam: (optimizer[.adam, "second_moment"], 1 - power(0.999, steps))
      case .amsgrad: (optimizer[.amsgrad, "largest_second_moment"], 1 - power(0.999, steps))
      case .adamw: (optimizer[.adamw, "second_moment"], 1 - power(0.999, steps))
      case .rmsprop: (optimizer[.rmsprop, "square_mean"], 1)
      default: (optimizer[.adagrad, "square_sum"], 1)
      }
    let epsilon = session.state.settings.training.optimizer == .adagrad ? 1e-10 : 1e-8
    let rates = squares.filter { $0 > 0 }.map {
      0.002 / ((Double($0) / seen).squareRoot() + epsilon)
    }
    .sorted()
    expect(values["smallest"], try #require(rates.first), within: 1e-4)
    expect(values["largest"], try #require(rates.last), within: 1e-4)
    expect(values["median"], rates[(rates.count - 1) / 2], within: 1e-4)
    expect(values["idle"], Double(squares.count { $0 == 0 }))
    expect(values["lr"], 0.002)
  }

  @Test(arguments: ["data gauss n=200", "data sine n=100", "data iris"])
  func noiseIsTheSpreadOfTheBatches(data: String) throws {
    let session = coached([data, "layer 5 tanh", "set shuffle off", "set clip 1"])
    session.run("train 4")
    let values = try note(.gradientNoise, session).values
    let state = try #require(session.state.training)
    let examples = try #require(session.state.data).training
    let network = DoubleNetwork(
      state.shape, state.parameters, .natural(for: examples.targets), examples)
    let count = min(8, examples.count / 10)
    let gradients = (0..<count).map { batch in
      network.gradient(Array(batch * 10..<batch * 10 + 10))
    }
    let mean = state.parameters.indices.map { place in
      gradients.reduce(0) { $0 + $1[place] } / Double(count)
    }
    let squares = gradients.map { gradient in
      zip(gradient, mean).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    let spread = (squares.reduce(0, +) / Double(count - 1)).squareRoot()
    let signal = length(mean) * length(mean) - spread * spread / Double(count)
    expect(values["batches"], Double(count))
    expect(values["batch_rows"], 10)
    expect(values["noise"], spread * spread, within: 1e-4)
    let isClear = signal > spread * spread / Double(4 * count)
    #expect((values["noise_scale"] != nil) == isClear)
    guard isClear else {
      expect(values["mean_square"], length(mean) * length(mean), within: 1e-4)
      expect(values["chance"], spread * spread / Double(count), within: 1e-4)
      return
    }
    expect(values["signal"], signal, within: 1e-3)
    let scale = 10 * spread * spread / signal
    expect(values["noise_scale"], scale < 10 ? scale : scale.rounded(), within: 1e-3)
  }

  // MARK: Helpers

  /// Σ|p| and Σp² of all parameters.
  private func sums(_ session: RecordedSession) throws -> (magnitudes: Double, squares: Double) {
    try #require(session.state.training).parameters.reduce((0, 0)) {
      ($0.0 + abs(Double($1)), $0.1 + Double($1) * Double($1))
    }
  }

  private func share(_ session: RecordedSession, l1: Double, l2: Double) throws -> Double {
    let state = try #require(session.state.training)
    let examples = try #require(session.state.data).training
    let data = DoubleNetwork(
      state.shape, state.parameters, .natural(for: examples.targets), examples
    ).evaluate(Array(0..<examples.count)).loss
    let sums = try sums(session)
    let penalty = l1 * sums.magnitudes + 0.5 * l2 * sums.squares
    return penalty / (data + penalty)
  }

  private func power(_ base: Double, _ exponent: Double) -> Double {
    (0..<Int(exponent)).reduce(1.0) { product, _ in product * base }
  }
}

// MARK: For all tests of the coach

/// A session in which the commands were run, and the notes of all of them.
func coached(_ commands: [String], explain: ExplainLevel = .full) -> RecordedSession {
  let session = RecordedSession(explain: explain)
  for command in commands { #expect(session.run(command) == .done, "\(command)") }
  return session
}

func note(
  _ kind: CoachNote.Kind, _ session: RecordedSession
) throws -> (text: String, values: [String: Double]) {
  let note = try #require(session.coachNotes.first { $0.kind == kind }, "\(kind)")
  let text = note.statement.parts.map {
    if case .text(let text) = $0 { text } else { "#" }
  }.joined()
  return (
    text,
    Dictionary(note.statement.values.map { ($0.name, $0.value) }, uniquingKeysWith: { a, _ in a })
  )
}

/// A table whose first column tells the class and whose other four are noise; a network without hidden
/// layers on it.
func noiseCommands(_ folder: TemporaryFolder) throws -> [String] {
  var stream = RandomStream(seed: 5, purpose: .data)
  let rows = (0..<200).map { row in
    let noise = (0..<4).map { _ in "\(Float(stream.normal()))" }.joined(separator: ",")
    return "\(Float(stream.normal() * 0.6 + (row % 2 == 0 ? 1 : -1))),\(noise),\(row % 2)\n"
  }
  let path = folder.path + "/noise.csv"
  try write("good,n1,n2,n3,n4,label\n" + rows.joined(), to: path)
  return ["data load \(path) target=label", "layers none"]
}

/// Equal to the digits printed: four significant ones.
func expect(
  _ value: Double?, _ expected: Double, within tolerance: Double = 1e-5,
  _ location: SourceLocation = #_sourceLocation
) {
  guard let value else {
    Issue.record("the number is missing", sourceLocation: location)
    return
  }
  #expect(
    abs(value - expected) <= tolerance * max(abs(expected), 1e-9) + 1e-9,
    sourceLocation: location)
}
