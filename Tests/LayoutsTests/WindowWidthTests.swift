// What fits a window: no line is wider, commands stay whole, and tables say what they leave out.
import CommandLanguage
import Events
import Layouts
import Presentation
import SessionSupport
import Testing
import Text

@Suite struct WindowWidthTests {
  static let widths = [40, 60, 80]

  private func lines(_ events: [LearningEvent], _ width: Int) -> [String] {
    TerminalText(columns: width).lines(for: events).map(\.text)
  }

  /// Wherever in a paragraph a command begins.
  @Test(arguments: widths)
  func commandsAreNotBroken(width: Int) {
    for count in 0..<40 {
      let filler = String(repeating: "x ", count: count)
      let hint: Statement = "\(filler)try `data penguins seed=1`, or `train until loss < 0.1`."
      let lines = lines([.hint(hint)], width)
      #expect(lines.contains { $0.contains("`data penguins seed=1`,") }, "\(lines)")
      #expect(lines.contains { $0.contains("`train until loss < 0.1`.") }, "\(lines)")
      #expect(lines.allSatisfy { DisplayWidth.columns(of: $0) <= width })
      #expect(lines.joined(separator: " ") == hint.text)
    }
  }

  /// One that is longer than a line breaks between its words.
  @Test(arguments: widths)
  func longCommandsBreakBetweenWords(width: Int) {
    let hint: Statement = """
      Try `search random trials=50 epochs=20 lr=1e-4..1:log l2=1e-6..0.1:log units=4..64 layers=1..3` \
      and `use best`.
      """
    let lines = lines([.hint(hint)], width)
    #expect(lines.count > 1 && lines.allSatisfy { $0.count <= width })
    #expect(lines.joined(separator: " ") == hint.text)
  }

  /// What is wrong with a line typed at a prompt.
  @Test(arguments: [(2, 60), (14, 60), (14, 80), (23, 80)])
  func commandsOfErrorsAreNotBroken(indent: Int, columns: Int) throws {
    let session = RecordedSession()
    session.run("trials")
    let error = try #require(session.error)
    var text = TerminalText()
    (text.promptWidth, text.errorColumns) = (indent, columns)
    let lines = text.lines(for: .error(error)).map(\.text)
    let suggestion = try #require(error.diagnostic.suggestion)
    #expect(suggestion.contains(" ") && lines.contains { $0.contains(suggestion) }, "\(lines)")
    #expect(lines.allSatisfy { $0.count <= columns }, "\(lines)")
  }

  static let sessions = [
    [
      "data circle n=60", "set patience 10", "set l1 0.001", "set l2 0.01", "train 12", "eval",
      "race lr=0.01,0.1 l2=0,0.1 epochs=6", "model",
    ],
    ["data sine n=40", "set patience 3", "set loss huber", "train 10", "race lr=0.01,1e30"],
    [
      "data circle n=60", "set optimizer adam",
      """
      search random trials=4 epochs=2 folds=3 measure=accuracy lr=1e-3..1:log l1=0..1 l2=0..1 \
      batch=2..9 beta1=0.5..0.9 units=4..9 activation=relu|leakyrelu clip=0.5..9
      """, "trials", "search repeat top=2 seeds=2", "use best",
    ],
    ["data sine n=40", "search halving brackets=on trials=12 epochs=9", "trials"],
    ["data xor n=60", "search random trials=12 epochs=1 lr=0.01..1 batch=1..9", "importance"],
    [
      "data circle n=60",
      "search compare grid random tpe trials=13 repeats=3 epochs=1 lr=1e-3..1:log l2=0..1",
    ],
    ["data penguins", "layer 6 relu dropout=0.2", "train 2", "confusion", "layers", "undo"],
    [
      "data iris", "layer 5 tanh", "set optimizer adamw", "set l1 0.01", "set clip 0.1",
      "set schedule cosine", "train 2", "explain step", "explain forward 3", "explain backward 3",
    ],
  ]

  @Test(arguments: sessions.indices)
  func linesFitTheWindow(index: Int) {
    let events = said(Self.sessions[index])
    for width in Self.widths {
      for line in lines(events, width) {
        #expect(DisplayWidth.columns(of: line) <= width, "\(line)")
      }
    }
  }

  // MARK: Tables

