// Lessons that somebody made to hold up or bring down whoever reads them.
import CommandLanguage
import Lessons
import TestSupport
import Testing

@Suite struct HostileLessonTests {
  private static let example = fileText(checkout + "/docs/lessons.md")

  /// Changed at a few places, a lesson is read or refused with a line that it has, and nothing else happens.
  @Test(arguments: 0..<300) func mutatedLessonsAreReadOrRefused(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    var lines = try #require(LessonExample.lines(of: Self.example))
    for _ in 0...random.below(4) {
      let place = random.below(lines.count)
      switch random.below(5) {
      case 0: lines.remove(at: place)
      case 1: lines.insert(lines[random.below(lines.count)], at: place)
      case 2: lines.swapAt(place, random.below(lines.count))
      case 3: lines[place] = String(lines[place].prefix(random.below(lines[place].count + 1)))
      default:
        let marks = [
          "{", "}", "[", "]", "`", "```", "::", "@", "=", "<", "é", "\u{1B}[2J", "\t", ":",
        ]
        var characters = Array(lines[place])
        characters.insert(
          contentsOf: marks[random.below(marks.count)], at: random.below(characters.count + 1))
        lines[place] = String(characters)
      }
    }
    guard let fault = fault(lines.joined(separator: "\n")) else { return }
    #expect((1...lines.count + 1).contains(fault.line))
    #expect(!fault.diagnostic.message.isEmpty)
    if let range = fault.diagnostic.range { #expect(range.end <= fault.source.bytes.count) }
  }

  @Test func whatIsTooLargeIsRefused() {
    let many = { (count: Int, text: String) in String(repeating: text, count: count) }
    let texts: [(String, id: String)] = [
      (step(many(300_000, "a")), "too-large"), (step(many(5000, "{")), "too-large"),
      (many(100, "## One\n\nText.\n\n"), "too-many"), (step(many(100, "Text.\n\n")), "too-many"),
      (step(block("check", many(30, "loss < 1\n"))), "too-many"),
      (step(block("descent", many(100, "> train 1\n"))), "too-many"),
      (step(block("question", "Why?", "- [x] a\n" + many(20, "- [ ] b\n"))), "too-many"),
      (step(block("check", many(900, "(") + "loss < 1")), "too-deep"),
      (
        step(block("descent", "> train") + (0..<9).map { block("hint", "\($0)") }.joined()),
        "too-many"
      ),
    ]
    for (text, id) in texts { #expect(fault(text)?.diagnostic.id == id, "\(text.prefix(40))") }
  }

  @Test func bracesWithoutEndAreText() throws {
    let lesson = try read(step(String(repeating: "{a", count: 1500)))
    #expect(lesson.steps[0].parts.count == 1)
  }
}
