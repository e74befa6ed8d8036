import Testing
import Terminal

struct CompletionMenuTests {
  private func list(_ texts: [String], space: Bool = true) -> [LineEditor.Candidate] {
    texts.map { .init(text: $0, appendsSpace: space) }
  }

  @Test func whatIsCertainIsInserted() {
    #expect(CompletionMenu.insertion(for: list(["train"]), typed: "tr") == "train ")
    #expect(CompletionMenu.insertion(for: list(["lr="], space: false), typed: "l") == "lr=")
    #expect(CompletionMenu.insertion(for: list(["layer", "layers"]), typed: "la") == "layer")
    #expect(CompletionMenu.insertion(for: list(["layer", "layers"]), typed: "layer") == nil)
    #expect(CompletionMenu.insertion(for: list(["layer", "layers"]), typed: "LA") == "layer")
    #expect(CompletionMenu.insertion(for: list(["x1", "y1"]), typed: "") == nil)
    #expect(CompletionMenu.insertion(for: list([]), typed: "q") == nil)
  }

  @Test func commonPrefixKeepsCharactersWhole() {
    #expect(CompletionMenu.commonPrefix(["e\u{301}a", "e\u{301}b"]) == "e\u{301}")
    #expect(CompletionMenu.commonPrefix(["e\u{301}", "e"]).isEmpty)
    #expect(CompletionMenu.commonPrefix([]).isEmpty)
  }

  @Test func descriptionsStandInTheWindow() {
    let candidates = (0..<50).map {
      LineEditor.Candidate(
        text: "name\($0)", description: "what it is\nin \u{1B} many words, too many to fit")
    }
    let (lines, shown) = CompletionMenu.rows(candidates, from: 0, columns: 30, rows: 24)
    #expect(shown == 20 && lines.count == 20)
    for line in lines {
      #expect(line.plainText.count <= 29 && !line.plainText.contains { $0.isNewline })
      #expect(!line.plainText.contains("\u{1B}"))
    }
    #expect(lines[0].plainText.hasPrefix("name0   what it is in "))
    let last = CompletionMenu.rows(candidates, from: 40, columns: 30, rows: 24)
    #expect(last.shown == 10 && last.lines[0].plainText.hasPrefix("name40"))
  }

  @Test func namesAloneStandInColumns() {
    let candidates = ["a", "b", "c", "d", "e"].map { LineEditor.Candidate(text: $0) }
    let (lines, shown) = CompletionMenu.rows(candidates, from: 0, columns: 10, rows: 24)
    #expect(shown == 5)
    #expect(lines.map(\.plainText) == ["a  c  e", "b  d"])
  }

  @Test func aTinyWindowShowsSomething() {
    let candidates = (0..<9).map { LineEditor.Candidate(text: "name\($0)", description: "text") }
    #expect(CompletionMenu.rows(candidates, from: 0, columns: 1, rows: 1).shown == 3)
  }
}

struct RecalledLinesTests {
  @Test(arguments: [
    ("train 5", "train 5"),
    ("layer 4 \\\n   tanh", "layer 4 tanh"),
    ("a\nb", "a; b"),
  ])
  func continuedLinesAreRecalledAsOneRow(_ entry: String, _ row: String) {
    #expect(LineEditor.oneRow(entry) == row)
  }
}

struct ProgressLineTests {
  @Test func theLineFitsAndSaysWhatIsLeft() {
    let line = ProgressLine.line(
      fraction: 0.5, label: "epoch 50", rate: "10 epochs/s", secondsLeft: 65, columns: 80)
    #expect(line == "[##########----------]  50%  epoch 50  10 epochs/s  1 min 05 s left")
    let narrow = ProgressLine.line(
      fraction: 0.5, label: "epoch 50", rate: nil, secondsLeft: nil, columns: 12)
    #expect(narrow.count <= 11)
    #expect(ProgressLine.duration(59.2) == "1 min 00 s")
    #expect(ProgressLine.duration(4.1) == "5 s")
    #expect(ProgressLine.duration(12_000) == "3 h 20 min")
    #expect(ProgressLine.duration(.infinity) == "over 100 h")
  }

  @Test(arguments: [-1.0, 0, 0.999, 1, 7, .nan, .infinity])
  func anyFractionCanBeShown(_ fraction: Double) {
    let line = ProgressLine.line(
      fraction: fraction, label: "", rate: nil, secondsLeft: nil, columns: 80)
    #expect(line.hasPrefix("[") && line.hasSuffix("%"))
  }

  @Test func itIsDrawnSeldomAndErasedBeforeOutput() {
    var time = 0.0
    let text = written { writer in
      let progress = ProgressLine(
        on: writer, alsoBefore: [], isEnabled: true, columns: { 80 }, now: { time })
      for step in 0..<100 {
        time = Double(step) * 0.01
        progress.update(fraction: time, label: "x")
      }
      writer.writeLine("result")
      progress.finish()
    }
    // A second with ten drawings; the result stands on an empty line, and nothing comes after it.
    #expect(text.split(separator: "%").count - 1 == 10)
    #expect(text.hasSuffix("\r\u{1B}[Kresult\n"))
  }

  /// What the terminal shows of keys meanwhile stands in the line, so that it goes with it.
  @Test func theCursorStaysAtItsLeft() {
    let text = written { writer in
      let progress = ProgressLine(
        on: writer, alsoBefore: [], isEnabled: true, columns: { 20 }, now: { 0 })
      progress.update(fraction: 0.5, label: "epoch 12", above: ["row", "row"])
      progress.finish()
    }
    #expect(text.hasSuffix("50%\r\r\u{1B}[2A\u{1B}[J"))
  }

  /// What is put back is what was there, until the work has ended.
  @Test func whatWasErasedCanBePutBack() {
    let text = written { writer in
      let progress = ProgressLine(
        on: writer, alsoBefore: [], isEnabled: true, columns: { 20 }, now: { 0 })
      progress.update(fraction: 0.5, label: "epoch 12", above: ["row"])
      writer.writeLine("result")
      progress.drawAgain()
      progress.drawAgain()
      progress.finish()
      progress.drawAgain()
    }
    let drawn = "row\r\n[##---]  50%\r"
    #expect(text == "\r\u{1B}[K\(drawn)\r\u{1B}[1A\u{1B}[Jresult\n\(drawn)\r\u{1B}[1A\u{1B}[J")
  }

  @Test func whereItDoesNotBelongNothingIsSent() {
    let text = written { writer in
      let progress = ProgressLine(
        on: writer, alsoBefore: [], isEnabled: false, columns: { 80 }, now: { 0 })
      progress.update(fraction: 0.5, label: "x")
      progress.finish()
    }
    #expect(text.isEmpty)
  }
}
