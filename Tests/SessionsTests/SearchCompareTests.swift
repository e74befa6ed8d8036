import CommandLanguage
import Events
import HyperparameterSearch
import SessionSupport
import TestSupport
import Testing

/// `search compare`: its numbers are those of separate searches, and nothing of the session changes.
@Suite struct SearchCompareTests {
  private func report(_ session: RecordedSession) -> CompareReport? {
    for case .compared(let report) in session.events { return report }
    return nil
  }

  private func compareTrials(_ session: RecordedSession) -> [CompareTrial] {
    session.events.compactMap { if case .compareTrial(let trial) = $0 { trial } else { nil } }
  }

  private struct Case: Sendable {
    var setup: [String]
    var methods: [String]
    var options: String
    /// Options of those that learn from results.
    var wave = ""
    var trials: Int
    var runs: Int
  }

  private static let cases = [
    Case(
      setup: ["objective phoneme", "set seed 3"], methods: ["bayes", "grid", "random"],
      options: "", wave: "wave=2", trials: 14, runs: 4),
    Case(
      setup: ["data xor n=60", "layer 3 tanh"], methods: ["tpe", "sobol"],
      options: "epochs=1 lr=0.01..1:log l2=0..0.1", wave: "", trials: 12, runs: 3),
    Case(
      setup: ["data circle n=60", "layer 3 tanh", "set seed 5"], methods: ["random", "grid"],
      options: "epochs=1 lr=1e-3..1e30:log l2=0..0.1 measure=accuracy folds=2", wave: "", trials: 5,
      runs: 2),
  ]

  private func command(_ test: Case) -> String {
    "search compare \(test.methods.joined(separator: " ")) trials=\(test.trials) "
      + "repeats=\(test.runs) \(test.options) \(test.wave)"
  }

  /// The best so far after each trial of a search of its own.
  private func alone(_ test: Case, _ method: String, _ seed: UInt64) throws -> [Double?] {
    let session = RecordedSession()
    session.run(test.setup)
    let wave = ["tpe", "bayes"].contains(method) ? test.wave : ""
    let outcome = session.run(
      "search \(method) trials=\(test.trials) seed=\(seed) \(test.options) \(wave)")
    #expect(outcome == .done, "\(session.diagnostic?.message ?? "")")
    let study = try #require(session.state.search).study
    var best: Double?
    return study.trials.map { trial in
      if let value = trial.value, trial.state == .done {
        let isBetter = best.map { study.direction == .minimize ? value < $0 : value > $0 } ?? true
        if isBetter { best = value }
      }
      return best
    }
  }

  /// The value at a share of the sorted ones, by a straight line between neighbors.
  private func quantile(_ values: [Double], _ share: Double) -> Double {
    let sorted = values.sorted()
    let place = share * Double(sorted.count - 1)
    let low = Int(place.rounded(.down))
    let high = min(low + 1, sorted.count - 1)
    return sorted[low] + (place - Double(low)) * (sorted[high] - sorted[low])
  }

