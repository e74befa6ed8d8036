import CommandLanguage
import Datasets
import Events
import NeuralNetwork
import SessionSupport
import TestSupport
import Testing

/// `set patience`: recomputed with the engine alone, and the same however a run is cut into parts.
@Suite struct PatienceTests {
  private static let tasks = [
    ["data circle n=120 noise=0.3", "layer 8 tanh", "set lr 0.3", "set optimizer momentum"],
    ["data sine n=80 noise=0.5 test=0", "layer 8 tanh", "set optimizer adam", "set l2 0.001"],
  ]

  private func session(_ task: Int, _ commands: String...) -> RecordedSession {
    let session = RecordedSession(explain: .off, mayWrite: true)
    for command in Self.tasks[task] + commands { session.run(command) }
    return session
  }

  /// Training with patience as its definition has it: the validation losses and the states after each
  /// epoch, up to the one at which it stops.
  private func byHand(
    _ session: RecordedSession, patience: Int, most: Int
  ) throws -> [(loss: Double, state: TrainingState)] {
    let data = try #require(session.state.data)
    let shape = try #require(session.state.shape)
    let settings = session.state.settings.training
    let loss = data.loss(settings)
    let parts = data.validating(seed: settings.seed)
    let trainer = Trainer(
      examples: parts.training, loss: loss, settings: settings,
      state: TrainingState(shape: shape, seed: settings.seed))
    var epochs: [(loss: Double, state: TrainingState)] = []
    while epochs.count < most {
      #expect(trainer.runEpoch(shouldStop: { false }) == .finished)
      epochs.append((trainer.evaluate(parts.validation).dataLoss, trainer.state))
      let best = epochs.map(\.loss).min() ?? 0
      let index = epochs.firstIndex { $0.loss == best } ?? 0
      if epochs.count - 1 - index >= patience { break }
    }
    return epochs
  }

  @Test(arguments: tasks.indices)
  func asComputedByHand(task: Int) throws {
    let session = session(task, "set patience 4")
    let epochs = try byHand(session, patience: 4, most: 400)
    #expect(epochs.count > 6 && epochs.count < 400)
    let best = try #require(epochs.indices.min { epochs[$0].loss < epochs[$1].loss })
    #expect(session.run("train 400") == .done)
    #expect(session.epochReports.map(\.validation?.dataLoss) == epochs.map(\.loss))
    let end = try #require(session.trainingEnd)
    #expect(end.reason == .patienceSpent && end.epoch == epochs.count)
    let course = try #require(end.validation)
    #expect(course.patience == 4 && course.epochsSinceBest == 4 && course.isRestored)
    #expect(course.bestLoss == epochs[best].loss && course.bestEpoch == best + 1)
    let training = try #require(session.state.training)
    #expect(training.parameters == epochs[best].state.parameters)
    #expect(training.optimizer == epochs[best].state.optimizer)
    #expect(training.epoch == epochs.count && training.plan == nil)
    #expect(training.stepCount == epochs.last?.state.stepCount)
    // The next run begins with all its patience, and the best so far stays the mark.
    #expect(session.run("train 3") == .done)
    #expect(session.state.training?.epoch == epochs.count + 3)
    #expect(session.state.earlyStopping?.best?.loss ?? .infinity <= epochs[best].loss)
    session.run("undo")
    #expect(session.state.training == training)
    #expect(session.state.earlyStopping?.epochsSinceBest == 0)
    session.run("undo")
    #expect(session.state.training == nil && session.state.earlyStopping == nil)
  }

  @Test(arguments: tasks.indices)
  func partsEqualTheWhole(task: Int) throws {
    let whole = session(task, "set patience 4", "train 400")
    let parts = session(task, "set patience 4")
    #expect(parts.run("train 5", stoppingAfter: 11) == .interrupted)
    // Saved in the middle of an epoch, with the best weights in the file.
    let folder = TemporaryFolder()
    let file = folder.path + "/net.safetensors"
    #expect(parts.run("train", "step 2", "model save \(file)") == .done)
    let loaded = session(task)
    #expect(loaded.run("model load \(file)") == .done)
    #expect(loaded.state.earlyStopping == parts.state.earlyStopping)
    #expect(loaded.state.earlyStopping?.best != nil)
    // Another seed now would draw other validation rows.
    loaded.run("set patience 4")
    #expect(loaded.state.network?.validationSeed == 1)
    for session in [parts, loaded] {
      #expect(session.run("train 395") == .done)
      #expect(session.state.training == whole.state.training)
      #expect(session.state.earlyStopping == whole.state.earlyStopping)
    }
  }

