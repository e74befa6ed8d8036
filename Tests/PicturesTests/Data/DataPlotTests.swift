// `plot data`: every row is a point, at its own numbers, in the group of its class or of its value.
import Datasets
import Events
import Layouts
import NeuralNetwork
import Numerics
import SessionSupport
import TestSupport
import Testing

@Suite struct DataPlotTests {
  @Test func everyRowIsAPoint() throws {
    let session = RecordedSession()
    session.run("data circle n=200 test=0.25")
    let figure = try #require(session.drawn("plot data"))
    let data = try #require(session.state.data)
    #expect(figure.points.reduce(0) { $0 + $1.count } == 200)
    let solid = figure.points.filter { !$0.isHollow }
    #expect(solid.reduce(0) { $0 + $1.count } == 150)
    guard case .classes(let labels, _) = data.training.targets else {
      Issue.record("circle has classes")
      return
    }
    for series in solid {
      guard case .classified(let place) = series.role else {
        Issue.record("no class")
        return
      }
      let rows = labels.indices.filter { labels[$0] == Int32(place) }
      #expect(series.x.map(\.value) == rows.map { Double(data.training.inputs(ofRow: $0)[0]) })
      #expect(series.y.map(\.value) == rows.map { Double(data.training.inputs(ofRow: $0)[1]) })
      #expect(figure.description.contains(series.name))
    }
    #expect(figure.panels[0].x.label == "x1" && figure.panels[0].aspect?.value == 1)
    #expect(figure.hollow == "test rows")
    // Nothing is known of what is not there.
    session.run("data circle n=40 test=0")
    #expect(session.drawn("plot data")?.notes == [])
  }

  /// Of standardized irises the first component has 73.0% of the variance and the second 22.9% (as scikit-learn's
  /// PCA says).
  @Test func moreInputsAreProjected() throws {
    let session = RecordedSession()
    session.run("data iris test=0")
    let figure = try #require(session.drawn("plot data"))
    #expect(figure.panels[0].x.words == "component 1 (73.0% of the variance)")
    #expect(figure.panels[0].y.words == "component 2 (22.9% of the variance)")
    #expect(figure.title.contains("principal components"))
    #expect(figure.description.contains("95.8% of their variance"))
    let data = try #require(session.state.data)
    let components = PrincipalComponents(
      of: (0..<150).map(data.training.inputs(ofRow:)), count: 2, checkStop: neverStops)
    let expected = (0..<150).map { components.coordinates(of: data.training.inputs(ofRow: $0))[0] }
    #expect(figure.points.flatMap { $0.x.map(\.value) }.sorted() == expected.sorted())
  }

  @Test func twoInputsAreChosen() throws {
    let session = RecordedSession()
    session.run("data iris test=0")
    let names = try #require(session.state.data?.plainInputNames)
    let figure = try #require(session.drawn("plot data x=\(names[3].uppercased()) y=\(names[2])"))
    #expect(figure.panels[0].x.label == names[3] && figure.panels[0].y.label == names[2])
    // In centimeters: petals of irises are 0.1 to 2.5 wide and 1 to 6.9 long.
    let x = figure.points.flatMap { $0.x.map(\.value) }
    let y = figure.points.flatMap { $0.y.map(\.value) }
    #expect(abs((x.min() ?? 0) - 0.1) < 1e-5 && abs((x.max() ?? 0) - 2.5) < 1e-5)
    #expect(abs((y.min() ?? 0) - 1) < 1e-5 && abs((y.max() ?? 0) - 6.9) < 1e-5)
    #expect(figure.description.contains("The other 2 inputs are at their means"))
  }

  @Test func whatCannotBeChosenIsRefused() throws {
    let session = RecordedSession()
    session.run("data iris")
    let names = try #require(session.state.data?.plainInputNames)
    func refusal(_ command: String) -> String? {
      session.drawn(command) == nil ? session.diagnostic?.id : nil
    }
    #expect(refusal("plot data x=petall y=\(names[0])") == "unknown-input")
    #expect(refusal("plot data x=\(names[0])") == "input-missing")
    #expect(refusal("plot boundary y=\(names[0])") == "input-missing")
    #expect(refusal("plot units x=\(names[0]) y=\(names[0])") == "same-input")
    session.run("data sine n=40")
    #expect(refusal("plot boundary x=x y=x") == "one-input")
  }

  @Test func aCategoryIsSeveralInputs() throws {
    let session = RecordedSession()
    session.run("data penguins")
    #expect(session.drawn("plot data x=island y=bill_depth_mm") == nil)
    let error = try #require(session.diagnostic)
    #expect(error.id == "category-input")
    let advice = try #require(error.suggestion).filter { $0 != "`" }
    let data = try #require(session.state.data)
    let other = try #require(data.plainInputNames.first { !$0.contains("=") })
    let figure = try #require(session.drawn("plot data \(advice) y=\(other)"))
    #expect(Set(figure.points.flatMap { $0.x.map(\.value) }) == [0, 1])
  }

  // MARK: Numbers to predict

  @Test func aNumberIsDrawnAgainstItsInput() throws {
    let session = RecordedSession()
    session.run("data sine n=60")
    let figure = try #require(session.drawn("plot data"))
    let data = try #require(session.state.data)
    let training = try #require(figure.points.first)
    #expect(training.x.map(\.value) == data.training.inputs.map(Double.init))
    guard case .values(let values) = data.training.targets else {
      Issue.record("sine has numbers")
      return
    }
    #expect(training.y.map(\.value) == values.map(Double.init))
    #expect(figure.points.count == 2 && figure.points[1].isHollow)
  }

