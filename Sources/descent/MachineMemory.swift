// How much memory this process can still take: what the machine has free, and less where a control
// group or a limit of the process allows less.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

enum MachineMemory {
  /// Bytes; 4 GB where the system does not say.
  @Sendable static func available() -> Int {
    #if os(Linux)
      let known = [freeOnMachine(), freeInGroups(), freeUnderLimit()].compactMap { $0 }.min()
    #else
      let known = physical()
    #endif
    return known ?? 4_000_000_000
  }

  #if os(Linux)
    private static func freeOnMachine() -> Int? {
      guard let lines = text(of: "/proc/meminfo")?.split(separator: "\n") else { return nil }
      for line in lines where line.hasPrefix("MemAvailable:") {
        return line.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 1024 }
      }
      return nil
    }

    /// The least that the process's control group or one around it leaves. Pages of files that have not
    /// been used lately count as free.
    private static func freeInGroups() -> Int? {
      guard let groups = text(of: "/proc/self/cgroup") else { return nil }
      var least: Int?
      for line in groups.split(separator: "\n") {
        let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { continue }
        let isSecond = parts[1].isEmpty
        guard isSecond || parts[1].split(separator: ",").contains("memory") else { continue }
        var path = parts[2].split(separator: "/")
        while true {
          let folder =
            (isSecond ? "/sys/fs/cgroup/" : "/sys/fs/cgroup/memory/") + path.joined(separator: "/")
          if let free = freeInGroup(folder, isSecond: isSecond) { least = min(least ?? free, free) }
          if path.popLast() == nil { break }
        }
      }
      return least
    }

    private static func freeInGroup(_ folder: String, isSecond: Bool) -> Int? {
      guard
        let limit = number(folder + (isSecond ? "/memory.max" : "/memory.limit_in_bytes")),
        let used = number(folder + (isSecond ? "/memory.current" : "/memory.usage_in_bytes"))
      else { return nil }
      let statistics = text(of: folder + "/memory.stat") ?? ""
      let name = isSecond ? "inactive_file " : "total_inactive_file "
      let unused = statistics.split(separator: "\n").first { $0.hasPrefix(name) }
        .flatMap { Int($0.dropFirst(name.count)) }
      return max(0, limit - max(0, used - (unused ?? 0)))
    }

    /// What `ulimit -v` leaves.
    private static func freeUnderLimit() -> Int? {
      var limits = rlimit()
      guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limits) == 0 else { return nil }
      guard let limit = Int(exactly: limits.rlim_cur),
        let pages = text(of: "/proc/self/statm")?.split(separator: " ").first.flatMap({ Int($0) })
      else { return nil }
      return max(0, limit - pages * sysconf(Int32(_SC_PAGESIZE)))
    }

    /// Nil for `max` too.
    private static func number(_ path: String) -> Int? {
      text(of: path).flatMap { Int($0.prefix { $0.isNumber }) }
    }

    /// The first 64 KB of a file of the system's, which does not say how long it is.
    private static func text(of path: String) -> String? {
      let descriptor = open(path, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { return nil }
      defer { close(descriptor) }
      var bytes: [UInt8] = []
      var chunk = [UInt8](repeating: 0, count: 1 << 14)
      while bytes.count < 1 << 16 {
        let count = read(descriptor, &chunk, chunk.count)
        guard count > 0 else { break }
        bytes += chunk[..<count]
      }
      return String(decoding: bytes, as: UTF8.self)
    }
  #else
    /// All there is: macOS gives pages back and compresses them as they are needed.
    private static func physical() -> Int? {
      var bytes: UInt64 = 0
      var size = MemoryLayout<UInt64>.size
      guard sysctlbyname("hw.memsize", &bytes, &size, nil, 0) == 0 else { return nil }
      return Int(exactly: bytes)
    }
  #endif
}
