// What a cell said: blocks in memory, or where they stand in the file. Cells, results that are kept and earlier
// notebooks share it, so that it is there once.
import JSON
import Presentation
import Synchronization

final class CellOutput: Spillable, Codable {
  private enum Content {
    case blocks(Blocks)
    case place(SpillFile.Place)
    /// There was no disk to put it on.
    case gone
  }

  private struct Held {
    var content: Content
    /// Which counts it; nil while none does.
    var memory: CellMemory?
    /// As they are counted.
    var bytes = 0
  }

  static let isOftenRead = false
  private let held: Mutex<Held>

  init(_ blocks: Blocks) { held = Mutex(Held(content: .blocks(blocks))) }

  deinit {
    let (memory, bytes) = held.withLock { ($0.memory, $0.bytes) }
    if bytes > 0 { memory?.release(bytes) }
  }

  var blocks: Blocks {
    let (content, memory) = held.withLock { ($0.content, $0.memory) }
    switch content {
    case .blocks(let blocks): return blocks
    case .place(let place):
      let json = memory?.file.read(place).flatMap { try? StrictJSON(parsing: $0) }
      return json.flatMap { try? $0.decoded(as: Blocks.self) } ?? Self.lost
    case .gone: return Self.lost
    }
  }

  /// Whether it is not known any more.
  var isGone: Bool { held.withLock { if case .gone = $0.content { true } else { false } } }

  private static var lost: Blocks {
    Blocks([
      .paragraph(
        Paragraph(
          """
          What this cell said is no longer kept: memory for it is full and it could not be put on the \
          disk. `rerun` with the cell's number says it again.
          """, .hint))
    ])
  }

  /// Lets it be counted, once.
  func join(_ memory: CellMemory) {
    let bytes = held.withLock { held -> Int in
      guard held.memory == nil else { return 0 }
      held.memory = memory
      // Most notes and some commands say nothing.
      guard case .blocks(let blocks) = held.content, !blocks.blocks.isEmpty else { return 0 }
      held.bytes = blocks.memoryBytes
      return held.bytes
    }
    if bytes > 0 { memory.hold(self, bytes: bytes) }
  }

  func spill(into file: SpillFile) {
    let content = held.withLock { $0.content }
    guard case .blocks(let blocks) = content else { return }
    let json = try? JSONValue(encoding: blocks)
    let place = json.flatMap { file.add(Array($0.text.utf8)) }
    let (memory, bytes) = held.withLock { held in
      defer { held.bytes = 0 }
      held.content = place.map(Content.place) ?? .gone
      return (held.memory, held.bytes)
    }
    memory?.release(bytes)
  }

  // MARK: As part of a cell in the file

  private struct Form: Codable {
    /// Nil of nothing.
    var place: SpillFile.Place?
    var isGone = false
  }

  init(from decoder: any Decoder) throws {
    let form = try Form(from: decoder)
    let content = form.place.map(Content.place) ?? (form.isGone ? .gone : .blocks(Blocks()))
    held = Mutex(Held(content: content))
  }

  /// - Throws: of one that is in memory.
  func encode(to encoder: any Encoder) throws {
    var form = Form()
    switch held.withLock({ $0.content }) {
    case .place(let place): form.place = place
    case .gone: form.isGone = true
    case .blocks(let blocks):
      guard blocks.blocks.isEmpty else {
        throw EncodingError.invalidValue(
          self,
          EncodingError.Context(codingPath: encoder.codingPath, debugDescription: "in memory"))
      }
    }
    try form.encode(to: encoder)
  }
}
