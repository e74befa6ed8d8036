#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import TestSupport
import Testing
import Terminal

struct HistoryTests {
  private let folder = TemporaryFolder()
  private var path: String { folder.path + "/history" }

  @Test func linesOutliveTheSession() {
    var first = History(path: path)
    first.append("data xor")
    first.append("layer 4 \\\n  tanh")
    first.append("naïve \\n \\")
    #expect(History(path: path).entries == ["data xor", "layer 4 \\\n  tanh", "naïve \\n \\"])
    #expect(mode(of: path) == 0o600)
  }

  @Test func theFileIsOneEntryALine() {
    var history = History(path: path)
    history.append("data xor")
    history.append("layer \\\n4")
    #expect(fileText(path) == "data xor\nlayer \\\\\\n4\n")
  }

  @Test func anyTextComesBack() {
    var generator = SeededGenerator(seed: 5)
    let pieces = ["\\", "\n", "n", "é", " ", "x", "\"", "#"]
    for _ in 0..<1000 {
      let text = (0..<8).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      #expect(History.decoded(Array(History.encoded(text).utf8)) == text)
      #expect(!History.encoded(text).contains("\n"))
    }
  }

  @Test func repeatedAndEmptyLinesAreLeftOut() {
    var history = History(path: path)
    for line in ["a", "a", "", "  ", "b", "a"] { history.append(line) }
    #expect(history.entries == ["a", "b", "a"])
    #expect(History(path: path).entries == ["a", "b", "a"])
  }

  @Test func linesThatBeginWithABlankStayInMemory() {
    var history = History(path: path)
    history.append("a")
    history.append(" secret")
    history.append("b")
    #expect(history.entries == ["a", " secret", "b"])
    #expect(History(path: path).entries == ["a", "b"])
  }

  @Test func twoSessionsSeeEachOther() {
    var first = History(path: path)
    var second = History(path: path)
    first.append("one")
    second.append("two")
    first.append("three")
    second.refresh()
    #expect(first.entries == ["one", "two", "three"])
    #expect(second.entries == ["one", "two", "three"])
  }

  @Test func nothingIsLostWhenManyWrite() async {
    let path = path
    await withTaskGroup(of: Void.self) { group in
      for writer in 0..<4 {
        group.addTask {
          var history = History(path: path)
          for number in 0..<200 { history.append("writer \(writer) line \(number)") }
        }
      }
    }
    let entries = History(path: path).entries
    #expect(entries.count == 800)
    for writer in 0..<4 {
      let own = entries.filter { $0.hasPrefix("writer \(writer) ") }
      #expect(own == (0..<200).map { "writer \(writer) line \($0)" })
    }
  }

  @Test func theFileIsTrimmedToTheNewest() {
    var other = History(path: path, limit: 20)
    var history = History(path: path, limit: 20)
    for number in 0..<100 { history.append("line \(number)") }
    let kept = History(path: path, limit: 1000).entries
    #expect(kept.count >= 20 && kept.count < 25)
    #expect(kept.last == "line 99")
    #expect(kept == (100 - kept.count..<100).map { "line \($0)" })
    // A session that still knows the old file goes on in the new one.
    other.append("from the other")
    history.refresh()
    #expect(history.entries.last == "from the other")
    #expect(History(path: path).entries.last == "from the other")
  }

  @Test func badBytesAreSkipped() throws {
    try write(
      Array("good\n".utf8) + [0xFF, 0xFE, 0x0A, 0x61, 0, 0x0A] + Array("cut".utf8), to: path)
    var history = History(path: path)
    #expect(history.entries == ["good"])
    // The line that was cut off does not swallow the next.
    history.append("next")
    #expect(History(path: path).entries == ["good", "cut", "next"])
  }

  @Test func aModeThatLetsOthersReadIsRepaired() throws {
    try write("a\n", to: path)
    chmod(path, 0o644)
    #expect(History(path: path).entries == ["a"])
    #expect(mode(of: path) == 0o600)
  }

  @Test func whatIsNoPlainFileIsLeftAlone() {
    mkdir(path, 0o700)
    var history = History(path: path)
    history.append("a")
    #expect(history.entries == ["a"])
    #expect(history.warning != nil)
    // A folder that is missing is made; one that cannot be made is said once.
    var made = History(path: folder.path + "/new/folder/history")
    made.append("a")
    #expect(made.warning == nil)
    #expect(History(path: folder.path + "/new/folder/history").entries == ["a"])
    var missing = History(path: "/dev/null/no/folder")
    missing.append("a")
    missing.append("b")
    #expect(missing.entries == ["a", "b"])
    #expect(missing.warning?.contains("history is not kept") == true)
  }

  @Test func aFifoDoesNotHang() {
    mkfifo(path, 0o600)
    var history = History(path: path)
    history.append("a")
    #expect(history.entries == ["a"] && history.warning != nil)
  }
}

struct HistorySearchTests {
  private let others = ["train 5", "data xor", "train 10", "eval", "train 10"]

  /// What ↑ shows, one after the other.
  private func walk(_ typed: String, own: [String] = []) -> [String] {
    var search = HistorySearch()
    var (line, seen) = (typed, [String]())
    while let found = search.previous(
      line: line, beforeCursor: typed, own: own, all: others + own)
    {
      seen.append(found)
      line = found
    }
    // And back, to what was typed.
    for expected in seen.dropLast().reversed() + [typed] where !seen.isEmpty {
      #expect(search.next(line: line) == expected)
      line = expected
    }
    #expect(search.next(line: line) == nil)
    return seen
  }

  @Test func onlyLinesWithTheSameBeginning() {
    #expect(walk("tr") == ["train 10", "train 5"])
  }

  @Test func anEmptyLineWalksThroughAllOnce() {
    #expect(walk("") == ["train 10", "eval", "data xor", "train 5"])
  }

  @Test func thisSessionsComeFirst() {
    #expect(
      walk("", own: ["data xor", "layers 4"])
        == ["layers 4", "data xor", "train 10", "eval", "train 5"])
  }

  @Test func whereNoneBeginsSoThoseThatHaveItCome() {
    #expect(walk("10") == ["train 10"])
    #expect(walk("ain") == ["train 10", "train 5"])
    #expect(walk("nothing").isEmpty)
  }

  @Test func editingBeginsANewWalk() {
    var search = HistorySearch()
    #expect(search.previous(line: "", beforeCursor: "", own: [], all: others) == "train 10")
    #expect(search.next(line: "train 1") == nil)
    #expect(search.previous(line: "da", beforeCursor: "da", own: [], all: others) == "data xor")
    search.reset()
    #expect(search.next(line: "data xor") == nil)
  }
}
