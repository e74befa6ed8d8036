// The renderer that chose words and lines at once, as the reference: presenter and layout give the same
// text, line by line and with the same part for each.
import LearningSession
import Layouts
import Presentation
import Rendering
import Testing

@Suite struct SameTextTests {
  private static let windows = [(40, 40), (66, 66), (80, 80), (80, 120)]

  private func expectSame(_ output: [SessionOutput], _ name: String) {
    #expect(!output.isEmpty, "\(name)")
    for (width, columns) in Self.windows {
      let old = oldLines(output, TextRenderer(width: width, columns: columns))
      let new = newLines(output, TerminalText(width: width, columns: columns))
      guard old != new else { continue }
      let place =
        zip(old, new).enumerated().first { $1.0 != $1.1 }?.offset ?? min(old.count, new.count)
      let (before, now) = (old.dropFirst(place).first ?? "-", new.dropFirst(place).first ?? "-")
      Issue.record("\(name) in \(columns) columns:\n\(before)\n\(now)")
    }
  }

  private func oldLines(_ output: [SessionOutput], _ renderer: TextRenderer) -> [String] {
    var table = GrowingTable()
    return output.flatMap { output -> [RenderedLine] in
      switch output {
      case .event(let event, _): table.lines(for: event, renderer)
      case .ended(let execution): renderer.lines(forEnd: execution)
      case .began, .progress: []
      }
    }.map { "\($0.role) \($0.text)" }
  }

  private func newLines(_ output: [SessionOutput], _ text: TerminalText) -> [String] {
    var presenter = Presenter()
    var growing = GrowingText()
    return output.flatMap { output -> [TextLine] in
      switch output {
      case .began:
        presenter = Presenter()
        return []
      case .event(let event, _): return growing.lines(for: presenter.receive(event), text)
      case .ended(let execution): return growing.lines(for: presenter.end(execution), text)
      case .progress: return []
      }
    }.map { "\($0.tone) \($0.text)" }
  }

  @Test(arguments: Corpus.documents) func documents(path: String) throws {
    expectSame(try Corpus.output(ofDocument: path), path)
  }

  @Test func pages() { expectSame(Corpus.pages, "pages") }

  @Test(arguments: Corpus.examples.indices) func examples(index: Int) {
    let (setup, command) = Corpus.examples[index]
    expectSame(Corpus.output([command], after: setup), command)
  }

  @Test(arguments: Corpus.examples.indices) func faults(index: Int) {
    expectSame(Corpus.faults(index), Corpus.examples[index].command)
  }

  @Test(arguments: Corpus.long, [0, 1, 3, 6, 10, 20, 40, 80, 160])
  func stops(command: String, questions: Int) {
    expectSame(
      Corpus.stopped(command, questions: questions), "\(command), stopped at \(questions)")
  }

  @Test(arguments: Corpus.sessions.indices) func sessions(index: Int) {
    expectSame(Corpus.said[index], Corpus.sessions[index].joined(separator: "; "))
  }
}