  @Test func aRunThatEndsByItselfKeepsItsLastWeights() throws {
    let session = session(0, "set patience 50")
    let epochs = try byHand(session, patience: 50, most: 12)
    session.run("train 12")
    let end = try #require(session.trainingEnd)
    #expect(end.reason == .finished && end.validation?.isRestored == false)
    #expect(session.state.training == epochs.last?.state)
    // A condition that holds keeps the weights it holds for.
    let until = self.session(
      0, "set patience 50", "train until validation_loss < 1e9 and epoch = 12")
    #expect(until.state.training == epochs.last?.state)
  }

  /// What is said of the weights is so: where a run leaves the best epoch behind, the best is back.
  @Test func divergingTakesTheBestBack() throws {
    let session = RecordedSession(explain: .off)
    session.run("data iris", "layer 4", "set lr 1e-3", "set patience 3", "train 2")
    let good = try #require(session.state.training)
    #expect(session.state.earlyStopping?.best?.epoch == 2)
    #expect(session.run("set lr 1e30", "train 2") == .done)
    let end = try #require(session.trainingEnd)
    guard case .diverged = end.reason else {
      Issue.record("it did not diverge")
      return
    }
    #expect(end.validation?.isRestored == true && end.fingerprint == good.fingerprint)
    #expect(session.state.training?.parameters == good.parameters)
    #expect(session.state.training?.weightsEpoch == 2)
    session.run("model")
    guard case .model(let report)? = session.events.last else {
      Issue.record("no model")
      return
    }
    #expect(report.place.weightsEpoch == 2 && report.fingerprint == good.fingerprint)
  }

  /// Rows kept for validation are said to have been trained on where they were, and only there.
  @Test(arguments: [
    (["set patience 5", "train 2", "unset patience"], false),
    (["set patience 5", "train 2", "unset patience", "step"], true),
    (["train 2"], true), ([], false),
    (["set patience 5", "train 2", "model save FILE", "model load FILE", "unset patience"], false),
    (["train 2", "model save FILE", "model load FILE"], true),
  ])
  func rowsTrainedOnAreNoValidation(_ commands: [String], _ isTold: Bool) {
    let folder = TemporaryFolder()
    let session = session(0)
    for command in commands {
      let typed = command.replacing("FILE", with: "\(folder.path)/net.safetensors")
      #expect(session.run(typed) == .done)
    }
    session.run("set patience 3")
    guard case .settingChanged(let change)? = session.events.last else {
      Issue.record("nothing was changed")
      return
    }
    #expect(change.notes.contains { "\($0)".contains("were trained on those rows") } == isTold)
    #expect(change.notes.count == (isTold ? 2 : 1))
  }

  @Test func theBestCanBeTakenBack() throws {
    #expect(session(0).run("model best") == .failed)
    let session = session(0, "set patience 4", "train 5", "set lr 1e-30", "train 3")
    let best = try #require(session.state.earlyStopping?.best)
    session.run("train 9", stoppingAfter: 3)
    let place = try #require(session.state.training)
    #expect(place.rowsDoneInEpoch > 0 && place.weightsEpoch == nil)
    #expect(session.run("model best") == .done)
    let training = try #require(session.state.training)
    #expect(training.parameters == best.parameters && training.optimizer == best.optimizer)
    #expect(training.epoch == place.epoch && training.weightsEpoch == best.epoch)
    // A file keeps that; the next step ends it.
    let folder = TemporaryFolder()
    let file = folder.path + "/net.safetensors"
    session.run("predict 1 2")
    guard case .prediction(let prediction)? = session.events.last else { return }
    #expect(prediction.place.weightsEpoch == best.epoch)
    session.run("confusion")
    guard case .confusion(let confusion)? = session.events.last else { return }
    #expect(confusion.place == prediction.place)
    session.run("model save \(file)")
    guard case .modelSaved(let saved)? = session.events.last else { return }
    #expect(saved.place == prediction.place)
    #expect(session.run("model load \(file)", "eval") == .done)
    for case .evaluation(let report) in session.events {
      #expect(report.place.weightsEpoch == best.epoch)
    }
    #expect(session.events.contains { if case .evaluation = $0 { true } else { false } })
    session.run("set lr 0.1", "step")
    #expect(session.state.training?.weightsEpoch == nil)
  }

