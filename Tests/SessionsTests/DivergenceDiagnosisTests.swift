import Events
import Experiments
import NeuralNetwork
import Numerics
import SessionSupport
import Testing

/// Runs whose cause of divergence is known: it is named with numbers that can be recomputed, and what
/// is suggested, typed as it stands, trains to the end.
@Suite struct DivergenceDiagnosisTests {
  struct Scenario: CustomTestStringConvertible {
    let commands: [String]
    let cause: String
    let remedy: String

    init(_ commands: String, _ cause: String, _ remedy: String) {
      self.commands = commands.split(separator: ";").map { String($0) }
      self.cause = cause
      self.remedy = remedy
    }

    var testDescription: String { commands.joined(separator: ";") }
  }

  static let scenarios = [
    Scenario("data iris;layer 8;set lr 100;train", "learning_rate", "set lr "),
    Scenario("data iris;layer 8 linear;set lr 10;train 30", "learning_rate", "set lr "),
    Scenario("data digits;layer 16;set lr 100;train 2", "learning_rate", "set lr "),
    Scenario("data diabetes;layer 8 tanh;set lr 5;train", "learning_rate", "set lr "),
    Scenario(
      "data diabetes;layer 8;set optimizer nesterov;set lr 1;train", "learning_rate", "set lr "),
    Scenario("data sine;layers none;set optimizer gd;set lr 10;train", "learning_rate", "set lr "),
    Scenario("data iris;layer 8;train 5;set lr 300;train 7", "learning_rate", "undo; set lr "),
    Scenario(
      "data sine;layer 8;set patience 5;train 30 until loss < 0.01", "learning_rate", "set lr "),
    Scenario("data sine;layer 8;step 500", "learning_rate", "set lr "),
    Scenario(
      "data wine standardize=off;layer 8 linear;train", "unscaled_inputs", "data wine; train"),
    Scenario(
      "data diabetes standardize=off test=0.1;layers none;train 3", "unscaled_inputs",
      "data diabetes test=0.1; train 3"),
    Scenario("data iris;layer 8;set lr 1e-4;set l2 1e6;train", "penalty", "set l2 0.01; reset"),
    Scenario("data circle;layer 4 tanh;set lr 0.1;set l2 50;train", "penalty", "set l2 0.01"),
    Scenario(
      "data iris;layer 8;set optimizer adamw;set decay 1000;train", "penalty", "set decay 0.01"),
    Scenario(
      "data digits;layers 64 64 64 64 64 64 64 64 relu;set init uniform;train 2", "gradient",
      "set clip 1"),
    Scenario(
      "data diabetes;layer 8;set optimizer momentum;set momentum 0.99;set lr 0.05;train",
      "momentum", ""),
    Scenario("data sine;layer 8;set optimizer adam;set lr 1e20;train", "step_size", "set lr 0.01"),
    Scenario("data plane;layer 16;set optimizer rmsprop;set lr 1e5;train", "step_size", "set lr "),
  ]