  /// A row has a cell for each title, also where R² is below zero.
  @Test(arguments: widths)
  func cellsDoNotTouch(width: Int) throws {
    let events = said([
      "data sine n=40", "set patience 3", "set loss huber", "set l1 0.01", "train 10",
    ])
    let head = try #require(lines(events, width).first { $0.hasPrefix("  epoch") })
    let titles = head.split(separator: "  ").filter { !$0.allSatisfy { $0 == " " } }
    let rows = TerminalText(columns: width).rows(for: events)
    for row in rows {
      #expect(row.split(separator: " ").count == titles.count, "\(head)\n\(row)")
      #expect(row.count == head.count)
    }
    #expect(rows.count > 3)
  }

  /// What a table leaves out it says.
  @Test func whatIsLeftOutIsSaid() {
    let training = said(["data circle n=60", "set patience 9", "set l2 0.01", "train 2"])
    func shown(_ events: [LearningEvent], _ width: Int) -> String {
      lines(events, width).joined(separator: " ").split(separator: " ").joined(separator: " ")
    }
    #expect(!shown(training, 80).contains("no room"))
    #expect(
      shown(training, 60).contains("no room for data loss and L2 penalty; `eval`"))
    #expect(shown(training, 40).contains("L2 penalty and train accuracy; `eval`"))
    let search = said([
      "data circle n=60", "search random trials=2 epochs=1 lr=0.1..1 l1=0..1 l2=0..1 units=2..4",
    ])
    #expect(!shown(search, 80).contains("no room"))
    #expect(
      shown(search, 40).contains("no room for accuracy and the last 2 axes; `trial N` shows all"))
    let race = said(["data circle n=60", "set patience 9", "race lr=0.1,0.2 epochs=2"])
    #expect(!shown(race, 80).contains("no room"))
    #expect(shown(race, 54).contains("no room for the column train loss; a wider window has it."))
  }

  /// The values of an axis stand below its name, also of a trial that diverged and has no error.
  @Test(arguments: widths, ["lr=0.1..1", "repeats=2 lr=1e20..1e30"])
  func valuesOfTrialsStandBelowTheirAxes(width: Int, options: String) throws {
    let events = said([
      "data sine n=60", "search random trials=3 epochs=1 \(options) l1=0..1 l2=0..1 units=2..4",
    ])
    let head = try #require(lines(events, width).first { $0.hasPrefix("  trial ") })
    let rows = TerminalText(columns: width).rows(for: events)
    #expect(rows.count == 3 && rows.allSatisfy { $0.count == head.count })
  }

  /// Narrowed while a table grows, a window gets the head of the narrower table.
  @Test func aNarrowedWindowGetsANewHead() throws {
    let training = said(["data circle n=60", "layer 4 tanh", "set l2 0.01", "train 10"]).filter {
      event in
      switch event {
      case .trainingStarted, .epoch, .trainingEnded: true
      default: false
      }
    }
    #expect(training.count > 8)
    var said = SessionText()
    var heads: [String] = []
    for (place, event) in training.enumerated() {
      let text = TerminalText(columns: place < 4 ? 80 : 50)
      let lines = said.lines(for: event, text).map(\.text)
      heads += lines.filter { $0.hasPrefix("  epoch") }
      #expect(lines.allSatisfy { $0.count <= text.width })
    }
    #expect(heads.count == 2)
    #expect(heads.first?.contains("data +") == true && heads.last?.contains("data +") == false)
  }

  /// Names of columns come from files too, and may be what there is no room for.
  @Test(arguments: [Column.Width.fixed(30), .equal(least: 9, most: 11, wanted: 2)])
  func whatIsLeftOutIsEscaped(width: Column.Width) {
    let columns = (1...9).map { (number: Int) in
      Column("\u{1B}[\(number)m", .right, width, priority: number)
    }
    let sparing = Column("\u{7}", .right, .fixed(30), priority: 0)
    let lines = TerminalText(columns: 40).lines(of: .table(Table([sparing] + columns)))
    let text = lines.map(\.text).joined(separator: "\n")
    #expect(text.contains("no room for") && text.contains(escapedForDisplay("\u{7}")))
    #expect(escapedForDisplay(text, keepingLineFeeds: true) == text)
  }
}
