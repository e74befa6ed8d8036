import Events
import HyperparameterSearch
import Layouts
import Presentation
import Testing
import Text

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a search prints: tables within the screen, and objects with the fields that other programs read.
@Suite struct SearchOutputTests {
  static let searches = [
    ["data circle n=60", "search", "search random trials=12 epochs=9 lr=1e-3..1:log units=4..64"],
    ["data circle n=60", "search grid epochs=2", "trials top=4", "trial 3", "use best"],
    [
      "data circle n=60", "set optimizer adam",
      """
      search random trials=4 epochs=1 folds=3 measure=accuracy lr=1e-3..1:log l1=0..1 l2=0..1 \
      batch=2..9 beta1=0.5..0.9 units=4..9 activation=relu|leakyrelu clip=0.5..9
      """, "trials sort=score", "search repeat top=2 seeds=2",
    ],
    ["data circle n=60", "search bayes trials=10 epochs=1 lr=1e-3..1:log l2=0..1", "trial 9"],
    ["data circle n=60", "set explain full", "search bayes trials=10 epochs=1 lr=1e-3..1:log"],
    [
      "data circle n=60", "search tpe trials=12 epochs=1",
      "search sobol trials=3 epochs=1 lr=0.1..1",
    ],
    ["data sine n=60", "search halving brackets=on trials=12 epochs=9", "trials", "trial 1"],
    ["data sine n=60", "search random trials=3 epochs=2 lr=1e20..1e30", "trials", "trial 1"],
    ["data xor n=60", "search random trials=12 epochs=2 lr=0.01..1 batch=1..9", "importance"],
    [
      "data xor n=60", "enqueue lr=0.1", "enqueue", "search grid epochs=1 lr=0.1,0.2",
      "search resume trials=4", "search list", "search resume 1",
    ],
    [
      "data circle n=60",
      "search compare grid random tpe bayes trials=13 repeats=3 epochs=1 lr=1e-3..1:log l2=0..1",
      "objective",
    ],
    [
      "data circle n=60", "search epochs=1..4 lr=0.1..1",
      "search random trials=4 epochs=1..4 lr=0.1..1", "trials", "trial 1", "use best",
    ],
  ]

  /// Bars tell near values apart, and a value has all its digits only in the script.
  @Test func aTrialIsReadable() throws {
    let lines = TerminalText().lines(
      for: said([
        "data circle n=60", "layer 4 tanh", "search random trials=1 epochs=4 lr=1e-3..2e-3:log",
        "trial 0",
      ])
    ).map(\.text)
    #expect(lines.contains { $0.contains("above the lowest") })
    let shown = try #require(lines.first { $0.hasPrefix("  lr  ") })
    let typed = try #require(lines.first { $0.hasPrefix("  set lr ") })
    #expect(shown.count < 14 && typed.count > 18)
  }

