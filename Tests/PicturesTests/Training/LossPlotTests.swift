// Loss plots have the epochs' own figures, say what is to be seen, and stay small however many epochs there are.
import Events
import Experiments
import NeuralNetwork
import Pictures
import Testing

@Suite struct LossPlotTests {
  private static let trained = ["data moons n=60", "layers 4", "train 12"]

  @Test func hasTheLossesOfAllEpochs() {
    let picture = TrainingPicture("plot loss", after: Self.trained)
    let epochs = picture.state.epochs
    #expect(epochs.count == 12)
    #expect(picture.y("training") == epochs.map(\.training.loss))
    #expect(picture.y("test") == epochs.compactMap { $0.test?.loss })
    #expect(picture.x("training") == (1...12).map(Double.init))
    #expect(picture.figure?.description.contains("The training loss fell from") == true)
  }

  @Test func partsAddUp() {
    let picture = TrainingPicture(
      "plot loss parts=on",
      after: ["data moons n=60", "layers 4", "set l1 0.002; set l2 0.01", "train 9"])
    let parts = ["data loss", "L1 penalty", "L2 penalty"].map(picture.y)
    #expect(parts.allSatisfy { $0.count == 9 })
    for (place, whole) in picture.y("training").enumerated() {
      #expect(abs(parts.reduce(0) { $0 + $1[place] } - whole) < 1e-12)
    }
    #expect(picture.y("test").isEmpty)
  }

  /// What is suggested then works.
  @Test func partsAreRefusedWhereThereIsOne() {
    let picture = TrainingPicture("plot loss parts=on", after: Self.trained)
    #expect(picture.error?.id == "no-penalty")
    let then = TrainingPicture(
      "plot loss parts=on", after: Self.trained + ["set l2 0.01", "train"])
    #expect(then.y("L2 penalty").count == 20)
    #expect(then.x("L2 penalty").first == 13)
  }

  /// Rows that were not looked at for a while leave a gap.
  @Test func whatWasNotWatchedIsAGap() {
    let picture = TrainingPicture(
      "plot loss", after: Self.trained + ["set watch none", "train 3", "set watch test", "train 2"])
    let test = picture.series("test")
    #expect(test.map(\.count) == [12, 2] && test.map(\.first) == [1, 16])
    #expect(picture.y("training").count == 17)
  }

  @Test func racersHaveALineEach() {
    let race = Self.trained + ["reset", "race sgd adam epochs=7"]
    let picture = TrainingPicture("plot loss of=race", after: race)
    let results = picture.state.race?.results ?? []
    #expect(results.count == 2 && picture.series.map(\.letter) == ["A", "B"])
    for result in results {
      let epochs = result.end.model.network?.epochs ?? EpochHistory()
      #expect(picture.y(result.racer.name) == epochs.map(\.training.dataLoss))
    }
    #expect(TrainingPicture("plot loss of=race", after: Self.trained).error?.id == "no-race-yet")
    #expect(
      TrainingPicture("plot loss of=race parts=on", after: race).error?.id == "parts-of-race")
  }

  @Test func scalesAreAsAskedFor() {
    for (word, kind) in [("auto", PanelAxis.Kind.automatic), ("linear", .linear), ("log", .log)] {
      let picture = TrainingPicture("plot loss scale=\(word)", after: Self.trained)
      #expect(picture.panels.map(\.y.kind) == [kind])
    }
  }

  @Test func manyEpochsAreThinned() {
    let picture = TrainingPicture(
      "plot loss", after: ["data xor n=10 test=0", "layers none", "train 2600"])
    let values = picture.state.epochs.map(\.training.loss)
    let drawn = picture.y("training")
    #expect(values.count == 2600 && drawn.count <= 2002)
    #expect(drawn.min() == values.min() && drawn.max() == values.max())
    #expect(drawn.first == values.first && drawn.last == values.last)
  }

  @Test func curvesAreOfAllEpochs() {
    var history = EpochHistory()
    for epoch in 1...1000 {
      let figures = Evaluation(
        rows: 1, dataLoss: Double(epoch), l1Penalty: 0, l2Penalty: 0.5, correct: nil, r2: nil)
      history.append(EpochReport(epoch: epoch, training: figures), trainedWith: TrainingSettings())
    }
    #expect(history.curve(.training) == (1...1000).map { Double($0) + 0.5 })
    #expect(history.curve(.test) == [Double](repeating: LossFigure.none, count: 1000))
    #expect(!history.hasTest && !history.hasValidation)
  }

  @Test func withoutAFinishedEpochItSaysWhatHappened() throws {
    let wild = TrainingPicture(
      "plot loss", after: ["data moons n=60", "layers 4", "set lr 1e30", "train 5"])
    let error = try #require(wild.error)
    let step = try #require(wild.state.divergence?.step)
    #expect(error.id == "no-finished-epoch")
    #expect(error.message.contains("stopped in epoch 1, at step \(step)"))
    #expect(error.suggestion == wild.state.remedy.map { "`\($0.line)`" })
    let stepped = TrainingPicture("plot loss", after: ["data moons n=60", "layers 4", "step"])
    #expect(stepped.error?.message.contains("only 1 step") == true)
  }

  @Test func divergedAndUntrained() {
    #expect(TrainingPicture("plot loss", after: ["data iris"]).error?.id == "nothing-trained")
    let picture = TrainingPicture(
      "plot loss", after: ["data plane n=60", "layers 4", "train 3", "set lr 1e6", "train 9"])
    #expect(picture.state.divergence != nil)
    #expect(picture.figure?.description.contains("training had to stop") == true)
  }
}
