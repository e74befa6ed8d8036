// `plot boundary` and `plot units`: each cell is what the engine answers in its middle.
import Datasets
import Events
import Layouts
import NeuralNetwork
import Numerics
import SessionSupport
import Testing

@Suite struct BoundaryPlotTests {
  private static let cells = [(0, 0), (0, 99), (37, 12), (50, 50), (99, 99)]

  @Test func aCellIsWhatPredictSays() throws {
    let session = RecordedSession()
    session.run("data circle n=80", "layers 4 tanh", "train 20")
    let figure = try #require(session.drawn("plot boundary"))
    let grid = try #require(figure.grids.first)
    #expect(grid.rows == 100 && grid.columns == 100)
    #expect(figure.title.hasPrefix("probability of class 1 over x1 and x2"))
    for (row, column) in Self.cells {
      let (x, y) = grid.middle(row, column)
      let report = try #require(session.predicted([x, y]))
      #expect(abs(report.outputs[1].value - grid.value(row, column)) < 1e-6)
    }
    #expect(figure.points.reduce(0) { $0 + $1.count } == 80)
    #expect(figure.title.contains("after epoch 20"))
  }

  /// The first field is made of the features, at the plain inputs that the axes show.
  @Test func featuresAreSeenThrough() throws {
    let session = RecordedSession()
    session.run("data circle n=80", "features x1^2 x2^2", "layers 3 tanh", "train 10")
    let grid = try #require(session.drawn("plot boundary")?.grids.first)
    for (row, column) in Self.cells {
      let (x, y) = grid.middle(row, column)
      let report = try #require(session.predicted([x, y]))
      #expect(abs(report.outputs[1].value - grid.value(row, column)) < 1e-6)
    }
  }

  @Test func otherInputsAreAtTheirMeans() throws {
    let session = RecordedSession()
    session.run("data cancer", "layers 4 tanh", "train 5")
    let data = try #require(session.state.data)
    let names = data.plainInputNames
    let figure = try #require(session.drawn("plot boundary x=\(names[2]) y=\"\(names[7])\""))
    let grid = try #require(figure.grids.first)
    let means = try #require(data.standardization).means
    for (row, column) in Self.cells {
      var values = means
      (values[2], values[7]) = grid.middle(row, column)
      let report = try #require(session.predicted(values))
      #expect(abs(report.outputs[1].value - grid.value(row, column)) < 1e-4)
    }
  }

  /// Of several classes a cell says which is the most probable and how far above chance it is.
  @Test func severalClassesOverComponents() throws {
    let session = RecordedSession()
    session.run("data iris", "layers 4 tanh", "train 20")
    let data = try #require(session.state.data)
    let training = try #require(session.state.training)
    let figure = try #require(session.drawn("plot boundary"))
    let grid = try #require(figure.grids.first)
    #expect(grid.palette == .classes)
    let found = PrincipalComponents(
      of: (0..<data.training.count).map(data.training.inputs(ofRow:)), count: 2,
      checkStop: neverStops)
    for (row, column) in Self.cells {
      let (x, y) = grid.middle(row, column)
      let inputs = found.mean.indices.map { place in
        Float(
          found.mean[place] + x * found.components[0].direction[place]
            + y * found.components[1].direction[place])
      }
      let shares = predictOutputs(
        inputs: inputs, shape: training.shape, parameters: training.parameters,
        loss: .softmaxCrossEntropy)
      let best = try #require(shares.indices.max { shares[$0] < shares[$1] })
      let shown = Grid.classified(grid.value(row, column) / Double(Grid.classes))
      #expect(shown.place == best)
      #expect(abs(shown.sureness - (Double(shares[best]) - 1 / 3.0) / (2 / 3.0)) < 1e-6)
    }
    #expect(figure.description.contains("right on"))
  }

