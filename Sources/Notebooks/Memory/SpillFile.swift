// A file for what a session has no room for in memory: it has no name, so that nobody else opens it and nothing
// of it is left when the program has ended, however it ends. It is made when something is first put there.
import Files
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

final class SpillFile: Sendable {
  /// Where in the file something stands.
  struct Place: Codable, Hashable, Sendable {
    var offset: Int
    var count: Int
  }

  private struct Held {
    var descriptor: Int32 = -1
    var length = 0
    /// After a failure nothing is added any more: what was written before may still be read.
    var takesMore = true
  }

  private let folders: [String]
  private let held = Mutex(Held())

  /// - Parameter folders: where it may be, the first that can be written being taken.
  init(folders: [String]) { self.folders = folders }

  deinit {
    let descriptor = held.withLock { $0.descriptor }
    if descriptor >= 0 { close(descriptor) }
  }

  /// Whether something can be put there, as far as is known.
  var takesMore: Bool { add([]) != nil }

  /// Where they are then; nil where there is no disk, or no room on it.
  func add(_ bytes: [UInt8]) -> Place? {
    held.withLock { held in
      guard held.takesMore else { return nil }
      if held.descriptor < 0 { held.descriptor = Self.open(in: folders) }
      guard held.descriptor >= 0, Self.write(bytes, to: held.descriptor, at: held.length) else {
        held.takesMore = false
        return nil
      }
      let place = Place(offset: held.length, count: bytes.count)
      held.length += bytes.count
      return place
    }
  }

  /// What was put there; nil if the disk does not give it back.
  func read(_ place: Place) -> [UInt8]? {
    let descriptor = held.withLock { $0.descriptor }
    guard descriptor >= 0 else { return nil }
    var isWhole = false
    let bytes = [UInt8](unsafeUninitializedCapacity: place.count) { buffer, count in
      while count < place.count {
        let rest = UnsafeMutableBufferPointer(rebasing: buffer[count...])
        let got = pread(descriptor, rest.baseAddress, rest.count, off_t(place.offset + count))
        if got < 0 && errno == EINTR { continue }
        guard got > 0 else { return }
        count += got
      }
      isWhole = true
    }
    return isWhole ? bytes : nil
  }

  /// A file that only its user may read and that has lost its name at once; -1 where no folder takes one.
  private static func open(in folders: [String]) -> Int32 {
    for folder in folders where TextFile.isDirectory(folder) {
      for attempt in 0..<10 {
        let name = "\(folder)/.descent-\(getpid())-\(attempt)"
        let descriptor = openFile(name)
        if descriptor >= 0 {
          unlink(name)
          return descriptor
        }
        if errno != EEXIST { break }
      }
    }
    return -1
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32, at offset: Int) -> Bool {
    bytes.withUnsafeBytes { source in
      var done = 0
      while done < source.count {
        let rest = UnsafeRawBufferPointer(rebasing: source[done...])
        let put = pwrite(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
        if put < 0 && errno == EINTR { continue }
        guard put > 0 else { return false }
        done += put
      }
      return true
    }
  }
}

private func openFile(_ path: String) -> Int32 {
  open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
}