  /// Steps may pass more epochs without a lower loss than patience has.
  @Test func aRunHasAllItsPatienceWhateverCameBefore() throws {
    let session = session(0, "set patience 2", "train 3", "set lr 1e-30", "step 60")
    let before = try #require(session.state.earlyStopping)
    #expect(before.epochsSinceBest >= before.patience)
    let epoch = try #require(session.state.training).epoch
    session.run("train 2")
    #expect(session.state.training?.epoch == epoch + 2)
  }

  @Test func stepsAreWatchedToo() throws {
    let whole = session(0, "set patience 4", "train 7")
    let steps = session(0, "set patience 4", "train 2", "step 11", "train 3")
    #expect(steps.state.training == whole.state.training)
    #expect(steps.state.earlyStopping == whole.state.earlyStopping)
    #expect(steps.state.epochs.map(\.validation) == whole.state.epochs.map(\.validation))
  }

  @Test(
    arguments: [
      "reset", "reset new", "data circle n=60", "layer 3", "set loss cross-entropy",
      "set patience 5", "set patience off", "set patience 0", "unset patience",
    ])
  func forgottenWhenItIsNoLongerTrue(command: String) {
    let session = session(0, "set patience 4", "train 2")
    #expect(session.state.earlyStopping?.best != nil)
    #expect(session.run(command) == .done)
    #expect(session.state.earlyStopping == nil)
    session.run("undo")
    #expect(session.state.earlyStopping?.best != nil)
  }

  @Test func theRowsKeptStayThoseKept() throws {
    let session = session(0, "set patience 4", "train 2", "set seed 9", "set lr 0.1", "train 2")
    let data = try #require(session.state.data)
    let training = try #require(session.state.training)
    let kept = data.validating(seed: 1).validation
    let loss = evaluate(
      examples: kept, shape: training.shape, parameters: training.parameters,
      loss: data.loss(session.state.settings.training),
      settings: session.state.settings.training, kernels: .best)
    #expect(session.state.epochs.last?.validation?.dataLoss == loss.dataLoss)
  }

  @Test func tooFewRowsAreRefused() {
    let session = RecordedSession()
    #expect(session.run("data circle n=10 test=0.8", "set patience 3") == .done)
    for command in ["train 2", "step", "eval"] {
      #expect(session.run(command) == .failed, "\(command)")
      #expect(session.diagnostic?.id == "no-validation-rows")
      #expect(session.state.training == nil)
    }
    #expect(session.run("set patience off", "train 2") == .done)
  }

  /// A condition that is none, and more epochs than can be asked for.
  @Test(arguments: [
    ModelDescription(targetEpoch: 9, targetCondition: "loss <"),
    ModelDescription(targetEpoch: 10_000_002),
    ModelDescription(targetEpoch: 1_000_000_000_000_000),
  ])
  func hostileFilesAreRefused(_ description: ModelDescription) {
    let folder = TemporaryFolder()
    let file = folder.path + "/net.safetensors"
    let session = session(0)
    guard let training = self.session(0, "train 1").state.training,
      (try? saveModel(training, description, to: file)) != nil
    else {
      Issue.record("nothing was saved")
      return
    }
    #expect(session.run("model load \(file)") == .failed)
    #expect(session.diagnostic?.id == "model-bad-header")
    #expect(session.state.training == nil)
  }
}
