// A folder that is made where something is to be kept for the first time.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

package enum Folder {
  /// Makes a folder that only its user may enter, with each of those above it: a new user may have none of them.
  package static func make(_ path: String) throws(FileError) {
    let ends = path.indices.dropFirst().filter { path[$0] == "/" } + [path.endIndex]
    for end in ends {
      let place = String(path[..<end])
      guard TextFile.exists(place) || mkdir(place, 0o700) == 0 || errno == EEXIST else {
        throw FileError(path: place, message: TextFile.reason(errno))
      }
    }
  }
}
