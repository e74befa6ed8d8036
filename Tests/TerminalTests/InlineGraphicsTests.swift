// What terminals answer when they are asked for pictures, and what is sent to show one.
import Terminal
import Testing

@Suite struct InlineGraphicsTests {
  static let answers: [(String, Bool?)] = [
    ("\u{1B}_Gi=31;OK\u{1B}\\\u{1B}[?62;c", true),
    ("\u{1B}_Gi=31;OK\u{1B}\\", true),
    ("\u{1B}_Gi=31;ENOTSUPPORTED:no\u{1B}\\\u{1B}[?62;c", false),
    // One that knows nothing of it answers the second question alone.
    ("\u{1B}[?1;2c", false),
    ("typed\u{1B}[?1;2c", false),
    ("", nil), ("\u{1B}_Gi=31;O", nil), ("\u{1B}[?1;2", nil), ("abc", nil),
  ]

  @Test(arguments: answers)
  func answersAreRead(answer: String, verdict: Bool?) {
    #expect(InlineGraphics.verdict(on: Array(answer.utf8)) == verdict)
  }

  /// Parts of no more than 4096 letters, the last of which says so; the cursor ends where it was.
  @Test func longPicturesGoInParts() {
    let base64 = String(repeating: "ABCD", count: 2500)
    let text = InlineGraphics.sequence(base64: base64, columns: 61, rows: 16, up: 18, column: 12)
    let parts = text.components(separatedBy: "\u{1B}_G").dropFirst()
    #expect(parts.count == 3)
    #expect(parts.map { $0.contains("m=1;") } == [true, true, false])
    let payload = parts.compactMap { part in
      part.split(separator: ";", maxSplits: 1).last?.prefix { $0 != "\u{1B}" }
    }
    #expect(payload.joined() == base64)
    #expect(text.hasPrefix("\u{1B}[18A\r\u{1B}[12C") && text.hasSuffix("\r\u{1B}[18B"))
  }

  /// Nothing that ends the sequence early can be in it.
  @Test func whatIsNoPictureIsNotSent() {
    let text = written { writer in
      writer.place(base64: "AA\u{1B}\\rm", columns: 1, rows: 1, up: 1, column: 0)
    }
    #expect(text.isEmpty)
  }
}

extension String {
  fileprivate func components(separatedBy separator: String) -> [String] {
    var parts: [String] = [""]
    var rest = self[...]
    while let first = rest.first {
      if rest.hasPrefix(separator) {
        parts.append("")
        rest = rest.dropFirst(separator.count)
      } else {
        parts[parts.count - 1].append(first)
        rest = rest.dropFirst()
      }
    }
    return parts
  }
}
