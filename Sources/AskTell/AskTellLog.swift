// A conversation on the disk: what is searched, and then a line for each change, which is there before its answer
// goes out. After any end of its process the same file goes on with the same answers.
import CommandLanguage
import Files
import HyperparameterSearch
import JSON
import StudyStorage

final class AskTellLog {
  private let file: AppendingFile

  private init(_ file: AppendingFile) { self.file = file }

  /// What a file holds.
  struct Opened {
    var log: AskTellLog
    /// The whole lines behind the first.
    var lines: [[UInt8]] = []
    /// Bytes of whole lines, and bytes behind them.
    var length: Int
    var torn = 0
    /// The first line where its process ended while it wrote that.
    var missing: [UInt8] = []
  }

  private static let lineFeed = UInt8(ascii: "\n")

  /// Makes a file that is not there; one that is there is held and read, and not changed yet.
  /// Errors: `log-unusable`, `log-foreign`, `log-differs`.
  static func opening(_ path: String, for header: AskTellHeader) throws(AskTellError) -> Opened {
    let first = Array(header.json.text.utf8) + [lineFeed]
    let (log, bytes) = try usable(path) { () throws(FileError) -> (AskTellLog, [UInt8]?) in
      guard let place = TextFile.resolved(path) else {
        return (AskTellLog(try AppendingFile(creating: path, with: first)), nil)
      }
      let file = try AppendingFile(holding: place)
      // Only now, when what is read is all there will be.
      return (AskTellLog(file), try TextFile.readAll(place, atMost: 1 << 30))
    }
    guard let bytes else { return Opened(log: log, length: first.count) }
    var lines = bytes.split(separator: lineFeed, omittingEmptySubsequences: false).map(Array.init)
    let torn = lines.popLast()?.count ?? 0
    guard let begin = lines.first else {
      guard first.starts(with: bytes) else { throw .foreign(path) }
      return Opened(log: log, length: 0, torn: torn, missing: first)
    }
    try header.compare(with: begin, path)
    return Opened(
      log: log, lines: Array(lines.dropFirst()), length: bytes.count - torn, torn: torn)
  }

  /// Cuts off what is no whole line; what is to be said of that. Error: `log-unusable`.
  func goOn(_ opened: Opened) throws(AskTellError) -> String? {
    try Self.usable(file.path) { () throws(FileError) in
      try file.goOn(behind: opened.length, cutting: opened.torn > 0)
    }
    guard opened.missing.isEmpty || file.add(opened.missing) else { throw unwritable }
    guard opened.torn > 0 else { return nil }
    return "the last line of \(shown(file.path)) was not whole and is cut off: "
      + "\(opened.torn) \(opened.torn == 1 ? "byte" : "bytes"), never answered"
  }

  /// Error: `log-unwritable`.
  func add(_ change: AskTellChange) throws(AskTellError) {
    guard file.add(Array(change.logged.text.utf8) + [Self.lineFeed]) else { throw unwritable }
  }

  private var unwritable: AskTellError {
    AskTellError(
      id: "log-unwritable",
      message: "the log \(shown(file.path)) takes no more: "
        + (file.failure ?? "it cannot be written"),
      suggestion: "start again with the same log once it can be written")
  }

  private static func usable<Result>(
    _ path: String, _ work: () throws(FileError) -> Result
  ) throws(AskTellError) -> Result {
    do throws(FileError) {
      return try work()
    } catch {
      throw AskTellError(
        id: "log-unusable", message: "\(shown(path)) cannot keep the log: \(error.message)",
        suggestion: "another file")
    }
  }
}

/// The first line of a log: what makes the same study again.
struct AskTellHeader {
  private let state: AskTellState
  /// As it was typed.
  private let space: String

  init(_ state: AskTellState, space: String) { (self.state, self.space) = (state, space) }

  private static let version = 1

  var json: StrictJSON {
    .members([
      "asktell": .integer(Self.version), "space": .string(space),
      "sampler": .string(state.study.sampler.name),
      "parameters": StrictJSON(state.study.sampler.parameters),
      "direction": .string(state.study.direction.rawValue),
      // Too large for JSON's whole numbers in many programs.
      "seed": .string(state.study.seed.description),
      "halving": state.halving.map { halving in
        .members([
          "reduction": .integer(halving.reduction), "min_step": .integer(halving.minStep),
        ])
      },
    ])
  }

  /// Errors: `log-foreign`, `log-differs`.
  func compare(with line: [UInt8], _ path: String) throws(AskTellError) {
    guard let there = try? StrictJSON(parsing: line),
      (try? there.member("asktell").integer()) == Self.version,
      let space = try? there.member("space").string()
    else { throw .foreign(path) }
    let here = json
    var differences: [String] = []
    if (try? SearchSpace(parsing: space)) != state.study.space {
      differences.append(difference(from: space))
    }
    for (name, option) in [
      ("sampler", "sampler"), ("direction", "direction"), ("seed", "seed"), ("halving", "halving"),
      ("parameters", "trials"),
    ] where there[name] != here[name] {
      // What a sampler is made with follows from what differs already.
      guard name != "parameters" || differences.isEmpty else { continue }
      differences.append(
        "--\(option) \(Self.words(there[name])) there, \(Self.words(here[name])) here")
    }
    guard !differences.isEmpty else { return }
    throw AskTellError(
      id: "log-differs",
      message: "\(shown(path)) is the log of another search: "
        + differences.joined(separator: "; "),
      suggestion: "the arguments it was begun with, or another file")
  }

  private func difference(from there: String) -> String {
    func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }
    func listed(_ words: [String]) -> String {
      words.isEmpty ? "nothing else" : words.map(shown).joined(separator: " ")
    }
    let onlyThere = words(there).filter { !words(space).contains($0) }
    let onlyHere = words(space).filter { !words(there).contains($0) }
    guard !onlyThere.isEmpty || !onlyHere.isEmpty else {
      return "its parameters stand in another order"
    }
    return "--space \(listed(onlyThere)) there, \(listed(onlyHere)) here"
  }

  /// A member in the words of a message.
  private static func words(_ value: StrictJSON?) -> String {
    switch value {
    case .string(let text): shown(text)
    case .object(let members):
      members.map { "\($0.name) \(shown($0.value.text))" }.joined(separator: ", ")
    case let value?: shown(value.text)
    case nil: "none"
    }
  }
}

extension AskTellError {
  static func foreign(_ path: String) -> AskTellError {
    AskTellError(
      id: "log-foreign", message: "\(shown(path)) is there already and is no log of asktell",
      suggestion: "another file")
  }

  static func damaged(_ path: String, line: Int, _ reason: String) -> AskTellError {
    AskTellError(
      id: "log-damaged",
      message: "line \(line) of \(shown(path)) does not fit those before it: \(reason)",
      suggestion: "the file as it was written, or another one")
  }
}
