// A CSV file of rows with their answers: the file's own fields as they stand, and behind them the answer.
import Datasets
import Files
import Text

final class AnswerWriter {
  private static let chunk = 1 << 20

  private let file: ReplacingFile
  private let addedCount: Int
  /// The places of the fields that are copied: all but earlier answers.
  let copied: [Int]
  private var waiting: [UInt8] = []

  /// - Parameter added: the names of what comes behind each row's own fields.
  init(_ path: String, names: [String], added: [String]) throws(FileError) {
    file = try ReplacingFile(path: path)
    copied = names.indices.filter { !added.contains(names[$0]) }
    addedCount = added.count
    waiting = line(copied.map { names[$0] } + added)
  }

  private func line(_ fields: [String]) -> [UInt8] {
    fields.map { csvField(Array($0.utf8)) }.joined(separator: [0x2C]) + [0x0A]
  }

  /// - Parameters:
  ///   - lines: the rows' own fields.
  ///   - answers: what comes behind each; nothing where there is no answer.
  func write(_ lines: [[UInt8]], _ answers: [[String]]) throws(FileError) {
    let none = [String](repeating: "", count: addedCount)
    for (own, answer) in zip(lines, answers) {
      waiting += own
      if !copied.isEmpty { waiting.append(0x2C) }
      waiting += line(answer.isEmpty ? none : answer)
    }
    if waiting.count >= Self.chunk { try flush() }
  }

  func commit() throws(FileError) {
    try flush()
    try file.commit()
  }

  private func flush() throws(FileError) {
    try file.write(waiting)
    waiting.removeAll(keepingCapacity: true)
  }
}
