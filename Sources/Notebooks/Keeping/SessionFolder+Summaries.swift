// The kept sessions as `sessions` lists them.
import CommandLanguage
import Events
import Files

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension SessionFolder {
  /// Nil where there is none with that number.
  ///
  /// - Parameter present: the path of the journal of the session that asks.
  func summary(_ number: Int, present: String?) -> SessionSummary? {
    let path = journal(number)
    guard TextFile.exists(path) else { return nil }
    let status: SessionSummary.Status? =
      path == present ? .present : SessionJournal.isInUse(path) ? .open : nil
    guard let kept = try? SessionJournal.reading(path) else {
      return SessionSummary(
        number: number, status: status ?? .damaged, began: nil, clock: "", commands: 0,
        landmarks: [])
    }
    return SessionSummary(
      number: number, status: status ?? (kept.hasEnded ? .finished : .cutOff),
      began: kept.begin.time, clock: Self.clock(kept.begin.time), commands: kept.commandCount,
      landmarks: kept.landmarks)
  }

  package static func now() -> Int { time(nil) }

  /// `14:02`, with the day where that is another one.
  package static func clock(_ seconds: Int) -> String {
    let (then, today) = (calendar(seconds), calendar(now()))
    let clock = "\(two(then.hour)):\(two(then.minute))"
    let isToday = (then.year, then.month, then.day) == (today.year, today.month, today.day)
    return isToday ? clock : "\(then.year)-\(two(then.month))-\(two(then.day)) \(clock)"
  }

  private static func calendar(
    _ seconds: Int
  ) -> (year: Int, month: Int, day: Int, hour: Int, minute: Int) {
    var (moment, parts) = (time_t(seconds), tm())
    localtime_r(&moment, &parts)
    return (
      Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday), Int(parts.tm_hour),
      Int(parts.tm_min)
    )
  }

  private static func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
}

extension SessionJournal.Kept {
  /// By which its user knows it again: the first command about data, and the last one.
  fileprivate var landmarks: [String] {
    let texts = commands.filter { !$0.hasFailed }.map { command in
      String(command.text.prefix { $0 != "\n" })
    }
    guard let last = texts.last else { return [] }
    let first = texts.first { $0.hasPrefix("data") && $0 != last }
    return (first.map { [$0] } ?? []) + [last]
  }
}
