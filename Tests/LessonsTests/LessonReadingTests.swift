// What a lesson's file says, and what is wrong with one: refused when it is read, with its line and very bytes.
import CommandLanguage
import Lessons
import TestSupport
import Testing

@Suite struct LessonReadingTests {
  @Test func frontMatterIsRead() throws {
    let lesson = try read(
      "---\ntitle: T\nseed: 7\nminutes: 12\nneeds: [a, b]\nabout: It is.\nauthor: me\n---\n\nHello\nthere.\n\n"
        + "## One\n\nProse.\n")
    #expect(lesson.title == "T" && lesson.seed == 7 && lesson.minutes == 12)
    #expect(lesson.needs == ["a", "b"] && lesson.about == "It is.")
    #expect(lesson.introduction.map(\.asWritten) == ["Hello there."])
    #expect(lesson.steps.map(\.heading) == ["One"])
  }

  @Test func partsComeInTheirOrder() throws {
    let lesson = try read(
      step(
        "Text.\n\n" + block("descent:hide", "> data xor") + block("descent:run", "> layers 2")
          + block("predict", "What?", "- [loss < 1] a :: f", "- [loss >= 1] b :: g")
          + block("descent", "> train 2", "> eval")
          + block("check", "epoch >= 3", "else: no {epoch}")
          + block("hint", "Look.") + block("solution", "> train 1")
          + block("question", "How many?", "= 0.5 ± 10%", "wrong 5: too many")
          + block("question", "Why?", "answer: So", "it is.") + block("", "as it stands")))
    let kinds = lesson.steps[0].parts.map { part in
      switch part {
      case .prose: "prose"
      case .verbatim(let lines): "verbatim \(lines)"
      case .commands(let commands): "\(commands.manner) \(commands.entries.count)"
      case .check(let check): "check \(check.lines.count)"
      case .question: "question"
      case .predict: "predict"
      case .hint: "hint"
      case .solution: "solution"
      }
    }
    #expect(
      kinds == [
        "prose", "hidden 1", "run 1", "predict", "typed 2", "check 1", "hint", "solution",
        "question", "question", "verbatim [\"as it stands\"]",
      ])
    guard case .question(let question) = lesson.steps[0].parts[8],
      case .number(let number) = question.answer
    else {
      Issue.record("no number")
      return
    }
    #expect(number.tolerance == 0.1 && number.wrong.map(\.number) == [5])
  }

  @Test func marksAreReadOutsideOfCode() throws {
    let lesson = try read(
      step("It is {test_accuracy} and `{x}`, {loss = 0.31}\nnow {claim: loss <\nloss@start}. {1}"))
    guard case .prose(let prose) = lesson.steps[0].parts[0] else { return }
    #expect(prose.asWritten == "It is {test_accuracy} and `{x}`, 0.31 now. {1}")
    #expect(prose.terms.map(\.text) == ["test_accuracy", "loss", "loss", "loss@start"])
  }

  /// A name, what stands in the step, and the id, the line in the file and the bytes of what is wrong.
  static let faults: [(String, id: String, line: Int, marked: String)] = [
    ("{los}", "unknown-fact", 10, "los"), ("a\nb {loss@9}", "step-to-come", 11, "@9"),
    ("{loss < 3}", "no-claim", 10, "loss < 3"), ("{loss =}", "no-result", 10, ""),
    ("{claim: loss}", "no-relation", 10, ""),
    (block("chek", "loss < 1"), "unknown-block", 10, "chek"),
    (block("check:run", "loss < 1"), "no-flag", 10, "```check:run"),
    (block("check"), "empty-block", 10, "```check"),
    (block("check", "loss"), "no-relation", 11, ""),
    (block("check", "else: x"), "no-condition", 11, "else: x"),
    (block("check", "loss < 1", "else: {los}"), "unknown-fact", 12, "los"),
    (block("check", "loss < 1"), "no-solution", 10, "```check"),
    (block("descent", "train"), "unusable-document", 11, "train"),
    (block("descent"), "empty-block", 10, "```descent"),
    (block("descent:no", "> train"), "unusable-document", 10, "```descent:no"),
    (block("solution", "> train"), "no-check", 10, "```solution"),
    (block("hint", "Look"), "unreachable-hint", 11, "Look"),
    (block("hint", ""), "empty-block", 10, "```hint"),
    (block("question", "- [x] a"), "empty-block", 10, "```question"),
    (block("question", "Why?"), "no-right-answer", 10, "```question"),
    (block("question", "Why?", "- [ ] a", "- [ ] b"), "no-right-answer", 10, "```question"),
    (block("question", "Why?", "- [x] a", "- [x] b"), "two-right-answers", 13, "- [x] b"),
    (block("question", "Why?", "wrong 3: no"), "no-right-answer", 12, "wrong 3: no"),
    (block("question", "Why?", "= x"), "unknown-fact", 12, "x"),
    (block("question", "Why?", "= 3", "wrong x: no"), "not-a-number", 13, "x"),
    (block("question", "Why?", "= 3", "- [x] a"), "no-wrong-answer", 13, "- [x] a"),
    (block("question", "Why?", "- [x] a", "= 3"), "no-choice", 13, "= 3"),
    (block("question", "Why?", "- [los < 1] a :: b"), "unknown-fact", 12, "los"),
    (block("question", "Why?", "- [x]"), "no-choice", 12, "- [x]"),
    (block("predict", "Why?", "- [x] a", "- [ ] b"), "no-run", 10, "```predict"),
    (
      block("predict", "?", "- [loss < 1] a", "- [loss > 1] b"), "no-right-answer", 10, "```predict"
    ),
    (
      block("predict", "?", "- [loss <= 1] a", "- [loss >= 1] b"), "two-right-answers", 13,
      "- [loss >= 1] b"
    ),
    (
      block("check", "loss < 1") + block("hint", "`train 9`.") + block("solution", "> train 9"),
      "hint-is-solution", 14, "`train 9`."
    ),
    (
      block("descent", "> train") + block("hint", "A b") + block("hint", "a  b."), "hint-again", 17,
      "a  b."
    ),
    ("```check\nloss < 1", "unusable-document", 10, "```check"),
  ]

  @Test(arguments: faults.indices) func whatIsRefused(index: Int) {
    let (lines, id, line, bytes) = Self.faults[index]
    let fault = fault(step(lines))
    #expect(fault?.diagnostic.id == id, "\(lines): \(String(describing: fault?.diagnostic))")
    #expect(fault?.line == line, "\(lines)")
    #expect(marked(fault) == bytes, "\(lines)")
  }

  @Test(
    arguments: [
      ("minutes: x", "minutes"), ("about: [a]", "about"), ("needs: {a: b}", "needs"),
      ("minuts: 3", "minuts"),
    ])
  func badFrontMatter(line: String, marked name: String) {
    let fault = fault("---\ntitle: T\n\(line)\n---\n\n## One\n\nText.\n")
    #expect(fault?.diagnostic.id == "bad-front-matter" && fault?.line == 3)
    #expect(marked(fault) == name)
    #expect(fault?.diagnostic.suggestion != nil)
  }

  @Test func aLessonHasSteps() {
    #expect(fault("# T\n\nText.\n")?.diagnostic.id == "no-steps")
    #expect(fault(block("descent", "> train") + "## One\n")?.diagnostic.id == "no-step")
  }

  /// The lessons there are were written before there were blocks to ask with.
  @Test func shippedLessonsAreRead() throws {
    let names = directoryEntries(checkout + "/lessons").filter { $0.hasSuffix(".md") }
    #expect(!names.isEmpty)
    for name in names {
      #expect(fault(fileText(checkout + "/lessons/" + name)) == nil)
    }
  }

  @Test(arguments: ["lesson t", "next", "replay x.md", "quit"])
  func aLessonsCommandsLeadNowhereElse(command: String) {
    #expect(fault(step(block("descent:run", "> \(command)")))?.diagnostic.id == "lesson-in-lesson")
  }
}
