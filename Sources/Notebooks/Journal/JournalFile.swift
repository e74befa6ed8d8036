// A file of records with numbers and checksums, so that of what is read everything is whole and nothing is missing in
// between.
import Files

final class JournalFile {
  private let file: AppendingFile
  private var count: UInt64 = 0
  private var checksum: UInt32 = 0
  /// Why it took no record that its file would have taken.
  private var refusal: String?

  var path: String { file.path }
  /// Why it takes no more.
  var failure: String? { refusal ?? file.failure }

  /// What says what a file is; the digit is the version of its records.
  static let magic = Array("descent journal 1\n".utf8)

  /// Makes a new one that only its user may read; nothing is left of what cannot be made.
  init(creating path: String, with first: JournalRecord) throws(FileError) {
    guard first.content.count <= JournalRecord.largest else {
      throw FileError(path: path, message: Self.tooLong)
    }
    var next: UInt32 = 0
    let bytes = first.bytes(number: 0, checksum: &next)
    file = try AppendingFile(creating: path, with: Self.magic + bytes)
    (count, checksum) = (1, next)
  }

  /// Goes on with one that is there: nobody else writes to it from here on. Where something is behind its last
  /// whole record it is copied and that is cut off.
  static func goingOn(with path: String) throws(FileError) -> (file: JournalFile, kept: Kept) {
    let file = try AppendingFile(holding: path)
    // Only now, when what is read is all there will be.
    let kept = try reading(path)
    guard !kept.records.isEmpty else { throw FileError(path: path, message: "it holds nothing") }
    if kept.damaged > 0 {
      try ReplacingFile.replace(copy(of: path), with: try TextFile.readAll(path, atMost: largest))
    }
    try file.goOn(behind: kept.length, cutting: kept.damaged > 0)
    return (JournalFile(file, behind: kept), kept)
  }

  private init(_ file: AppendingFile, behind kept: Kept) {
    self.file = file
    (count, checksum) = (UInt64(kept.records.count), kept.checksum)
  }

  /// Where a damaged one is kept as it was found.
  static func copy(of path: String) -> String { path + ".damaged" }

  /// The whole records that a journal begins with.
  struct Kept {
    var records: [JournalRecord]
    /// Bytes of the file up to the last of them.
    var length: Int
    var checksum: UInt32
    /// Bytes behind that, which are no whole record.
    var damaged: Int
  }

  private static let largest = 1 << 30

  /// Error: what cannot be read, or is no journal.
  static func reading(_ path: String) throws(FileError) -> Kept {
    let bytes = try TextFile.readAll(path, atMost: largest)
    guard bytes.starts(with: magic) else {
      throw FileError(path: path, message: "it is no journal of this version")
    }
    let (records, length, checksum) = JournalRecord.reading(bytes[magic.count...])
    return Kept(
      records: records, length: magic.count + length, checksum: checksum,
      damaged: bytes.count - magic.count - length)
  }

  /// Whether a running descent has it. Who asks holds it only with others who ask.
  static func isInUse(_ path: String) -> Bool { AppendingFile.isInUse(path) }

  private static let tooLong = "a command is too long for it"

  /// Adds a record; whether it is on the disk. After a failure nothing is added any more.
  ///
  /// - Parameter waits: whether it is to be on the disk by then; else it is when the next one is.
  func add(_ record: JournalRecord, waits: Bool = true) -> Bool {
    // What nobody could read again is not said to be kept.
    guard record.content.count <= JournalRecord.largest else {
      refusal = failure ?? Self.tooLong
      return false
    }
    guard failure == nil else { return false }
    var next = checksum
    guard file.add(record.bytes(number: count, checksum: &next), waits: waits) else { return false }
    (checksum, count) = (next, count + 1)
    return true
  }
}