  @Test func aNumberIsInItsOwnUnits() throws {
    let session = RecordedSession()
    session.run("data diabetes", "layers 4 tanh", "train 5")
    let figure = try #require(session.drawn("plot boundary x=bmi y=s5"))
    let grid = try #require(figure.grids.first)
    let means = try #require(session.state.data?.standardization).means
    var values = means
    let names = try #require(session.state.data?.plainInputNames)
    let places = try #require(
      names.firstIndex(of: "bmi").flatMap { one in names.firstIndex(of: "s5").map { (one, $0) } })
    (values[places.0], values[places.1]) = grid.middle(30, 60)
    let report = try #require(session.predicted(values))
    #expect(abs(report.outputs[0].value - grid.value(30, 60)) < 0.05)
    #expect((50...300).contains(grid.value(30, 60)))
  }

  @Test func oneInputIsACurve() throws {
    let session = RecordedSession()
    session.run("data sine n=60", "layers 4 tanh", "train 5")
    let figure = try #require(session.drawn("plot boundary"))
    let line = try #require(figure.lines.first)
    for index in [0, 77, line.count - 1] {
      let report = try #require(session.predicted([line.x(index)]))
      #expect(abs(report.outputs[0].value - line.y(index)) < 1e-6)
    }
    #expect(figure.points.reduce(0) { $0 + $1.count } == 60)
    #expect(session.drawn("plot boundary unit=1.2")?.lines.count == 1)
    #expect(session.drawn("plot units")?.panels.count == 4)
  }

  /// Points that hide the curve say nothing of it.
  @Test func theCurveLiesOverFewPoints() throws {
    let session = RecordedSession()
    session.run("data sine n=800", "layers 4 tanh", "train 1")
    let figure = try #require(session.drawn("plot boundary"))
    #expect(figure.points.allSatisfy { $0.count <= 100 })
    #expect(figure.caption.contains("100 of "))
    guard case .line = figure.panels[0].marks.last else {
      Issue.record("the line is not drawn last")
      return
    }
  }

  /// Where a field is of made-up inputs, points lie in the areas of other classes.
  @Test(arguments: [
    ("data iris", "plot boundary", "points lie off it"),
    ("data diabetes", "plot boundary x=bmi y=s5", "points have other values"),
    ("data moons n=40", "plot boundary", nil as String?),
  ]) func aPlaneAmongMoreInputsIsSaidToBeOne(data: String, plot: String, words: String?) throws {
    let session = RecordedSession()
    session.run(data, "layers 4 tanh", "train 1")
    let caption = try #require(session.drawn(plot)).caption
    #expect(caption.contains("made-up inputs in that plane") == (words != nil))
    if let words { #expect(caption.contains(words)) }
  }

  // MARK: Units

  @Test func unitsAreWhatTheyPutOut() throws {
    let session = RecordedSession()
    session.run("data moons n=80", "layers 3 2 tanh", "train 10")
    let training = try #require(session.state.training)
    let figure = try #require(session.drawn("plot units"))
    #expect(figure.panels.map(\.title) == ["1.1", "1.2", "1.3", "2.1", "2.2"])
    let one = try #require(session.drawn("plot boundary unit=2.2")?.grids.first)
    #expect(one.range == (-1, 1))
    for (grid, layer, unit) in [
      (one, 1, 1), (figure.grids[4], 1, 1), (figure.grids[2], 0, 2),
    ] {
      // The small pictures have no axes: their plane is that of the large one.
      var placed = grid
      placed.edges = one.edges
      let (x, y) = placed.middle(7, 21)
      let trace = traceRow(
        inputs: [Float(x), Float(y)], target: nil, shape: training.shape,
        parameters: training.parameters, loss: .logistic)
      #expect(abs(Double(trace.layers[layer].outputs[unit]) - grid.value(7, 21)) < 1e-6)
    }
  }

  /// Wherever rows of one input are points, they are the same points.
  @Test func rowsOfOneInputLookAlike() throws {
    let session = RecordedSession()
    session.run("data sine n=40", "layers 3", "train 2")
    let data = try #require(session.drawn("plot data"))
    let boundary = try #require(session.drawn("plot boundary"))
    #expect(data.points.count == 2 && data.points == boundary.points)
    let units = try #require(session.drawn("plot units"))
    #expect(units.panels.map(\.title) == ["unit 1.1", "unit 1.2", "unit 1.3"])
    #expect(units.panels.allSatisfy { $0.x.label == "x" && $0.y.label == "output" })
  }

  @Test func numbersAreWrittenAsTheyAreRead() throws {
    let session = RecordedSession()
    session.run("data diabetes", "layers 4", "train 2")
    let words = try #require(session.drawn("plot boundary")).description
    #expect(words.contains("the prediction goes from") && !words.contains("e2"))
  }

  @Test func manyUnitsAreNotAllShown() throws {
    let session = RecordedSession()
    session.run("data moons n=40", "layers 100 60 relu")
    let figure = try #require(session.drawn("plot units"))
    #expect(figure.panels.count == 48)
    #expect(figure.panels.count { $0.title.hasPrefix("1.") } == 30)
    #expect(figure.notes.contains("48 of 160 units"))
  }

  @Test func aUnitThatIsFlatIsNamed() throws {
    let session = RecordedSession()
    session.run("data moons n=40", "layers 2 relu", "set init zeros")
    let figure = try #require(session.drawn("plot units"))
    #expect(figure.description.contains("Units 1.1, 1.2 put out the same everywhere"))
    #expect(figure.grids.allSatisfy { $0.palette == .sequential && $0.range == (0, 1) })
    session.run("unset init", "reset")
    #expect(session.drawn("plot units")?.description.contains("everywhere") == false)
  }

  @Test func whatIsNotThereIsRefusedWithAdviceThatWorks() throws {
    let session = RecordedSession()
    session.run("data moons n=40", "layers none")
    #expect(session.drawn("plot units") == nil && session.diagnostic?.id == "no-hidden-units")
    #expect(session.drawn("plot boundary unit=1.1") == nil)
    #expect(session.diagnostic?.id == "no-such-unit")
    #expect(session.drawn("plot boundary") != nil)
    session.run("layers 8 tanh")
    #expect(session.drawn("plot units")?.panels.count == 8)
    #expect(session.drawn("plot boundary unit=1.9") == nil)
    #expect(session.diagnostic?.notes == ["possible: 1.1 to 1.8"])
    for typed in ["1", "0.1", "1.0", "a.b", "1.2.3", "-1.1"] {
      #expect(session.drawn("plot boundary unit=\(typed)") == nil)
      #expect(session.diagnostic?.id == "wrong-type")
    }
  }

  /// Ruined weights are drawn as far as they go, or refused with a way out that leads to a picture.
  @Test func divergedWeightsAreNoCrash() throws {
    let session = RecordedSession()
    session.run("data diabetes", "layers 4 linear", "set lr 1e30", "train 3")
    for command in ["plot boundary", "plot units", "plot network"] {
      if session.drawn(command) != nil { continue }
      #expect(session.diagnostic?.id == "not-finite")
      // Its own remedy, as after the run.
      #expect(session.diagnostic?.suggestion?.contains("reset") == true)
      session.run("set lr 0.02", "reset", "train 3")
      #expect(session.drawn(command) != nil)
    }
  }

  @Test func isDrawnOfNoTrainingAtAll() throws {
    let session = RecordedSession()
    let figure = try #require(session.drawn("plot boundary"))
    #expect(figure.title.contains("after epoch 0"))
    #expect(!FigureSVG(figure).document.isEmpty)
  }
}
