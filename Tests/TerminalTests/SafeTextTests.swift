import TestSupport
import Testing
import Terminal

struct SafeTextTests {
  @Test(arguments: [
    ("plain text, naïve 日本 🙂", "plain text, naïve 日本 🙂"),
    ("tab\tand\nnewline", "tab\tand\nnewline"),
    ("\u{1B}[31mred", "\\e[31mred"),
    ("bell\u{07} return\r del\u{7F} nul\0", "bell\\x07 return\\x0D del\\x7F nul\\x00"),
    ("\u{9B}31m", "\\u{9B}31m"),
    ("a\u{202E}b\u{2066}c\u{200F}d\u{061C}", "a\\u{202E}b\\u{2066}c\\u{200F}d\\u{61C}"),
    // Neighbors of the dangerous ones stay.
    ("\u{A0}\u{202F}\u{2026}\u{2070}", "\u{A0}\u{202F}\u{2026}\u{2070}"),
  ])
  func controlsAreShown(_ text: String, _ shown: String) {
    #expect(safeForTerminal(text) == shown)
  }

  @Test func nothingUnsafeIsLeft() {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<2000 {
      var text = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0...20, using: &generator) {
        let range: ClosedRange<UInt32> = Bool.random(using: &generator) ? 0...0xFF : 0...0x2100
        if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &generator)) {
          text.append(scalar)
        }
      }
      #expect(!safeForTerminal(String(text)).unicodeScalars.contains(where: isUnsafe))
      #expect(!safeJSON(String(text)).unicodeScalars.contains(where: isUnsafe))
    }
  }

  @Test func jsonKeepsItsMeaning() {
    #expect(safeJSON("{\"a\":\"\u{1B}\u{202E}\u{7F}é\"}") == "{\"a\":\"\\u001B\\u202E\\u007Fé\"}")
  }
}

struct OutputWriterTests {
  @Test func onlyStylesMakeEscapeSequences() {
    let text =
      StyledText("bad \u{1B}[2J", .color(.red)) + " plain" + StyledText("dim", Style(dim: true))
    let styled = written(color: true) { $0.writeLine(styled: text) }
    #expect(styled == "\u{1B}[31mbad \\e[2J\u{1B}[0m plain\u{1B}[2mdim\u{1B}[0m\n")
    #expect(written { $0.writeLine(styled: text) } == "bad \\e[2J plaindim\n")
    #expect(written(color: true) { $0.write("\u{1B}[31m") } == "\\e[31m")
  }

  @Test func stylesAreSelectGraphicRenditionCodes() {
    let style = Style(color: .palette(208), background: .gray, bold: true, underlined: true)
    #expect(style.escapeSequence == "\u{1B}[1;4;38;5;208;100m")
    #expect(Style.plain.escapeSequence.isEmpty)
  }

  @Test func muchOutputArrivesWhole() {
    let lines = (0..<500).map { "line \($0)" }
    let text = written { writer in for line in lines { writer.writeLine(line) } }
    #expect(text == lines.map { $0 + "\n" }.joined())
  }

  #if os(Linux)
    @Test func aFullDiskIsRemembered() {
      let full = open("/dev/full", O_WRONLY | O_CLOEXEC)
      defer { close(full) }
      let writer = OutputWriter(descriptor: full, color: false)
      writer.write("lost")
      #expect(!writer.flush())
      #expect(writer.failure == .failed(ENOSPC))
      // It does not come back to life.
      #expect(!writer.flush())
    }
  #endif

  @Test func eachWriteIsAnnounced() {
    var announced = 0
    _ = written { writer in
      writer.beforeWriting = { announced += 1 }
      writer.write("a")
      writer.writeLine(styled: "b")
      writer.writeLine(json: "{}")
    }
    #expect(announced == 3)
  }
}

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
