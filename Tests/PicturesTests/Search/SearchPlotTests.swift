import Events
import HyperparameterSearch
import Testing

/// The course of a search: every value, the best so far, and what is known of its luck.
@Suite struct SearchPlotTests {
  @Test func theBestSoFarIsThatOfTheTrials() throws {
    let session = SearchPicture(["objective phoneme", "search random trials=25"])
    let figure = try session.plot("search")
    let study = try session.study()
    let line = try #require(figure.series("the best so far").first)
    var best = -Double.infinity
    let isMost = study.direction == .maximize
    for (place, trial) in study.trials.enumerated() {
      let value = try #require(trial.value)
      best = max(best, isMost ? value : -value)
      // It holds until the next trial is reached.
      #expect(line.x(2 * place) == Double(trial.number))
      #expect(line.y(2 * place) == (isMost ? best : -best))
      guard place > 0 else { continue }
      #expect(line.x(2 * place - 1) == Double(trial.number))
      #expect(line.y(2 * place - 1) == line.y(2 * place - 2))
    }
    let values = study.trials.compactMap(\.value)
    #expect(figure.series("a trial").first?.y.map(\.value) == values)
    let winner = try #require(study.best)
    #expect(figure.description.contains("trial \(winner.number)"))
    // What is best in the table is known.
    let rule = try #require(
      figure.panels[0].marks.compactMap { if case .rule(let series) = $0 { series } else { nil } }
        .first)
    let table = try #require(session.session.state.table)
    #expect(rule.y.map(\.value) == [table.best])
  }

  @Test func repeatsHaveABand() throws {
    let session = SearchPicture([
      "data iris", "layers 4", "search random trials=6 epochs=1 repeats=3 lr=0.01..1:log",
    ])
    let figure = try session.plot("search")
    let study = try session.study()
    let band = try #require(figure.series("± its standard error").first)
    let last = try #require(study.best)
    let (value, error) = (try #require(last.value), try #require(last.standardError))
    #expect(band.y.last?.value == value - error && band.other.last?.value == value + error)
    let single = SearchPicture([
      "data iris", "layers 4", "search random trials=3 epochs=1 lr=0.01..1:log",
    ])
    #expect(try single.plot("search").series("± its standard error").isEmpty)
  }

  @Test func accuraciesAreInPercent() throws {
    let session = SearchPicture([
      "data iris", "layers 4",
      "search random trials=4 epochs=1 measure=accuracy lr=0.01..1:log",
    ])
    let figure = try session.plot("search")
    let values = try session.study().trials.compactMap(\.value)
    #expect(figure.series("a trial").first?.y.map(\.value) == values.map { 100 * $0 })
    #expect(figure.panels[0].y.words == "validation accuracy (%)")
  }

  @Test func whatDivergedIsSaid() throws {
    let session = SearchPicture([
      "data diabetes", "layers 4 relu", "set optimizer sgd",
      "search grid epochs=3 lr=0.001,1e20",
    ])
    let figure = try session.plot("search")
    let lost = try session.study().trials.filter { !$0.state.hasValue }
    #expect(!lost.isEmpty)
    #expect(figure.notes.contains { $0.contains("diverged or failed") })
    #expect(figure.series("a trial").first?.count == 1)

    let none = SearchPicture([
      "data diabetes", "layers 4 relu", "set optimizer sgd", "search grid epochs=3 lr=1e20,1e25",
    ])
    #expect(try none.refusal("plot search").id == "no-finished-trial")
    #expect(try none.refusal("plot space").id == "no-finished-trial")
  }

  @Test func cutTrialsAreNoBest() throws {
    let session = SearchPicture([
      "data iris", "layer 4", "search halving trials=9 epochs=9 lr=0.001..0.05:log",
    ])
    let figure = try session.plot("search")
    #expect(figure.series("cut early").first?.count == 8)
    #expect(figure.series("a trial").first?.count == 1)
  }
}
