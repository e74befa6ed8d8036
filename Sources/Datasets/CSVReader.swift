// Records of a CSV file, one after another, without a String for each field: a record is found in a
// window of the file's bytes and its fields are ranges of that window. RFC 4180, with these
// liberties: fields may be separated by semicolons, tabs or bars instead of commas, lines may end in LF,
// CRLF or CR in any mixture, lines without a value are skipped, and blanks around a field that is not
// quoted (or around its quotes) do not belong to it. A gzipped file is unpacked on the way.

/// A place in the file: physical line and character in it, both from 1.
struct CSVPlace: Equatable {
  var line: Int
  var column: Int
}

/// Reads one file. Not to be shared.
final class CSVReader {
  private struct Field {
    var start: Int
    var end: Int
    var isQuoted: Bool
    var hasDoubledQuotes: Bool
  }

  private enum Scan { case record, needsMore, atEnd }

  private static let chunk = 256 * 1024

  let path: String
  private let file: DataFile
  /// Unpacks the file where it is gzipped.
  private let packed: GzipReader?
  private let limits: CSVOptions.Limits
  private let window: UnsafeMutableBufferPointer<UInt8>
  private var filled = 0
  private var isLast = false
  private(set) var bytesRead = 0
  private var hasBegun = false
  /// What the first lines look like; known once a record was read.
  private(set) var sample: CSVSample?
  private(set) var separator = CSVSeparator.comma
  /// Whether a byte ends a field that is not quoted, or has to be looked at for another reason.
  private let stops: UnsafeMutableBufferPointer<Bool>

  /// The current record: where it is in the window and the line it begins on.
  private var start = 0
  private var next = 0
  private var line = 1
  private var nextLine = 1
  private var fields: [Field] = []
  private var scratch: [UInt8] = []

  init(path: String, limits: CSVOptions.Limits) throws(DataError) {
    file = try DataFile(path: path)
    packed = file.begins(with: GzipReader.signature) ? GzipReader(file) : nil
    self.path = path
    self.limits = limits
    window = .allocate(capacity: limits.recordBytes + 2 * Self.chunk)
    stops = .allocate(capacity: 256)
    stops.initialize(repeating: false)
    for byte in [0x00, 0x0A, 0x0D, 0x22] { stops[byte] = true }
  }

  deinit {
    window.deallocate()
    stops.deallocate()
  }

  var version: FileVersion { file.version }
  var totalBytes: Int { max(file.size, bytesRead) }
  var fieldCount: Int { fields.count }
  /// On which the current record begins.
  var recordLine: Int { line }

  /// Moves to the next record that has a field; false at the end of the file.
  func advance(progress: (Int, Int) -> Bool) throws(DataError) -> Bool {
    if !hasBegun { try begin(progress) }
    while true {
      start = next
      line = nextLine
      switch try scan() {
      case .record:
        if next - start > limits.recordBytes { throw tooLong() }
        try checkEncoding()
        if fields.contains(where: { $0.isQuoted || $0.start < $0.end }) { return true }
      case .needsMore:
        if filled - start > limits.recordBytes { throw tooLong() }
        nextLine = line
        try fill(progress)
      case .atEnd: return false
      }
    }
  }

  /// Calls `body` with the bytes of a field, its quotes taken away.
  func withField<Result>(
    _ index: Int, _ body: (UnsafeBufferPointer<UInt8>) throws(DataError) -> Result
  ) throws(DataError) -> Result {
    let field = fields[index]
    let bytes = UnsafeBufferPointer(rebasing: window[field.start..<field.end])
    guard field.hasDoubledQuotes else { return try body(bytes) }
    scratch.removeAll(keepingCapacity: true)
    var position = 0
    while position < bytes.count {
      scratch.append(bytes[position])
      position += bytes[position] == 0x22 ? 2 : 1
    }
    let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: scratch.count)
    defer { copy.deallocate() }
    _ = copy.initialize(from: scratch)
    return try body(UnsafeBufferPointer(copy))
  }

  func text(_ index: Int) throws(DataError) -> String {
    try withField(index) { (bytes) throws(DataError) in String(decoding: bytes, as: UTF8.self) }
  }

  func place(ofField index: Int) -> CSVPlace {
    place(at: fields[index].start - (fields[index].isQuoted ? 1 : 0))
  }

  func error(
    _ id: String, _ message: String, at place: CSVPlace?, suggestion: String?
  ) -> DataError {
    DataError(
      id: id, message: message, file: path, line: place?.line, column: place?.column,
      suggestion: suggestion)
  }

  /// How often each separator stands in the current record.
  var separatorCounts: SeparatorCounts { SeparatorCounts(window[start..<next]) }

  /// The line a byte of the current record is on and the number of its character there.
  private func place(at offset: Int) -> CSVPlace {
    var place = CSVPlace(line: line, column: 1)
    for index in start..<offset {
      let byte = window[index]
      let isFollowedByLF = index + 1 < filled && window[index + 1] == 0x0A
      if byte == 0x0A || (byte == 0x0D && !isFollowedByLF) {
        place.line += 1
        place.column = 1
      } else if byte & 0xC0 != 0x80 {
        place.column += 1
      }
    }
    return place
  }
}

