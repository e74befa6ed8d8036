// The colors of what is said: words are the terminal's own color, whatever its background is.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import Testing

struct ColorEndToEndTests {
  /// The text that a terminal got in a color, with the numbers that chose it.
  private func colored(_ transcript: String) -> [(color: String, text: String)] {
    transcript.split(separator: "\u{1B}[", omittingEmptySubsequences: false).dropFirst().compactMap
    {
      piece -> (String, String)? in
      guard let end = piece.firstIndex(where: \.isLetter), piece[end] == "m" else { return nil }
      let text = piece[piece.index(after: end)...].prefix { $0 != "\u{1B}" }
      let numbers = piece[..<end].split(separator: ";").map(String.init)
      let isColor =
        numbers.contains { ["38", "48"].contains($0) || ("30"..."37").contains($0) }
        || numbers.contains { ("90"..."97").contains($0) }
      return isColor ? (numbers.joined(separator: ";"), String(text)) : nil
    }
  }

  /// How far the 16…255 of xterm's colors differ from black and from white, the less (WCAG 2, "contrast ratio").
  private func contrast(_ color: String) -> Double? {
    let numbers = color.split(separator: ";").compactMap { Int($0) }
    guard let place = numbers.firstIndex(of: 38), numbers.dropFirst(place + 1).first == 5,
      let index = numbers.dropFirst(place + 2).first, (16...255).contains(index)
    else { return nil }
    let gray = Double(8 + 10 * (index - 232)) / 255
    let steps = [0.0, 95, 135, 175, 215, 255]
    let parts = [(index - 16) / 36, (index - 16) / 6 % 6, (index - 16) % 6].map {
      index > 231 ? gray : steps[$0] / 255
    }
    let linear = parts.map { $0 <= 0.04045 ? $0 / 12.92 : pow(($0 + 0.055) / 1.055, 2.4) }
    let luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return min(1.05 / (luminance + 0.05), (luminance + 0.05) / 0.05)
  }

  @Test func wordsAreReadOnAnyBackground() throws {
    // No curve: pictures have colors of their own.
    let shell = try TerminalShell(rows: 14, columns: 100)
    try shell.run("train 30")
    try shell.run("nonsense")
    try shell.run("layers")
    try shell.run("lesson first-steps")
    try shell.run("hint")
    try shell.quit()
    let transcript = shell.terminal.transcriptText
    #expect(transcript.contains("\u{203A}\u{1B}[0m "))
    let words = colored(transcript).filter { $0.text.contains(where: \.isLetter) }
    #expect(!words.isEmpty)
    for (color, text) in words {
      #expect((contrast(color) ?? 0) > 4.3, "\(text) in \(color)")
      // The prompt, and what is typed; but no whole sentence.
      #expect(text.count < 20 || color.hasSuffix("243"), "\(text)")
    }
  }
}
