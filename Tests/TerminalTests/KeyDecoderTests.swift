import TestSupport
import Testing
import Terminal

struct KeyDecoderTests {
  /// Every key in `bytes`, fed in pieces of the given sizes.
  private func keys(
    _ bytes: [UInt8], pieces: [Int]? = nil, decodes: Bool = true, recognizesPastes: Bool = true
  ) -> [KeyDecoder.Key] {
    var decoder = KeyDecoder()
    decoder.decodesSequences = decodes
    decoder.recognizesPastes = recognizesPastes
    var keys: [KeyDecoder.Key] = []
    func take(isComplete: Bool) {
      while case .key(let key) = decoder.next(isComplete: isComplete) { keys.append(key) }
    }
    var rest = bytes[...]
    for size in pieces ?? [bytes.count] {
      decoder.feed(rest.prefix(size))
      rest = rest.dropFirst(size)
      take(isComplete: false)
    }
    take(isComplete: true)
    #expect(decoder.isEmpty)
    return keys
  }

  private func codes(_ text: String) -> [KeyDecoder.Key] {
    text.unicodeScalars.map { .code($0.value) }
  }

  private func flattened(_ keys: [KeyDecoder.Key]) -> [KeyDecoder.Key] {
    keys.flatMap { key -> [KeyDecoder.Key] in
      if case .run(let run) = key { return run.map { .code($0) } }
      return [key]
    }
  }

  @Test func charactersAreDecoded() {
    #expect(keys(Array("aé日🙂\r\u{1}".utf8)) == codes("aé日🙂\r\u{1}"))
  }