// MARK: - Filling the window

extension CSVReader {
  private func begin(_ progress: (Int, Int) -> Bool) throws(DataError) {
    hasBegun = true
    try fill(progress)
    let head = window[..<filled]
    if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) {
      throw error(
        "csv-not-utf8", "the file is in UTF-16", at: CSVPlace(line: 1, column: 1),
        suggestion: "save it as CSV in UTF-8")
    }
    // A picture or a spreadsheet's own format has a NUL soon; better to say so than to complain of
    // the first odd quote.
    if let zero = head.prefix(4096).firstIndex(of: 0) { throw binary(at: zero) }
    if head.starts(with: [0xEF, 0xBB, 0xBF]) { next = 3 }
    let sample = CSVSample(
      UnsafeBufferPointer(rebasing: head[next...]),
      isWhole: packed == nil && bytesRead >= file.size)
    self.sample = sample
    separator = sample.separator
    stops[Int(separator.byte)] = true
    if sample.declarationLength > 0 {
      next += sample.declarationLength
      nextLine += 1
    }
  }

  /// Reads on, keeping the current record.
  private func fill(_ progress: (Int, Int) -> Bool) throws(DataError) {
    if start > 0 {
      let kept = filled - start
      if kept > 0, let base = window.baseAddress {
        base.update(from: base + start, count: kept)
      }
      next -= start
      filled = kept
      start = 0
    }
    let room = UnsafeMutableRawBufferPointer(
      UnsafeMutableBufferPointer(rebasing: window[filled..<min(filled + Self.chunk, window.count)]))
    let count = try read(into: room)
    filled += count
    isLast = count == 0
    guard progress(bytesRead, totalBytes) else {
      throw DataError(id: DataError.stoppedID, message: "loading was stopped", file: path)
    }
  }
}

extension CSVReader {
  /// Up to as many bytes as there is room for; 0 at the end.
  private func read(into room: UnsafeMutableRawBufferPointer) throws(DataError) -> Int {
    guard let packed else {
      let count = try file.read(into: room)
      bytesRead += count
      return count
    }
    let count = try packed.fill(room)
    bytesRead = packed.packedBytes
    if count == 0 { try packed.finish() }
    return count
  }
}

// MARK: - Finding a record

extension CSVReader {
  /// Finds the fields of the record at `start`; sets `next` and `nextLine` behind it.
  private func scan() throws(DataError) -> Scan {
    guard start < filled else { return isLast ? .atEnd : .needsMore }
    fields.removeAll(keepingCapacity: true)
    nextLine = line
    var index = start
    while true {
      if fields.count == limits.columns { throw tooManyColumns(at: index) }
      while index < filled, isBlank(window[index]) { index += 1 }
      if index < filled, window[index] == 0x22 {
        guard let end = try scanQuoted(from: index) else { return .needsMore }
        index = end
      } else {
        index = try scanBare(from: index)
      }
      guard index < filled else {
        if !isLast { return .needsMore }
        next = filled
        return .record
      }
      if window[index] == separator.byte {
        index += 1
        continue
      }
      // The end of a line; whether LF follows CR may not be known yet.
      if window[index] == 0x0D {
        if index + 1 == filled, !isLast { return .needsMore }
        if index + 1 < filled, window[index + 1] == 0x0A { index += 1 }
      }
      next = index + 1
      nextLine += 1
      return .record
    }
  }

