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

  package func exportCSV(_ record: StudyRecord, to path: String) throws(StorageError) {
    try replace(path, with: Array(record.csv.utf8))
  }

  package func checkOptuna(_ path: String) throws(StorageError) {
    var status = stat()
    if stat(path, &status) == 0, !OptunaExport.isUnchangedExport(path) {
      throw StorageError(
        id: "export-not-ours",
        message: "\(quotedPath(path)) is there already and holds more than an export of a study",
        suggestion: "name another file, or remove that one")
    }
  }

  package func exportOptuna(
    _ record: StudyRecord, named name: String, to path: String
  ) throws(StorageError) {
    try checkOptuna(path)
    try replace(path, with: OptunaExport(record: record, name: name).bytes())
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
