// Where the lessons and their data lie: named by the user, beside the installed program, or in the
// checkout it was built from.
import Files
import Lessons
import Terminal

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

enum LessonFolders {
  /// `DESCENT_LESSONS`, `PREFIX/share/descent/lessons`, or `lessons` in a folder above the program.
  static func find() -> [String] {
    var folders: [String] = []
    if let named = environmentVariable("DESCENT_LESSONS"), !named.isEmpty { folders.append(named) }
    if let program = programPath() {
      var folder = parent(of: program)
      folders.append(parent(of: folder) + "/share/descent/lessons")
      // .build/ARCHITECTURE/release/descent lies four levels below the checkout.
      for _ in 0..<3 {
        folder = parent(of: folder)
        folders.append(folder + "/lessons")
      }
    }
    return folders.filter {
      TextFile.isDirectory($0 + "/data") || TextFile.exists($0 + "/" + CourseFile.fileName)
    }
  }

  private static func programPath() -> String? {
    #if os(Linux)
      let path = "/proc/self/exe"
    #else
      let path = CommandLine.arguments.first ?? ""
    #endif
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private static func parent(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
  }
}
