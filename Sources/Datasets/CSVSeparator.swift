// What stands between the fields of a file. Programs in countries with a decimal comma write semicolons,
// databases tabs; the first lines show which it is, and where a line differs from the header, what it
// has instead.

/// A character between fields.
enum CSVSeparator: CaseIterable {
  case comma, semicolon, tab, bar

  var byte: UInt8 {
    switch self {
    case .comma: 0x2C
    case .semicolon: 0x3B
    case .tab: 0x09
    case .bar: 0x7C
    }
  }

  /// In the plural, as messages say it.
  var name: String {
    switch self {
    case .comma: "commas"
    case .semicolon: "semicolons"
    case .tab: "tabs"
    case .bar: "bars (`|`)"
    }
  }
}

/// How often each separator stands in a line outside quotes, and how many words there are between
/// blanks.
struct SeparatorCounts: Equatable {
  private var counts = [Int](repeating: 0, count: CSVSeparator.allCases.count)
  private(set) var words = 0

  init(_ line: some Sequence<UInt8>) {
    var isQuoted = false
    var isInWord = false
    for byte in line {
      if byte == 0x22 { isQuoted.toggle() }
      let isBlank = !isQuoted && (byte == 0x20 || byte == 0x09)
      if !isBlank, !isInWord { words += 1 }
      isInWord = !isBlank
      guard !isQuoted else { continue }
      for (place, separator) in CSVSeparator.allCases.enumerated() where byte == separator.byte {
        counts[place] += 1
      }
    }
  }

  func fields(_ separator: CSVSeparator) -> Int {
    1 + (CSVSeparator.allCases.firstIndex(of: separator).map { counts[$0] } ?? 0)
  }

  /// What divides the line into so many fields, other than the given separator: "semicolons", "blanks".
  func name(ofFields count: Int, otherThan separator: CSVSeparator) -> String? {
    guard count > 1 else { return nil }
    let other = CSVSeparator.allCases.first { $0 != separator && fields($0) == count }
    return other?.name ?? (words == count ? "blanks" : nil)
  }
}

/// The first lines of a file.
struct CSVSample {
  private static let mostLines = 12

  private(set) var header: SeparatorCounts?
  private(set) var rows: [SeparatorCounts] = []
  let separator: CSVSeparator
  /// The bytes of a first line such as `sep=;`, which spreadsheets write and read.
  let declarationLength: Int

  /// - Parameter isWhole: whether nothing comes after these bytes.
  init(_ head: UnsafeBufferPointer<UInt8>, isWhole: Bool) {
    let declared = Self.declaration(head)
    declarationLength = declared?.length ?? 0
    var lines = Self.lines(of: head[declarationLength...], isWhole: isWhole)
    if !lines.isEmpty { header = lines.removeFirst() }
    rows = lines
    separator = declared?.separator ?? Self.likeliest(header, rows)
  }

  /// The separator that divides most of the rows as it divides the header, into as many fields as can be;
  /// of several one that is not a comma, which may be a decimal one in every row.
  private static func likeliest(
    _ header: SeparatorCounts?, _ rows: [SeparatorCounts]
  ) -> CSVSeparator {
    guard let header else { return .comma }
    var best = CSVSeparator.comma
    var most = (agreeing: -1, fields: 0)
    for separator in CSVSeparator.allCases where header.fields(separator) > 1 {
      let fields = header.fields(separator)
      let agreeing = rows.count { $0.fields(separator) == fields }
      if (agreeing, fields) >= most { (best, most) = (separator, (agreeing, fields)) }
    }
    return best
  }

  private static func lines(
    of head: Slice<UnsafeBufferPointer<UInt8>>, isWhole: Bool
  ) -> [SeparatorCounts] {
    var lines: [SeparatorCounts] = []
    var start = head.startIndex
    var isQuoted = false
    for index in head.indices {
      let byte = head[index]
      if byte == 0x22 { isQuoted.toggle() }
      guard !isQuoted, byte == 0x0A || byte == 0x0D else { continue }
      let counts = SeparatorCounts(head[start..<index])
      if counts.words > 0 { lines.append(counts) }
      start = index + 1
      if lines.count == mostLines { return lines }
    }
    // Of a line that goes on beyond these bytes something is known if there is no other.
    if isWhole || lines.isEmpty {
      let counts = SeparatorCounts(head[start...])
      if counts.words > 0 { lines.append(counts) }
    }
    return lines
  }

  private static func declaration(
    _ head: UnsafeBufferPointer<UInt8>
  ) -> (separator: CSVSeparator, length: Int)? {
    guard head.count > 5, head[..<4].elementsEqual("sep=".utf8),
      let separator = CSVSeparator.allCases.first(where: { $0.byte == head[4] })
    else { return nil }
    switch head[5] {
    case 0x0A: return (separator, 6)
    case 0x0D: return (separator, head.count > 6 && head[6] == 0x0A ? 7 : 6)
    default: return nil
    }
  }
}
