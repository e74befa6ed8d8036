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
    try SessionJournal(creating: try newPath(), begin)
  }

  /// One that begins with the first commands of another, of which the next does not hold any more.
  func makeJournal(
    from kept: SessionJournal.Kept, first count: Int
  ) throws(FileError) -> SessionJournal {
    try SessionJournal(creating: try newPath(), from: kept, first: count)
  }

  private func newPath() throws(FileError) -> String {
    // Each folder above it as well: a new user may have none of them.
    let ends = path.indices.dropFirst().filter { path[$0] == "/" } + [path.endIndex]
    for end in ends {
      let place = String(path[..<end])
      guard TextFile.exists(place) || mkdir(place, 0o700) == 0 || errno == EEXIST else {
        throw FileError(path: place, message: String(cString: strerror(errno)))
      }
    }
    return "\(path)/\(Self.stamp(Self.now()))-\(getpid())\(Self.ending)"
  }

  /// The latest session that ended without its user's leaving it, and that no running program has. Only so
  /// many are looked at, most of them at their ends, that it takes no time to speak of.
  func latestUnfinished() -> SessionJournal.Kept? {
    TextFile.names(in: path).filter { $0.hasSuffix(Self.ending) }.suffix(200).reversed().lazy
      .map { path + "/" + $0 }
      .filter { SessionJournal.mayBeUnfinished($0) }
      .compactMap { try? SessionJournal.reading($0) }
      .first { !$0.hasEnded && $0.commandCount > 0 }
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
