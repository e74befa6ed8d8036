// The part of SQLite that studies need: open, run, read rows, one transaction at a time. Every answer of the
// library is checked, and what went wrong is told in words for the user of the file.

import CSQLite
import HyperparameterSearch
import Text

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A connection. It belongs to whoever holds it; nothing in it is locked against other threads.
package final class Database {
  package enum Value {
    case null
    case integer(Int)
    case real(Double)
    case text(String)
  }

  private let path: String
  private let handle: OpaquePointer

  /// How long to wait for another process that is writing.
  package static let patience: Int32 = 10_000

  /// Opens a file that is there, or an empty database in memory where `path` is nil.
  package init(path: String?) throws(StorageError) {
    self.path = path ?? "a new database"
    var opened: OpaquePointer?
    let flags =
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (path == nil ? SQLITE_OPEN_MEMORY : 0)
    let code = sqlite3_open_v2(path ?? "studies", &opened, flags, nil)
    guard code == SQLITE_OK, let opened else {
      let error = storageError(code, systemCode: opened.map(sqlite3_system_errno), path: self.path)
      sqlite3_close_v2(opened)
      throw error
    }
    handle = opened
    sqlite3_extended_result_codes(opened, 1)
    sqlite3_busy_timeout(opened, Self.patience)
  }

  deinit { sqlite3_close_v2(handle) }

  /// Nothing is written any more when the connection ends, so that what could not be synced is not
  /// synced again as if nothing had been.
  func abandon() {
    _ = descent_sqlite_leave_log(handle)
    if sqlite3_get_autocommit(handle) == 0 { sqlite3_exec(handle, "ROLLBACK", nil, nil, nil) }
  }

  /// Whether the file is no longer at its path.
  var hasMoved: Bool {
    var moved: Int32 = 0
    sqlite3_file_control(handle, "main", SQLITE_FCNTL_HAS_MOVED, &moved)
    return moved != 0
  }

  /// Runs one statement whose rows, if it has any, do not matter.
  package func run(_ sql: String, _ values: [Value] = []) throws(StorageError) {
    try rows(sql, values) { _ in }
  }

  /// One value, or nil where there is no row.
  package func first<Result>(
    _ sql: String, _ values: [Value] = [], read: (Row) -> Result
  ) throws(StorageError) -> Result? {
    var result: Result?
    try rows(sql, values) { row in if result == nil { result = read(row) } }
    return result
  }

  /// Calls `body` with each row in turn.
  package func rows(
    _ sql: String, _ values: [Value] = [], _ body: (Row) throws(StorageError) -> Void
  ) throws(StorageError) {
    var prepared: OpaquePointer?
    let code = sqlite3_prepare_v2(handle, sql, -1, &prepared, nil)
    guard code == SQLITE_OK, let statement = prepared else { throw error(code) }
    defer { sqlite3_finalize(statement) }
    for (index, value) in values.enumerated() {
      let place = Int32(index + 1)
      let code =
        switch value {
        case .null: sqlite3_bind_null(statement, place)
        case .integer(let number): sqlite3_bind_int64(statement, place, Int64(number))
        case .real(let number): sqlite3_bind_double(statement, place, number)
        case .text(let text):
          descent_sqlite_bind_text(statement, place, text, UInt64(text.utf8.count))
        }
      guard code == SQLITE_OK else { throw error(code) }
    }
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW: try body(Row(statement: statement))
      case SQLITE_DONE: return
      case let code: throw error(code)
      }
    }
  }

  /// The row a statement stands on; not to be kept.
  package struct Row {
    fileprivate let statement: OpaquePointer

    package func integer(_ column: Int32) -> Int { Int(sqlite3_column_int64(statement, column)) }
    package func isNull(_ column: Int32) -> Bool {
      sqlite3_column_type(statement, column) == SQLITE_NULL
    }
    package func real(_ column: Int32) -> Double { sqlite3_column_double(statement, column) }
    /// Text; what is not UTF-8 in it is replaced.
    package func text(_ column: Int32) -> String {
      guard let start = sqlite3_column_text(statement, column) else { return "" }
      let count = Int(sqlite3_column_bytes(statement, column))
      return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }
  }

  /// All that `body` writes, on the disk when this returns; or nothing of it.
  func transaction<Result>(
    _ body: () throws(StorageError) -> Result
  ) throws(StorageError) -> Result {
    try run("BEGIN IMMEDIATE")
    do throws(StorageError) {
      let result = try body()
      try run("COMMIT")
      return result
    } catch {
      if sqlite3_get_autocommit(handle) == 0 { sqlite3_exec(handle, "ROLLBACK", nil, nil, nil) }
      throw error
    }
  }

  /// Answers of one moment: what others write meanwhile is not seen.
  func snapshot<Result>(
    _ body: () throws(StorageError) -> Result
  ) throws(StorageError) -> Result {
    try run("BEGIN")
    // Nothing was written, so there is nothing that ending it could lose.
    defer { sqlite3_exec(handle, "COMMIT", nil, nil, nil) }
    return try body()
  }

  /// The database as the bytes of a file.
  func bytes() throws(StorageError) -> [UInt8] {
    var size: Int64 = 0
    guard let start = sqlite3_serialize(handle, "main", &size, 0) else {
      throw storageError(SQLITE_NOMEM, systemCode: nil, path: path)
    }
    defer { sqlite3_free(start) }
    return Array(UnsafeBufferPointer(start: start, count: Int(size)))
  }

  private func error(_ code: Int32) -> StorageError {
    storageError(code, systemCode: sqlite3_system_errno(handle), path: path)
  }
}

/// What an answer of SQLite's means to the user of the file.
private func storageError(_ code: Int32, systemCode: Int32?, path: String) -> StorageError {
  let place = quotedPath(path)
  var reason = String(cString: sqlite3_errstr(code))
  if let systemCode, systemCode != 0 { reason = String(cString: strerror(systemCode)) }
  switch code & 0xFF {
  case SQLITE_BUSY, SQLITE_LOCKED:
    return StorageError(
      id: "studies-busy",
      message:
        "\(place) has been in use by another program for \(Database.patience / 1000) seconds",
      suggestion: "try again when that program is done")
  case SQLITE_FULL:
    return StorageError(
      id: "studies-full", message: "there is no room left for \(place)",
      suggestion: "make room on that disk, or let DESCENT_HOME name a folder on another one")
  case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_FORMAT, SQLITE_ERROR, SQLITE_CONSTRAINT,
    SQLITE_MISMATCH:
    return .damaged(path)
  default:
    return .unwritable(path, reason)
  }
}

extension StorageError {
  static func damaged(_ path: String) -> StorageError {
    StorageError(
      id: "studies-damaged", message: "\(quotedPath(path)) is damaged, and is left as it is",
      suggestion: "move it away to begin a new one; a copy of it from a backup takes its place")
  }

  static func unwritable(_ path: String, _ reason: String) -> StorageError {
    StorageError(
      id: "studies-unwritable", message: "\(quotedPath(path)) cannot be used (\(reason))",
      suggestion: "let DESCENT_HOME name a folder that you may write to")
  }

  static func foreign(_ path: String, _ reason: String) -> StorageError {
    StorageError(
      id: "studies-foreign", message: "\(quotedPath(path)) \(reason), and is left as it is",
      suggestion: "move it away, or let DESCENT_HOME name another folder")
  }
}
