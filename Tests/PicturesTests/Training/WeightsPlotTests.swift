// Weights in pictures are those of the network: all are counted, and each cell and pixel has its own.
import Events
import Experiments
import Layouts
import NeuralNetwork
import Pictures
import Presentation
import TestSupport
import Testing

@Suite struct WeightsPlotTests {
  private static let start = ["data moons n=60", "layers 6 5 tanh", "train 5"]

  @Test func everyWeightIsCounted() throws {
    let picture = TrainingPicture("plot weights", after: Self.start)
    let training = try #require(picture.state.training)
    #expect(picture.panels.count == 3)
    for (panel, layer) in zip(picture.panels, training.shape.layers) {
      let series = panel.marks.compactMap(\.series)
      #expect(series.map(\.name) == ["before training", "now"])
      for one in series {
        #expect(one.y.reduce(0) { $0 + $1.value } == Double(layer.weights.count))
      }
      // Counted again, by the edges of the bars.
      let (left, right) = (series[0], series[1])
      for bin in 1..<(left.count - 1) {
        let inside = training.parameters[layer.weights].count {
          Double($0) > left.x(bin) && Double($0) < right.other(bin)
        }
        #expect(right.y(bin) == Double(inside))
      }
    }
  }

  /// After more than one run the initial weights come from the seed, which makes the same.
  @Test func initialWeightsAreTheSameWhereverTheyComeFrom() {
    let once = TrainingPicture("plot weights layer=1", after: Self.start)
    let twice = TrainingPicture(
      "plot weights layer=1", after: Self.start + ["set lr 1e-9", "train 1"])
    let before = twice.y("before training")
    #expect(!before.isEmpty && before == once.y("before training"))
    let fresh = TrainingPicture("plot weights", after: ["data moons n=60", "layers 6 tanh"])
    #expect(fresh.series.map(\.name) == ["", ""])
  }

  /// Both by their size, so that they can be compared.
  @Test func theLargestIsComparedWithTheLargest() throws {
    let picture = TrainingPicture(
      "plot weights", after: ["data moons n=60", "layers 6", "train 3"])
    let now = try #require(picture.state.training)
    let before = try #require(picture.state.lastTrain?.begin.model.network?.training?.parameters)
    for layer in now.shape.layers {
      let sizes = [now.parameters, before].map { weights in
        NumberText.significant(weights[layer.weights].map { abs(Double($0)) }.max() ?? 0, 3)
      }
      #expect(
        picture.figure?.description.contains(
          "is now \(sizes[0]) in size; before training the largest was \(sizes[1])") == true)
    }
  }

  @Test func zerosOfL1AreCounted() throws {
    let picture = TrainingPicture(
      "plot weights",
      after: [
        "data moons n=60", "layers 8 tanh", "set l1 0.03; set l1mode proximal; set lr 0.1",
        "train 60",
      ])
    let training = try #require(picture.state.training)
    let zeros = training.parameters[training.shape.layers[0].weights].count { $0 == 0 }
    #expect(zeros > 0)
    #expect(picture.panels[0].title == "hidden 1: \(zeros) of 16 are 0")
    #expect(picture.figure?.description.contains("\(zeros) of 16 are exactly 0") == true)
  }

  @Test func cellsOfTheHeatMapAreTheWeights() throws {
    let picture = TrainingPicture("plot weights as=heatmap layer=2", after: Self.start)
    let training = try #require(picture.state.training)
    let grid = try #require(picture.panels[0].marks[0].grid)
    #expect(grid.rows == 6 && grid.columns == 5)
    for input in 0..<6 {
      for unit in 0..<5 {
        let index = training.shape.index(of: .weight(layer: 1, input: input, unit: unit)) ?? 0
        #expect(grid.value(input, unit) == Double(training.parameters[index]))
      }
    }
    #expect(grid.rowNames.first == "unit 1" && grid.columnNames == ["1", "2", "3", "4", "5"])
  }

  /// A large layer is shown where its weights are largest.
  @Test func largeLayersAreCut() throws {
    let picture = TrainingPicture(
      "plot weights as=heatmap", after: ["data digits", "layers 40 tanh", "set init zeros"])
    let grid = try #require(picture.panels[0].marks[0].grid)
    #expect(grid.rows == 16 && grid.columns == 24)
    #expect(picture.figure?.notes.count == 2)
  }

  @Test func picturesHaveTheWeightsFromThePixels() throws {
    let picture = TrainingPicture(
      "plot weights as=pictures units=3", after: ["data digits", "layers 4 relu"])
    let training = try #require(picture.state.training)
    #expect(picture.panels.count == 3)
    for panel in picture.panels {
      let grid = try #require(panel.marks[0].grid)
      let unit = (Int(panel.title.dropFirst("unit ".count)) ?? 0) - 1
      #expect(grid.rows == 8 && grid.columns == 8)
      for pixel in [0, 9, 63] {
        let index = training.shape.index(of: .weight(layer: 0, input: pixel, unit: unit)) ?? 0
        #expect(grid.value(pixel / 8, pixel % 8) == Double(training.parameters[index]))
      }
    }
  }

  @Test(arguments: [
    ("plot weights as=pictures", "no-pictures"), ("plot weights layer=4", "no-such-layer"),
    ("plot weights units=3", "units-without-pictures"),
  ])
  func whatCannotBeIsRefused(command: String, id: String) {
    let picture = TrainingPicture(command, after: Self.start)
    #expect(picture.error?.id == id && picture.error?.suggestion != nil)
  }

  @Test func namesOfColumnsAreEscaped() throws {
    let folder = TemporaryFolder()
    defer { folder.clear() }
    let path = "\(folder.path)/odd.csv"
    let rows = (0..<24).map { "\($0 % 7),\($0 % 5),\($0 % 2 == 0 ? "no" : "yes")" }
    let header = "\"<b>&\"\"x\"\"\",\u{202E}y,answer"
    try write(([header] + rows).joined(separator: "\n") + "\n", to: path)
    let picture = TrainingPicture(
      "plot weights as=heatmap", after: ["data load \"\(path)\" target=answer", "layers 3"])
    let figure = try #require(picture.figure)
    let svg = FigureSVG(figure).document
    #expect(!svg.contains("<b>") && svg.contains("&lt;b&gt;&amp;"))
  }
}
