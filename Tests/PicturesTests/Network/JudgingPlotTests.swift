// `plot examples`, `confusion`, `calibration` and `network`: their numbers are those of the commands and of the
// engine.
import Datasets
import Events
import Layouts
import NeuralNetwork
import Pictures
import SessionSupport
import Testing

@Suite struct JudgingPlotTests {
  private func digits() -> RecordedSession {
    let session = RecordedSession()
    session.run("data digits", "layers 12 relu", "set lr 0.01", "set optimizer adam", "train 3")
    return session
  }

  // MARK: Confusion

  @Test func aHeatMapHasTheCommandsCounts() throws {
    let session = RecordedSession()
    session.run("data wine", "layers 4 tanh", "train 2", "confusion")
    let report = try #require(
      session.events.lazy.compactMap {
        if case .confusion(let report) = $0 { report } else { nil }
      }.first)
    let figure = try #require(session.drawn("plot confusion"))
    let grid = try #require(figure.grids.first)
    #expect(grid.values.map(\.value) == report.counts.joined().map(Double.init))
    #expect(grid.rowNames == report.classes && grid.columnNames == report.classes)
    #expect(figure.description.contains("\(report.correct) of \(report.rows) rows"))
    #expect(figure.title.contains("test rows"))
  }

  @Test func numbersHaveNoClasses() {
    let session = RecordedSession()
    session.run("data sine n=40")
    for command in ["plot confusion", "plot calibration"] {
      #expect(session.drawn(command) == nil && session.diagnostic?.id == "not-classification")
    }
    #expect(session.drawn("plot boundary") != nil && session.drawn("plot data") != nil)
  }

  // MARK: Calibration

  @Test func rowsFallIntoTenths() {
    var reliability = Calibration()
    for (probability, isTrue) in [
      (0.0, false), (0.05, false), (0.95, true), (0.96, true), (1.0, false), (.nan, true),
    ] {
      reliability.add(probability, isTrue: isTrue)
    }
    #expect(reliability.rows == 5)
    #expect(reliability.bins.map(\.rows) == [2, 0, 0, 0, 0, 0, 0, 0, 0, 3])
    #expect(abs(reliability.bins[9].observed - 2.0 / 3) < 1e-12)
    #expect(abs(reliability.bins[9].predicted - 0.97) < 1e-12)
    // (2·0.025 + 3·(0.97 - 2/3)) / 5
    #expect(abs(reliability.error - 0.192) < 1e-12)
    #expect(abs(reliability.excess - (0.05 + 2.91 - 2) / 5) < 1e-12)
  }

  @Test func everyRowIsCounted() throws {
    let session = RecordedSession()
    session.run("data moons n=300 noise=0.3", "layers 4 tanh", "train 20")
    let figure = try #require(session.drawn("plot calibration"))
    let data = try #require(session.state.data)
    let training = try #require(session.state.training)
    let test = try #require(data.test)
    let outputs = predictOutputs(
      inputs: test.inputs, shape: training.shape, parameters: training.parameters, loss: .logistic)
    let counts = (0..<10).map { bin in
      outputs.count { output in (1..<10).count { Double($0) * 0.1 < Double(output) } == bin }
    }
    let bars = try #require(
      figure.panels[1].marks.lazy.compactMap {
        if case .bars(let series) = $0 { series } else { nil }
      }.first)
    #expect(bars.y.map(\.value) == counts.map(Double.init))
    #expect(counts.reduce(0, +) == test.count)
    #expect(figure.points.reduce(0) { $0 + $1.count } == counts.count { $0 > 0 })
    for series in figure.points {
      #expect(series.isHollow == series.name.hasPrefix("fewer"))
    }
  }

  // MARK: Examples

  @Test func picturesAreRowsOfTheData() throws {
    let session = digits()
    let figure = try #require(session.drawn("plot examples"))
    #expect(figure.panels.count == 8 && figure.panels.count(where: \.isFramed) == 4)
    let data = try #require(session.state.data)
    let test = try #require(data.test)
    let rows = Set(
      (0..<test.count).map { row in
        test.inputs(ofRow: row).enumerated().map { data.originalInput($1, at: $0) }
      })
    for panel in figure.panels {
      let grid = try #require(panel.marks.first?.grid)
      #expect(grid.rows == 8 && grid.columns == 8 && rows.contains(grid.values.map(\.value)))
      #expect(panel.title.contains("%") && panel.title.contains(", is ") == panel.isFramed)
    }
    let confusion = try #require(session.drawn("plot confusion")?.grids.first)
    let right = (0..<10).reduce(0.0) { $0 + confusion.value($1, $1) }
    #expect(figure.description.contains("right on \(Int(right)) of \(test.count) test rows"))
  }

  @Test func picturesAreChosen() throws {
    let session = digits()
    let right = try #require(session.drawn("plot examples show=right n=10"))
    #expect(right.panels.map { $0.title.prefix(1) } == (0..<10).map { "\($0)" })
    #expect(right.panels.allSatisfy { !$0.isFramed })
    let wrong = try #require(session.drawn("plot examples show=wrong n=3"))
    #expect(wrong.panels.count == 3 && wrong.panels.allSatisfy(\.isFramed))
    #expect(session.drawn("plot examples n=0") == nil)
  }

  @Test func otherDataAreNoPictures() {
    let session = RecordedSession()
    session.run("data iris")
    #expect(session.drawn("plot examples") == nil && session.diagnostic?.id == "no-pictures")
    #expect(session.drawn("plot data") != nil)
    session.run("data digits")
    #expect(session.drawn("plot examples") != nil)
  }

  // MARK: Network

  @Test func linksAreTheWeights() throws {
    let session = RecordedSession()
    session.run("data iris", "layers 5 tanh", "train 2")
    let training = try #require(session.state.training)
    let figure = try #require(session.drawn("plot network"))
    guard case .network(let picture)? = figure.panels[0].marks.first else {
      Issue.record("no network")
      return
    }
    #expect(picture.layers.map(\.count) == [4, 5, 3])
    #expect(picture.layers[1] == ["1.1", "1.2", "1.3", "1.4", "1.5"])
    #expect(picture.layers[2] == session.state.data?.classNames)
    for (gap, layer) in training.shape.layers.enumerated() {
      #expect(
        picture.weights[gap].map(\.value) == layer.weights.map { Double(training.parameters[$0]) })
    }
    #expect(picture.leftOut == [0, 0, 0])
  }

  @Test func ofWideLayersTheStrongestUnitsAreShown() throws {
    let session = RecordedSession()
    session.run("data digits", "layers 40 relu", "train 1")
    let training = try #require(session.state.training)
    let figure = try #require(session.drawn("plot network"))
    guard case .network(let picture)? = figure.panels[0].marks.first else {
      Issue.record("no network")
      return
    }
    #expect(picture.layers.map(\.count) == [8, 8, 10] && picture.leftOut == [56, 32, 0])
    #expect(figure.notes.contains("8 of 64 inputs"))
    #expect(figure.notes.contains("8 of 40 units of layer 1, those with the largest weights"))
    // The input with the largest weights in sum is there.
    let layer = training.shape.layers[0]
    let sums = (0..<64).map { input in
      (0..<40).reduce(0.0) { sum, unit in
        sum + Double(abs(training.parameters[layer.weights.lowerBound + input * 40 + unit]))
      }
    }
    let best = try #require(sums.indices.max { sums[$0] < sums[$1] })
    #expect(picture.layers[0].contains(session.state.data?.inputNames[best] ?? ""))
  }

  @Test func ofManyLayersTheFirstAreShown() throws {
    let session = RecordedSession()
    session.run("data moons n=40", "layers 2 2 2 2 2 2 2 2 tanh")
    let figure = try #require(session.drawn("plot network"))
    #expect(figure.notes.contains("the first 6 of 9 layers of weights"))
    #expect(!FigureSVG(figure).document.isEmpty)
  }
}
