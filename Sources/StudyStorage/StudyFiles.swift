// Writing studies for other programs, each file as a whole or not at all.

import Files
import HyperparameterSearch
import Text

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

package struct StudyFiles: StudyExporter {
  package init() {}

  private enum Kind: String {
    case csv, db
  }

  package func check(_ path: String) throws(StorageError) {
    let kind = try Self.kind(of: path)
    var status = stat()
    guard stat(path, &status) == 0 else { return }
    let isOurs =
      kind == .csv ? StudyRecord.isExport(path) : OptunaExport.isUnchangedExport(path)
    guard !isOurs else { return }
    throw StorageError(
      id: "export-not-ours",
      message: "\(quotedPath(path)) is there already and "
        + (kind == .csv
          ? "is no export of a study" : "holds more than an export of a study"),
      suggestion: "name another file, or remove that one")
  }

  package func export(
    _ record: StudyRecord, named name: String, to path: String
  ) throws(StorageError) {
    try check(path)
    switch try Self.kind(of: path) {
    case .csv: try replace(path, with: Array(record.csv.utf8))
    case .db: try replace(path, with: OptunaExport(record: record, name: name).bytes())
    }
  }

  private static func kind(of path: String) throws(StorageError) -> Kind {
    let name = path.split(separator: "/").last ?? ""
    let ending = name.split(separator: ".").dropFirst().last?.lowercased()
    if let kind = ending.flatMap(Kind.init) { return kind }
    throw StorageError(
      id: "export-unknown-kind",
      message: "\(quotedPath(path)) ends in neither .csv nor .db",
      suggestion: "a name that ends in .csv for a table, or in .db for Optuna")
  }

  private func replace(_ path: String, with bytes: [UInt8]) throws(StorageError) {
    do {
      try ReplacingFile.replace(path, with: bytes)
    } catch {
      throw StorageError(
        id: "export-unwritable",
        message: "\(quotedPath(path)) cannot be written: \(error.message)",
        suggestion: "name a file in a folder that you may write to")
    }
  }
}
