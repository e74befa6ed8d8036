// The signs before what the coach says and before advice: on a terminal with colors, and nowhere else.
import Layouts
import Presentation
import Testing

struct MarginSignTests {
  private let words = String(repeating: "some words of advice ", count: 9)

  private func lines(_ tone: Tone, depth: Int, drawing: Drawing = .blocks, signs: Bool = true)
    -> [TextLine]
  {
    var text = TerminalText(columns: 80)
    (text.hasSigns, text.drawing) = (signs, drawing)
    return text.lines(of: .paragraph(Paragraph(Spans(words), tone, depth: depth)))
  }

  @Test(arguments: [Tone.coach, .hint], [0, 1, 2])
  func theSignStandsInTheMargin(tone: Tone, depth: Int) throws {
    let lines = lines(tone, depth: depth)
    let margin = String(repeating: " ", count: 2 * max(1, depth))
    let first = try #require(lines.first)
    let sign = tone == .coach ? "\u{2022}" : "\u{203A}"
    #expect(first.text.hasPrefix(margin.dropLast(2) + sign + " some words"))
    #expect(lines.count > 2)
    #expect(lines.dropFirst().allSatisfy { $0.text.hasPrefix(margin) && !$0.text.contains(sign) })
    #expect(lines.allSatisfy { $0.text.count <= 80 })
    // Nothing but the sign has a color.
    let colored = lines.flatMap(\.pieces).filter { $0.run.foreground != nil }
    #expect(colored.map(\.text) == [sign])
  }

  @Test func withoutUnicodeItIsASCII() {
    #expect(
      lines(.hint, depth: 0, drawing: .coloredLetters).allSatisfy { line in
        line.text.allSatisfy { $0.isASCII }
      })
    #expect(lines(.coach, depth: 0, drawing: .coloredLetters)[0].text.hasPrefix("* some"))
  }

  @Test(arguments: [Tone.coach, .hint, .plain, .error])
  func elsewhereThereIsNone(tone: Tone) {
    let plain = lines(tone, depth: 0, drawing: .letters, signs: false)
    #expect(plain.map(\.text).joined(separator: " ") == words.dropLast())
    #expect(plain.allSatisfy { $0.runs.isEmpty })
    if tone == .plain { #expect(lines(tone, depth: 0) == plain) }
  }
}
