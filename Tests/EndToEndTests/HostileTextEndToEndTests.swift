// Text from files, arguments and the environment that a terminal would obey, or that would pass for the
// program's own lines: it is shown escaped and never sent.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import TestSupport
import Testing

@Suite struct HostileTextEndToEndTests {
  /// Names from a file with everything a terminal would obey: escape, C1, bidi, a line feed.
  @Test(arguments: ["text", "jsonl"])
  func hostileNamesAreShownNeverSent(format: String) throws {
    let home = TemporaryFolder()
    let path = home.path + "/a\u{1B}[31m\u{202E}\u{9B}.csv"
    let names = "\"x\u{1B}[2J\nFAKE LINE\",\"b\nFAKE LINE\",\"\u{2066}c\u{9D}\nFAKE LINE\",y"
    let rows = (0..<12).map {
      "\($0 * $0 % 7),\($0 * $0 % 5),u\u{7}\u{200F}\($0 % 2),"
        + ($0 % 3 == 0 ? "\"p\nFAKE LINE\"" : "\"q\u{1B}]0;t\u{7}\u{202E}\nFAKE LINE\"")
    }
    try write(([names] + rows).joined(separator: "\n") + "\n", to: path)
    let script = """
      layers none; train 3; step; eval; confusion; data; explain l1; set explain full; train 40
      predict 1 2 zzz
      predict 1 2 u
      data load "\(home.path)/no\u{202E}such.csv" target=y
      data load "\(home.path)" target=y
      use \u{2066}
      """
    // A path with control characters cannot be typed; it can come from a script's own name.
    #expect(rename(path, home.path + "/a\u{202E}.csv") == 0)
    let load = "data load \"\(home.path)/a\u{202E}.csv\" target=y test=0.5\n"
    let scriptPath = home.path + "/s\u{1B}[31m\u{202E}.descent"
    try write(load + script, to: scriptPath)
    let result = try Descent.run(["--format", format, "run", "--keep-going", scriptPath])
    #expect(result.status == .exited(1))
    for text in [result.outputText, result.errorText] {
      #expect(!text.unicodeScalars.contains { Self.isObeyed($0) })
      let lines = text.split(separator: "\n")
      #expect(!lines.contains { $0.drop { $0 == " " }.hasPrefix("FAKE LINE") })
    }
    #expect(result.outputText.contains(format == "jsonl" ? "\\u001b[2J" : "x\\e[2J"))
  }

  /// The process arguments and the environment are input too.
  @Test(arguments: [
    ["\u{1B}[31m\u{202E}"], ["run", "\u{1B}[31m\u{202E}"], ["--seed", "\u{1B}[31m"],
  ])
  func hostileArgumentsAreShownNeverSent(arguments: [String]) throws {
    let result = try Descent.run(arguments)
    #expect(!result.errorText.unicodeScalars.contains { Self.isObeyed($0) })
    let kernels = try Descent.run(["-c", ""], ["DESCENT_KERNELS": "\u{1B}[31m"])
    #expect(!kernels.errorText.unicodeScalars.contains { Self.isObeyed($0) })
  }

  private static func isObeyed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0A: false
    case 0x00...0x1F, 0x7F...0x9F: true
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