  @Test(arguments: scenarios)
  func theCauseIsNamedAndTheSuggestionWorks(_ scenario: Scenario) throws {
    let session = RecordedSession(explain: .off)
    session.run(scenario.commands)
    let end = try #require(session.trainingEnd)
    let diagnosis = try #require(end.diagnosis)
    #expect(diagnosis.causeName == scenario.cause, "\(diagnosis)")
    #expect(diagnosis.remedy.hasPrefix(scenario.remedy), "\(diagnosis.remedy)")
    try check(diagnosis, session.state)
    #expect(session.run(diagnosis.remedy) == .done, "\(diagnosis.remedy)")
    // After single steps the suggestion ends with `reset`.
    if session.trainingEnd == nil { #expect(session.run("step 500") == .done) }
    #expect(session.trainingEnd?.diagnosis == nil, "\(diagnosis.remedy)")
  }

  /// The evidence, computed anew from the session's data and settings.
  private func check(_ diagnosis: DivergenceDiagnosis, _ state: SessionState) throws {
    let settings = state.settings.training
    let data = try #require(state.data)
    switch diagnosis.cause {
    case .learningRate(let bound):
      #expect(bound.lr == settings.learningRate && bound.product > bound.bound)
      if settings.optimizer == .sgd || settings.optimizer == .gd { #expect(bound.bound == 2) }
      if bound.place == .start, settings.patience == nil, state.training?.stepCount == 0 {
        try checkCurvature(bound.curvature, state)
      }
    case .momentum(let bound):
      #expect(bound.product <= bound.bound && bound.bound == 2 * (1 + settings.momentum))
      #expect(bound.product > 2 * (1 - settings.momentum))
    case .penalty(let penalty):
      let isDecay = settings.optimizer == .adamw
      #expect(penalty.strength == (isDecay ? settings.decay : settings.l2))
      #expect(penalty.product > 2)
    case .unscaledInputs(let column):
      let inputs = data.training.inputs.map { Double(abs($0)) }
      var largest = inputs.max() ?? 0
      if case .values(let values) = data.training.targets {
        largest = max(largest, values.map { Double(abs($0)) }.max() ?? 0)
      }
      #expect(column.largest == largest)
      #expect(try #require(column.curvature) > 5 * (try #require(column.standardizedCurvature)))
    case .gradient(let growth): #expect(growth.first >= 10)
    case .stepSize(let lr, let size):
      #expect(lr == settings.learningRate && size > 0 && size < lr)
    case .startingWeights, .weightsInRuin, .unclear: Issue.record("no scenario has this cause")
    }
  }

  private func checkCurvature(_ curvature: Double, _ state: SessionState) throws {
    let data = try #require(state.data)
    let training = try #require(state.training)
    let measured = measureCurvature(
      examples: data.training, loss: data.loss(state.settings.training), shape: training.shape,
      parameters: training.parameters, checkStop: neverStops)
    #expect(measured?.largest == curvature)
  }

  @Test func weightsThatWereInRuinsFromTheStart() throws {
    let session = RecordedSession(explain: .off)
    let sizes = [String](repeating: "100", count: 140).joined(separator: " ")
    session.run("data iris", "layers \(sizes) relu", "set init uniform", "train 1")
    let diagnosis = try #require(session.trainingEnd?.diagnosis)
    #expect(diagnosis.cause == .startingWeights)
    #expect(diagnosis.remedy == "set init auto; reset; train 1")
    #expect(session.run(diagnosis.remedy) == .done)
    #expect(session.trainingEnd?.diagnosis == nil)
  }

  /// The bound itself: gradient descent on a bowl stays below it and leaves above it.
  @Test(arguments: [("gd", 0.98, false), ("gd", 1.02, true)])
  func theBoundIsWhereDescentTurns(optimizer: String, share: Double, diverges: Bool) throws {
    let session = RecordedSession(explain: .off)
    session.run("data plane", "layers none", "set optimizer \(optimizer)", "eval")
    let data = try #require(session.state.data)
    let training = try #require(session.state.training)
    let curvature = try #require(
      measureCurvature(
        examples: data.training, loss: .squaredError, shape: training.shape,
        parameters: training.parameters, checkStop: neverStops)?.largest)
    session.run("set lr \(2 / curvature * share)", "train 4000")
    #expect((session.trainingEnd?.diagnosis != nil) == diverges)
  }

  @Test func runsThatEndWellHaveNoDiagnosis() {
    let session = RecordedSession(explain: .off)
    session.run("data circle n=60", "layer 4 tanh", "train 3")
    #expect(session.trainingEnd?.reason == .finished && session.trainingEnd?.diagnosis == nil)
  }

  @Test func theSameRunHasTheSameDiagnosis() {
    let ends = [KernelSet.best, .reference].map { kernels in
      let session = RecordedSession(explain: .off)
      session.session.environment.kernels = kernels
      session.run("data iris", "layer 8", "set lr 100", "train")
      return session.trainingEnd
    }
    #expect(ends[0] != nil && ends[0] == ends[1])
  }
}
