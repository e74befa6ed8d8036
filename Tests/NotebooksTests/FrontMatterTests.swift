import Notebooks
import Testing

/// What stands between two lines `---` at the top of a lesson or transcript.
@Suite struct FrontMatterTests {
  @Test(
    arguments: [
      ("title: Digits\nseed: 7", "Digits", 7), ("seed: 18446744073709551615", nil, UInt64.max),
      ("\"title\": 'a: b'\nversion: 0.1.0\nauthors: [a, {name: b}]", "a: b", nil),
      ("title: >\n  two\n  lines\nseed: \"3\"", "two lines\n", 3), ("title: [a]", nil, nil),
      ("", nil, nil), ("# nothing", nil, nil), ("title:", "", nil),
    ] as [(String, String?, UInt64?)])
  func saysTitleAndSeed(text: String, title: String?, seed: UInt64?) throws {
    for lineEnd in ["\n", "\r\n"] {
      let lines = ("---\n" + text + "\n---\n# After it\n").split(
        separator: "\n", omittingEmptySubsequences: false)
      let document = try CourseDocument(lines.joined(separator: lineEnd))
      #expect(document.title == title)
      #expect(document.seed == seed)
      #expect(document.parts == [.heading(1, "After it")])
    }
  }

  @Test func isLeftOut() throws {
    let document = try CourseDocument("text\n---\nseed: x\n---\n")
    #expect(document.seed == nil && document.title == nil)
  }

  @Test(arguments: [
    ("seed: -1", 2, "the seed must be a whole number from 0"),
    ("title: a\nseed: 1.5", 3, "the seed must be a whole number from 0"),
    ("title: a\n\nseed:\n  many", 5, "the seed must be a whole number from 0"),
    ("seed: [1]", 2, "the seed must be a whole number from 0"),
    ("seed:", 2, "the seed must be a whole number from 0"),
    ("seed: 18446744073709551616", 2, "the seed must be a whole number from 0"),
    ("title: a\nexplain: more", 3, "`explain` must be off, brief or full"),
    ("- a\n- b", 2, "the front matter is not a list of `name: value`"),
    ("title", 2, "the front matter is not a list of `name: value`"),
    ("title: a\ntags: [b", 2, "the front matter is not valid YAML"),
    ("title: a\nseed: 1\ntitle: b", 2, "the front matter is not valid YAML"),
    (
      "title: &t a\nname: *t", 3,
      "the front matter refers to a value by `*`; write the value itself"
    ),
    (
      "title: a\ntags: [[[[[[[[1]]]]]]]]", 3,
      "the front matter has more than 8 lists within each other"
    ),
    (
      "title: " + String(repeating: "a", count: 4097), 2,
      "a value in the front matter is longer than 4 KB"
    ),
    (
      "tags:\n" + String(repeating: "- a\n", count: 1000), 1000,
      "the front matter has more than 1000 names and values"
    ),
    (
      "# " + String(repeating: "a", count: 1 << 16), 2,
      "the front matter is larger than 64 KB"
    ),
  ])
  func mistakesAreNamedWithTheirLine(text: String, line: Int, message: String) {
    let error = #expect(throws: DocumentError.self) {
      try CourseDocument("---\n" + text + "\n---\n")
    }
    #expect(error?.line == line)
    #expect(error?.message == message)
  }

  @Test func needsItsEnd() {
    let error = #expect(throws: DocumentError.self) { try CourseDocument("---\ntitle: a\n") }
    #expect(error?.line == 1)
    #expect(error?.message == "the front matter has no closing `---`")
  }
}
