import Events
import Layouts
import Testing
import Text

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a race prints: tables within the screen, and curves where their losses are.
@Suite struct RaceOutputTests {
  static let races = [
    ["data circle n=60", "layer 4 tanh", "race sgd adam epochs=30"],
    ["data circle n=60", "race lr=0.001,3 l2=0,0.1 batch=5,full epochs=12"],
    ["data sine n=60", "set patience 3", "race lr=0.001,0.1,1e30 l2=0,0.1 epochs=70"],
    ["data xor n=40 test=0", "race epochs=1"],
    ["data plane n=60", "layers none", "race lr=0.001,100 epochs=20"],
    ["data xor n=60", "train until loss < 0.66", "what if lr=0.1 momentum=0.5 l2=0.001"],
    ["data xor n=60", "train 3", "what if momentum=0.5"],
  ]

  @Test(arguments: races.indices)
  func linesFitTheScreen(index: Int) throws {
    let events = said(Self.races[index])
    let race = events.drop { if case .raceStarted = $0 { false } else { true } }
    let lines = TerminalText().lines(for: race).map(\.text)
    #expect(lines.allSatisfy { DisplayWidth.columns(of: $0) <= 80 })
    #expect(lines.allSatisfy { !$0.hasSuffix(" ") })
    // All rows of the table that grows are as wide as its head.
    let rows = TerminalText().rows(for: race)
    let head = try #require(lines.first { $0.hasPrefix("  epoch") })
    #expect(rows.count >= 2 && rows.allSatisfy { $0.count == head.count })
  }

  /// Each letter stands at the height of its loss.
  @Test(arguments: races.indices)
  func curvesAreWhereTheirLossesAre(index: Int) throws {
    let events = said(Self.races[index])
    guard case .raceEnded(let end)? = events.last else {
      Issue.record("no race ended")
      return
    }
    let lines = TerminalText().lines(for: .raceEnded(end)).map(\.text)
    let canvas = lines.compactMap { line in
      line.firstIndex(of: "|").flatMap { bar -> [Character]? in
        let label = line[..<bar]
        guard label.count == 11, label.allSatisfy({ " .-e0123456789".contains($0) }) else {
          return nil
        }
        return Array(line[line.index(after: bar)...])
      }
    }
    guard end.plan.toEpoch > 1 else { return #expect(canvas.isEmpty) }
    #expect(canvas.count == 7)
    let values = end.finishes.flatMap(\.curve)
    let (low, highest) = (try #require(values.min()), try #require(values.max()))
    // Ten times the first loss is the most there is room for.
    let high = min(highest, 10 * (end.finishes.map { $0.curve[0] }.max() ?? 0))
    #expect(lines.contains { $0.contains(", cut off at ") } == (high < highest))
    let isLog = high > 4 * low
    #expect(lines.contains { $0.contains("log scale") } == isLog)
    func share(_ value: Double) -> Double {
      isLog ? log(value / low) / log(high / low) : (value - low) / (high - low)
    }
    let last = (end.finishes.map(\.curve.count).max() ?? 0) - 1
    for finish in end.finishes {
      for (epoch, value) in finish.curve.enumerated() {
        // The column nearest to the epoch, if no other epoch is as near.
        let column = Int((Double(epoch) * 60 / Double(last)).rounded())
        guard last <= 30 || epoch == 0 || epoch == last else { continue }
        let row = Int(((1 - share(min(value, high))) * 6).rounded())
        #expect(column < canvas[row].count, "\(finish.racer.name) at epoch \(epoch)")
        guard column < canvas[row].count else { continue }
        let cell = canvas[row][column]
        #expect("\(cell)" == finish.racer.letter || cell == "*")
      }
    }
  }

  /// Who runs, the table, the outcome, the plot and the verdict of three racers fit a screen.
  @Test(arguments: [
    "race sgd momentum adam epochs=30", "race lr=0.001,0.01,0.1", "race batch=1,10,full",
    "race l2=0,0.01,0.1", "race seed=1,2,3", "race activation=relu,tanh,gelu",
    "race lr=0.001,0.1,1e30",
  ])
  func threeRacersFitAScreen(race: String) {
    let events = said(["data circle", "layer 8 tanh", race])
    let lines = TerminalText().lines(
      for: events.drop { if case .raceStarted = $0 { false } else { true } })
    #expect((20...32).contains(lines.count), "\(race): \(lines.count) lines")
  }

  /// However narrow the window, each figure says of which rows it is.
  @Test(arguments: [races[0], races[2], races[5]])
  func rankingsSayOfWhichRows(race: [String]) throws {
    let events = said(race)
    for width in [38, 44, 50, 56, 62, 80] {
      let lines = TerminalText(columns: width).lines(for: events).map(\.text)
      let place = try #require(lines.lastIndex { $0.hasPrefix("  place ") })
      let figures = lines[place].split(separator: " ").filter {
        ["loss", "accuracy", "R²"].contains($0)
      }
      let rows = lines[place - 1].split(separator: " ")
      #expect(rows.allSatisfy { ["train", "valid.", "test"].contains($0) }, "\(width)")
      #expect(!figures.isEmpty && rows.count == figures.count, "\(width)")
    }
  }

  /// What is said in brief is said at length too.
  @Test func fullVerdictsSayMore() {
    for race in Self.races {
      func end(_ level: String) -> RaceEnd? {
        guard case .raceEnded(let end)? = said(["set explain \(level)"] + race).last else {
          return nil
        }
        return end
      }
      guard let brief = end("brief"), let full = end("full") else {
        Issue.record("no race ended")
        continue
      }
      #expect(brief.finishes == full.finishes)
      #expect(Set(brief.verdict.map(\.kind)).isSubset(of: full.verdict.map(\.kind)))
      #expect(length(of: brief.verdict) <= length(of: full.verdict))
    }
  }

  private func length(of verdict: [RaceNote]) -> Int {
    verdict.reduce(0) { $0 + $1.statement.text.count }
  }

  @Test func jsonCarriesWhatTextSays() throws {
    let events = said(["data circle n=60", "layer 4 tanh", "race sgd adam epochs=3"])
    let objects = events.map { JSONLines().object(for: $0) }
    var types: [String] = []
    for case .object(let members) in objects {
      if case .string(let type) = members[0].1 { types.append(type) }
    }
    #expect(types.count { $0 == "race" } == 8)
    let stages = ["race", "race", "race_stage"]
    #expect(
      types.suffix(14) == ["race_started"] + [stages, stages, stages, stages].joined()
        + ["race_ended"])
    guard case .raceEnded(let end)? = events.last, case .object(let members)? = objects.last else {
      Issue.record("no race ended")
      return
    }
    let verdict = members.first { $0.0 == "verdict" }?.1
    guard case .array(let notes)? = verdict else {
      Issue.record("no verdict")
      return
    }
    #expect(notes.count == end.verdict.count)
    for (note, object) in zip(end.verdict, notes) {
      for (_, value) in note.statement.values { #expect(object.text.contains("\(value)")) }
    }
  }
}