  @Test(arguments: cases.indices) func numbersAreThoseOfSeparateSearches(index: Int) throws {
    let test = Self.cases[index]
    let session = RecordedSession(explain: .full)
    session.run(test.setup)
    #expect(session.run(command(test)) == .done, "\(session.diagnostic?.message ?? "")")
    let report = try #require(self.report(session))
    let first = session.state.settings.training.seed
    #expect(report.plan.seeds == (0..<test.runs).map { first + UInt64($0) })
    let isMinimum = report.plan.measure.direction == .minimize
    let reference = test.methods.firstIndex(of: "random") ?? 0
    #expect(report.reference == reference)
    var curves: [[[Double?]]] = []
    for method in test.methods {
      curves.append(try report.plan.seeds.map { try alone(test, method, $0) })
    }
    let others = try curves[reference].map { try #require($0.last ?? nil) }
    let target = quantile(others, 0.5)
    for (row, runs) in zip(report.rows, curves) {
      let bests = try runs.map { try #require($0.last ?? nil) }
      #expect(row.bests == bests)
      #expect(row.final.median == quantile(bests, 0.5))
      #expect(row.final.low == quantile(bests, 0.25) && row.final.high == quantile(bests, 0.75))
      let mean = bests.reduce(0, +) / Double(bests.count)
      #expect(row.mean == mean)
      let variance = bests.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(bests.count - 1)
      let error = (variance / Double(bests.count)).squareRoot()
      #expect(abs(try #require(row.standardError) - error) < 1e-12)
      let wins = zip(bests, others).count { isMinimum ? $0 < $1 : $0 > $1 }
      #expect(row.wins == wins)
      #expect(row.ties == zip(bests, others).count { $0 == $1 })
      let reached = runs.map { run in
        run.firstIndex { $0.map { isMinimum ? $0 <= target : $0 >= target } ?? false }
          .map { $0 + 1 }
      }
      #expect(row.trialsToReference == reached)
      for (place, spread) in row.curve.enumerated() {
        let values = runs.compactMap { $0[place] }
        guard values.count == runs.count else { continue }
        #expect(spread.median == quantile(values, 0.5))
        #expect(spread.low == quantile(values, 0.25) && spread.high == quantile(values, 0.75))
      }
    }
    let medians = report.ranking.compactMap { report.rows[$0].final.median }
    #expect(medians == medians.sorted { isMinimum ? $0 < $1 : $0 > $1 })
    try checkTest(report)
  }

  /// The paired t statistic of the first two, and which way it is read.
  private func checkTest(_ report: CompareReport) throws {
    let (one, two) = (report.rows[report.ranking[0]], report.rows[report.ranking[1]])
    let sign = report.plan.measure.direction == .minimize ? 1.0 : -1.0
    let gains = try zip(one.bests, two.bests).map {
      sign * (try #require($1) - (try #require($0)))
    }
    let mean = gains.reduce(0, +) / Double(gains.count)
    let squares = gains.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
    let error = (squares / Double(gains.count - 1) / Double(gains.count)).squareRoot()
    guard error > 0 else { return }
    let statement = try #require(
      report.verdict.first { $0.values.contains { $0.name == "gain_errors" } })
    func value(_ name: String) throws -> Double {
      try #require(statement.values.first { $0.name == name }?.value)
    }
    let (gain, gainError, t) = (
      try value("gain"), try value("gain_error"), try value("gain_errors")
    )
    #expect(abs(gain - abs(mean)) < 1e-12 && abs(gainError - error) < 1e-12)
    #expect(abs(t - abs(mean) / error) < 1e-9 * abs(mean / error))
    // scipy.stats.t.ppf(0.975, n - 1)
    let critical = [1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776][gains.count - 1]
    #expect(try value("gain_critical") == critical)
    let text = statement.parts.map { if case .text(let text) = $0 { text } else { "" } }.joined()
    let isClear = abs(mean / error) > (critical ?? 0)
    #expect(text.contains("more than luck explains") == isClear)
    #expect(text.contains("do not tell that from luck") != isClear)
  }

  @Test(arguments: cases.indices) func threadsChangeNothing(index: Int) throws {
    let test = Self.cases[index]
    var reports: [CompareReport] = []
    var trials: [[CompareTrial]] = []
    for threads in [1, 2, 7] {
      let session = RecordedSession(threads: threads)
      session.run(test.setup)
      session.run(command(test))
      reports.append(try #require(self.report(session)))
      trials.append(compareTrials(session))
    }
    #expect(reports.allSatisfy { $0 == reports[0] })
    #expect(trials.allSatisfy { $0 == trials[0] })
    let planned = reports[0].plan.searchers.reduce(0) { $0 + $1.trials } * test.runs
    #expect(trials[0].count == planned)
  }

  /// A grid that repeats few values of the axis that matters, and random draws that do not.
  @Test func saysHowTheAxisThatMattersIsCovered() throws {
    let session = RecordedSession()
    session.run("data iris", "layer 3 tanh")
    session.run(
      "search compare grid random trials=16 repeats=2 epochs=2 lr=1e-3..1:log l2=1e-9..1e-8:log")
    let report = try #require(self.report(session))
    let coverage = try #require(
      report.verdict.first { $0.values.contains { $0.name == "grid_values" } })
    #expect(coverage.parts.contains(.text("lr")))
    #expect(coverage.values.first { $0.name == "grid_values" }?.value == 4)
    #expect(coverage.values.first { $0.name == "other_values" }?.value == 16)
    let share = try #require(coverage.values.first { $0.name == "axis_share" }?.value)
    #expect(share > 0.5 && share <= 1)
  }

  // MARK: What stays

  @Test func theSessionStaysAsItWas() throws {
    let session = RecordedSession()
    let journal = MemoryStudyJournal()
    session.session.environment.studies = journal
    session.run("data iris", "layer 3 tanh", "search random trials=2 epochs=1 lr=0.1..1")
    let search = try #require(session.state.search).study
    session.run(
      "enqueue lr=0.5", "search compare random sobol trials=3 repeats=2 epochs=1 lr=0.1..1")
    #expect(report(session) != nil)
    #expect(session.state.search?.study == search && session.state.guesses.count == 1)
    #expect(journal.studies().count == 1)
    // What is undone is the guess: there is nothing of the comparison.
    session.run("undo")
    #expect(session.state.guesses.isEmpty)
  }

  @Test func whatIsInterruptedIsNotKept() throws {
    let search = "search compare random bayes trials=5 repeats=2 epochs=2 lr=0.01..1:log"
    let whole = RecordedSession(threads: 2)
    whole.run("data iris", "layer 3 tanh")
    let questions = Countdown()
    #expect(whole.run(search, asking: questions) == .done)
    for share in [0.02, 0.5, 0.9] {
      let session = RecordedSession(threads: 2)
      let journal = MemoryStudyJournal()
      session.session.environment.studies = journal
      session.run("data iris", "layer 3 tanh")
      let before = StateDigest(session.state)
      let stop = Int(Double(questions.asked) * share)
      #expect(session.run(search, stoppingAfter: stop) == .interrupted)
      // There is nothing to be typed that would give a part again, as nothing was changed.
      #expect(session.outcomes == [.interrupted(again: nil)])
      #expect(StateDigest(session.state) == before)
      let finished = compareTrials(session).count
      #expect(finished < compareTrials(whole).count && (share < 0.5 || finished > 0))
      #expect(report(session) == nil && session.state.search == nil)
      #expect(session.events.contains { if case .hint = $0 { true } else { false } })
      #expect(journal.studies().isEmpty)
    }
  }

  @Test(arguments: [
    ("search compare random lr=0.1..1", "one-searcher", "search compare random lr=0.1..1"),
    ("search compare random tpe random lr=0.1..1", "repeated-searcher", "random"),
    ("search compare random rndm lr=0.1..1", "wrong-type", "rndm"),
    ("search compare random grid repeats=1 lr=0.1..1", "out-of-range", "1"),
    ("search compare random grid rl=0.1..1", "unknown-search-parameter", "rl"),
    ("search compare random grid lr=1..0.1", "reversed-range", "1..0.1"),
  ]) func refuses(command: String, id: String, at: String) throws {
    let session = RecordedSession()
    session.run("data iris", "layer 3 tanh")
    #expect(session.run(command) == .failed)
    let diagnostic = try #require(session.diagnostic)
    #expect(diagnostic.id == id)
    let range = try #require(diagnostic.range)
    #expect(String(decoding: Array(command.utf8)[range.start..<range.end], as: UTF8.self) == at)
    #expect(session.state.search == nil)
  }
}
