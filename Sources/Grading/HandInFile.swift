// The files that were handed in: those of a folder and of the folders in it, one a student.
import Files

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

package struct HandInFile: Sendable, Equatable {
  package var path: String
  /// From the folder that is graded.
  package var name: String
  /// Of the folder it lies in: the student's; nil where all lie together.
  package var student: String?

  /// A class and its attempts; what is more is no class.
  package static let most = 20_000

  /// Sorted by their names. Hidden ones are not meant.
  ///
  /// - Returns: as many as are graded, and how many there are beside them.
  package static func all(
    in folder: String, atMost most: Int = most
  ) -> (files: [HandInFile], leftOut: Int) {
    let root = folder.hasSuffix("/") ? folder : folder + "/"
    var files: [HandInFile] = []
    for name in TextFile.names(in: folder) where !name.hasPrefix(".") {
      if name.hasSuffix(".md") {
        files.append(HandInFile(path: root + name, name: name))
      } else if isFolder(root + name) {
        for inner in TextFile.names(in: root + name)
        where inner.hasSuffix(".md") && !inner.hasPrefix(".") {
          files.append(
            HandInFile(
              path: "\(root)\(name)/\(inner)", name: "\(name)/\(inner)", student: studentName(name))
          )
        }
      }
    }
    return (Array(files.prefix(most)), max(0, files.count - most))
  }

  /// Itself, and not what a link leads to.
  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Moodle writes `Ada Lovelace_1234_assignsubmission_file_`.
  private static func studentName(_ folder: String) -> String {
    guard folder.contains("_assignsubmission_") else { return folder }
    return String(folder.prefix { $0 != "_" })
  }

  /// Its text. Error: why it cannot be read; a link leads to what nobody handed in.
  func text(atMost largest: Int) throws(FileError) -> String {
    var status = stat()
    guard lstat(path, &status) == 0 else {
      throw FileError(path: path, message: TextFile.reason(errno))
    }
    guard status.st_mode & S_IFMT != S_IFLNK else {
      throw FileError(path: path, message: "it is a link and no file of its own")
    }
    let bytes = try TextFile.readAll(path, atMost: largest)
    guard !bytes.isEmpty else { throw FileError(path: path, message: "it is empty") }
    guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else {
      throw FileError(path: path, message: "it is no text")
    }
    return text
  }
}
