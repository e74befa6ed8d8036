// Sizes of gradients by layer against the record of a step, which comes to them another way.
import Events
import Experiments
import NeuralNetwork
import Pictures
import Presentation
import Testing

@Suite struct GradientsPlotTests {
  private static let start = ["data moons n=60", "layers 6 5 tanh", "set optimizer gd; set l2 0.1"]

  private static let middle = "middle size: half are smaller"

  /// Half of the sizes are below it; those of weights alone.
  private func median(_ gradient: [Float], _ layer: LayerLayout) -> Double {
    let sizes = gradient[layer.weights].map { abs(Double($0)) }.filter { $0 > 0 }.sorted()
    return sizes[(sizes.count - 1) / 2]
  }

  /// gd takes all rows, so that its step has the gradient over all training rows.
  @Test func allRowsAreThoseOfAFullStep() throws {
    let rows = TrainingPicture("plot gradients", after: Self.start)
    let step = TrainingPicture("plot gradients over=step", after: Self.start + ["step"])
    #expect(rows.x(Self.middle) == step.x(Self.middle))
    #expect(rows.y(Self.middle) == [2, 1, 0])
    let record = try #require(step.state.lastStep)
    let expected = record.shape.layers.map { median(record.dataGradient, $0) }
    #expect(step.x(Self.middle) == expected)
    let labels = zip(["hidden 1", "hidden 2", "output"], expected).map { name, size in
      "\(name): \(NumberText.significant(size, 3))"
    }
    #expect(rows.panels.map(\.y.categories) == [labels.reversed()])
    let spread = try #require(rows.series("four fifths of the weights").first)
    for (place, middle) in expected.enumerated() {
      #expect(spread.x(place) <= middle && middle <= spread.other(place))
    }
    #expect(rows.figure?.notes.first == "of the data loss over all 30 training rows")
    #expect(step.figure?.notes.first == "of the data loss over the 30 rows of step 1")
  }

  /// What is 1.9 times as large is not about as large.
  @Test func sizesAreComparedByTheirRatio() throws {
    let setups = [
      ["data moons n=60", "layers 8 tanh"], ["data iris", "layers 6 4 tanh", "train 3"],
    ]
    for setup in setups {
      let picture = TrainingPicture("plot gradients", after: setup)
      let sizes = picture.x(Self.middle)
      let ratio = max(sizes[0], sizes[sizes.count - 1]) / min(sizes[0], sizes[sizes.count - 1])
      let words = try #require(picture.figure?.description)
      #expect(words.contains("about as large") == (ratio < 1.1))
      if ratio >= 1.1 { #expect(words.contains("\(NumberText.significant(ratio, 2)) times")) }
    }
  }

  @Test func vanishingIsSaid() {
    let deep = "layers " + [String](repeating: "6", count: 9).joined(separator: " ") + " sigmoid"
    let picture = TrainingPicture("plot gradients", after: ["data moons n=60", deep])
    let sizes = picture.x(Self.middle)
    #expect(sizes.count == 10 && sizes[0] * 100 < sizes[9])
    #expect(picture.figure?.description.contains("vanishes on its way back") == true)
  }

  /// From weights of 0 nothing comes back to the hidden units, whose own outputs are not 0.
  @Test func whatIsZeroHasNoPlace() {
    let picture = TrainingPicture(
      "plot gradients", after: ["data iris", "layers 4 sigmoid", "set init zeros"])
    #expect(picture.figure?.notes.contains("16 of 16 are 0 in hidden 1") == true)
    #expect(picture.y(Self.middle) == [0])
    #expect(picture.panels.first?.y.categories.last == "hidden 1: 0")
  }

  /// The outputs of tanh units are 0 then, and what is suggested says so.
  @Test func wholeNetworksWithoutGradientAreRefused() {
    let start = ["data moons n=60", "layers 4 tanh", "set init zeros"]
    #expect(TrainingPicture("plot gradients", after: start).error?.id == "gradient-zero")
    #expect(TrainingPicture("plot activations", after: start).figure != nil)
  }

  @Test func manyLayersAreChosenAmong() {
    let deep = "layers " + [String](repeating: "3", count: 30).joined(separator: " ") + " tanh"
    let picture = TrainingPicture("plot gradients", after: ["data moons n=60", deep])
    #expect(picture.panels.first?.y.categories.count == 16)
    #expect(picture.panels.first?.y.categories.first?.hasPrefix("output: ") == true)
    #expect(picture.panels.first?.y.categories.last?.hasPrefix("hidden 1: ") == true)
    #expect(picture.figure?.notes.contains("16 of 31 layers") == true)
  }

  @Test func whatIsNotThereIsRefused() {
    #expect(
      TrainingPicture("plot gradients over=step", after: Self.start).error?.id == "no-step-yet")
  }
}
