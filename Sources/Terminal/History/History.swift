// Earlier lines: the list in memory and the file that sessions share. The file is plain UTF-8, one
// entry a line, and each session only ever appends under a lock, so that two at once lose nothing.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

package struct History {
  /// Oldest first.
  package private(set) var entries: [String] = []
  /// Why lines are not kept, in one sentence; nil when all is well.
  package private(set) var warning: String?
  /// Counts every entry that was ever added, so that a reader can tell what is new to it.
  private(set) var added = 0

  private let path: String?
  private let limit: Int
  /// How much of the file has been read, in bytes and in lines.
  private var position = 0
  private var linesRead = 0
  /// The file that `position` is in: another session may have trimmed it into a new one.
  private var identity: FileIdentity?

  private struct FileIdentity: Equatable {
    var device: UInt64
    var number: UInt64
  }

  /// Entries kept in the file.
  package static let defaultLimit = 10_000
  /// Bytes of an entry; longer lines are remembered only in memory.
  package static let entryLimit = 1 << 20

  /// - Parameter readsLater: whether to look only if the file can be used, and to read it at the
  ///   first `refresh`.
  package init(
    path: String?, limit: Int = History.defaultLimit, readsLater: Bool = false
  ) {
    self.path = path
    self.limit = limit
    if readsLater {
      if path != nil, let file = openFile(writing: false) { close(file) }
    } else {
      refresh()
    }
  }

  /// Takes in what other sessions appended since the last look.
  package mutating func refresh() {
    guard path != nil, warning == nil, let file = openFile(writing: false) else { return }
    defer { close(file) }
    readTail(of: file)
  }

  /// Remembers `line`, and appends it to the file unless it begins with a blank. A line equal to
  /// the one before is left out.
  package mutating func append(_ line: String) {
    guard !line.allSatisfy(\.isWhitespace) else { return }
    let isPrivate = line.first?.isWhitespace == true
    guard path != nil, warning == nil, !isPrivate, line.utf8.count <= Self.entryLimit,
      let file = openFile(writing: true)
    else {
      remember(line)
      return
    }
    defer { close(file) }
    // Everything under one lock: what others appended comes first, then this line.
    readTail(of: file)
    if remember(line) { write(line, to: file) }
  }

  /// Adds an entry unless it equals the last one.
  @discardableResult
  private mutating func remember(_ line: String) -> Bool {
    guard entries.last != line else { return false }
    entries.append(line)
    added += 1
    // Now and then, so that it costs nothing in the mean.
    if entries.count > limit + limit / 4 { entries.removeFirst(entries.count - limit) }
    return true
  }

  // MARK: - The file

  /// The file, open and locked. Another session may replace it while this one waits for the lock:
  /// then the new one is opened.
  private mutating func openFile(writing: Bool) -> Int32? {
    guard let path else { return nil }
    let access = writing ? O_RDWR | O_CREAT | O_APPEND : O_RDONLY
    if writing { makeFolders(of: path) }
    for _ in 0..<8 {
      let file = open(path, access | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0o600)
      guard file >= 0 else {
        if writing || errno != ENOENT { warn(writing ? "cannot write" : "cannot read", errno) }
        return nil
      }
      var opened = stat()
      guard isUsable(file), fstat(file, &opened) == 0 else {
        close(file)
        return nil
      }
      lock(file, writing ? LOCK_EX : LOCK_SH)
      var named = stat()
      if stat(path, &named) == 0, named.st_ino == opened.st_ino, named.st_dev == opened.st_dev {
        return file
      }
      close(file)
    }
    return nil
  }

  /// A new user has no folder for it yet. What cannot be made shows when the file is opened.
  private func makeFolders(of path: String) {
    var end = path.startIndex
    while let slash = path[end...].dropFirst().firstIndex(of: "/") {
      mkdir(String(path[..<slash]), 0o700)
      end = slash
    }
  }

  /// Waits for the lock a fifth of a second at most: an append is whole without it too, and a
  /// stopped session that holds it must not stop this one.
  private func lock(_ file: Int32, _ kind: Int32) {
    for _ in 0..<100 where flock(file, kind | LOCK_NB) != 0 { usleep(2000) }
  }

  private mutating func readTail(of file: Int32) {
    var status = stat()
    guard fstat(file, &status) == 0 else { return }
    let current = FileIdentity(device: UInt64(status.st_dev), number: UInt64(status.st_ino))
    if current != identity || Int(status.st_size) < position {
      // A trimmed file holds what this session knows already, but for what was never written.
      let unwritten = entries.filter { $0.first?.isWhitespace == true }
      entries.removeAll()
      (identity, position, linesRead) = (current, 0, 0)
      readLines(of: file, upTo: Int(status.st_size))
      for line in unwritten { remember(line) }
    } else {
      readLines(of: file, upTo: Int(status.st_size))
    }
  }

  private mutating func readLines(of file: Int32, upTo size: Int) {
    var bytes: [UInt8] = []
    while position + bytes.count < size {
      let offset = off_t(position + bytes.count)
      let wanted = min(1 << 20, size - Int(offset))
      let chunk = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
        count = max(0, pread(file, buffer.baseAddress, wanted, offset))
      }
      if chunk.isEmpty { break }
      bytes += chunk
    }
    // A line without its newline is still being written, or was cut off: leave it for later.
    guard let end = bytes.lastIndex(of: 0x0A) else { return }
    position += end + 1
    for line in bytes[..<end].split(separator: 0x0A) {
      linesRead += 1
      if let entry = Self.decoded(line) { remember(entry) }
    }
  }

  private mutating func write(_ line: String, to file: Int32) {
    var bytes = Array(Self.encoded(line).utf8)
    bytes.append(0x0A)
    // A line that a dying session left unfinished must not swallow this one.
    if let last = lastByte(of: file), last != 0x0A { bytes.insert(0x0A, at: 0) }
    let failure = bytes.withUnsafeBytes { writeFully($0, to: file) }
    if let failure {
      if case .failed(let code) = failure { warn("cannot write", code) }
      return
    }
    position = Int(lseek(file, 0, SEEK_END))
    linesRead += 1
    if linesRead >= limit + limit / 4 { trim(file) }
  }

  private func lastByte(of file: Int32) -> UInt8? {
    let size = lseek(file, 0, SEEK_END)
    var byte: UInt8 = 0
    return size > 0 && pread(file, &byte, 1, size - 1) == 1 ? byte : nil
  }

  /// Replaces the file by one that holds the newest entries. The lock on the old file is held;
  /// whoever waits for it finds that the name belongs to a new file and opens that.
  private mutating func trim(_ file: Int32) {
    guard let path else { return }
    var all = History(path: nil, limit: limit)
    all.readTail(of: file)
    let temporary = path + ".new"
    unlink(temporary)
    let copy = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard copy >= 0 else { return }
    let kept = all.entries.suffix(limit)
    let text = kept.map { Self.encoded($0) + "\n" }.joined()
    let failure = Array(text.utf8).withUnsafeBytes { writeFully($0, to: copy) }
    var status = stat()
    let isWritten = failure == nil && fsync(copy) == 0 && fstat(copy, &status) == 0
    close(copy)
    guard isWritten, rename(temporary, path) == 0 else {
      unlink(temporary)
      return
    }
    identity = FileIdentity(device: UInt64(status.st_dev), number: UInt64(status.st_ino))
    (position, linesRead) = (Int(status.st_size), kept.count)
  }

  /// Whether the open file is a plain one of this user. Repairs a mode that lets others read.
  private mutating func isUsable(_ file: Int32) -> Bool {
    var status = stat()
    guard fstat(file, &status) == 0 else {
      warn("cannot read", errno)
      return false
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      warning = "history is not kept: \(path ?? "") is not a plain file"
      return false
    }
    if status.st_mode & 0o077 != 0 { fchmod(file, 0o600) }
    return true
  }

  private mutating func warn(_ what: String, _ code: Int32) {
    let reason = String(cString: strerror(code))
    warning = "history is not kept: \(what) \(path ?? ""): \(reason)"
  }

  // MARK: - One entry a line

  /// `line` with newlines and backslashes written `\n` and `\\`.
  package static func encoded(_ line: String) -> String {
    guard line.utf8.contains(where: { $0 == 0x0A || $0 == 0x5C }) else { return line }
    var result = ""
    for scalar in line.unicodeScalars {
      switch scalar {
      case "\n": result += "\\n"
      case "\\": result += "\\\\"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The entry in a line of the file; nil when it is not text.
  package static func decoded(_ bytes: some Collection<UInt8>) -> String? {
    guard !bytes.isEmpty, !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self)
    else { return nil }
    guard text.utf8.contains(0x5C) else { return text }
    var result = ""
    var isEscaped = false
    for scalar in text.unicodeScalars {
      if isEscaped {
        isEscaped = false
        switch scalar {
        case "n": result += "\n"
        case "\\": result += "\\"
        default:
          result += "\\"
          result.unicodeScalars.append(scalar)
        }
      } else if scalar == "\\" {
        isEscaped = true
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return isEscaped ? result + "\\" : result
  }
}
