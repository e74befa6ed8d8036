// A time in a record: to the second, in UTC, written as `2026-03-01T14:05:09Z`.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

package struct RecordTime: Sendable, Hashable, Comparable {
  /// Since 1970.
  package var seconds: Int

  package init(seconds: Int) { self.seconds = seconds }

  package static var now: RecordTime { RecordTime(seconds: time(nil)) }

  package static func < (left: RecordTime, right: RecordTime) -> Bool {
    left.seconds < right.seconds
  }

  /// Days since 1970 of a day (Hinnant, "chrono-Compatible Low-Level Date Algorithms", 2013): years begin in March, so
  /// that the day that only some have is their last.
  package static func days(year: Int, month: Int, day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// `2026-03-01T14:05:09Z`, and nothing else.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    let form = Array("0000-00-00T00:00:00Z".utf8)
    let isDigit = { (byte: UInt8) in (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    guard bytes.count == form.count,
      zip(bytes, form).allSatisfy({ isDigit($1) ? isDigit($0) : $0 == $1 })
    else { return nil }
    let numbers = bytes.split { !isDigit($0) }
      .compactMap { Int(String(decoding: $0, as: UTF8.self)) }
    guard (1970...9999).contains(numbers[0]), (1...12).contains(numbers[1]),
      (1...31).contains(numbers[2]), numbers[3] < 24, numbers[4] < 60, numbers[5] < 60
    else { return nil }
    let days = Self.days(year: numbers[0], month: numbers[1], day: numbers[2])
    seconds = days * 86_400 + numbers[3] * 3600 + numbers[4] * 60 + numbers[5]
    // There is no 30th of February.
    guard self.text == text else { return nil }
  }

  package var text: String {
    var (moment, parts) = (time_t(seconds), tm())
    gmtime_r(&moment, &parts)
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(Int(parts.tm_year) + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))T"
      + "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))Z"
  }
}

extension RecordTime: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let time = RecordTime(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "this is no time")
    }
    self = time
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
