// Sizes of gradients by layer against the record of a step, which comes to them another way.
import Events
import Experiments
import NeuralNetwork
import Pictures
import Testing

@Suite struct GradientsPlotTests {
  private static let start = ["data moons n=60", "layers 6 5 tanh", "set optimizer gd; set l2 0.1"]

  /// Half of the sizes are below it; those of weights alone.
  private func median(_ gradient: [Float], _ layer: LayerLayout) -> Double {
    let sizes = gradient[layer.weights].map { abs(Double($0)) }.filter { $0 > 0 }.sorted()
    return sizes[(sizes.count - 1) / 2]
  }

  /// gd takes all rows, so that its step has the gradient over all training rows.
  @Test func allRowsAreThoseOfAFullStep() throws {
    let rows = TrainingPicture("plot gradients", after: Self.start)
    let step = TrainingPicture("plot gradients of=step", after: Self.start + ["step"])
    #expect(rows.x("half are smaller") == step.x("half are smaller"))
    #expect(rows.y("half are smaller") == [2, 1, 0])
    let record = try #require(step.state.lastStep)
    let expected = record.shape.layers.map { median(record.dataGradient, $0) }
    #expect(step.x("half are smaller") == expected)
    #expect(rows.panels.map(\.y.categories) == [["output", "hidden 2", "hidden 1"]])
    let spread = try #require(rows.series("four fifths of the weights").first)
    for (place, middle) in expected.enumerated() {
      #expect(spread.x(place) <= middle && middle <= spread.other(place))
    }
    #expect(rows.figure?.notes.first == "of the data loss over all 30 training rows")
    #expect(step.figure?.notes.first == "of the data loss over the 30 rows of step 1")
  }

  @Test func vanishingIsSaid() {
    let deep = "layers " + [String](repeating: "6", count: 9).joined(separator: " ") + " sigmoid"
    let picture = TrainingPicture("plot gradients", after: ["data moons n=60", deep])
    let sizes = picture.x("half are smaller")
    #expect(sizes.count == 10 && sizes[0] * 100 < sizes[9])
    #expect(picture.figure?.description.contains("vanishes on its way back") == true)
  }

  /// With all weights 0 the outputs of the hidden units are 0, and nothing comes back to them.
  @Test func whatIsZeroHasNoPlace() {
    let picture = TrainingPicture(
      "plot gradients", after: ["data moons n=60", "layers 4 tanh", "set init zeros"])
    #expect(picture.figure?.notes.contains("8 of 8 are 0 in hidden 1") == true)
    #expect(picture.x("half are smaller").isEmpty)
  }

  @Test func manyLayersAreChosenAmong() {
    let deep = "layers " + [String](repeating: "3", count: 30).joined(separator: " ") + " tanh"
    let picture = TrainingPicture("plot gradients", after: ["data moons n=60", deep])
    #expect(picture.panels.first?.y.categories.count == 16)
    #expect(picture.panels.first?.y.categories.first == "output")
    #expect(picture.panels.first?.y.categories.last == "hidden 1")
    #expect(picture.figure?.notes.contains("16 of 31 layers") == true)
  }

  @Test func whatIsNotThereIsRefused() {
    #expect(TrainingPicture("plot gradients of=step", after: Self.start).error?.id == "no-step-yet")
  }
}
