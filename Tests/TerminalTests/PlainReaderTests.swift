#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import Testing
import Terminal
import TestSupport

struct PlainReaderTests {
  private func items(_ text: String, limit: Int = PlainReader.defaultLimit) -> [PlainReader.Item] {
    let folder = TemporaryFolder()
    #expect(throws: Never.self) { try write(text, to: folder.path + "/input") }
    let file = open(folder.path + "/input", O_RDONLY | O_CLOEXEC)
    defer { close(file) }
    var reader = PlainReader(descriptor: file, limit: limit)
    var items: [PlainReader.Item] = []
    repeat { items.append(reader.next()) } while items.last != .end
    return items
  }

  private func line(_ text: String, _ number: Int) -> PlainReader.Item {
    .line(Array(text.utf8), number: number)
  }

  @Test func linesComeWithTheirNumbers() {
    #expect(
      items("a\n\nb\r\nlast") == [line("a", 1), line("", 2), line("b", 3), line("last", 4), .end])
    #expect(items("") == [.end])
    #expect(items("\n") == [line("", 1), .end])
  }

  @Test func continuedLinesAreOne() {
    #expect(
      items("layer \\\r\n4 \\\ntanh\nnext\n") == [
        line("layer \\\n4 \\\ntanh", 1), line("next", 4), .end,
      ])
    #expect(items("end \\") == [line("end \\\n", 1), .end])
  }

  @Test func tooLongALineIsSkippedWhole() {
    let long = String(repeating: "x", count: 200_000)
    #expect(
      items("a\n" + long + "\nb\n", limit: 100_000) == [
        line("a", 1), .tooLong(number: 2), line("b", 3), .end,
      ])
    #expect(items(long, limit: 200_000) == [line(long, 1), .end])
  }

  @Test func bytesStayAsTheyAre() {
    #expect(items("\u{FEFF}nul \0 é\n") == [line("\u{FEFF}nul \0 é", 1), .end])
  }

  @Test func whatCannotBeReadIsSaid() {
    var closed = PlainReader(descriptor: 9999)
    #expect(closed.next() == .failed(EBADF))
  }
}
