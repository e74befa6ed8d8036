// Files that somebody made to hold up or bring down whoever grades them: each is one row with its reason, and the rest is
// graded all the same.
import Files
import Grading
import Lessons
import TestSupport
import Testing
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct HostileHandInTests {
  /// A file whose record has these commands behind the first.
  private func forged(_ commands: [String], in room: SchoolRoom) throws -> String {
    let text = try room.handIn("x.md", as: "X", [])
    unlink(room.folder.path + "/in/x.md")
    return try room.forged(commands, behind: text)
  }

  @Test func eachBadFileIsOneRow() throws {
    let room = try SchoolRoom()
    let good = try room.handIn("good.md", as: "Good")
    let bomb = "---\na: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n---\n"
    let files: [(String, String)] = [
      ("empty", ""), ("prose", "# I did it\n"), ("bomb", bomb + good),
      ("deep", "---\na: " + String(repeating: "[", count: 5000) + "\n---\n"),
      ("open", "```hand-in\n{}\n"), ("none", "```hand-in\n```\n"),
      ("junk", "```hand-in\n{}\n{}\n{}\n```\n"),
      ("nested", "```hand-in\n" + String(repeating: "[", count: 100_000) + "\nx\ny\n```\n"),
      ("twice", good + good.split(separator: "---\n").last!),
      ("other", good.replacing(#""lesson":"tiny""#, with: #""lesson":"../../etc/passwd""#)),
      ("escape", "\u{1B}]0;owned\u{7}```hand-in\n```\n"),
    ]
    for (name, text) in files { try room.put(text, in: name + ".md") }
    symlink("/etc/passwd", room.folder.path + "/in/link.md")
    symlink("/etc", room.folder.path + "/in/etc")
    mkfifo(room.folder.path + "/in/pipe.md", 0o600)
    try makeFolder(room.folder.path + "/in/folder.md")
    try write([0x7F, 0x45, 0, 0xFF], to: room.folder.path + "/in/binary.md")
    let large = open(room.folder.path + "/in/large.md", O_WRONLY | O_CREAT, 0o600)
    ftruncate(large, 1 << 30)
    close(large)
    let book = room.book()
    #expect(book.rows.count == files.count + 6)
    for row in book.rows where row.file != "good.md" {
      #expect(row.lesson.isEmpty && row.points == 0 && row.states.count == 1, "\(row.file)")
      #expect(row.states.joined().unicodeScalars.allSatisfy { $0.value >= 32 })
    }
    #expect(try room.row("good.md", book).points == 3)
  }

  @Test func whatACommandMayNotDoItDoesNot() throws {
    let room = try SchoolRoom()
    let secret = room.folder.path + "/secret.csv"
    try write("a,b\n1,2\n3,4\n", to: secret)
    let commands = [
      "model save \(room.folder.path)/out.safetensors", "save \(room.folder.path)/out.md",
      "record \(room.folder.path)/out.md", "lesson hand-in \(room.folder.path)/out.md",
      "data load ../../../../etc/passwd target=x", "data load /etc/passwd target=x",
      "export \(room.folder.path)/out.html", "lesson /etc/passwd.md", "quit", "\\u001b[2J",
    ]
    let names = room.folder.names
    for command in commands {
      try room.put(try forged([command], in: room), in: "x.md")
      let row = try room.row("x.md", room.book())
      #expect(row.points == 0 && row.states.contains { $0.hasPrefix("does not run") }, "\(command)")
    }
    #expect(room.folder.names == names)
  }

  @Test func whatNeverEndsIsStopped() throws {
    let room = try SchoolRoom("lessons: [tiny]\nseconds: 1")
    let endless = ["data xor n=20", "10", "train 1000000"]
    try room.put(try forged(endless, in: room), in: "x.md")
    let row = try room.row("x.md", room.book())
    #expect(row.states.contains { $0.hasPrefix("over 1 s") } && row.points == 1, "\(row)")
  }

  @Test func whatIsTooLargeIsRefused() throws {
    let room = try SchoolRoom()
    let huge = ["data xor n=20", "layers 100000 100000", "train 1"]
    try room.put(try forged(huge, in: room), in: "x.md")
    let row = try room.row("x.md", room.book(memory: 64 << 20))
    #expect(row.states.contains { $0.hasPrefix("does not run") }, "\(row)")
  }

  /// Changed at a few places, a file is graded or refused, and nothing else happens.
  @Test func mutatedFilesAreGradedOrRefused() throws {
    let room = try SchoolRoom()
    let good = Array(try room.handIn("a.md", as: "A").utf8)
    for seed in 0..<60 {
      var random = SeededGenerator(seed: UInt64(seed))
      var bytes = good
      for _ in 0...random.below(4) {
        let place = random.below(bytes.count)
        switch random.below(3) {
        case 0: bytes.remove(at: place)
        case 1: bytes[place] = UInt8(random.below(256))
        default: bytes.removeSubrange(place..<min(bytes.count, place + 80))
        }
      }
      try write(bytes, to: room.folder.path + "/in/m\(seed).md")
    }
    let book = room.book()
    #expect(book.rows.count == 61 && book.rows.allSatisfy { $0.points <= 3 })
  }
}