  /// Appends the field and answers the place of the separator or line end after it.
  private func scanBare(from begin: Int) throws(DataError) -> Int {
    var index = begin
    while index < filled, !stops[Int(window[index])] { index += 1 }
    if index < filled {
      if window[index] == 0x22 { throw strayQuote(at: index) }
      if window[index] == 0 { throw binary(at: index) }
    }
    var end = index
    while end > begin, isBlank(window[end - 1]) { end -= 1 }
    fields.append(Field(start: begin, end: end, isQuoted: false, hasDoubledQuotes: false))
    return index
  }

  /// Appends the field and answers the place of the separator or line end after it; nil when the window
  /// ends before the field does.
  private func scanQuoted(from quote: Int) throws(DataError) -> Int? {
    var index = quote + 1
    var hasDoubledQuotes = false
    while true {
      guard index < filled else {
        if !isLast { return nil }
        throw unterminated(at: quote)
      }
      let byte = window[index]
      if byte == 0x22 {
        if index + 1 == filled, !isLast { return nil }
        guard index + 1 < filled, window[index + 1] == 0x22 else { break }
        hasDoubledQuotes = true
        index += 1
      } else if byte == 0 {
        throw binary(at: index)
      } else if byte == 0x0A {
        nextLine += 1
      } else if byte == 0x0D, !(index + 1 < filled && window[index + 1] == 0x0A) {
        if index + 1 == filled, !isLast { return nil }
        nextLine += 1
      }
      index += 1
    }
    fields.append(
      Field(start: quote + 1, end: index, isQuoted: true, hasDoubledQuotes: hasDoubledQuotes))
    index += 1
    while index < filled, isBlank(window[index]) { index += 1 }
    if index < filled {
      let byte = window[index]
      guard byte == separator.byte || byte == 0x0A || byte == 0x0D else {
        throw error(
          "csv-text-after-quote", "text follows the closing quote of a field", at: place(at: index),
          suggestion: "a quote inside a quoted field is written twice: \"\"")
      }
    }
    return index
  }

  @inline(__always)
  private func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 && separator != .tab
  }
}

// MARK: - Refusals

extension CSVReader {
  private func checkEncoding() throws(DataError) {
    guard let bad = firstInvalidUTF8(UnsafeBufferPointer(window), in: start..<next) else { return }
    throw error(
      "csv-not-utf8", "a byte is not UTF-8", at: place(at: bad),
      suggestion: "save the file as CSV in UTF-8")
  }

  private func binary(at offset: Int) -> DataError {
    error(
      "csv-binary-file", "the file holds a NUL byte: it is not text", at: place(at: offset),
      suggestion: "export the data as CSV")
  }

  private func strayQuote(at offset: Int) -> DataError {
    error(
      "csv-stray-quote", "a quote stands inside a field that does not begin with one",
      at: place(at: offset),
      suggestion: "put the whole field in quotes and write inner quotes twice: \"\"")
  }

  private func unterminated(at offset: Int) -> DataError {
    error(
      "csv-unterminated-quote", "a quote is opened here and never closed", at: place(at: offset),
      suggestion: "close it; a quote inside a quoted field is written twice: \"\"")
  }

  private func tooManyColumns(at offset: Int) -> DataError {
    error(
      "csv-too-many-columns", "a line has more than \(limits.columns) columns",
      at: place(at: offset), suggestion: "keep the columns that matter in a smaller file")
  }

  /// A quote that is never closed swallows the rest of the file: that is then the thing to say.
  private func tooLong() -> DataError {
    if let quote = openQuote() { return unterminated(at: quote) }
    return error(
      "csv-line-too-long", "a line has more than \(limits.recordBytes) bytes",
      at: CSVPlace(line: line, column: 1), suggestion: "check that the file is a CSV file")
  }

  /// The quote that is still open at the end of the window, if one is.
  private func openQuote() -> Int? {
    var quote: Int?
    for index in start..<filled where window[index] == 0x22 {
      quote = quote == nil ? index : nil
    }
    return next > start ? nil : quote
  }
}
