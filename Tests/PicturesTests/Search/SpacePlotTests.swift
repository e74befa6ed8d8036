import Events
import HyperparameterSearch
import Layouts
import TestSupport
import Testing

/// The square of two hyperparameters: every trial has its point, every value its mark.
@Suite struct SpacePlotTests {
  private static let iris = ["data iris", "layers 4"]

  private func marks(_ figure: Figure, _ letter: String) throws -> Series {
    try #require(figure.points().first { $0.role == .muted && $0.letter == letter })
  }

  private func pairs(_ figure: Figure) -> Set<[Double]> {
    Set(
      figure.points().filter { $0.role != .muted }.flatMap { series in
        (0..<series.count).map { [series.x($0), series.y($0)] }
      })
  }

  @Test func aGridRepeatsItsValues() throws {
    let session = SearchPicture(
      Self.iris + ["search grid trials=16 epochs=1 lr=1e-3..1:log l2=0..0.1"])
    let figure = try session.plot("space")
    let study = try session.study()
    #expect(study.trials.count == 16)
    #expect(pairs(figure).count == 16)
    #expect(try marks(figure, "|").count == 4)
    #expect(try marks(figure, "-").count == 4)
    #expect(figure.description.contains("try 4 different values of lr and 4 of l2"))
    #expect(figure.description.contains("no more than 4 values of it"))
    #expect(figure.panels[0].x.kind == .log && figure.panels[0].y.kind == .linear)
  }

  @Test func randomDrawsDoNot() throws {
    let session = SearchPicture(
      Self.iris + ["search random trials=16 epochs=1 lr=1e-3..1:log l2=0..0.1"])
    let figure = try session.plot("space x=l2 y=lr")
    let study = try session.study()
    let expected = study.trials.map { trial in
      ["l2", "lr"].map { trial.param($0)?.asNumber ?? .nan }
    }
    #expect(pairs(figure) == Set(expected))
    #expect(try marks(figure, "|").x.map(\.value) == expected.map { $0[0] }.sorted())
    #expect(try marks(figure, "-").y.map(\.value) == expected.map { $0[1] }.sorted())
    #expect(figure.description.contains("try 16 different values of l2 and 16 of lr"))
    #expect(figure.description.contains("every trial still tries a new value"))
    // The best is one, and the others are halved.
    let best = try #require(study.best)
    let mark = try #require(figure.points().first { $0.role == .emphasis })
    #expect(mark.x.map(\.value) == [best.param("l2")?.asNumber])
    let better = try #require(figure.series("the better half").first)
    let worse = try #require(figure.series("the worse half").first)
    #expect(better.count + worse.count == 15 && better.count >= worse.count)
  }

  @Test func namesArePlaces() throws {
    let session = SearchPicture(
      Self.iris + ["search random trials=9 epochs=1 activation=relu|tanh units=2,4,8 lr=0.01..1"])
    let figure = try session.plot("space x=activation y=units")
    #expect(figure.panels[0].x.categories == ["relu", "tanh"])
    #expect(figure.panels[0].y.categories == ["2", "4", "8"])
    #expect(pairs(figure).isSubset(of: Set((0..<6).map { [Double($0 % 2), Double($0 / 2)] })))
    #expect(figure.notes.contains("lr varies too"))
    // Numbers first unless said.
    #expect(try session.plot("space").panels[0].x.label == "units")
  }

  @Test func whatPlaysNoPartHasNoPlace() throws {
    let session = SearchPicture(
      Self.iris + [
        "search random trials=12 epochs=1 lr=0.01..1:log optimizer=sgd|momentum momentum=0.5..0.9"
      ])
    let study = try session.study()
    let without = study.trials.count { $0.param("momentum") == nil }
    #expect(without > 0)
    let figure = try session.plot("space y=momentum")
    #expect(pairs(figure).count == 12 - without)
    #expect(figure.notes.contains { $0.contains("in which one of the two plays no part") })
  }

  @Test func oneAxisStandsUnderItsValues() throws {
    let session = SearchPicture(Self.iris + ["search random trials=5 epochs=1 lr=0.01..1:log"])
    let figure = try session.plot("space")
    let study = try session.study()
    let expected = study.trials.map { trial in
      [trial.param("lr")?.asNumber, trial.value].map { $0 ?? .nan }
    }
    #expect(pairs(figure) == Set(expected))
    #expect(figure.panels[0].y.label == "validation loss")
  }

  @Test func refusals() throws {
    let none = SearchPicture(["data iris"])
    let first = try none.refusal("plot space")
    #expect(first.id == "no-search-yet")
    #expect(try none.follow(first))
    #expect(none.session.execute("plot space") == .done)

    let session = SearchPicture(
      Self.iris + ["search random trials=4 epochs=1 lr=0.01..1:log units=2..8"])
    let unknown = try session.refusal("plot space x=unit")
    #expect(unknown.id == "unknown-axis" && unknown.suggestion == "`x=units`")
    #expect(try session.refusal("plot space y=optimizer").suggestion?.contains("`y=lr`") == true)
    #expect(try session.refusal("plot space x=lr y=lr").id == "same-axis")
    #expect(session.session.execute("plot space x=learning_rate") == .done)
  }

  @Test func namesOfColumnsMayBeAnything() throws {
    let folder = TemporaryFolder()
    let rows = (0..<12).map { "\($0 % 4),\($0 / 4),\(Double($0 * $0) / 100)" }
    let file = folder.path + "/table.csv"
    let head = "a<b> &`x`,<script>,result"
    try write(([head] + rows).joined(separator: "\n"), to: file)
    let session = SearchPicture([
      "objective table \"\(file)\" target=result", "search random trials=8",
    ])
    let figure = try session.plot("space")
    #expect(figure.panels[0].x.label.hasPrefix("a<b>"))
    #expect(session.session.execute("plot space describe") == .done)
    let svg = FigureSVG(figure).document
    #expect(svg.contains("a&lt;b&gt; &amp;`x`") && !svg.contains("<script>"))
  }
}
