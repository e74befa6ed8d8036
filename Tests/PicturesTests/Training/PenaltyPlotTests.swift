// The penalties' picture: every weight on its curves, and slopes as the training takes them.
import Events
import Experiments
import NeuralNetwork
import Pictures
import Testing

@Suite struct PenaltyPlotTests {
  private static let start = [
    "data moons n=60", "layers 6 tanh", "set l1 0.03; set l1mode proximal; set lr 0.1", "train 60",
  ]

  @Test func weightsLieOnTheCurvesBeforeAndAfter() throws {
    let picture = TrainingPicture("plot penalty", after: Self.start)
    let training = try #require(picture.state.training)
    let name = "this network's weights and biases"
    // They are positive where weights are: gradients, which steps go against.
    #expect(picture.panels.map(\.y.label) == ["cost", "gradient", "gradient"])
    #expect(picture.panels.count == 3 && picture.series(name).count == 6)
    func sign(_ value: Double) -> Double { value > 0 ? 1 : value < 0 ? -1 : 0 }
    let formulas: [(Double) -> Double] = [
      { abs($0) }, { $0 * $0 / 2 }, sign, { $0 }, { 0.03 * sign($0) }, { 0 * $0 },
    ]
    let inside = training.parameters.map(Double.init).sorted()
    for (series, formula) in zip(picture.series(name), formulas) {
      #expect(series.x.map(\.value).sorted() == inside)
      for place in 0..<series.count { #expect(series.y(place) == formula(series.x(place))) }
    }
    let zeros = training.parameters.count { $0 == 0 }
    #expect(zeros > 0)
    let figure = try #require(picture.figure)
    #expect(figure.description.contains("\(zeros) of 25 weights and biases"))
    #expect(figure.description.contains("L1 pulls by 0.03, L2 not at all"))
    #expect(figure.title.hasSuffix("multiplied by l1 = 0.03 and l2 = 0"))
  }

  @Test func withoutPenaltiesThereIsNoPullToDraw() throws {
    let picture = TrainingPicture("plot penalty", after: ["data moons n=60", "layers 6 tanh"])
    #expect(picture.panels.map(\.title).allSatisfy { $0.hasPrefix("before") })
    #expect(picture.panels.count == 2)
    #expect(picture.figure?.description.contains("neither pulls, since l1 and l2 are 0") == true)
  }

  @Test func biasesAreLeftOutWhereTheyAreSpared() {
    let picture = TrainingPicture("plot penalty", after: ["set penalize weights"] + Self.start)
    #expect(picture.series("this network's weights").first?.count == 18)
  }
}
