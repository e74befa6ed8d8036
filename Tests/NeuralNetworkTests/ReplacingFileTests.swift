// Replacing a file: the new one has its name, its link and its rights.

import Files
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct ReplacingFileTests {
  /// Also where the user's mask would narrow what a new file may be.
  @Test(arguments: [0o600, 0o444, 0o664, 0o666] as [mode_t])
  func whoMayReadItStaysAsItWas(_ rights: mode_t) throws {
    let file = TemporaryPath("old")
    #expect(chmod(file.path, rights) == 0)
    try ReplacingFile.replace(file.path, with: Array("new".utf8))
    #expect(mode(of: file.path) == rights)
    #expect(bytes(of: file.path) == Array("new".utf8))
  }

  @Test func aLinkStaysOne() throws {
    let file = TemporaryPath("old")
    let link = file.path + ".link"
    #expect(symlink(file.path, link) == 0)
    try ReplacingFile.replace(link, with: Array("new".utf8))
    var status = stat()
    #expect(lstat(link, &status) == 0)
    #expect(status.st_mode & S_IFMT == S_IFLNK)
    #expect(bytes(of: file.path) == Array("new".utf8))
  }
}