  @Test(
    arguments: [
      [0xFF], [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
      [0x9B],
      [0xC2, 0x90], [0xC3],
    ] as [[UInt8]])
  func badBytesBecomeReplacements(_ bytes: [UInt8]) {
    let expected = bytes.map { _ in KeyDecoder.Key.code(0xFFFD) }
    #expect(keys(bytes + [0x61]) == expected + [.code(0x61)])
  }

  @Test func whereNobodyEditsSequencesAreBytes() {
    let typed = Array("\u{1B}[A\u{1B}b\u{1B}\u{0}".utf8)
    #expect(keys(typed, decodes: false) == codes("\u{1B}[A\u{1B}b\u{1B}\u{0}"))
  }

  /// As xterm, rxvt, the Linux console, screen and tmux send them.
  @Test(
    arguments: [
      ("\u{1B}[A", 0x92), ("\u{1B}OB", 0x93), ("\u{1B}[D", 0x94), ("\u{1B}[C", 0x95),
      ("\u{1B}[H", 0x96), ("\u{1B}OF", 0x97), ("\u{1B}[1~", 0x96), ("\u{1B}[8~", 0x97),
      ("\u{1B}[3~", 0x98), ("\u{1B}[1;5D", 0x99), ("\u{1B}[1;3D", 0x99), ("\u{1B}\u{1B}[D", 0x99),
      ("\u{1B}Od", 0x99), ("\u{1B}[1;5C", 0x9A), ("\u{1B}[1;6C", 0x9A), ("\u{1B}[1;2C", 0x95),
      ("\u{1B}[d", 0x94), ("\u{1B}[3;5~", 0x9B), ("\u{1B}[3^", 0x9B), ("\u{1B}[3;2~", 0x98),
      ("\u{1B}[3$", 0x98),
      ("\u{1B}OP", 0x9D), ("\u{1B}[11~", 0x9D), ("\u{1B}[[A", 0x9D), ("\u{1B}[Z", 0x9E),
      ("\u{1B}[5~", 0x9F), ("\u{1B}[6~", 0x8F), ("\u{1B}[127;5u", 0x9C), ("\u{1B}[97;5u", 1),
      ("\u{1B}[27;5;119~", 0x17), ("\u{1B}OM", 0x0D), ("\u{1B}O5C", 0x9A), ("\u{1B}Oq", 0x31),
    ] as [(String, UInt32)])
  func keysOfSeveralBytesAreOneKey(_ typed: String, _ code: UInt32) {
    #expect(keys(Array(("x" + typed + "y").utf8)) == [.code(0x78), .code(code), .code(0x79)])
  }

  /// None of it is typed: function keys, Insert, the mouse, focus, and what a terminal answers.
  @Test(arguments: [
    "\u{1B}[2~", "\u{1B}[15~", "\u{1B}[24;5~", "\u{1B}OQ", "\u{1B}[[C", "\u{1B}[E",
    "\u{1B}[1;5P\u{0}",
    "\u{1B}[I", "\u{1B}[<0;3;4M", "\u{1B}[M !!", "\u{1B}[3;1R", "\u{1B}[?62;22c",
    "\u{1B}]11;rgb:0000/0000/0000\u{7}", "\u{1B}]10;rgb:ff/ff/ff\u{1B}\\",
    "\u{1B}P>|xterm(390)\u{1B}\\",
    "\u{1B}_Gi=1;OK\u{1B}\\", "\u{0}", "\u{1B}[57441u", "\u{1B}[?6c", "\u{1B}[?2026;2$y",
    "\u{1B}O5Q",
  ])
  func whatIsNoKeyTypesNothing(_ typed: String) {
    let expected: [KeyDecoder.Key] = typed.contains("P\u{0}") ? [.code(0x9D)] : []
    #expect(keys(Array((typed + "y").utf8)) == expected + [.code(0x79)])
  }

  @Test func altKeysAreLeftToTheKeyMap() {
    for typed in ["\u{1B}b", "\u{1B}.", "\u{1B}_abc", "\u{1B}P", "\u{1B}\u{7F}", "\u{1B}"] {
      #expect(keys(Array(typed.utf8)) == codes(typed))
    }
  }

  @Test func aLoneEscapeWaitsOnlyForAWhile() {
    var decoder = KeyDecoder()
    decoder.feed([0x1B])
    #expect(decoder.next() == .needsBytes(waitMilliseconds: KeyDecoder.sequenceWait))
    #expect(decoder.next(isComplete: true) == .key(.code(0x1B)))
    #expect(decoder.next() == .needsBytes(waitMilliseconds: nil))
  }

  @Test func aPasteIsOneKey() {
    let block = "data xor\ntrain 5\n\u{1B}[20 \u{1B}[201 naïve"
    let typed = Array(("a\u{1B}[200~" + block + "\u{1B}[201~b").utf8)
    #expect(keys(typed) == [.code(0x61), .paste(block), .code(0x62)])
    // Byte by byte it is the same.
    #expect(
      keys(typed, pieces: Array(repeating: 1, count: typed.count))
        == [.code(0x61), .paste(block), .code(0x62)])
    #expect(keys(Array("\u{1B}[200~unfinished".utf8)) == [.paste("unfinished")])
    #expect(
      keys(Array("\u{1B}[200~".utf8), decodes: false, recognizesPastes: false)
        == codes("\u{1B}[200~"))
  }

  @Test func muchTextAtOnceIsOneKey() {
    let long = String(repeating: "naïve ", count: 100)
    let expected: [KeyDecoder.Key] = [.run(long.unicodeScalars.map(\.value)), .code(0x0D)]
    #expect(keys(Array((long + "\r").utf8)) == expected)
    let short = String(repeating: "x", count: KeyDecoder.shortestRun - 1)
    #expect(keys(Array(short.utf8)) == codes(short))
    var decoder = KeyDecoder()
    decoder.recognizesRuns = false
    decoder.feed(Array(long.utf8))
    #expect(decoder.next() == .key(.code(0x6E)))
  }

  /// After each key the editor looks through its whole line, so a long line is not a key for each
  /// piece of it.
  @Test func aLongLineInPiecesIsOneKey() {
    let line = Array(String(repeating: "naïve ", count: 10_000).utf8)
    let pieces = [Int](repeating: 4095, count: line.count / 4095 + 1)
    #expect(keys(line, pieces: pieces) == keys(line))
    #expect(keys(line).count == 1)
  }

  @Test func howBytesArriveDoesNotMatter() {
    var generator = SeededGenerator(seed: 3)
    let pieces = ["a", "é", "日", "\u{1B}[A", "\u{1B}[200~x\ny\u{1B}[201~", "\r", "long text "]
    for _ in 0..<500 {
      let text = (0..<Int.random(in: 1...30, using: &generator))
        .map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      let bytes = Array(text.utf8)
      var sizes: [Int] = []
      while sizes.reduce(0, +) < bytes.count {
        sizes.append(Int.random(in: 1...9, using: &generator))
      }
      // A run counts as its characters.
      #expect(flattened(keys(bytes)) == flattened(keys(bytes, pieces: sizes)))
    }
  }

  @Test func anyBytesAreTaken() {
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<2000 {
      let bytes = (0..<Int.random(in: 0...100, using: &generator)).map { _ in
        Bool.random(using: &generator)
          ? UInt8.random(in: 0...255, using: &generator)
          : Array("\u{1B}[20~1".utf8).randomElement(using: &generator) ?? 0
      }
      for case .code(let code) in keys(bytes) {
        #expect(Unicode.Scalar(code) != nil)
      }
    }
  }
}