  @Test(arguments: searches.indices)
  func linesFitTheScreen(index: Int) {
    let events = said(Self.searches[index])
    let lines = TerminalText().lines(for: events).map(\.text)
    for line in lines {
      #expect(DisplayWidth.columns(of: line) <= 80, "\(line)")
      #expect(!line.hasSuffix(" ") && !line.contains("!"), "\(line)")
    }
    // Rows stand below their heads.
    let head = lines.last { $0.hasPrefix("  trial  ") }
    let rows = TerminalText().rows(for: events)
    if events.contains(where: { if case .trials = $0 { true } else { false } }) { return }
    if index == 1 { #expect(rows.allSatisfy { $0.count == head?.count }) }
  }

  static let lists: [(AxisSpace.Values, String?)] = [
    (.choices((1...9).map { "a:\($0),b" }), "a:1,b|…|a:9,b (9 values)"),
    (.levels((10_001...10_009).map(String.init)), "10001,…,10009 (9 values)"),
    (.range("one value of more than forty columns, with, commas, of, its, own"), nil),
  ]

  /// What is in a value is no sign of the list it stands in.
  @Test(arguments: lists)
  func longListsAreShort(values: AxisSpace.Values, short: String?) {
    func title(_ condition: String?) -> String? {
      let axis = AxisSpace(name: "x", values: values, condition: condition)
      var presenter = Presenter()
      let changes = presenter.receive(
        .searchOverview(SearchOverview(axes: [axis], common: [], methods: [])))
      guard case .append(.heading(let heading))? = changes.first else { return nil }
      return heading.text.text
    }
    #expect(title(nil) == "to search: x=\(short ?? values.text)")
    #expect(title("y=1") == "to search: x=\(values.text):if=y=1")
  }

  /// A hundred lines of a search are not read: twenty trials and all about them fit a screen of 50.
  @Test func twentyTrialsAreShort() {
    let events = said(["data circle n=60", "layer 4", "search random epochs=1 lr=1e-3..1:log"])
    let search = events.drop { if case .searchStarted = $0 { false } else { true } }
    let lines = TerminalText().lines(for: search)
    #expect(lines.count <= 36)
  }

  @Test func objectsHaveTheirFields() throws {
    let events = said([
      "data circle n=60", "search random trials=3 epochs=4 repeats=2 lr=1e-3..1:log units=4..9",
    ])
    let objects = events.map { JSONLines().object(for: $0).text }
    let trials = objects.filter { $0.hasPrefix("{\"type\":\"trial\",") }
    #expect(trials.count == 3)
    for (number, trial) in trials.enumerated() {
      #expect(trial.hasPrefix("{\"type\":\"trial\",\"trial\":\(number),\"params\":{\"lr\":"))
      for field in [
        "value", "state", "standard_error", "validation_loss", "validation_accuracy",
        "best_so_far", "origin", "curve",
      ] { #expect(trial.contains("\"\(field)\":"), "\(field)") }
      #expect(trial.contains("\"state\":\"done\""))
    }
    let plan = try #require(objects.first { $0.hasPrefix("{\"type\":\"search_started\"") })
    for field in ["direction", "seed", "folds", "repeats", "notes", "space"] {
      #expect(plan.contains("\"\(field)\":"), "\(field)")
    }
    let end = try #require(objects.first { $0.hasPrefix("{\"type\":\"search_ended\"") })
    #expect(end.contains("\"best\":{\"trial\":") && end.contains("\"interrupted\":false"))
  }

  /// A comparison's objects carry its numbers, and its plot the letters of all.
  @Test func comparisonsHaveTheirFields() throws {
    let events = said([
      "data circle n=60",
      "search compare random sobol trials=4 repeats=2 epochs=1 lr=1e-3..1:log",
    ])
    let objects = events.map { JSONLines().object(for: $0).text }
    let started = try #require(
      objects.first { $0.hasPrefix("{\"type\":\"search_compare_started\"") })
    for field in ["searchers", "trials", "runs", "seeds", "space", "direction", "epochs"] {
      #expect(started.contains("\"\(field)\":"), "\(field)")
    }
    let trials = objects.filter { $0.hasPrefix("{\"type\":\"compare_trial\"") }
    #expect(trials.count == 2 * 2 * 4)
    for field in ["searcher", "run", "seed", "trial", "params", "value", "state", "best_so_far"] {
      #expect(trials.allSatisfy { $0.contains("\"\(field)\":") }, "\(field)")
    }
    let compared = try #require(objects.first { $0.hasPrefix("{\"type\":\"search_compared\"") })
    for field in [
      "reference", "bests", "median", "low_quartile", "high_quartile", "mean", "standard_error",
      "trials_to_reference", "runs_better", "best_so_far_median", "ranking", "verdict",
    ] { #expect(compared.contains("\"\(field)\":"), "\(field)") }
    let report = try #require(
      events.compactMap { if case .compared(let report) = $0 { report } else { nil } }.first)
    let lines = TerminalText().lines(for: .compared(report)).map(\.text)
    let plot = lines.filter { $0.contains(" |") }
    #expect(plot.count == 11)
    #expect(plot.contains { $0.contains("A") } && plot.contains { $0.contains("B") })
  }

  /// Every number of a prediction is there, and the parts of the expected improvement add up.
  @Test func predictionsHaveTheirFields() throws {
    let commands = [
      "data circle n=60", "layer 3", "search bayes trials=9 epochs=1 lr=1e-3..1:log l2=0..1",
    ]
    let events = said(commands, explain: .full)
    let reports = events.compactMap { if case .trial(let report) = $0 { report } else { nil } }
    let modelled = reports.filter { $0.trial.prediction != nil }
    #expect(!modelled.isEmpty)
    for report in modelled {
      let prediction = try #require(report.trial.prediction)
      let width = (prediction.sd * prediction.sd + prediction.noise * prediction.noise).squareRoot()
      let z = (try #require(report.value) - prediction.mean) / width
      let text = JSONLines().object(for: .trial(report)).text
      for (name, value) in [
        ("predicted", prediction.mean), ("sd", prediction.sd), ("log_ei", prediction.logEI),
        ("widening", prediction.widening),
        ("exploit", prediction.exploit), ("explore", prediction.explore), ("z", z),
      ] { #expect(text.contains("\"\(name)\":\(value)"), "\(name) in \(text)") }
      let sum = prediction.exploit + prediction.explore
      #expect(abs(sum - exp(prediction.logEI)) < 1e-6 * sum + 1e-12)
    }
    let reasons = events.count { if case .trialReason = $0 { true } else { false } }
    #expect(reasons == modelled.count)
    // In brief a trial is one line.
    #expect(!said(commands).contains { if case .trialReason = $0 { true } else { false } })
  }

  /// As many bars as values, the lowest bar for the lowest value.
  @Test func curvesAsBars() {
    #expect(SearchBoard.sparkline([0.9, 0.5, 0.1]) == "█▅▁")
    #expect(SearchBoard.sparkline([2, 2]) == "▄▄")
    #expect(SearchBoard.sparkline([]) == "")
    #expect(SearchBoard.sparkline([1, .nan]) == "")
    #expect(SearchBoard.sparkline((0..<20).map(Double.init)) == "▁▂▃▄▅▆▇█")
  }
}
