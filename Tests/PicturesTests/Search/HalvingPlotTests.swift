import CommandLanguage
import Events
import HyperparameterSearch
import Testing

/// The rungs of a halving search, counted again from its reports.
@Suite struct HalvingPlotTests {
  private func brackets(_ figure: Figure) -> [Series] {
    figure.panels[0].marks.compactMap { if case .brackets(let series) = $0 { series } else { nil } }
  }

  private func reports(_ session: SearchPicture) -> [RungReport] {
    session.events.compactMap { if case .rung(let report) = $0 { report } else { nil } }
  }

  @Test(arguments: ["", " brackets=on"]) func rungsAreThoseReported(_ option: String) throws {
    let session = SearchPicture([
      "data iris", "layer 4", "search halving trials=18 epochs=9 lr=0.001..0.5:log\(option)",
    ])
    let rungs = reports(session)
    let figure = try session.plot("halving")
    let drawn = brackets(figure)
    #expect(drawn.reduce(0) { $0 + $1.count } == rungs.count)
    let texts = drawn.flatMap(\.texts)
    for (text, rung) in zip(texts, rungs) {
      #expect(text.hasPrefix("\(rung.trials.count) trial"))
      #expect(text.contains(rung.rung == rung.rungs ? "to the end" : "\(rung.kept.count) go"))
    }
    #expect(drawn.flatMap { $0.other.map(\.value) } == rungs.map { Double($0.epochs) })
    // Curves end where their trials did.
    let study = try session.study()
    let lines = figure.panels[1].marks.compactMap {
      if case .line(let series) = $0 { series } else { nil }
    }
    #expect(lines.count == study.trials.count)
    let ends = study.trials.compactMap { $0.curve.last?.value }.sorted()
    #expect(lines.compactMap { $0.y.last?.value }.sorted() == ends)
  }

  @Test func aStoppedOneSaysSo() throws {
    let session = SearchPicture(["data iris", "layer 4"])
    session.session.execute("search halving trials=9 epochs=9 lr=0.001..0.05:log stop=6")
    let figure = try session.plot("halving")
    #expect(brackets(figure).flatMap(\.texts) == ["9 trials, 3 go on"])
    #expect(figure.notes.contains("3 trials not at an end yet: `search resume` goes on"))
    #expect(session.session.execute("search resume") == .done)
    #expect(try brackets(session.plot("halving")).flatMap(\.texts).count == 3)
  }

  @Test func otherSearchesAreRefused() throws {
    let session = SearchPicture([
      "data iris", "layer 4", "search random trials=2 epochs=2..4 lr=0.01..1:log",
    ])
    let refusal = try session.refusal("plot halving")
    #expect(refusal.id == "not-halving")
    #expect(try session.follow(refusal))
    #expect(session.session.execute("plot halving") == .done)
    let table = SearchPicture(["objective phoneme", "search random trials=2"])
    let other = try table.refusal("plot halving")
    #expect(try table.follow(other))
    #expect(table.session.execute("plot halving") == .done)
  }
}

@Suite struct ImportancePlotTests {
  @Test func barsAreTheSharesOfTheCommand() throws {
    let session = SearchPicture(["objective phoneme", "search random trials=30", "importance"])
    let reports = session.events.compactMap {
      if case .importance(let report) = $0 { report } else { nil }
    }
    let report = try #require(reports.first)
    let figure = try session.plot("importance")
    let shares = (report.shares + report.interactions.filter { $0.mean > 0 }).reversed()
    let bars = try #require(figure.panels[0].marks[0].series)
    let spread = try #require(figure.panels[0].marks[1].series)
    #expect(bars.x.map(\.value) == shares.map { 100 * $0.mean })
    #expect(spread.other.map(\.value) == shares.map { 100 * min(1, $0.mean + $0.deviation) })
    #expect(spread.texts.allSatisfy { $0.contains("–") && !$0.contains("±") })
    #expect(figure.panels[0].y.categories == shares.map { $0.axes.joined(separator: " with ") })
    #expect(figure.description.contains(report.shares[0].axes[0]))
  }

  @Test func refusalsAreThoseOfTheCommand() throws {
    let session = SearchPicture(["objective phoneme", "search random trials=5"])
    let refusal = try session.refusal("plot importance")
    #expect(refusal == (try session.refusal("importance")).withRange(refusal.range))
    #expect(refusal.id == "too-few-trials")
    #expect(try session.follow(refusal))
    #expect(session.session.execute("plot importance") == .done)
  }
}

extension Diagnostic {
  fileprivate func withRange(_ range: SourceRange?) -> Diagnostic {
    var copy = self
    copy.range = range
    return copy
  }
}
