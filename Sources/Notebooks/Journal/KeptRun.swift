// A command that took long, as a journal keeps it so that going on with a session need not run it again:
// what it said and did, and with which bytes an equal command can do without its work. It is found by what it
// was run on, so it is of use only while the same program reads the same files: anything else runs again.
import Events
import Experiments
import JSON
import Presentation
import Sessions

struct KeptRun: Sendable {
  struct Head: Codable, Sendable {
    /// In the words that give the same again.
    var text: String
    var identity: String
    var explain: String
    var said: Blocks
    var changesState: Bool
    var looksOutside: Bool
    var reads: [FileDigest]
    var seconds: Double
    /// Where what it left is, if that is not here.
    var place: CheckpointPack.Place?
    var underWay: UnderWay?
  }

  /// Of work that was cut off.
  struct UnderWay: Codable, Sendable {
    var progress: WorkProgress
    /// How many commands the journal had before it.
    var commandCount: Int
  }

  var head: Head
  /// What it left; empty where that is nothing, or elsewhere.
  var remains: [UInt8] = []

  /// Whether the files that it read are as they were.
  var areFilesSame: Bool { head.reads.allSatisfy(\.isSame) }

  /// With what it left, wherever that is; nil where it cannot be read any more.
  func whole(from pack: CheckpointPack) -> KeptRun? {
    guard let place = head.place else { return self }
    return pack.bytes(at: place).map { bytes in
      var run = KeptRun(head: head, remains: bytes)
      run.head.place = nil
      return run
    }
  }

  var effect: Execution.Effect {
    Execution.Effect(
      changesState: head.changesState, reads: head.reads,
      looksOutside: head.looksOutside)
  }

  /// The length of the head, the head, what it left. Nil of what cannot be written.
  var bytes: [UInt8]? {
    guard let json = try? JSONValue(encoding: head) else { return nil }
    let text = Array(json.text.utf8)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(4 + text.count + remains.count)
    bytes.append(little: UInt32(text.count))
    return bytes + text + remains
  }

  init(head: Head, remains: [UInt8] = []) { (self.head, self.remains) = (head, remains) }

  init?(_ bytes: [UInt8]) {
    guard bytes.count >= 4 else { return nil }
    let length = Int(UInt32(littleEndian: bytes[...]))
    guard bytes.count - 4 >= length,
      let json = try? StrictJSON(parsing: Array(bytes[4..<4 + length])),
      let head = try? json.decoded(as: Head.self)
    else { return nil }
    self.init(head: head, remains: Array(bytes[(4 + length)...]))
  }
}
