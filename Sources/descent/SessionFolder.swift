// Where interactive sessions are kept while they go on, one journal each, so that a crash, a kill or a lid
// that is closed loses nothing that was done.
import Files
import Notebooks
import Terminal

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

struct SessionFolder {
  let path: String

  /// Nil where nothing outlives the program.
  init?() {
    guard let state = StateFolder.path else { return nil }
    path = state + "/sessions"
  }

  /// The journal of a session that begins now.
  func makeJournal(_ begin: SessionJournal.Begin) throws(FileError) -> SessionJournal {
    for place in [StateFolder.path ?? path, path] where !TextFile.exists(place) {
      guard mkdir(place, 0o700) == 0 || errno == EEXIST else {
        throw FileError(path: place, message: TextFile.reason(errno))
      }
    }
    let name = "\(path)/\(Self.stamp(begin.time))-\(getpid())\(Self.ending)"
    return try SessionJournal(creating: name, begin)
  }

  /// The sessions that ended without their user's leaving them, and that no running program has; the latest
  /// first.
  func unfinished() -> [SessionJournal.Kept] {
    TextFile.names(in: path).reversed()
      .filter { $0.hasSuffix(Self.ending) }
      .map { path + "/" + $0 }
      .filter { !SessionJournal.isInUse($0) }
      .compactMap { try? SessionJournal.reading($0) }
      .filter { !$0.hasEnded && !$0.isEmpty }
  }

  private static let ending = ".journal"

  static func now() -> Int { time(nil) }

  /// `2026-11-30T14-02-11`, the user's time.
  private static func stamp(_ seconds: Int) -> String {
    let parts = calendar(seconds)
    return
      "\(parts.year)-\(two(parts.month))-\(two(parts.day))T\(two(parts.hour))-\(two(parts.minute))-"
      + two(parts.second)
  }

  /// `14:02`, with the day where that is another one.
  static func clock(_ seconds: Int) -> String {
    let (then, today) = (calendar(seconds), calendar(now()))
    let clock = "\(two(then.hour)):\(two(then.minute))"
    let isToday = (then.year, then.month, then.day) == (today.year, today.month, today.day)
    return isToday ? clock : "\(then.year)-\(two(then.month))-\(two(then.day)) \(clock)"
  }

  private static func calendar(
    _ seconds: Int
  ) -> (year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
    var (moment, parts) = (time_t(seconds), tm())
    localtime_r(&moment, &parts)
    return (
      Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday), Int(parts.tm_hour),
      Int(parts.tm_min), Int(parts.tm_sec)
    )
  }

  private static func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
}
