// Where the records of one user's lessons lie, a file of JSON lines each. A line is on the disk before its command counts
// as recorded; a last line that is torn was never finished and goes.
import Files

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

package struct RecordFolder: Sendable {
  package let path: String

  package init(_ path: String) { self.path = path }

  /// How many earlier records of a lesson are kept.
  static let mostEarlier = 20
  private static let largest = 16 << 20

  func file(of lesson: String) -> String { "\(path)/\(lesson).jsonl" }

  private func earlier(_ number: Int, of lesson: String) -> String {
    "\(path)/\(lesson).\(number).jsonl"
  }

  // MARK: Reading

  /// The record of a lesson and the length of its file; nil where there is none that can be read.
  func record(of lesson: String) -> (record: LessonRecord, length: Int, isTorn: Bool)? {
    guard let bytes = try? TextFile.readAll(file(of: lesson), atMost: Self.largest) else {
      return nil
    }
    let whole = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let lines = bytes[..<whole].split(separator: UInt8(ascii: "\n"))
      .map { String(decoding: $0, as: UTF8.self) }
    guard let record = try? LessonRecord(reading: lines), record.head.lesson == lesson else {
      return nil
    }
    return (record, whole, whole < bytes.count)
  }

  /// The step where a lesson's user was last and whether it was gone through; nil where it was not begun.
  package func place(in lesson: String) -> (step: Int, isFinished: Bool)? {
    guard let (record, _, _) = record(of: lesson), let last = record.lines.last else { return nil }
    return (last.step, record.isFinished)
  }

  // MARK: Writing

  /// Makes a record's file, with all that it has so far; the one there was is kept beside it.
  ///
  /// - Returns: its length.
  func begin(_ record: LessonRecord) throws(FileError) -> Int {
    try Folder.make(path)
    let present = file(of: record.head.lesson)
    if TextFile.exists(present) { try keepEarlier(present, of: record.head.lesson) }
    return try replace(record)
  }

  /// Puts a whole record in its file's place.
  func replace(_ record: LessonRecord) throws(FileError) -> Int {
    let bytes = Array(record.texts.map { $0 + "\n" }.joined().utf8)
    try ReplacingFile.replace(file(of: record.head.lesson), with: bytes)
    return bytes.count
  }

  /// The one before is the first, the oldest the last.
  private func keepEarlier(_ present: String, of lesson: String) throws(FileError) {
    unlink(earlier(Self.mostEarlier, of: lesson))
    for number in (1..<Self.mostEarlier).reversed() {
      _ = rename(earlier(number, of: lesson), earlier(number + 1, of: lesson))
    }
    guard rename(present, earlier(1, of: lesson)) == 0 else {
      throw FileError(path: present, message: TextFile.reason(errno))
    }
  }

  /// Adds lines behind the last of a record's file, which is as long as that; its length then.
  func add(_ lines: [String], to lesson: String, length: Int) throws(FileError) -> Int {
    let place = file(of: lesson)
    let descriptor = open(place, O_WRONLY | O_APPEND | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileError(path: place, message: TextFile.reason(errno)) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, Int(status.st_size) == length else {
      throw FileError(path: place, message: "another shell writes it")
    }
    let bytes = Array(lines.map { $0 + "\n" }.joined().utf8)
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { systemWrite(descriptor, $0) }
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else {
        let reason = TextFile.reason(errno)
        _ = ftruncate(descriptor, off_t(length))
        throw FileError(path: place, message: reason)
      }
      rest = rest.dropFirst(written)
    }
    guard fsync(descriptor) == 0 else {
      throw FileError(path: place, message: TextFile.reason(errno))
    }
    return length + bytes.count
  }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  write(descriptor, bytes.baseAddress, bytes.count)
}
