// Where one was in a document that was gone through step by step: a line a document in one file under the state
// folder, by the document's path and what it held, since a place in another text means nothing.
import Files
import Terminal

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

struct SteppingBookmark {
  private let file: String
  private let path: String
  private let digest: String

  /// As many documents as are remembered.
  private static let most = 100

  /// Nil where nothing outlives the program, or the document is no file to come back to.
  init?(_ document: String) {
    guard let folder = StateFolder.path, let path = TextFile.resolved(document),
      !path.utf8.contains(UInt8(ascii: "\n")), let digest = TextFile.contentDigest(document)
    else { return nil }
    file = folder + "/steps"
    self.path = path
    self.digest = String(digest, radix: 16)
  }

  /// Of the command that was next, counted from 0; nil where there is none.
  var place: Int? {
    for line in lines {
      let words = line.split(separator: " ", maxSplits: 2)
      if words.count == 3, words[0] == digest, words[2] == path { return Int(words[1]) }
    }
    return nil
  }

  /// Remembers a place, or forgets it; why it could not.
  func put(_ place: Int?) -> String? {
    let lines = lines
    let others = lines.filter { line in
      let words = line.split(separator: " ", maxSplits: 2)
      return words.count == 3 && words[2] != path
    }
    let changed = (place.map { ["\(digest) \($0) \(path)"] } ?? []) + others.prefix(Self.most - 1)
    guard changed != lines else { return nil }
    let text = changed.map { $0 + "\n" }.joined()
    do throws(FileError) {
      try makeFolder()
      try ReplacingFile.replace(file, with: Array(text.utf8))
      return nil
    } catch {
      return error.message
    }
  }

  private func makeFolder() throws(FileError) {
    guard let folder = StateFolder.path, !TextFile.exists(folder) else { return }
    guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
      throw FileError(path: folder, message: TextFile.reason(errno))
    }
  }

  private var lines: [String] {
    let text = (try? TextFile.read(file)) ?? ""
    return text.split(separator: "\n").map(String.init)
  }
}
