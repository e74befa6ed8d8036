import Events
import HyperparameterSearch
import Numerics
import Testing

/// The model of a Bayesian search as the search had it.
@Suite struct PosteriorPlotTests {
  private static let oneAxis = [
    "data iris", "layers 4",
    "search bayes trials=10 epochs=1 wave=1 "
      + "lr=0.001,0.002,0.004,0.008,0.016,0.03,0.06,0.12,0.25,0.5,1",
  ]

  private func isNear(_ one: Double, _ other: Double) -> Bool {
    abs(one - other) <= 1e-9 * max(abs(one), abs(other), 1e-300)
  }

  /// Of a curve the value at a place that it has.
  private func value(_ curve: [Series], _ place: Double) -> (y: Double, other: Double)? {
    curve.first.flatMap { curve in
      (0..<curve.count).first { curve.x($0) == place }.map { (curve.y($0), curve.other($0)) }
    }
  }

  @Test func aTrialIsWhereTheCurvesSay() throws {
    let session = SearchPicture(Self.oneAxis)
    let study = try session.study()
    let chosen = study.trials.filter { $0.prediction != nil }
    #expect(chosen.count == 5)
    for trial in chosen {
      let prediction = try #require(trial.prediction)
      let figure = try session.plot("posterior trial=\(trial.number)")
      let place = try #require(trial.params[0].value.asNumber)
      let mean = try #require(value(figure.series("the model's mean"), place))
      #expect(isNear(mean.y, prediction.mean))
      let band = try #require(value(figure.series("± 2 standard deviations"), place))
      #expect(isNear(band.other - band.y, 4 * prediction.sd))
      let gains = figure.series("expected improvement")
      let gain = try #require(value(gains, place))
      #expect(isNear(gain.y, PortableMath.exp(prediction.logEI)))
      // It promised most of all that had not been tried.
      let tried = study.trials.prefix(trial.number).compactMap { $0.params[0].value.asNumber }
      let curve = try #require(gains.first)
      #expect(curve.count == 11)
      for index in 0..<curve.count where !tried.contains(curve.x(index)) {
        #expect(curve.y(index) <= gain.y * (1 + 1e-9))
      }
      #expect(figure.series("trials").first?.count == trial.number)
      #expect(figure.description.contains("Trial \(trial.number) was tried at"))
    }
  }

  @Test func afterAllTrialsItKnowsAll() throws {
    let session = SearchPicture([
      "data iris", "layers 4", "search bayes trials=8 epochs=1 lr=1e-3..1:log l2=0..0.1",
    ])
    let study = try session.study()
    let curve = try session.plot("posterior x=lr")
    let best = try #require(study.best)
    let l2 = try #require(best.param("l2")?.asNumber)
    let note = try #require(curve.notes.first)
    #expect(note.hasPrefix("l2 ") && note.contains("as in trial \(best.number)"))
    let mean = try #require(curve.series("the model's mean").first)
    let band = try #require(curve.series("± 2 standard deviations").first)
    let points = mean.x.map {
      [ParameterAssignment("lr", .number($0.value)), ParameterAssignment("l2", .number(l2))]
    }
    let expected = try #require(study.predictions(at: points))
    #expect(mean.count > 100)
    for index in 0..<mean.count {
      #expect(isNear(mean.y(index), expected[index].mean))
      #expect(isNear(band.other(index) - band.y(index), 4 * expected[index].sd))
    }
    // Two axes are a field unless one is named.
    let field = try session.plot("posterior")
    let grid = try #require(field.panels[0].marks[0].grid)
    let (row, column) = (10, 20)
    let right = PortableMath.exp(
      PortableMath.log(1e-3) * (1 - (Double(column) + 0.5) / Double(grid.columns)))
    let up = 0.1 * (1 - (Double(row) + 0.5) / Double(grid.rows))
    let there = try #require(
      study.predictions(at: [
        [ParameterAssignment("lr", .number(right)), ParameterAssignment("l2", .number(up))]
      ])?.first)
    #expect(abs(grid.value(row, column) - there.mean) < 1e-6 * abs(there.mean))
    #expect(field.panels.count == 2)
    let points2 = field.points().reduce(0) { $0 + $1.count }
    #expect(points2 == study.trials.count)
  }

  @Test func wavesShowWhatTheyChose() throws {
    let session = SearchPicture([
      "data iris", "layers 4",
      "search bayes trials=12 epochs=1 wave=4 lr=1e-3..1:log activation=relu|tanh|sigmoid",
    ])
    let figure = try session.plot("posterior wave=3 x=activation y=lr")
    #expect(figure.points().first { $0.role == .emphasis }?.count == 4)
    #expect(figure.panels[0].x.categories == ["relu", "tanh", "sigmoid"])
    let grid = try #require(figure.panels[0].marks[0].grid)
    #expect(grid.columns == 3)
    #expect(grid.edges.map(\.value).prefix(2) == [-0.5, 2.5])
    #expect(figure.panels[0].x.categories.count == 3)
    let second = try session.plot("posterior trial=9 x=lr")
    #expect(second.series("chosen just before, not known yet").first?.count == 1)
    #expect(try session.plot("posterior x=activation").panels[0].x.categories.count == 3)
    // The one that would come next.
    #expect(session.session.execute("plot posterior trial=12") == .done)
    #expect(session.session.execute("plot posterior wave=4") == .done)
    let missing = try session.refusal("plot posterior wave=5")
    #expect(try session.follow(missing))
    #expect(try session.refusal("plot posterior trial=13").id == "no-such-trial")
    #expect(try session.refusal("plot posterior trial=9 wave=3").id == "trial-and-wave")
    let early = try session.refusal("plot posterior trial=2")
    #expect(early.id == "before-the-model")
    #expect(try session.follow(early))
  }

  @Test func refusals() throws {
    let few = SearchPicture([
      "data iris", "layers 4", "search bayes trials=3 epochs=1 lr=1e-3..1:log",
    ])
    let refusal = try few.refusal("plot posterior")
    #expect(refusal.id == "before-the-model")
    #expect(try few.follow(refusal))
    let other = SearchPicture([
      "data iris", "layers 4", "search random trials=3 epochs=1 lr=1e-3..1:log units=2..6",
    ])
    let kind = try other.refusal("plot posterior")
    #expect(kind.id == "not-bayesian")
    #expect(kind.suggestion == "`search bayes lr=0.001..1:log units=2..6`")
    #expect(try other.follow(kind))
    #expect(other.session.execute("plot posterior") == .done)
    #expect(other.session.execute("plot posterior y=units trial=10") == .done)
  }

  /// In a table: a space of many numbers, most of them the same.
  @Test func tablesToo() throws {
    let session = SearchPicture(["objective phoneme", "search bayes trials=24"])
    let figure = try session.plot("posterior trial=20")
    let names = try session.study().space.axes.map(\.name)
    #expect(figure.panels[0].x.label == names[0])
    #expect(figure.notes.contains { $0.contains("as in trial 20") })
    for name in names.dropFirst() {
      #expect(session.session.execute("plot posterior x=\(name) y=\(names[0])") == .done)
    }
  }
}
