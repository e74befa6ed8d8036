// Pictures of more classes than have rows, letters or colors: what is put together, and that it is said.
import Events
import Layouts
import Presentation
import SessionSupport
import TestSupport
import Testing

@Suite struct ManyClassesTests {
  private static let setup = ["layers 40 tanh", "set optimizer adam", "set lr 0.03"]

  /// So many classes in squares ten to a row, six rows of each.
  private static func session(classes: Int) throws -> RecordedSession {
    let folder = TemporaryFolder(fast: true)
    let rows = (0..<(6 * classes)).map { row in
      let (place, part) = (row % classes, Double(row / classes) / 10)
      return "\(Double(place % 10) + part),\(Double(place / 10) + 0.5 - part),k\(place)"
    }
    let path = folder.path + "/many.csv"
    try write((["a,b,kind"] + rows).joined(separator: "\n"), to: path)
    let session = RecordedSession(explain: .off)
    session.run(["data load \(path) target=kind test=0.3"] + setup)
    return session
  }

  private static func letters(_ figure: Figure, _ width: Int = 100) -> [String] {
    TerminalText(columns: width).lines(of: .figure(figure)).map(\.text)
  }

  @Test func restOfAConfusionSharesARowThatAddsUp() throws {
    let session = try Self.session(classes: 60)
    session.run("train 3")
    let figure = try #require(session.drawn("plot confusion"))
    let grid = try #require(figure.panels.first?.marks.first?.grid)
    #expect(grid.rows == 30 && grid.columns == 30)
    #expect(grid.rowNames.last == "31 others" && grid.columnNames == grid.rowNames)
    let rows = try #require(session.state.data?.test?.count)
    #expect(grid.values.reduce(0) { $0 + $1.value } == Double(rows))
    #expect(figure.notes.contains { $0.contains("31 of 60 classes") })
    #expect(figure.words.contains("29 of 60 classes have rows and columns of their own"))
    let few = try Self.session(classes: 30)
    few.run("train 1")
    let whole = try #require(few.drawn("plot confusion"))
    #expect(whole.notes.isEmpty && whole.panels.first?.marks.first?.grid?.rows == 30)
  }

  @Test func everySignOfManyAnswersMeansOneThing() throws {
    let session = try Self.session(classes: 60)
    session.run("train 150")
    let figure = try #require(session.drawn("plot boundary"))
    let lines = Self.letters(figure)
    let legend = lines.filter { $0.hasPrefix("  ") && !$0.contains("|") }.joined(separator: "   ")
    let entries = legend.split(separator: "   ").map {
      $0.split(separator: " ").map(String.init)
    }.filter { $0.count > 1 && !$0[0].contains("-") }
    // "0 a k3", "l k17", "& 49 other classes"
    let signs = entries.flatMap { $0.prefix { $0.count == 1 } }
    #expect(Set(signs).count == signs.count, "\(signs)")
    #expect(signs.contains("&") && signs.contains("+") && !signs.contains("."))
    #expect(legend.contains(" other answers"))
    let drawn = Set(lines.filter { $0.contains("|") }.flatMap { $0.drop { $0 != "|" }.dropFirst() })
    for sign in drawn where sign != " " && sign != "." {
      #expect(signs.contains(String(sign)), "\(sign) is not in the legend")
    }
    #expect(figure.caption(in: .letters).contains("`.` where it is unsure"))
  }

  /// An answer that no point shown is of has a letter and a name all the same.
  @Test func answersOfOtherClassesAreNamed() throws {
    let session = try Self.session(classes: 20)
    session.run("train 150")
    let figure = try #require(session.drawn("plot boundary"))
    let legend = Self.letters(figure).joined(separator: "\n")
    let others = figure.namesOfAnswers.compactMap(\.series)
    #expect(!others.isEmpty)
    #expect(others.contains { legend.contains(" \($0.name)") })
    #expect(!legend.contains("other answer"))
  }
}
