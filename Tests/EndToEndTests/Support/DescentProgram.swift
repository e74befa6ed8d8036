// The built program, and an environment in which a test's folder is its home.
import TestSupport
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

enum Descent {
  /// The program under test: `DESCENT_PROGRAM`, or else the release build of this package.
  static var path: String {
    if let path = getenv("DESCENT_PROGRAM") { return String(cString: path) }
    return checkout + "/.build/release/descent"
  }

  /// An environment with nothing of the tester's own in it.
  static func environment(
    home: TemporaryFolder, _ extra: [String: String] = [:]
  ) -> [String: String] {
    let own = [
      "HOME": home.path, "DESCENT_HOME": home.path, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8",
      "PATH": "/usr/local/bin:/usr/bin:/bin", "PAGER": "",
    ]
    return own.merging(extra) { $1 }
  }
}
