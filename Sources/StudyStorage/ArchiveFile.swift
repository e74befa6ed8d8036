// Opening the archive: only a file that is exactly what this version writes is used, and everything else is
// left as it is.

import CSQLite
import HyperparameterSearch
import Text

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension Database {
  /// "dsnt": says in the file's header whose it is.
  private static let applicationID = 0x6473_6e74
  /// Grows when an older version could not read a newer one's file.
  private static let schemaVersion = 1

  private static let tables = [
    """
    CREATE TABLE studies (id INTEGER PRIMARY KEY, created TEXT NOT NULL, definition TEXT NOT NULL, \
    entries INTEGER NOT NULL, checksum INTEGER NOT NULL)
    """,
    """
    CREATE TABLE entries (study INTEGER NOT NULL REFERENCES studies (id), place INTEGER NOT NULL, \
    kind TEXT NOT NULL, number INTEGER, record TEXT NOT NULL, checksum INTEGER NOT NULL, \
    PRIMARY KEY (study, place), UNIQUE (study, kind, number)) WITHOUT ROWID
    """,
  ]

  /// The archive; nil where there is none and none is to be made.
  /// Errors: `studies-foreign`, `studies-newer`, `studies-damaged`, `studies-unwritable`,
  /// `studies-busy`.
  static func openArchive(_ path: String, creating: Bool) throws(StorageError) -> Database? {
    guard try prepareFile(path, creating: creating) else { return nil }
    let database = try Database(path: path)
    // At one moment: another process may be making the tables.
    let state = try database.snapshot { () throws(StorageError) in try database.contents(path) }
    if state == .empty {
      guard creating else { return nil }
      try database.makeTables(path)
    }
    // Every commit is on the disk before it is over, also where the disk keeps a cache of its own.
    for setting in ["synchronous = FULL", "fullfsync = ON", "checkpoint_fullfsync = ON"] {
      try database.run("PRAGMA \(setting)")
    }
    return database
  }

  /// Whether there is a plain file, after making one if that is wanted.
  private static func prepareFile(_ path: String, creating: Bool) throws(StorageError) -> Bool {
    guard !path.utf8.contains(0) else { throw .unwritable(path, "its name holds a NUL") }
    var status = stat()
    if stat(path, &status) != 0 {
      guard errno == ENOENT || errno == ENOTDIR else {
        throw .unwritable(path, String(cString: strerror(errno)))
      }
      guard creating else { return false }
      makeFolders(of: path)
      let file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOCTTY, 0o600)
      if file >= 0 {
        close(file)
      } else if errno != EEXIST {
        throw .unwritable(path, String(cString: strerror(errno)))
      }
      return true
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .foreign(path, "is not a plain file") }
    return true
  }

  /// Lets only its owner read an archive that is written to, with SQLite's helper files, which were given
  /// the rights that it had when they were made.
  static func closeToOthers(_ path: String) {
    for file in [path, path + "-wal", path + "-shm"] {
      var status = stat()
      if stat(file, &status) == 0, status.st_mode & 0o077 != 0 { chmod(file, 0o600) }
    }
  }

  /// A new user has no folder for it yet. What cannot be made shows when the file is.
  private static func makeFolders(of path: String) {
    var end = path.startIndex
    while let slash = path[end...].dropFirst().firstIndex(of: "/") {
      let folder = String(path[..<slash])
      if mkdir(folder, 0o700) == 0 {
        // Its name too belongs on the disk.
        let parent = open(folder + "/..", O_RDONLY | O_CLOEXEC)
        if parent >= 0 {
          fsync(parent)
          close(parent)
        }
      }
      end = slash
    }
  }

  private enum Contents {
    case empty, archive
  }

  private func contents(_ path: String) throws(StorageError) -> Contents {
    // A file of somebody else's must not run anything.
    try run("PRAGMA trusted_schema = OFF")
    try run("PRAGMA cell_size_check = ON")
    let application = try first("PRAGMA application_id") { $0.integer(0) } ?? 0
    let version = try first("PRAGMA user_version") { $0.integer(0) } ?? 0
    var schema: [String] = []
    try rows("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid") {
      schema.append($0.text(0))
    }
    if application == 0, version == 0, schema.isEmpty { return .empty }
    guard application == Self.applicationID else {
      throw .foreign(path, "belongs to another program")
    }
    guard version <= Self.schemaVersion else {
      throw StorageError(
        id: "studies-newer",
        message: "\(quotedPath(path)) was written by a newer version of descent",
        suggestion: "use that version, or let DESCENT_HOME name another folder")
    }
    guard schema == Self.tables else { throw .damaged(path) }
    return .archive
  }

  /// Two processes may do this at once; the second finds everything there.
  private func makeTables(_ path: String) throws(StorageError) {
    if descent_is_on_network(path) == 0 { try useWriteAheadLog() }
    try run("PRAGMA synchronous = FULL")
    try transaction { () throws(StorageError) in
      guard try contents(path) == .empty else { return }
      for table in Self.tables { try run(table) }
      try run("PRAGMA application_id = \(Self.applicationID)")
      try run("PRAGMA user_version = \(Self.schemaVersion)")
    }
  }

  /// With a log a commit waits for the disk once; with a rollback journal five times. Changing over
  /// does not wait for others by itself.
  private func useWriteAheadLog() throws(StorageError) {
    for attempt in 0... {
      do throws(StorageError) {
        return try run("PRAGMA journal_mode = WAL")
      } catch {
        guard error.id == "studies-busy", attempt < 100 else { throw error }
        usleep(20_000)
      }
    }
  }
}
