// What happens to the program's writing: it is killed at a chosen call, or the disk is full or broken from
// there on. Tests/Faults/faults.c says how.
import TestSupport
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

struct InjectedFault: CustomStringConvertible {
  enum Kind: String {
    /// Killed in place of a call.
    case killBefore = "before"
    /// Killed when a call has written half of its bytes.
    case killAmid = "amid"
    /// No room from a call on.
    case full
    /// A call alone fails.
    case broken
  }

  var kind: Kind
  /// Which of the calls, counted from 1.
  var number: Int

  var description: String { "\(kind.rawValue):\(number)" }

  /// What to add to the environment.
  ///
  /// - Parameter part: only files are meant whose path holds it.
  func environment(at part: String) -> [String: String] {
    ["LD_PRELOAD": Self.library ?? "", "DESCENT_FAULT_AT": part, "DESCENT_FAULT": description]
  }

  /// What makes the program write down the calls that may be chosen, one a line.
  static func logging(to file: String, at part: String) -> [String: String] {
    ["LD_PRELOAD": library ?? "", "DESCENT_FAULT_AT": part, "DESCENT_FAULT_LOG": file]
  }

  static var isPossible: Bool { library != nil }

  /// Nil where it cannot be made: macOS has other ways, and none for programs that are signed.
  private static let library: String? = {
    #if os(Linux)
      let path = checkout + "/.build/faults.so"
      let own = ["PATH", "SWIFT"].reduce(into: [String: String]()) { own, name in
        own[name] = getenv(name).map { String(cString: $0) }
      }
      let made = try? Process.run(
        "/bin/sh", [checkout + "/Tests/Faults/build", path], environment: own)
      return made?.status == .exited(0) ? path : nil
    #else
      return nil
    #endif
  }()
}
