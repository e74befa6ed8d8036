// What fits a window of 24 rows and 80 columns with the next prompt: lists, the end of what runs, and
// curves that take fewer lines where there are few.
import Events
import Experiments
import Layouts
import Presentation
import SessionSupport
import Testing
import Text

@Suite struct WindowHeightTests {
  /// A row is the next prompt's.
  static let rows = 23

  private static var window: TerminalText {
    var text = TerminalText(columns: 80)
    text.rows = 24
    return text
  }

  private func lines(_ event: LearningEvent, _ text: TerminalText = window) -> [String] {
    text.lines(for: event).map(\.text)
  }

  // MARK: What fits

  static let lists = [
    ["help"], ["set"], ["set seed 18446744073709551615", "set lr 0.7898381114523616", "set"],
    ["set loss cross-entropy", "set optimizer momentum", "set schedule constant", "set"],
    ["data cancer"], ["data digits"], ["search"], ["train", "why"], ["train", "explain adam"],
    ["data digits", "layers 16 relu", "train 1", "why"], ["data digits", "layers 8", "weights 1"],
    [
      "data circle n=60", "search bayes lr=1e-3..1:log units=2..16 trials=9 epochs=10", "trial 3",
    ],
  ]

  static let ends = [
    ["race sgd momentum adam"], ["train", "what if lr=0.1"],
    ["data circle n=60", "search random lr=1e-3..1:log units=2..8 trials=8 epochs=4"],
    ["data circle n=60", "search bayes lr=1e-3..1:log units=2..8 trials=8 epochs=4"],
    ["data circle n=60", "search compare random sobol lr=1e-3..1:log trials=6 epochs=3 repeats=3"],
  ]

  /// The last thing that is said.
  @Test(arguments: lists + ends) func fitsTheWindow(commands: [String]) throws {
    let session = RecordedSession(explain: .brief)
    for command in commands { #expect(session.run(command) == .done, "\(command)") }
    let event = try #require(
      session.events.last {
        if case .hint = $0 { false } else { true }
      })
    let lines = lines(event)
    #expect(lines.count > 1 && lines.count <= Self.rows, "\(lines.joined(separator: "\n"))")
    #expect(lines.allSatisfy { DisplayWidth.columns(of: $0) <= 80 })
  }

  // MARK: Lists in two columns

  @Test func helpNamesEveryCommandWithItsWords() throws {
    let event = try #require(said(["help"]).last)
    guard case .help(let page) = event else {
      Issue.record("no page")
      return
    }
    let rows = page.sections.flatMap(\.rows)
    #expect(rows.count > 30)
    for columns in [40, 60, 80, 120] {
      let lines = lines(event, TerminalText(columns: columns))
      for row in rows {
        #expect(
          lines.contains { $0.contains("  \(row.name) ") && $0.contains("  \(row.summary)") },
          "\(columns): \(row.name)")
      }
    }
  }

  /// In a window of 80 columns a long value is cut, and so is no other.
  @Test func aLongSettingLeavesTheOthersWhole() throws {
    let seed = "18446744073709551615"
    let event = try #require(said(["set seed \(seed)", "set"]).last)
    guard case .settings(let reports) = event else {
      Issue.record("no settings")
      return
    }
    let text = lines(event).joined(separator: "\n")
    #expect(text.contains("  seed = 184467440737…  random seed"))
    for report in reports where report.name != "seed" {
      #expect(text.contains("  \(report.name) = \(report.value) "), "\(report.name)")
      #expect(text.contains("  \(report.title)"), "\(report.name)")
    }
    #expect(lines(event, TerminalText(columns: 60)).contains("  seed = \(seed)  random seed"))
  }

  // MARK: Curves

  private static let race = """
    race gd sgd momentum nesterov adagrad rmsprop adam adamw epochs=9
    """

  /// The ranking of eight and their curves, from the first line to the axis.
  @Test func aRankingAndItsCurvesAreOnTheScreenTogether() throws {
    let end = try #require(said(["data circle n=60", Self.race]).last)
    let all = lines(end)
    let axis = try #require(all.firstIndex { $0.hasPrefix("           +0 -") })
    #expect(axis < Self.rows)
    #expect(all[0].hasPrefix("ranked by"))
    // In a higher window, and where nobody knows how high it is, they have all their lines.
    var high = Self.window
    high.rows = 100
    #expect(lines(end, high) == lines(end, TerminalText(columns: 80)))
    #expect(canvas(lines(end, high)).count == 7)
  }

  /// Each row that is missing takes one from the curves until four are left; the letters stay.
  @Test func curvesGiveWay() throws {
    let end = try #require(said(["data circle n=60", "race sgd adam epochs=9"]).last)
    let usual = lines(end, TerminalText(columns: 80))
    for missing in 0...6 {
      var text = Self.window
      text.rows = usual.count + 1 - missing
      let lines = lines(end, text)
      #expect(canvas(lines).count == max(4, 7 - missing))
      #expect(lines.count == usual.count - min(3, missing))
      #expect(canvas(lines).joined().contains("A") && canvas(lines).joined().contains("B"))
    }
  }

  private func canvas(_ lines: [String]) -> [String] {
    lines.filter { $0.count > 11 && $0.prefix(12).hasSuffix("|") }
  }

  // MARK: Narrow windows

  /// Formulas side by side stand below each other, none beside what it has nothing to do with.
  @Test(arguments: [40, 60]) func formulasStandBelowEachOther(columns: Int) throws {
    let code = Block.code(
      Code(.formula, ["m ← β₁ · m + (1 - β₁) · g         m̂ = m / (1 - β₁ᵗ)        t counts steps"]))
    let lines = TerminalText(columns: columns).lines(of: code).map(\.text)
    #expect(
      lines == [
        "    m ← β₁ · m + (1 - β₁) · g", "      m̂ = m / (1 - β₁ᵗ)", "      t counts steps",
      ])
    #expect(TerminalText(columns: 80).lines(of: code).count == 1)
  }

  /// They are there to be typed or copied.
  @Test func commandsOfALessonStayWhole() throws {
    let command = "search bayes lr=1e-3..1:log units=4..64 layers=1..3 trials=12 epochs=20"
    let report = LessonStepReport(
      lesson: "l", title: "t", step: 1, steps: 2, heading: "h", isBeginning: true, parts: [],
      ask: .commands([command]))
    let lines = lines(.lessonStep(report), TerminalText(columns: 40))
    #expect(lines.contains("    " + command))
  }

  /// Narrowed and widened again, a race says who is who once.
  @Test func aRaceSaysOnceWhoIsWho() throws {
    let output = Corpus.output([Self.race], after: ["data circle n=60"])
    let changes = BlockTests.executions(output)[0].changes
    let rows = changes.indices.filter { if case .addRow = changes[$0] { true } else { false } }
    #expect(rows.count > 4)
    var growing = GrowingText()
    var lines: [String] = []
    let parts = [(0..<rows[1], 120), (rows[1]..<rows[2], 80), (rows[2]..<rows[3], 60)]
    for (part, columns) in parts + [(rows[3]..<rows[4], 80)] {
      lines += growing.lines(for: Array(changes[part]), TerminalText(columns: columns))
        .map(\.text)
    }
    #expect(lines.count { $0 == "  C  momentum" } == 1)
    #expect(lines.count { $0.hasPrefix("  epoch") } == 4)
  }
}