  /// The inputs that go most with the target come first; each panel has all rows.
  @Test func ofManyInputsTheTellingOnesAreShown() throws {
    let session = RecordedSession()
    session.run("data diabetes test=0")
    let figure = try #require(session.drawn("plot data"))
    #expect(figure.panels.count == 4)
    // Known of these data: body mass (0.59) and the fifth serum value (0.57).
    #expect(figure.panels.map(\.x.label).prefix(2) == ["bmi", "s5"])
    #expect(figure.notes.contains { $0.hasPrefix("4 of 10 inputs") })
    #expect(figure.description.contains("their correlation is 0.59"))
    for series in figure.points { #expect(series.count == 442) }
    let one = try #require(session.drawn("plot data x=age"))
    #expect(one.panels.count == 1 && one.panels[0].x.label == "age")
    let ages = one.points.flatMap { $0.x.map(\.value) }
    #expect(abs((ages.min() ?? 0) - 19) < 1e-3 && abs((ages.max() ?? 0) - 79) < 1e-3)
  }

  /// In a plane rows are in thirds by their value.
  @Test func thirdsAreThirds() throws {
    let session = RecordedSession()
    session.run("data plane n=300 test=0")
    let figure = try #require(session.drawn("plot data"))
    #expect(figure.points.map(\.count) == [100, 101, 99])
    #expect(figure.points.map(\.sign) == ["L", "M", "H"])
  }

  // MARK: What is unusual

  @Test func namesAreEscapedAndConstantDataAreDrawn() throws {
    let folder = TemporaryFolder(fast: true)
    let classes = ["<b>", "\u{1B}[31m&"]
    let rows = (0..<12).map { "\($0),7,\(classes[$0 % 2])\n" }
    try write("a<script>&'b,same,kind\n" + rows.joined(), to: folder.path + "/a.csv")
    let session = RecordedSession()
    session.run("data load \(folder.path)/a.csv target=kind test=0")
    let figure = try #require(session.drawn("plot data"))
    let svg = FigureSVG(figure).document
    #expect(svg.contains("&lt;b&gt;") && !svg.contains("<b>") && !svg.contains("<script"))
    #expect(!svg.contains("\u{1B}"))
    #expect(figure.points.reduce(0) { $0 + $1.count } == 12)
    for what in ["boundary", "units", "network", "confusion"] {
      let command = "plot \(what)"
      let figure = try #require(session.drawn(command), "\(command)")
      let svg = FigureSVG(figure).document
      #expect(!svg.contains("<script") && !svg.contains("<b>") && !svg.contains("\u{1B}"))
    }
  }

  @Test func manyRowsAreSampledAndSaidSo() throws {
    let session = RecordedSession()
    session.run("data xor n=8000 test=0.5")
    let figure = try #require(session.drawn("plot data"))
    #expect(figure.points.reduce(0) { $0 + $1.count } == 3000)
    #expect(figure.notes.contains("1500 of 4000 training rows"))
    #expect(figure.notes.contains("1500 of 4000 test rows"))
  }

  /// Of forty classes eleven and the others: no legend of forty names, and no row is lost.
  @Test(arguments: ["v,w,c", "v,c"]) func manyClassesAreGrouped(head: String) throws {
    let folder = TemporaryFolder(fast: true)
    let isTwo = head.hasPrefix("v,w")
    let rows = (0..<200).map { row in
      "\(row),\(isTwo ? "\(row % 7)," : "")k\(row < 80 ? row % 40 : row % 12)\n"
    }
    try write("\(head)\n" + rows.joined(), to: folder.path + "/a.csv")
    let session = RecordedSession()
    session.run("data load \(folder.path)/a.csv target=c test=0")
    let figure = try #require(session.drawn("plot data"))
    #expect(Set(figure.points.map(\.name)).count == 12)
    #expect(figure.points.contains { $0.name == "29 other classes" && $0.role == .muted })
    #expect(figure.points.reduce(0) { $0 + $1.count } == 200)
    if isTwo { #expect(figure.description.contains("of 29 other classes")) }
    session.run("layers 2 tanh")
    #expect(session.drawn("plot boundary") != nil)
    let network = try #require(session.drawn("plot network"))
    #expect(network.notes.contains { $0.hasPrefix("8 of 40 outputs") })
    let counts = try #require(session.drawn("plot confusion"))
    #expect(counts.grids[0].rows == 30)
    #expect(counts.notes == ["11 of 40 classes together in the last row and column"])
  }

  @Test func picturesAreKnownByTheirColumns() {
    func columns(_ names: [String]) -> [InputColumn] {
      names.map { InputColumn(name: $0, kind: .number) }
    }
    let two = (0..<3).flatMap { row in (0..<2).map { "p\(row)\($0)" } }
    let layout = PictureLayout(columns(two))
    #expect(layout?.rows == 3 && layout?.columns == 2)
    let wide = (0..<2).flatMap { row in (0..<12).map { "p0\(row)_\($0 < 10 ? "0" : "")\($0)" } }
    #expect(PictureLayout(columns(wide))?.columns == 12)
    #expect(PictureLayout(columns(Array(two.dropLast()))) == nil)
    #expect(PictureLayout(columns(two.reversed())) == nil)
    #expect(PictureLayout(columns(["p1", "p2"])) == nil)
    #expect(PictureLayout(columns(["x", "p11"])) == nil)
    #expect(PictureLayout([]) == nil)
  }
}
