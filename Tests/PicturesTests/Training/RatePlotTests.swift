// The learning rates in the picture are those that steps take, of each run by its own plan.
import Events
import Experiments
import NeuralNetwork
import Numerics
import Pictures
import Testing

@Suite struct RatePlotTests {
  private static let start = ["data moons n=80 test=0.5", "layers 3", "set batch 10"]

  /// 40 training rows make four steps an epoch.
  @Test func theRatesAreThoseOfTheSteps() throws {
    let picture = TrainingPicture(
      "plot lr", after: Self.start + ["set schedule cosine; set lr 0.2", "train 5"])
    let (x, y) = (picture.x("taken"), picture.y("taken"))
    #expect(x == (0..<20).map { Double($0) / 4 })
    for (place, rate) in zip(x, y) {
      #expect(abs(rate - 0.1 * (1 + PortableMath.cos(.pi * place / 5))) < 1e-12)
    }
    let step = try #require(picture.state.lastStep)
    #expect(y.last == step.settings.learningRate)
    // The next run begins anew.
    #expect(picture.x("planned").first == 5 && picture.y("planned").first == 0.2)
  }

  @Test func everyRunHasItsOwn() {
    let picture = TrainingPicture(
      "plot lr epochs=3",
      after: Self.start + [
        "set schedule step; set lr 1", "train 4", "train 8", "set schedule constant; set lr 0.5",
        "train 2",
      ])
    func rate(_ epoch: Double) -> Double? {
      Array(zip(picture.x("taken"), picture.y("taken"))).last { $0.0 <= epoch }?.1
    }
    let seen = [0, 1.75, 2, 3, 3.75, 4, 7.75, 8, 10, 11.75, 12, 13.75].map(rate)
    let expected = [1, 1, 0.1, 0.01, 0.01, 1, 1, 0.1, 0.01, 0.01, 0.5, 0.5]
    for (one, other) in zip(seen, expected) { #expect(abs((one ?? .nan) - other) < 1e-12) }
    #expect(picture.x("planned").max() == 16.75 && picture.y("planned").allSatisfy { $0 == 0.5 })
  }

  @Test func theRestOfAnInterruptedRunIsPlanned() {
    let picture = TrainingPicture(
      "plot lr", after: Self.start + ["set schedule warmup", "train 20 stop=12"])
    #expect(picture.x("taken").max() == 2.75)
    #expect(picture.x("planned").first == 3 && picture.x("planned").max() == 19.75)
    #expect(picture.y("taken").first.map { abs($0 - 0.03 * 10 * 0.25 / 20) < 1e-12 } == true)
    #expect(picture.figure?.description.contains("rest of the interrupted run") == true)
  }

  @Test func nothingIsNeeded() {
    let picture = TrainingPicture("plot lr", after: [])
    #expect(picture.series.map(\.name) == ["planned"] && picture.state.data == nil)
    #expect(picture.y("planned").allSatisfy { $0 == 0.03 })
  }

  @Test func manyEpochsAreThinned() {
    let picture = TrainingPicture(
      "plot lr epochs=10000000", after: Self.start + ["set schedule cosine", "train 2"])
    #expect(picture.series.allSatisfy { $0.count < 3000 })
  }
}
