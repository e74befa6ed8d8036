import Notebooks
import Testing

/// YAML from other people's documents, within limits.
@Suite struct YAMLNodeTests {
  @Test func valuesKeepTheirOrderAndLines() throws {
    let root = try #require(
      try yaml(
        """
        # a comment
        title: Räume, "quoted"
        seed:
          7
        tags: [one, "two\\n"]
        steps:
        - name: first
        """))
    #expect(root.line == 2)
    let members = try #require(root.members)
    #expect(members.map(\.name.text) == ["title", "seed", "tags", "steps"])
    #expect(members.map(\.name.line) == [2, 3, 5, 6])
    #expect(members.map(\.value.line) == [2, 4, 5, 7])
    #expect(members[0].value.text == #"Räume, "quoted""#)
    #expect(members[1].value.text == "7")
    guard case .list(let tags) = members[2].value.content,
      case .list(let steps) = members[3].value.content
    else {
      Issue.record("tags and steps are lists")
      return
    }
    #expect(tags.map(\.text) == ["one", "two\n"])
    #expect(steps.first?.members?.first?.value.text == "first")
  }

  @Test(arguments: ["", "# nothing but this", "\n\n"])
  func nothingIsNoValue(text: String) throws {
    #expect(try yaml(text) == nil)
  }

  @Test(arguments: ["a:", "a: ''", "a: &name"])
  func anEmptyValueIsAnEmptyText(text: String) throws {
    #expect(try yaml(text)?.members?.first?.value.text == "")
  }

  @Test(arguments: [
    ("a: [1", 1), ("a: 1\nb: }", 2), ("a: 1\n b: 2", 2), ("a: \"x", 1), ("\ta: 1", 1),
    // Twice the same name, two documents, a character that no text has.
    ("a: 1\nb: 2\na: 3", 3), ("a: 1\n...\nb: 2", 3), ("a: 1\n--- \nb: 2", 3), ("a: 1\nb: \u{7}", 2),
    ("a: \"\\ud800\"", 1),
  ])
  func whatIsNotYAMLIsRefused(text: String, line: Int) {
    #expect(throws: YAMLError(.malformed, line: line)) { try yaml(text) }
  }

  @Test(
    arguments: [
      // A byte that begins nothing, a text cut off, "/" written too long, half of a pair.
      [0xFF], [0xE2, 0x82], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
    ] as [[UInt8]])
  func bytesThatAreNotUTF8AreRefused(bytes: [UInt8]) {
    #expect(throws: YAMLError(.malformed, line: 2)) {
      try YAMLNode(parsing: Array("a: 1\nb: ".utf8) + bytes)
    }
  }

  /// Their byte order mark would make libyaml read another encoding.
  @Test(arguments: [[0xFE, 0xFF, 0, 0x61], [0xFF, 0xFE, 0x61, 0]] as [[UInt8]])
  func otherEncodingsAreRefused(bytes: [UInt8]) {
    #expect(throws: YAMLError(.malformed, line: 1)) { try YAMLNode(parsing: bytes) }
  }

  @Test(arguments: [
    ("a: &x 1\nb: *x", 2), ("a: *nowhere", 1), ("- &a [1]\n- [*a, *a]\n- [*a]", 2), ("*x : 1", 1),
    // A list that holds itself.
    ("&a [*a]", 1),
  ])
  func aliasesAreRefused(text: String, line: Int) {
    #expect(throws: YAMLError(.alias, line: line)) { try yaml(text) }
  }

  @Test func depthHasALimit() throws {
    let deepest = YAMLLimits().depth
    #expect(try yaml(nested(deepest)) != nil)
    #expect(throws: YAMLError(.tooDeep, line: 1)) { try yaml(nested(deepest + 1)) }
    let blocks = (0...deepest).map { String(repeating: " ", count: $0) + "a:" }
    #expect(throws: YAMLError(.tooDeep, line: deepest + 1)) {
      try yaml(blocks.joined(separator: "\n") + " 1")
    }
  }

  /// As much of it as a document may have.
  @Test(arguments: ["[", "{", "- ", "? ", "a: [", "{a: ", "[[]", "!!x [", "&a [", "a: {", "[{"])
  func endlessNestingEndsEarly(opening: String) {
    let count = YAMLLimits().bytes / opening.utf8.count
    #expect(throws: YAMLError.self) { try yaml(String(repeating: opening, count: count)) }
  }

  @Test func sizeHasALimit() throws {
    let limits = YAMLLimits()
    let comment = "a: 1 #" + String(repeating: "x", count: limits.bytes - 6)
    #expect(try yaml(comment) != nil)
    #expect(throws: YAMLError(.tooLarge, line: 1)) { try yaml(comment + "x") }
  }

  @Test(arguments: ["", "\"", "|\n ", "ä"])
  func aTextHasALimit(opening: String) throws {
    let wide = opening == "ä" ? "ä" : "x"
    let count = YAMLLimits().textBytes / wide.utf8.count
    let (open, close) = opening == "ä" ? ("", "") : (opening, opening == "\"" ? "\"" : "")
    func text(_ count: Int) -> String {
      "a: 1\nb: " + open + String(repeating: wide, count: count) + close
    }
    #expect(try yaml(text(count))?.members?.last?.value.text?.utf8.count == YAMLLimits().textBytes)
    #expect(throws: YAMLError(.longText, line: 2)) { try yaml(text(count + 1)) }
    #expect(throws: YAMLError.self) {
      try yaml(String(repeating: wide, count: count + 1) + ": 1")
    }
  }

  /// A list and its 999 values.
  @Test func numberHasALimit() throws {
    let full = String(repeating: "- 1\n", count: YAMLLimits().nodes - 1)
    #expect(try yaml(full) != nil)
    #expect(throws: YAMLError(.tooManyNodes, line: YAMLLimits().nodes)) { try yaml(full + "- 1") }
  }

  private func yaml(_ text: String) throws -> YAMLNode? {
    try YAMLNode(parsing: Array(text.utf8))
  }

  private func nested(_ depth: Int) -> String {
    String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
  }
}

extension YAMLNode {
  fileprivate var members: [Member]? {
    if case .mapping(let members) = content { members } else { nil }
  }
}
