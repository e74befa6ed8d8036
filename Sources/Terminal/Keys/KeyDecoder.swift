// Bytes from the keyboard become keys: UTF-8 is decoded, a pasted block between its marks is one key
// whatever stands in it, and a long run of text that arrives at once is one key too, so that 64 KiB
// take no longer than a few screens. A value without any input or output, so that it can be tested.

package struct KeyDecoder {
  package enum Key: Equatable {
    /// A character or control, to be looked up in the editor's key map.
    case code(UInt32)
    /// Text that came in one piece without a control in it.
    case run([UInt32])
    /// What stood between the marks of a bracketed paste.
    case paste(String)
  }

  package enum Result: Equatable {
    case key(Key)
    /// Bytes are missing. With a wait, what is there counts after that many milliseconds.
    case needsBytes(waitMilliseconds: Int32?)
  }

  /// Keys that send several bytes become codes of one character, or nothing: as characters they would type
  /// their own bytes, and the escape at their beginning would end vi's insert mode.
  package var decodesSequences = true
  /// Whether blocks between paste marks are taken as one key.
  package var recognizesPastes = true
  /// Whether long runs are: behind an escape in vi, letters are commands however many come at once.
  package var recognizesRuns = true

  /// Shorter runs are left to the editor, which shows typing character by character.
  package static let shortestRun = 64
  /// A run of so many bytes goes on in what comes next: a terminal hands over 4 KiB at a time, and
  /// after each key the editor looks through its whole line.
  static let unfinishedRun = 1024
  /// How long such a run may pause before it counts as complete.
  static let runWait: Int32 = 10
  /// Longest pasted block; what goes beyond is dropped.
  static let pasteLimit = 16 << 20
  /// How long what goes with an escape may be under way, which is a key of its own otherwise.
  package static let sequenceWait: Int32 = 50
  /// How long the rest of what is surely a part may be: of a character, or of a sequence.
  package static let partWait: Int32 = 1000
  /// How long a paste may pause before it counts as complete.
  static let pasteWait: Int32 = 2000

  private var bytes: [UInt8] = []
  private var start = 0
  /// How many bytes from `start` on are known to go on the run or paste that begins there.
  private var scanned = 0
  /// Whether `start` is inside a pasted block.
  private var isPasting = false

  private static let pasteBegin = Array("\u{1B}[200~".utf8)
  private static let pasteEnd = Array("\u{1B}[201~".utf8)
  package init() {}

  package var isEmpty: Bool { start == bytes.count && !isPasting }

  package mutating func feed(_ more: some Sequence<UInt8>) {
    if start > 0 {
      bytes.removeSubrange(..<start)
      start = 0
    }
    bytes.append(contentsOf: more)
  }

  /// Forgets what has not become a key.
  package mutating func clear() {
    bytes.removeAll()
    (start, scanned) = (0, 0)
    isPasting = false
  }

  /// The next key. `isComplete` says that no more bytes will come soon.
  package mutating func next(isComplete: Bool = false) -> Result {
    while true {
      if let result = step(isComplete: isComplete) { return result }
    }
  }

  /// Nil where what was read is no key.
  private mutating func step(isComplete: Bool) -> Result? {
    if isPasting { return continuePaste(isComplete: isComplete) }
    guard start < bytes.count else { return .needsBytes(waitMilliseconds: nil) }
    if bytes[start] == 0x1B {
      switch sequence(isComplete: isComplete) {
      case .result(let result): return result
      case .nothing: return nil
      case .escape: break
      }
    }
    if let result = longRun(isComplete: isComplete) { return result }
    // Ctrl-Space.
    if bytes[start] == 0, decodesSequences {
      start += 1
      return nil
    }
    switch Self.decode(bytes[start...]) {
    case .scalar(let value, let length):
      start += length
      return .key(.code(value))
    case .incomplete where !isComplete:
      return .needsBytes(waitMilliseconds: Self.partWait)
    case .incomplete, .invalid:
      start += 1
      return .key(.code(0xFFFD))
    }
  }

  // MARK: - Sequences and pastes

  private enum Escaped {
    case result(Result)
    /// It is no key.
    case nothing
    /// The escape is a key of its own, or goes with the next one.
    case escape
  }

  private mutating func sequence(isComplete: Bool) -> Escaped {
    let rest = bytes[start...]
    if recognizesPastes, rest.starts(with: Self.pasteBegin) {
      start += Self.pasteBegin.count
      isPasting = true
      return .result(continuePaste(isComplete: false))
    }
    guard decodesSequences else {
      let mayBecomePaste = recognizesPastes && Self.pasteBegin.starts(with: rest)
      return mayBecomePaste && !isComplete
        ? .result(.needsBytes(waitMilliseconds: Self.sequenceWait)) : .escape
    }
    switch KeySequence.read(rest) {
    case .sequence(let found):
      start += found.length
      return found.code.map { .result(.key(.code($0))) } ?? .nothing
    case .unfinished where !isComplete:
      let isSure = rest.dropFirst().first == UInt8(ascii: "[") || rest.count > 2
      return .result(
        .needsBytes(waitMilliseconds: isSure ? Self.partWait : Self.sequenceWait))
    // What was cut off is no text.
    case .unfinished where rest.count > 2 || rest.dropFirst().first == UInt8(ascii: "["):
      start = bytes.count
      return .nothing
    case .unfinished, .none: return .escape
    }
  }

  private mutating func continuePaste(isComplete: Bool) -> Result {
    let mark = bytes[(start + scanned)...].firstRange(of: Self.pasteEnd)
    guard mark != nil || isComplete else {
      // The end mark may begin in the last bytes.
      scanned = max(0, bytes.count - start - (Self.pasteEnd.count - 1))
      if scanned > Self.pasteLimit {
        bytes.removeSubrange((start + Self.pasteLimit)..<(start + scanned))
        scanned = Self.pasteLimit
      }
      return .needsBytes(waitMilliseconds: Self.pasteWait)
    }
    let block = bytes[start..<(mark?.lowerBound ?? bytes.count)].prefix(Self.pasteLimit)
    (start, scanned) = (mark?.upperBound ?? bytes.count, 0)
    isPasting = false
    return .key(.paste(String(decoding: block, as: UTF8.self)))
  }

  // MARK: - Characters

  /// The run at `start`, or nil where it is short.
  private mutating func longRun(isComplete: Bool) -> Result? {
    guard recognizesRuns else { return nil }
    let rest = bytes[(start + scanned)...]
    let end = rest.firstIndex { $0 < 0x20 || $0 == 0x7F } ?? rest.endIndex
    guard end - start >= Self.shortestRun else { return nil }
    if end == bytes.count, end - start >= Self.unfinishedRun, !isComplete {
      scanned = end - start
      return .needsBytes(waitMilliseconds: Self.runWait)
    }
    scanned = 0
    return .key(.run(decoded(upTo: end)))
  }

  private mutating func decoded(upTo end: Int) -> [UInt32] {
    var run: [UInt32] = []
    run.reserveCapacity(end - start)
    while start < end {
      switch Self.decode(bytes[start..<end]) {
      case .scalar(let value, let length):
        run.append(value)
        start += length
      case .incomplete where end == bytes.count:
        // The rest of a character is still under way.
        return run
      case .incomplete, .invalid:
        run.append(0xFFFD)
        start += 1
      }
    }
    return run
  }

  private enum Decoded {
    case scalar(UInt32, length: Int)
    case incomplete
    case invalid
  }

  /// One character of UTF-8. C1 controls count as invalid: the editor uses their codes for keys.
  private static func decode(_ bytes: ArraySlice<UInt8>) -> Decoded {
    guard let first = bytes.first else { return .incomplete }
    if first < 0x80 { return .scalar(UInt32(first), length: 1) }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0
    guard length > 0, first < 0xF5 else { return .invalid }
    let rest = bytes.dropFirst().prefix(length - 1)
    guard rest.allSatisfy({ $0 & 0xC0 == 0x80 }) else { return .invalid }
    guard rest.count == length - 1 else { return .incomplete }
    let lead = UInt32(first) & (0xFF >> UInt32(length + 1))
    let value = rest.reduce(lead) { $0 << 6 | UInt32($1 & 0x3F) }
    let least: UInt32 = length == 2 ? 0xA0 : length == 3 ? 0x800 : 0x10000
    guard value >= least, Unicode.Scalar(value) != nil else { return .invalid }
    return .scalar(value, length: length)
  }
}

extension ArraySlice<UInt8> {
  /// Where `pattern` first stands.
  fileprivate func firstRange(of pattern: [UInt8]) -> Range<Int>? {
    var from = startIndex
    while let found = self[from...].firstIndex(of: pattern[0]) {
      if self[found...].starts(with: pattern) { return found..<(found + pattern.count) }
      from = found + 1
    }
    return nil
  }
}
